"""Reading: the features weighed, and how sure it is that the articles hold the answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from qa_app import weights
from qa_app.answering import confidence, sentences
from qa_app.answering.reading import ALL, ENOUGH, observed, read
from qa_app.reader.base import ExcerptReading, SentenceReading
from qa_app.retrieval.query import Alias, TermWeights
from qa_app.retrieval.search import Retrieval
from qa_app.weights import Linear
from tests.fakes import ScriptedReader
from tests.retrieval.build import candidate, retrieval

FOUND = retrieval(
    "When did the zebra leave Oslo?",
    candidate("Rain fell. A zebra left in 2014.", title="Oslo", cosine=0.3),
    candidate("It was warm.", id=2, cosine=0.7),
)


class Embed:
    """Gives vectors of one number, in order; what it was asked is in `history`."""

    def __init__(self, *numbers: float) -> None:
        self._numbers = numbers
        self.history: list[list[str]] = []

    def __call__(self, texts: Sequence[str]) -> np.ndarray:
        self.history.append(list(texts))
        return np.array([[n] for n in self._numbers], dtype=np.float32)


def test_sentences_are_embedded_and_weighed(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded = []

    def load(name: str, features: tuple[str, ...]) -> Linear:
        loaded.append((name, features))
        return Linear(features, np.array([float(f == "cosine") for f in features]), 0.0)

    monkeypatch.setattr(weights, "load", load)
    embed = Embed(1.0, 3.0, 2.0)
    found = read(FOUND, embed, None, ENOUGH)
    assert embed.history == [["Rain fell.", "A zebra left in 2014.", "It was warm."]]
    powers = np.exp([1.0, 3.0, 2.0])
    assert found.likely == pytest.approx(powers / powers.sum())
    assert found.features[:, 0].tolist() == [1, 3, 2]
    assert found.confidence == pytest.approx(1 / (1 + np.exp(-3.0)))
    assert [s.text for s in found.sentences] == embed.history[0]
    assert loaded == [("sentences", sentences.FEATURES), ("confidence", confidence.FEATURES)]


def test_a_reader_reads_first(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded = []

    def load(name: str, features: tuple[str, ...]) -> Linear:
        loaded.append((name, features))
        return Linear(
            features, np.array([float(f in ("margin", "answers")) for f in features]), 0.0
        )

    monkeypatch.setattr(weights, "load", load)
    told = [
        ExcerptReading(2.0, (SentenceReading(0, 1.0, (0, 1)), SentenceReading(0, 0.5, (0, 1)))),
        ExcerptReading(-1.0, (SentenceReading(0, 9.0, (0, 1)),)),
    ]
    reader = ScriptedReader(told)
    found = read(FOUND, Embed(0, 0, 0), reader, ENOUGH)
    assert reader.history == [(FOUND.query.text, sentences.excerpts(FOUND))]
    scores = np.array([3.0, 2.5, 8.0])
    assert found.likely == pytest.approx(np.exp(scores) / np.exp(scores).sum())
    # Of the passage of the likeliest sentence, and of any.
    assert found.confidence == pytest.approx(1 / (1 + np.exp(1.0)))
    assert loaded == [
        ("sentences-read", (*sentences.FEATURES, *sentences.READ)),
        ("confidence-read", confidence.READ),
    ]


def many(question: str) -> Retrieval:
    return retrieval(question, *(candidate(f"Zebra {n} left.", id=n) for n in range(1, 9)))


def said(answers: float, count: int) -> list[ExcerptReading]:
    return [ExcerptReading(answers, (SentenceReading(answers, 0, (0, 1)),)) for _ in range(count)]


@pytest.mark.parametrize(
    ("question", "answers", "enough", "calls"),
    [
        ("When did it leave?", 9.0, ENOUGH, [6]),
        ("When did it leave?", -9.0, ENOUGH, [6, 2]),
        ("When did it leave?", 9.0, 1.0, [6, 2]),
        ("When did it leave?", 9.0, ALL, [8]),
        ("List all the zebras that left.", 9.0, ENOUGH, [8]),
        ("How did it leave?", 9.0, ENOUGH, [8]),
    ],
)
def test_more_is_read_where_the_first_passages_do_not_surely_answer(
    question: str, answers: float, enough: float, calls: list[int]
) -> None:
    reader = ScriptedReader(*(said(answers, n) for n in calls))
    found = read(many(question), lambda texts: np.zeros((len(texts), 1)), reader, enough)
    assert [len(excerpts) for _, excerpts in reader.history] == calls
    assert [e for _, part in reader.history for e in part] == sentences.excerpts(many(question))[
        : sum(calls)
    ]
    assert len(found.sentences) == sum(calls)
    assert (found.confidence > 0.8) == (answers > 0)


def test_nothing_found_is_read_by_nobody() -> None:
    reader, embed = ScriptedReader(), Embed()
    found = read(retrieval("What?"), embed, reader, ENOUGH)
    assert (found.sentences, len(found.likely), found.confidence) == ((), 0, 0.0)
    assert reader.history == embed.history == []
    assert observed(retrieval("What?"), embed, None)[1].shape == (0, len(sentences.FEATURES))


def row(scores: Sequence[float], **given: float) -> dict[str, float]:
    found, rows = observed(FOUND, Embed(0.1, 0.2, 0.9), None)
    values = confidence.confidence_features(FOUND, found, rows, np.array(scores))
    return dict(zip(confidence.FEATURES, map(float, values), strict=True))


def test_the_confidence_looks_at_the_likeliest_sentence() -> None:
    second = row([0.0, 5.0, 1.0])
    weighs = FOUND.weights
    assert weighs.weights.keys() == {"zebra", "leav", "oslo"}
    assert second == {
        "cosine": pytest.approx(0.2),
        "passage_cosine": 0.7,
        "context_coverage": pytest.approx(1.0),
        "passage_coverage": pytest.approx(1.0),
        "missing": 0.0,
        "unknown": 0.0,
        "form": 1.0,
        "nearness": pytest.approx(second["nearness"]),
        "score": 5.0,
    }
    third = row([0.0, 1.0, 5.0])
    assert third["cosine"] == pytest.approx(0.9)
    assert third["context_coverage"] == third["passage_coverage"] == 0.0
    assert third["missing"] == pytest.approx(max(weighs.weights.values()) / weighs.total)
    assert third["unknown"] == 0.0
    assert third["form"] == 0.0


def test_what_no_passage_found_holds_is_unknown() -> None:
    heavy = replace(FOUND, weights=TermWeights({"zebra": 1.0, "quagga": 3.0, "dodo": 4.0}))
    found, rows = observed(heavy, Embed(0, 0, 0), None)
    values = confidence.confidence_features(heavy, found, rows, np.array([0.0, 1.0, 0.0]))
    told = dict(zip(confidence.FEATURES, map(float, values), strict=True))
    assert told["unknown"] == pytest.approx(7 / 8)
    assert told["missing"] == pytest.approx(4 / 8)
    assert told["passage_coverage"] == pytest.approx(1 / 8)


def test_a_reader_s_word_is_clipped() -> None:
    told = [
        ExcerptReading(-500.0, (SentenceReading(0, 0, (0, 1)),) * 2),
        ExcerptReading(40.0, (SentenceReading(0, 0, (0, 1)),)),
    ]
    found, rows = observed(FOUND, Embed(0, 0, 0), ScriptedReader(told))
    values = confidence.confidence_features(FOUND, found, rows, np.array([1.0, 0.0, 0.0]))
    assert values.tolist() == pytest.approx([-12.0, 12.0, 12.0], abs=1e-6)
    assert confidence.READ == ("answers", "best_answers", "any_sentence")


def test_only_the_likeliest_sentences_are_embedded_where_they_are_read() -> None:
    quiet = SentenceReading(-5.0, -5.0, (0, 1))
    told = [
        ExcerptReading(0.0, (quiet, SentenceReading(4.0, 4.0, (0, 1)))),
        ExcerptReading(0.0, (quiet,)),
    ]
    embed, at = Embed(0.7), sentences.FEATURES.index("cosine")
    found, rows = observed(FOUND, embed, ScriptedReader(told), embedded=1)
    assert embed.history == [[found[1].text]]
    assert rows[:, at].tolist() == pytest.approx([0.7] * 3)  # the others count as it does
    every = Embed(0.1, 0.2, 0.9)
    assert observed(FOUND, every, None, embedded=1)[1][:, at].tolist() == pytest.approx(
        [0.1, 0.2, 0.9]
    )


def test_each_passage_is_read_with_the_short_forms_that_it_uses() -> None:
    given = retrieval(
        "What is in the memorandum?",
        candidate("The MOU is new."),
        candidate("The memorandum is old.", id=2),
        candidate("An MOU is rare.", id=3),
    )
    found = replace(given, query=replace(given.query, aliases=(Alias("mou", "memorandum"),)))
    first, third, second = (ExcerptReading(n, (SentenceReading(n, 0, (0, 1)),)) for n in (1, 3, 2))
    reader = ScriptedReader([first, third], [second])
    seen, _ = observed(found, Embed(0, 0, 0), reader)
    asked = [(question, [one.text for one in part]) for question, part in reader.history]
    assert asked == [
        ("What is in the MOU?", ["The MOU is new.", "An MOU is rare."]),
        ("What is in the memorandum?", ["The memorandum is old."]),
    ]
    assert [sentence.answers for sentence in seen] == [1, 2, 3]
