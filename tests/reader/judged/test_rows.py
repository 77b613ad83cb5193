"""Rows of tokens: each token's sentence, the answering words, what is left out, files."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer
from tokenizers.models import BPE

from bench.judged import rows
from bench.judged.draws import Question, Window
from bench.judged.rows import MOST, Rows, flat, judge_row, reader_row, save, starts
from bench.reader_data import Example
from bench.train_reader import CLS, SEP, Encoder
from tests.reader.judged import made

JUDGE = made.byte_tokenizer()


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> Encoder:
    return made.encoder(tmp_path_factory.mktemp("tokenizer"))


def window(sentences: list[str], answer: int = 0) -> Window:
    text, spans = made.passage(sentences)
    relevant = tuple(n == answer for n in range(len(spans)))
    one = Example("made", "why?", "Title", text, spans, relevant, (spans[answer],))
    return Window(one, "Why?")


def letters(text: str) -> str:
    return "".join(text.split())


_sentence = st.text("abcXYZ019.,'’é€漢😀 ", min_size=1, max_size=30).filter(
    lambda text: text == text.strip() and letters(text)
)


@settings(max_examples=60, deadline=None)
@given(st.lists(_sentence, min_size=1, max_size=6), st.data())
def test_tokens_belong_to_the_sentence_that_holds_them(
    encoder: Encoder, sentences: list[str], data: st.DataObject
) -> None:
    answer = data.draw(st.integers(0, len(sentences) - 1))
    asked = window(sentences, answer)
    judge, reader = judge_row(JUDGE, asked), reader_row(encoder, asked)
    assert reader is not None
    tokenizers = ((judge, JUDGE), (reader, encoder.tokenizer))
    for row, tokenizer in tokenizers:
        body = tokenizer.encode(asked.example.passage, add_special_tokens=False)
        within = row.sentence[-1 - len(body.ids) : -1]
        assert row.ids[-1 - len(body.ids) : -1] == body.ids
        assert set(row.sentence[: -1 - len(body.ids)]) | {row.sentence[-1]} == {-1}
        for (start, end), number in zip(body.offsets, within, strict=True):
            held = letters(asked.example.passage[start:end])
            if number >= 0:
                s, e = asked.example.spans[number]
                assert held in letters(asked.example.passage[s:e])
            else:
                assert not held
        assert {n for n in row.sentence if n >= 0} == set(range(len(sentences)))
        ((first, last),) = row.spans
        assert {n for n in row.sentence[first : last + 1] if n >= 0} == {answer}
        assert row.sentence.count(answer) <= last - first + 1


def test_what_either_reads(encoder: Encoder) -> None:
    asked = window(["One.", "Two."])
    judge, reader = judge_row(JUDGE, asked), reader_row(encoder, asked)
    assert reader is not None
    start, end = (JUDGE.token_to_id(token) for token in (rows.START, rows.END))
    assert (judge.ids[0], judge.ids[-1]) == (start, end)
    front, body = (
        "".join(JUDGE.id_to_token(n) for n in part)
        for part in (judge.ids[1 : judge.first], judge.ids[judge.first : -1])
    )
    assert (front, body) == ("Why?ĊTitleĊ", "One.ĠTwo.")
    assert reader.ids[0] == CLS
    assert reader.ids.count(SEP) >= 2
    assert reader.first == len("why?") + 2
    text = "".join(encoder.tokenizer.id_to_token(n) for n in reader.ids[reader.first : -1])
    assert text.replace("##", "") == "title:one.two."


def test_rows_of_either_kind_stand_at_the_same_place(encoder: Encoder, tmp_path: Path) -> None:
    long = window(["x" * (MOST + 1) + ".", "Short."])
    spaced = window(["One.", "Two.", "Three."], 2)
    spaced = spaced._replace(
        example=replace(spaced.example, spans=((0, 4), (4, 4), *spaced.example.spans[1:]),
                        relevant=(False, False, False, True))
    )  # fmt: skip
    unknown = window(["One.", "Two."])
    unknown = unknown._replace(example=replace(unknown.example, answers=()))
    asked = [
        Question(True, [window(["One.", "Two."], 1), long]),
        Question(True, [long]),
        Question(False, [spaced, unknown]),
    ]
    both, left_out = flat(asked, encoder, JUDGE)
    assert left_out == 2
    save(tmp_path / "rows.npz", both)
    for kind, found in both.items():
        assert found.sizes.tolist() == [1, 2]
        assert found.own.tolist() == [True, False]
        assert found.sentences.tolist() == [2, 3, 2]
        assert found.relevant.tolist() == [0, 1, 0, 0, 1, 1, 0]
        assert found.span[2].tolist() == [-1, -1]
        assert (found.span[:2] > 0).all()
        runs = np.split(found.sentence, starts(found.lengths)[1:])
        assert [set(run.tolist()) for run in runs] == [{-1, 0, 1}, {-1, 0, 1, 2}, {-1, 0, 1}]
        again = Rows.read(tmp_path / "rows.npz", kind)
        for field in fields(Rows):
            assert (getattr(again, field.name) == getattr(found, field.name)).all()
    assert len(both["judge"].ids) != len(both["reader"].ids)


def test_nothing_to_point_at_where_nothing_answers(encoder: Encoder) -> None:
    asked = window(["One.", "Two."])
    none = replace(asked.example, answers=(), relevant=(False, False))
    both, _ = flat([Question(True, [asked._replace(example=none)])], encoder, JUDGE)
    assert both["reader"].span.tolist() == [[0, 0]]


def test_what_is_not_prepared_is_said(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"draw-0.npz: not there; run `python -m bench.judged pre"):
        Rows.read(tmp_path / "draw-0.npz", "judge")


def test_a_model_of_another_family_is_said() -> None:
    strange = Tokenizer(BPE({"a": 0}, []))
    with pytest.raises(SystemExit, match=r"has no <\|endoftext\|>"):
        judge_row(strange, window(["a"]))
