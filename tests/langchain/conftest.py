from __future__ import annotations

from collections.abc import Iterator

import pytest

from qa_app import weights
from qa_app.assistant import Assistant
from tests.answering.build import BOATS, LOANS, assistant_over
from tests.answering.weighing import by_hand


@pytest.fixture(autouse=True)
def _weights_made_by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test here depends on what was learned last."""
    monkeypatch.setattr(weights, "load", by_hand)


FERRY = """---
title: The ferry is back
date: 2024-05-03
---
The ferry between the two banks has run again since May. A crossing takes eleven minutes.
"""


@pytest.fixture
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("articles")
    articles = {"boats.md": BOATS, "news/loans.md": LOANS, "ferry.md": FERRY}
    with assistant_over(folder, articles) as assistant:
        yield assistant


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"
