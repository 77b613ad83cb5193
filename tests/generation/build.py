"""An assistant over a few articles whose answers a scripted model writes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from qa_app.answering.quotes import Thresholds
from qa_app.assistant import Assistant
from qa_app.generation.writer import Writer
from tests.answering.build import BOATS, LOANS, assistant_over
from tests.fakes import ScriptedModel

ARTICLES = {"boats.md": BOATS, "more/loans.md": LOANS}
QUESTION = "How many patrol boats did Japan give to Vietnam?"
GAVE = "Japan gave six patrol boats to Vietnam in 2014."
GRANT = "The grant was worth 500 million yen."
TEXTS = (
    "Six boats came to Vietnam, and the grant was worth 500 million yen. " * 9,
    "I am a man at it to go. " * 9,
    "1234567890 2014-05-06 3,141.59 " * 8,
    "a.b,c;d!?(x)[y]{z}<w>" * 5,
    "https://x.y/z?a=1&b=2 " * 5,
    "NATO, the USSR and the FBI " * 9,
    "a   b\n\n\n  c\t\td" * 4,
    "越南收到了六艘巡逻艇，价值五亿日元。" * 9,
    "Nhật Bản đã tặng Việt Nam sáu tàu tuần tra vào năm 2014. " * 9,
    "Япония передала шесть катеров. " * 9,
    "اليابان أعطت ستة قوارب. " * 9,
    "🚢🛥️" * 9,
    "鱻龘",
    "a",
)
"""Texts of which an estimate of their tokens is never too small."""
LENT = "In 2020 Tokyo lent 348 million dollars for six maritime patrol vessels."


@contextmanager
def written_by(
    tmp: Path,
    model: ScriptedModel,
    articles: Mapping[str, str] = ARTICLES,
    **settings: Any,
) -> Iterator[Assistant]:
    """An assistant that answers whatever it finds, with this model."""
    with assistant_over(tmp, articles, **settings) as assistant:
        assistant._thresholds = Thresholds(0, 0)
        assistant.writer = Writer(model, assistant.settings)
        yield assistant


def numbers_of(model: ScriptedModel) -> dict[str, int]:
    """The numbers under which the model was given the articles, by their title."""
    import re

    (_, told) = model.history[0][1]
    return {m[2]: int(m[1]) for m in re.finditer(r'number="(\d+)" title="([^"]*)"', told)}
