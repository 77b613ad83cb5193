"""`qa-app export`: what is in the store, for other programs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from qa_app.cli.options import StoreOption

if TYPE_CHECKING:
    from vectorstore.snapshot import Snapshot


def export_command(
    store: StoreOption = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="Where it goes (default: standard output)."),
    ] = None,
    passages: Annotated[
        bool, typer.Option("--passages", help="The passages, one a line, instead of articles.")
    ] = False,
) -> None:
    """Write the articles, or their passages, as JSON Lines with text and metadata."""
    import json
    import os
    import sys

    from qa_app.cli.output import console
    from qa_app.opening import open_store
    from qa_app.settings import load_settings
    from vectorstore.errors import QaAppError

    count = 0
    part = out.with_name(f".{out.name}.part") if out else None
    with open_store(load_settings(store=store)) as opened, opened.read() as snapshot:
        try:
            file = part.open("wb") if part else sys.stdout.buffer
            try:
                for line in lines(snapshot, passages=passages):
                    file.write(json.dumps(line, ensure_ascii=False).encode("utf-8") + b"\n")
                    count += 1
                file.flush()
            finally:
                if part:
                    file.close()
            if part and out:
                os.replace(part, out)
        except BrokenPipeError:
            raise
        except OSError as error:
            raise QaAppError(f"{out or 'standard output'}: {error.strerror or error}") from None
        finally:
            if part:
                part.unlink(missing_ok=True)
    if out:
        console().print(f"{count} {'passages' if passages else 'articles'} in {out}", markup=False)


def lines(snapshot: Snapshot, *, passages: bool) -> Iterator[dict[str, Any]]:
    """The articles as `sources show --json` shows them; or the passages, each with its words, its
    place, and what is known of its article.
    """
    from qa_app.sources import SHOWN_ALONE, details, summary

    for article in snapshot.articles():
        if not passages:
            yield details(snapshot, article.source)
            continue
        known = summary(article)
        del known["passages"], known["state"]
        known |= {name: getattr(article.metadata, name).value for name in SHOWN_ALONE}
        beside = snapshot.beside([article.source])[article.source]
        known |= {"copies": list(beside.copies), "pages": len(beside.pages)}
        for n, passage in enumerate(snapshot.passages_of(article.source)):
            span = passage.span
            place = {"passage": n, "start": span.start, "end": span.end, "text": passage.text}
            yield known | place
