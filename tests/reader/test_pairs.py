"""Question and excerpt as one row of tokens, and every span back inside its sentence."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_app.reader.base import Excerpt, SentenceReading
from qa_app.reader.pairs import (
    MOST_TOKENS,
    QUESTION_TOKENS,
    SPAN_TOKENS,
    TITLE_TOKENS,
    Pair,
    best_span,
    pair,
    reading,
    rows,
    sentence_of,
)
from tests.reader import models
from vectorstore.embedding.folder import ModelFolder, find

CLS, SEP = models.WORDS.index("[CLS]"), models.WORDS.index("[SEP]")


@lru_cache
def letters() -> Any:
    """Each character is a token."""
    return models.tokenizer()


@lru_cache
def packaged() -> Any:
    """The tokenizer of the packaged model."""
    from tokenizers import Tokenizer

    made = Tokenizer.from_file(str(ModelFolder(find("all-MiniLM-L6-v2")).path / "tokenizer.json"))
    made.no_truncation()
    made.no_padding()
    return made


def ids(text: str) -> list[int]:
    return list(letters().encode(text, add_special_tokens=False).ids)


def excerpt(*sentences: str, title: str = "", gap: str = " ") -> Excerpt:
    text, spans = "", []
    for sentence in sentences:
        text += gap if text else ""
        spans.append((len(text), len(text) + len(sentence)))
        text += sentence
    return Excerpt(title, text, tuple(spans))


def test_a_row_is_question_title_and_text() -> None:
    one = pair(letters(), "Who?", excerpt("Ada.", "Bo.", title="On"))
    assert one.ids == [CLS, *ids("Who?"), SEP, *ids("On:"), *ids("Ada. Bo."), SEP]
    assert one.types == [0] * 6 + [1] * (3 + 7 + 1)
    assert one.first == 6 + 3
    assert one.ids[one.first : one.first + len(one.offsets)] == ids("Ada. Bo.")
    assert one.offsets == [(0, 1), (1, 2), (2, 3), (3, 4), (5, 6), (6, 7), (7, 8)]
    assert one.sentence.tolist() == [0, 0, 0, 0, 1, 1, 1]


def test_without_a_title_the_text_follows_the_question() -> None:
    one = pair(letters(), "Who?", excerpt("Ada."))
    assert one.ids == [CLS, *ids("Who?"), SEP, *ids("Ada."), SEP]
    assert one.first == 6


def test_what_is_too_long_is_cut_at_the_end() -> None:
    one = pair(letters(), "w" * 99, excerpt("a" * 400, "b" * 400, title="t" * 99))
    assert len(one.ids) == len(one.types) == MOST_TOKENS
    assert one.first == 2 + QUESTION_TOKENS + TITLE_TOKENS
    assert one.ids[-1] == SEP
    assert one.types.count(0) == QUESTION_TOKENS + 2
    room = MOST_TOKENS - QUESTION_TOKENS - TITLE_TOKENS - 3
    assert one.offsets[-1] == (room, room + 1)
    assert one.sentence.tolist() == [0] * 400 + [1] * (room - 400)
    whole = pair(letters(), "w", excerpt("a" * (MOST_TOKENS - 4)))
    assert len(whole.ids) == MOST_TOKENS
    assert len(whole.offsets) == MOST_TOKENS - 4


@pytest.mark.parametrize(
    ("offsets", "sentences", "expected"),
    [
        ([(0, 1), (1, 2)], [(0, 2)], [0, 0]),
        ([(0, 1), (2, 3), (4, 5)], [(0, 2), (4, 6)], [0, -1, 1]),
        ([(0, 1), (3, 4)], [(1, 3)], [-1, -1]),
        ([(0, 1), (1, 2), (2, 3)], [(0, 1), (1, 1), (2, 3)], [0, -1, 2]),
        ([(5, 6)], [(0, 1), (1, 2), (5, 6)], [2]),
        ([(0, 3)], [], [-1]),
        ([], [(0, 1)], []),
    ],
)
def test_each_token_stands_in_one_sentence_or_none(
    offsets: list[tuple[int, int]], sentences: list[tuple[int, int]], expected: list[int]
) -> None:
    assert sentence_of(offsets, sentences).tolist() == expected


def test_a_batch_is_filled_up_to_sixteen() -> None:
    short, long = (pair(letters(), "w", excerpt("a" * n)) for n in (5, 20))
    batch = rows([short, long])
    assert batch.ids.shape == batch.types.shape == batch.mask.shape == (2, 32)
    assert batch.ids[0, :9].tolist() == short.ids
    assert batch.types[1, :24].tolist() == long.types
    assert batch.mask.sum(axis=1).tolist() == [9, 24]
    assert not batch.ids[0, 9:].any()
    assert not batch.mask[0, 9:].any()
    assert rows([pair(letters(), "w", excerpt("a" * 12))]).ids.shape == (1, 16)
    assert rows([pair(letters(), "w", excerpt("a" * 600))]).ids.shape == (1, MOST_TOKENS)


@pytest.mark.parametrize(
    ("starts", "ends", "expected"),
    [
        ([1, 5, 2], [0, 1, 4], (1, 2, 9.0)),
        ([1, 2, 9], [9, 1, 0], (0, 0, 10.0)),  # an end before its start is none
        ([3], [4], (0, 0, 7.0)),
        ([-5, -7], [-9, -1], (0, 1, -6.0)),
        ([0, 0], [0, 0], (0, 0, 0.0)),
    ],
)
def test_the_best_span(
    starts: list[float], ends: list[float], expected: tuple[int, int, float]
) -> None:
    assert best_span(np.array(starts, np.float32), np.array(ends, np.float32)) == expected


def test_a_span_is_no_longer_than_thirty_tokens() -> None:
    starts, ends = np.zeros(90, np.float32), np.zeros(90, np.float32)
    starts[0], ends[SPAN_TOKENS], ends[SPAN_TOKENS - 1] = 9, 9, 5
    assert best_span(starts, ends) == (0, SPAN_TOKENS - 1, 14.0)
    assert best_span(starts, ends, most=SPAN_TOKENS + 1) == (0, SPAN_TOKENS, 18.0)


def test_scores_come_back_by_sentence() -> None:
    given = excerpt("ab", "cd", "ef", title="t")
    one = pair(letters(), "q", given)
    scores = np.zeros((len(one.ids) + 5, 3), dtype=np.float32)
    scores[0] = (0.5, 0.25, 7)  # "there is no answer here"
    body = scores[one.first :]
    body[1, 0], body[1, 1] = 3, 2  # b
    body[2, 0], body[3, 1] = 1, 4  # cd
    body[2:4, 2] = (1, 2)
    found = reading(one, scores, -1.5, 3)
    assert found.answers == -1.5
    assert found.sentences == (
        SentenceReading(0.0, 3 + 2 - 0.75, (1, 2)),
        SentenceReading(1.5, 1 + 4 - 0.75, (3, 5)),
        SentenceReading(0.0, -0.75, (6, 7)),
    )


def test_of_a_sentence_that_was_cut_off_nothing_good_is_said() -> None:
    given = excerpt("a" * 600, "b" * 20)
    one = pair(letters(), "q", given)
    scores = np.full((MOST_TOKENS, 3), 9, dtype=np.float32)
    first, second = reading(one, scores, 1.0, 2).sentences
    assert first.relevance == 9
    assert second.relevance < -1000
    assert second.margin < -1000
    assert second.span == (0, 0)


sentences = st.lists(
    st.text(min_size=1, max_size=30).filter(lambda s: bool(s.strip())), min_size=1, max_size=6
)


def check(tokenizer: Any, question: str, given: Excerpt, seed: int) -> None:
    one: Pair = pair(tokenizer, question, given)
    assert len(one.ids) == len(one.types) <= MOST_TOKENS
    assert len(one.offsets) == len(one.sentence) == len(one.ids) - one.first - 1
    for (start, end), number in zip(one.offsets, one.sentence, strict=True):
        assert 0 <= start <= end <= len(given.text)
        if number >= 0:
            low, high = given.sentences[number]
            assert low <= start < high
    scores = np.random.default_rng(seed).normal(size=(len(one.ids), 3)).astype(np.float32)
    found = reading(one, scores, 0.0, len(given.sentences))
    assert len(found.sentences) == len(given.sentences)
    for (low, high), told in zip(given.sentences, found.sentences, strict=True):
        if told.margin < -1000:
            assert told.span == (0, 0)
            continue
        start, end = told.span
        assert low <= start < high
        assert start <= end <= len(given.text)


@given(
    st.text(max_size=80),
    st.text(max_size=40),
    sentences,
    st.sampled_from(["", " ", "\n\n"]),
    st.integers(0, 99),
)
def test_spans_stand_in_their_sentence(
    question: str, title: str, parts: list[str], gap: str, seed: int
) -> None:
    given = excerpt(*parts, title=title, gap=gap)
    check(letters(), question, given, seed)
    check(packaged(), question, given, seed)


@given(
    st.lists(
        st.sampled_from(["boats", "came.", "Zürich", "👩‍👩‍👧", "e\u0301tude", "x" * 99, "$47.6"]),
        min_size=1,
        max_size=60,
    ),
    st.integers(0, 99),
)
def test_ends_stand_in_their_sentence_where_gaps_part_them(words: list[str], seed: int) -> None:
    parts = [" ".join(words[n : n + 7]) for n in range(0, len(words), 7)]
    given = excerpt(*parts, title=words[0])
    one = pair(packaged(), " ".join(words), given)
    scores = np.random.default_rng(seed).normal(size=(len(one.ids), 3)).astype(np.float32)
    for (low, high), told in zip(
        given.sentences, reading(one, scores, 0.0, len(parts)).sentences, strict=True
    ):
        assert told.margin < -1000 or low <= told.span[0] < told.span[1] <= high
