"""The path of events: their order, what each carries, and that ask gives what Done does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from qa_app.answering import wording
from qa_app.answering.quotes import Thresholds
from qa_app.answering.reading import ALL, ENOUGH
from qa_app.assistant import Assistant
from qa_app.clock import Clock
from qa_app.contract import Answer, Done, Event, Found, Request, Searched, Sentence, Turn
from qa_app.inputs import InputError
from qa_app.reader import Excerpt, ExcerptReading, ReaderError, SentenceReading
from qa_app.retrieval.query import Query
from qa_app.retrieval.reranker import CrossEncoder, Fused, Linear, RerankerError
from qa_app.settings import Settings
from tests.answering.build import BOATS, LOANS, assistant_over
from tests.fakes import FakeEmbedder, ScriptedReader
from tests.whole.test_quotes_exact import check
from vectorstore.model import Filter
from vectorstore.store import Store

ARTICLES = {
    "boats.md": BOATS,
    "more/loans.md": LOANS,
    "fees.txt": "Adults pay 12 euros. Children pay half.\n\nThe pool opens at six.",
}
QUESTION = "How many patrol boats did Japan give to Vietnam?"
ANSWERED, UNSURE, NOT_FOUND = Thresholds(0, 0), Thresholds(1.1, 0), Thresholds(1.1, 1.1)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    from qa_app import weights
    from tests.answering.weighing import by_hand

    patch = pytest.MonkeyPatch()
    patch.setattr(weights, "load", by_hand)
    with assistant_over(tmp_path_factory.mktemp("assistant"), ARTICLES) as one:
        yield one
    patch.undo()


@pytest.fixture
def assistant(shared: Assistant) -> Iterator[Assistant]:
    """Answers whatever it finds, without a reader."""
    shared._thresholds, shared.reader = ANSWERED, None
    yield shared
    shared.reader = None


def events(assistant: Assistant, question: str, **given: Any) -> list[Event]:
    return list(assistant.stream(Request(question, **given)))


def untimed(answer: Answer) -> Answer:
    return replace(answer, timings_ms={})


def told(found: list[Event]) -> tuple[Searched, Found, list[Sentence], Answer]:
    searched, passages, *sentences, done = found
    assert isinstance(searched, Searched)
    assert isinstance(passages, Found)
    assert all(isinstance(one, Sentence) for one in sentences)
    assert isinstance(done, Done)
    return searched, passages, sentences, done.answer  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("thresholds", "outcome"),
    [(ANSWERED, "answered"), (UNSURE, "unsure"), (NOT_FOUND, "not_found")],
)
def test_the_order_of_the_events(
    assistant: Assistant, thresholds: Thresholds, outcome: str
) -> None:
    assistant._thresholds = thresholds
    searched, passages, sentences, answer = told(events(assistant, QUESTION, id="q7"))
    assert (answer.outcome, answer.id, answer.question) == (outcome, "q7", QUESTION)
    assert searched == Searched(answer.searched, ())
    assert answer.searched == QUESTION
    assert passages.passages == answer.retrieved != ()
    assert [one.sentence for one in sentences] == list(answer.sentences)
    assert [c for one in sentences for c in one.citations] == list(answer.citations)
    assert untimed(assistant.ask(QUESTION, id="q7")) == untimed(answer)
    assert (answer.mode, answer.model) == ("quotes", "")
    assert answer.generation == assistant.generation() >= 1
    assert answer.timings_ms.keys() >= {"retrieve", "read", "answer", "total"}
    assert 0 <= answer.confidence <= 1
    assert round(answer.confidence, 4) == answer.confidence
    check(assistant, [answer])
    if outcome == "answered":
        assert "six patrol boats" in answer.citations[0].quote


def test_retrieved_is_what_was_found_best_first(assistant: Assistant) -> None:
    answer = assistant.ask(QUESTION)
    scores = [one.score for one in answer.retrieved]
    assert scores == sorted(scores, reverse=True)
    assert len({(one.source, one.start) for one in answer.retrieved}) == len(scores)
    assert {one.source for one in answer.retrieved} == set(ARTICLES)
    first = answer.retrieved[0]
    assert "six patrol boats" in assistant.text(first.source)[first.start : first.end]


@pytest.mark.parametrize("question", ["Thanks!", "", "?", "Hello", "😀", "\x00 \x07"])
def test_what_is_no_question_is_one_event(assistant: Assistant, question: str) -> None:
    (done,) = events(assistant, question, history=(Turn("user", QUESTION),), id="x")
    assert isinstance(done, Done)
    answer = done.answer
    assert (answer.outcome, answer.reason, answer.id) == ("no_question", wording.NO_QUESTION, "x")
    assert answer.abstained
    assert (answer.searched, answer.retrieved, answer.closest) == ("", (), ())
    assert (answer.confidence, answer.answer) == (0.0, wording.ABSTENTIONS["no_question"])
    assert answer.generation == assistant.generation()


@pytest.mark.parametrize(
    "question",
    [
        f"Hello, {QUESTION}", f"{QUESTION} Thanks!", f"Could you please tell me {QUESTION}",
        f"According to the articles, {QUESTION}", f"{QUESTION} Answer in one sentence.",
    ],
)  # fmt: skip
def test_clothes_change_nothing(assistant: Assistant, question: str) -> None:
    plain, dressed = assistant.ask(QUESTION), assistant.ask(question)
    assert dressed.question == question
    assert untimed(replace(dressed, question=QUESTION)) == untimed(plain)


def test_small_letters_change_nothing(assistant: Assistant) -> None:
    careless = QUESTION.lower()
    plain, same = assistant.ask(QUESTION), assistant.ask(careless)
    assert (same.question, same.searched) == (careless, careless)
    assert untimed(replace(same, question=QUESTION, searched=QUESTION)) == untimed(plain)
    history = (Turn("user", "how many boats did japan give?"),)
    assert assistant.ask("and tokyo?", history=history).searched == "how many boats did Tokyo give?"


def test_a_filter_holds_for_all_that_is_told(assistant: Assistant) -> None:
    for filters in (Filter(folders=("more",)), {"folders": ["more"]}):
        answer = assistant.ask(QUESTION, filters=filters)
        assert {c.source for c in answer.citations} == {"more/loans.md"}
        assert {one.source for one in answer.retrieved} == {"more/loans.md"}
    nothing = assistant.ask(QUESTION, filters=Filter(sources=("none",)))
    assert (nothing.outcome, nothing.retrieved) == ("not_found", ())
    assert nothing.reason == "No article passes the filter."


HISTORY = (Turn("user", "Thanks! How much do adults pay?"), Turn("assistant", "12 euros [1]."))


@pytest.mark.parametrize(
    ("history", "question", "searched"),
    [
        (HISTORY, "And children?", "How much do children pay?"),
        ((Turn("user", "Who came in 2014?"),), "Hello, and in 2020?", "Who came in 2020?"),
        ((), "And children?", "And children?"),
        ((Turn("assistant", "Hello"),), "And children?", "And children?"),
    ],
)  # fmt: skip
def test_a_follow_up_is_made_stand_alone_and_shown(
    assistant: Assistant, history: tuple[Turn, ...], question: str, searched: str
) -> None:
    first, _, _, answer = told(events(assistant, question, history=history))
    assert first.text == answer.searched == searched
    assert answer.question == question


def test_a_question_that_nothing_answers_is_not_mixed_with_the_one_before(
    assistant: Assistant,
) -> None:
    assistant._thresholds = NOT_FOUND
    answer = assistant.ask("Who won the chess game?", history=[Turn("user", QUESTION)])
    assert answer.searched == "Who won the chess game?"


ABOUT = (
    Turn("user", "Who leads the museum of Halden?"),
    Turn("assistant", "Ingrid Holt leads it [1]."),
)
LEANS, WRITTEN, LENT = "Is she old?", "Is Ingrid Holt old?", "(Halden leads museum)"
THIS = "Did this cost much?"
MAYBE, ALONE = "How old is the wooden staircase?", "What is the capital of France?"
MORE = "(Halden leads museum Ingrid Holt)"


@pytest.mark.parametrize(
    ("question", "sure", "read", "taken"),
    [
        # a follow-up that names its subject once its pronoun is written out: so, if answered
        (LEANS, {WRITTEN: 0.85, f"{WRITTEN} {LENT}": 0.9}, 1, WRITTEN),
        (LEANS, {WRITTEN: 0.7, f"{WRITTEN} {LENT}": 0.9}, 2, f"{WRITTEN} {LENT}"),
        # any other: the surest of both wordings
        (THIS, {f"{THIS} {LENT}": 0.85, f"{THIS} {MORE}": 0.9}, 2, f"{THIS} {MORE}"),
        (THIS, {f"{THIS} {LENT}": 0.9, f"{THIS} {MORE}": 0.85}, 2, f"{THIS} {LENT}"),
        (LEANS, {WRITTEN: 0.6, f"{WRITTEN} {LENT}": 0.55}, 2, WRITTEN),
        # as it stands alone where none is even unsure
        (LEANS, {WRITTEN: 0.3, f"{WRITTEN} {LENT}": 0.4}, 2, WRITTEN),
        # what names nothing may be one: the surest, answered or not
        (MAYBE, {MAYBE: 0.85, f"{MAYBE} {MORE}": 0.9}, 2, f"{MAYBE} {MORE}"),
        (MAYBE, {MAYBE: 0.95, f"{MAYBE} {MORE}": 0.9}, 1, MAYBE),
        # what stands alone: as it is, if that is answered
        (ALONE, {ALONE: 0.8, f"{ALONE} {MORE}": 0.99}, 1, ALONE),
        # else with what the conversation lends it, if that is
        (ALONE, {ALONE: 0.7, f"{ALONE} {MORE}": 0.8}, 2, f"{ALONE} {MORE}"),
        (ALONE, {ALONE: 0.1, f"{ALONE} {MORE}": 0.7}, 2, ALONE),
    ],
)
def test_wordings_of_a_follow_up(
    assistant: Assistant,
    monkeypatch: pytest.MonkeyPatch,
    question: str,
    sure: Mapping[str, float],
    read: int,
    taken: str,
) -> None:
    tried: list[str] = []

    def scripted(found: Any, *_: Any) -> Any:
        tried.append(found.query.text)
        return SimpleNamespace(confidence=sure[found.query.text])

    monkeypatch.setattr("qa_app.assistant.reading.read", scripted)
    monkeypatch.setattr(assistant._searcher, "retrieve", lambda query: SimpleNamespace(query=query))
    found, _ = assistant._looked_up(Query(question), ABOUT, Thresholds(0.8, 0.5), Clock())
    assert (found.query.text, len(tried)) == (taken, read)


@pytest.mark.parametrize(
    ("question", "threshold", "model", "enough"),
    [
        ("When did the museum open?", 0.6, None, ENOUGH),
        ("When did the museum open?", 0.9, None, 0.9),  # no less than what is answered from
        ("What is the latest price?", 0.6, None, ALL),
        ("When did the museum open?", 0.6, object(), ALL),
    ],
)
def test_how_sure_the_first_passages_must_be(
    assistant: Assistant,
    monkeypatch: pytest.MonkeyPatch,
    question: str,
    threshold: float,
    model: Any,
    enough: float,
) -> None:
    asked: list[float] = []

    def scripted(found: Any, *given: Any) -> Any:
        asked.append(given[-1])
        return SimpleNamespace(confidence=1.0)

    monkeypatch.setattr("qa_app.assistant.reading.read", scripted)
    monkeypatch.setattr(assistant, "writer", model)
    assistant._looked_up(Query(question), (), Thresholds(threshold, 0.5), Clock())
    assert asked == [enough]


def test_history_may_be_given_as_data(assistant: Assistant) -> None:
    plain = assistant.ask("And children?", history=HISTORY)
    history = [{"role": turn.role, "text": turn.text} for turn in HISTORY]
    assert untimed(assistant.ask("And children?", history=history)) == untimed(plain)
    assert "Children pay half." in [cited.quote for cited in plain.citations]
    with pytest.raises(InputError):
        assistant.ask("And children?", history=[{"role": "king", "text": "x"}])


def test_of_two_wordings_the_one_that_is_answered_best(assistant: Assistant) -> None:
    # Without the conversation nothing says what is asked of.
    history = (Turn("user", "How many patrol boats did Japan give to Vietnam?"),)
    answer = assistant.ask("How much was the grant worth?", history=history)
    alone = assistant.ask("How much was the grant worth?")
    assert answer.confidence >= alone.confidence


def test_an_overview_is_not_of_the_conversation(assistant: Assistant) -> None:
    answer = assistant.ask("What are the articles about?", history=HISTORY)
    assert answer.searched == "What are the articles about?"
    assert {c.source for c in answer.citations} == set(ARTICLES)


def test_the_day_it_is_asked_on_is_searched_from(assistant: Assistant, monkeypatch: Any) -> None:
    asked = []
    retrieve = assistant._searcher.retrieve

    def spy(query: Any) -> Any:
        asked.append(query.asked_on)
        return retrieve(query)

    monkeypatch.setattr(assistant._searcher, "retrieve", spy)
    assistant.ask(QUESTION, asked_on="2024-02-03")
    assistant.ask(QUESTION, asked_on=date(2023, 1, 2))
    assistant.ask(QUESTION)
    assert asked[:2] == [date(2024, 2, 3), date(2023, 1, 2)]
    assert abs((asked[2] - date.today()).days) <= 1
    with pytest.raises(InputError):
        assistant.ask(QUESTION, asked_on="soon")


class Marks(ScriptedReader):
    """Calls one sentence the answer and marks words of it."""

    def __init__(self, words: str, answers: float) -> None:
        super().__init__()
        self._words, self._answers = words, answers

    def _told(self, excerpt: Excerpt, start: int, end: int) -> SentenceReading:
        at = excerpt.text.find(self._words, start, end)
        if at < 0:
            return SentenceReading(-9, -9, (start, start + 1))
        return SentenceReading(9, 5, (at, at + len(self._words)))

    def read(self, question: str, excerpts: Any) -> list[ExcerptReading]:
        super().read(question, excerpts)
        return [
            ExcerptReading(self._answers, tuple(self._told(one, *span) for span in one.sentences))
            for one in excerpts
        ]


def test_a_reader_chooses_marks_and_judges(assistant: Assistant) -> None:
    reader = Marks("500 million yen", answers=8.0)
    assistant.reader = reader
    answer = assistant.ask(f"Hello, {QUESTION}")
    check(assistant, [answer])
    assert reader.history[0][0] == QUESTION
    assert [c.quote for c in answer.citations] == ["The grant was worth 500 million yen."]
    assert answer.confidence == pytest.approx(0.982, abs=1e-3)
    assistant.reader = Marks("500 million yen", answers=-8.0)
    assert assistant.ask(QUESTION).confidence < 0.01
    asked = assistant.ask("How much was the grant worth?").citations[0]
    assert [asked.quote[start:end] for start, end in asked.emphasis] == ["500 million yen"]


def test_the_confidence_decides_between_the_outcomes(assistant: Assistant) -> None:
    assistant._thresholds = Thresholds(0.8, 0.2)
    outcomes = []
    for answers in (8.0, 4.0, -4.0):
        assistant.reader = Marks("500 million yen", answers)
        outcomes.append(assistant.ask(QUESTION).outcome)
    assert outcomes == ["answered", "unsure", "not_found"]


def test_an_empty_store_says_so(tmp_path: Path) -> None:
    with assistant_over(tmp_path, {}) as empty:
        for question in (
            QUESTION,
            "What are the articles about?",
            "What is new?",
            "Compare a and b",
        ):
            answer = empty.ask(question)
            assert (answer.outcome, answer.reason) == ("not_found", wording.NO_ARTICLES)
            assert (answer.retrieved, answer.closest, answer.confidence) == ((), (), 0.0)


def made(tmp_path: Path, **settings: Any) -> Assistant:
    store = Store.open(tmp_path / "store", FakeEmbedder(), create=True)
    return Assistant(store, Settings(store=tmp_path / "store", **{"reader": "none", **settings}))


@pytest.mark.parametrize(
    ("threshold", "expected"),
    [(None, Thresholds(0.5, 0.25)), (0.9, Thresholds(0.9, 0.25)), (0.1, Thresholds(0.1, 0.1))],
)
def test_a_threshold_may_be_set(
    tmp_path: Path, threshold: float | None, expected: Thresholds
) -> None:
    with made(tmp_path, threshold=threshold) as one:
        assert one._thresholds == expected


@pytest.mark.parametrize(
    ("name", "kind"), [("linear", Linear), ("none", Fused), ("a/b", CrossEncoder)]
)
def test_settings_reach_the_search(tmp_path: Path, name: str, kind: type) -> None:
    chosen = {"candidates": 7, "vector_weight": 0.5, "word_weight": 2.0, "passages": 3}
    with made(tmp_path, reranker=name, max_sentences=2, **chosen) as one:
        options = one._searcher.options
        assert {field: getattr(options, field) for field in chosen} == chosen
        assert type(options.reranker) is kind
        assert one._limits.most == 2


def test_models_that_cannot_be_used_are_said_at_the_question(tmp_path: Path) -> None:
    for settings, error in (
        ({"reader": "no/body"}, ReaderError),
        ({"reranker": "no/body"}, RerankerError),
    ):
        with (
            assistant_over(tmp_path, ARTICLES, **settings) as one,
            pytest.raises(error, match="no/body"),
        ):
            one.ask(QUESTION)


def test_warming_up_reads_once(assistant: Assistant) -> None:
    reader = ScriptedReader()
    assistant.reader = reader
    encoded = len(assistant.store.embedder.encoded)  # type: ignore[attr-defined]
    assistant.warm_up()
    assert len(reader.history) == 1
    assert len(assistant.store.embedder.encoded) > encoded  # type: ignore[attr-defined]
    assistant.reader = None
    assistant.warm_up()


def test_articles_and_texts_can_be_looked_at(assistant: Assistant) -> None:
    assert {one.source for one in assistant.articles()} == set(ARTICLES)
    assert assistant.text("fees.txt").startswith("Adults pay 12 euros.")
