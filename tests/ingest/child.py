"""A process that ingests a folder and is ended at any moment by the test that started it."""

from __future__ import annotations

import sys

from ingest import IngestOptions, PassageOptions, ingest
from tests.fakes import FakeEmbedder
from vectorstore.store import Store

OPTIONS = IngestOptions(passages=PassageOptions(target_tokens=20), batch_passages=4)


def main(store: str, folder: str) -> None:
    """Say that the work begins, and do it."""
    with Store.open(store, FakeEmbedder(), create=True) as one:
        print("ready", flush=True)
        ingest(one, [folder], OPTIONS)


if __name__ == "__main__":
    main(*sys.argv[1:])
