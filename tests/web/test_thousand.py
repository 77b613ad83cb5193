"""FAULTS 55: a thousand questions in one conversation cost no more than a few."""

from __future__ import annotations

import gc
import tracemalloc
from itertools import count
from pathlib import Path
from uuid import uuid4

import httpx
import numpy as np

from qa_app.conversation import Conversation
from qa_app.web.handlers import Handlers
from qa_app.web.options import Options
from qa_app.web.service import Service
from tests.web.conftest import stocked
from tests.web.fake_assistant import FakeAssistant, said
from tests.web.live import event, running

QUESTIONS, MEASURED = 1_000, range(600, 1_001, 50)
TURNS, KEPT = 4, 8
LONG = "An answer of some length, as they are. " * 20


def answering() -> FakeAssistant:
    """Each answer is another one, of 800 characters, with a citation."""
    fake, number = stocked(), count()
    cited = fake.cite(1, "vessels.md", "Delivery was planned for 2025.")
    fake.otherwise = lambda question: said(cited, answer=f"{next(number)} {LONG}")
    return fake


def forgetting(fake: FakeAssistant) -> int:
    """How long the history was that the last question came with; the fake forgets what it keeps."""
    turns = len(fake.history[-1].history)
    fake.history.clear()
    return turns


def test_row_55_history_is_capped_and_memory_flat(tmp_path: Path) -> None:
    """What is alive after a question does not grow with the questions before it.

    All answers together are a megabyte, and their exchanges several.
    """
    fake = answering()
    service = Service(fake, Options(history_turns=TURNS, kept_exchanges=KEPT, saved=tmp_path / "c"))
    page = Handlers(service)
    conversation = page.load().conversation
    assert conversation is not None
    shown, turns, alive = [], [], []
    try:
        for number in range(QUESTIONS):
            if number == MEASURED[0] - KEPT:  # it makes every question slow
                tracemalloc.start()
            *_, last = page.ask(f"question {number:04}", conversation, {})
            assert last.conversation is not None
            conversation = last.conversation
            shown.append(len(last.live or ""))
            turns.append(forgetting(fake))
            if number + 1 in MEASURED:
                gc.collect()
                alive.append(tracemalloc.get_traced_memory()[0])
    finally:
        tracemalloc.stop()
    assert max(turns) == 2 * TURNS
    assert turns[-1] == turns[TURNS]
    assert len(conversation.exchanges) == KEPT
    assert shown[-1] <= shown[KEPT] + 50, "an answer does not cost the conversation before it"
    slope = float(np.polyfit(MEASURED, alive, 1)[0])
    # A tenth of what an exchange takes that is kept; caches still fill a little.
    assert slope < 300, f"{slope:.0f} bytes more with each question"
    kept = service.saved.load(conversation.id, 2 * QUESTIONS)
    assert isinstance(kept, Conversation)
    assert len(kept.exchanges) == QUESTIONS, "none of them is lost"


def test_row_55_a_tab_sends_and_is_sent_as_much_at_the_end_as_at_the_beginning() -> None:
    """As the page asks, through Gradio."""
    fake = answering()
    session, sizes, turns = uuid4().hex, [], []
    with (
        running(fake, Options(history_turns=TURNS, kept_exchanges=KEPT)) as address,
        httpx.Client(base_url=address) as page,
    ):
        event(page, "load", ["/"], session=session)
        for number in range(40):
            heard = event(page, "submit+click", [f"question {number:04}", {}, {}], session=session)
            sizes.append(len(str(heard)))
            turns.append(forgetting(fake))
    assert max(turns) == turns[-1] == 2 * TURNS
    assert sizes[-1] <= 1.1 * sizes[KEPT]
