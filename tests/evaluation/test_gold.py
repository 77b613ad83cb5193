"""Gold sets: both shapes are read, and every problem names its file, line and reason."""

import json

import pytest

from qa_app.contract import Turn
from qa_app.evaluation.corpus import Corpus
from qa_app.evaluation.errors import GoldError
from qa_app.evaluation.gold import Evidence, GoldSetError, load_gold
from tests.evaluation.fakes import CORPUS, gold_rows, write_gold

GOOD = gold_rows()[0]


def load(folder, *rows, corpus=None):
    path = folder / "g.jsonl"
    lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
    path.write_text("\n".join(lines), encoding="utf-8")
    return load_gold(path, corpus)


def without(name):
    return {key: value for key, value in GOOD.items() if key != name}


UNUSABLE = {
    "not JSON": ("{", "not JSON"),
    "an array": ("[1]", "not a JSON object"),
    "a bare number": ("NaN", "not a JSON object"),
    "deep nesting": ("[" * 100_000, "not JSON"),
    "half a surrogate pair": (GOOD | {"question": "\ud800?"}, "surrogate"),
    "no id": (without("id"), "missing field 'id'"),
    "no question": (without("question"), "missing field 'question'"),
    "no answers": (without("answers"), "missing field 'answers'"),
    "no answerable": (without("answerable"), "missing field 'answerable'"),
    "no evidence": (without("evidence"), "missing field 'evidence'"),
    "no kind": (without("kind"), "missing field 'kind'"),
    "blank question": (GOOD | {"question": "  "}, "'question' must be a text"),
    "number as question": (GOOD | {"question": 5}, "'question' must be a text"),
    "answers as text": (GOOD | {"answers": "100 metres"}, "'answers' must be a list"),
    "blank answer": (GOOD | {"answers": [""]}, "'answers' must be a text"),
    "null answer": (GOOD | {"answers": [None]}, "'answers' must be a text"),
    "empty answers": (GOOD | {"answers": []}, "'answers' is empty"),
    "empty evidence": (GOOD | {"evidence": []}, "no evidence"),
    "evidence as text": (GOOD | {"evidence": ["alder.txt"]}, "'evidence' must be a list of"),
    "evidence without quote": (GOOD | {"evidence": [{"source": "a"}]}, "missing field 'quote'"),
    "answerable as text": (GOOD | {"answerable": "yes"}, "'answerable' must be true or false"),
    "answer to the unanswerable": (GOOD | {"answerable": False}, "is not empty"),
    "misspelt field": (GOOD | {"histroy": []}, "unknown field 'histroy'"),
    "bad history": (GOOD | {"history": [{"role": "cat", "text": "x"}]}, "'history' must be"),
    "bad day": (GOOD | {"asked_on": "last week"}, "'asked_on' must be a date"),
    "candidate": (GOOD | {"review": "add the evidence"}, "still a candidate: add the evidence"),
    "more passages than sources": (
        without("evidence") | {"source": ["a", "b"], "passages": ["x", "y", "z"]},
        "which is where",
    ),
}


@pytest.mark.parametrize("name", UNUSABLE)
def test_faults_66_a_line_that_cannot_be_used_is_named_with_its_reason(tmp_path, name):
    row, reason = UNUSABLE[name]
    with pytest.raises(GoldError) as caught:
        load(tmp_path, GOOD | {"id": "first"}, "", row)
    assert caught.value.line == 3
    assert caught.value.file == str(tmp_path / "g.jsonl")
    assert reason in str(caught.value)
    assert str(caught.value).startswith(f"{tmp_path / 'g.jsonl'}:3: ")


def test_faults_66_a_duplicate_id_names_both_lines(tmp_path):
    with pytest.raises(GoldError, match=r"g\.jsonl:2: duplicate id 'bridge-Alder'.*g\.jsonl:1"):
        load(tmp_path, GOOD, GOOD)


def test_faults_66_an_id_may_not_stand_in_two_files(tmp_path):
    write_gold(tmp_path / "a.jsonl", [GOOD])
    write_gold(tmp_path / "b.jsonl", [GOOD])
    with pytest.raises(GoldError, match=r"b\.jsonl:1: duplicate id .*a\.jsonl:1"):
        load_gold(tmp_path)


def test_faults_66_an_unknown_file_is_named(tmp_path):
    row = GOOD | {"evidence": [{"source": "gone.txt", "quote": "x"}]}
    with pytest.raises(GoldError, match=r"g\.jsonl:1: bridge-Alder: unknown source 'gone\.txt'"):
        load(tmp_path, row, corpus=CORPUS)


@pytest.mark.parametrize("field", ["scope", "also_supported_by"])
def test_faults_66_an_unknown_file_is_named_wherever_it_stands(tmp_path, field):
    value = "gone.txt" if field == "scope" else ["gone.txt"]
    with pytest.raises(GoldError, match="unknown source"):
        load(tmp_path, GOOD | {field: value}, corpus=CORPUS)


def test_faults_66_evidence_that_the_article_does_not_hold_is_an_error(tmp_path):
    row = GOOD | {"evidence": [{"source": "alder.txt", "quote": "The long bridge at Birch"}]}
    with pytest.raises(GoldError, match=r"g\.jsonl:1: .*evidence is not in alder\.txt"):
        load(tmp_path, row, corpus=CORPUS)


def test_faults_66_all_problems_are_named_at_once(tmp_path):
    with pytest.raises(GoldSetError) as caught:
        load(tmp_path, "{", GOOD, without("kind") | {"id": "x"})
    assert [problem.line for problem in caught.value.problems] == [1, 3]
    assert len(str(caught.value).splitlines()) == 2


@pytest.mark.parametrize("content", ["", "\n \n"])
def test_faults_67_no_questions_is_an_error_not_a_score(tmp_path, content):
    path = tmp_path / "g.jsonl"
    path.write_text(content)
    with pytest.raises(GoldError, match=r"g\.jsonl: no questions"):
        load_gold(path)


def test_missing_file_and_empty_folder_are_errors(tmp_path):
    with pytest.raises(GoldError, match="no such file"):
        load_gold(tmp_path / "none.jsonl")
    with pytest.raises(GoldError, match=r"no \*\.jsonl"):
        load_gold(tmp_path)


def test_the_present_shape_is_read_whole(tmp_path):
    more = {
        "history": [{"role": "user", "text": "Hello"}],
        "asked_on": "2024-02-03",
        "scope": "alder.txt",
        "note": "for us",
    }
    (question,) = load(tmp_path, GOOD | more, corpus=CORPUS)
    assert question.answers == ("100 metres",)
    assert question.evidence[0].source == "alder.txt"
    assert question.history == (Turn("user", "Hello"),)
    assert question.asked_on == "2024-02-03"
    assert question.filters.sources == ("alder.txt",)
    assert (question.origin.file, question.origin.line) == (str(tmp_path / "g.jsonl"), 1)


def test_a_byte_order_mark_and_line_separators_inside_texts_do_no_harm(tmp_path):
    path = tmp_path / "g.jsonl"
    row = json.dumps(GOOD | {"note": "a\u2028b\x85c"}, ensure_ascii=False)
    path.write_bytes(b"\xef\xbb\xbf" + row.encode() + b"\r\n")
    assert len(load_gold(path)) == 1


def older(**more):
    return {"id": "o", "question": "Q?", "answerable": True, "kind": "k", "answers": ["x"]} | more


def test_the_older_shape_is_read_with_fields_of_its_own(tmp_path):
    (one,) = load(
        tmp_path,
        older(source=["a", "b"], passages=["p", "r"], choices=[1], also_supported_by=["c"]),
    )
    assert one.evidence == (Evidence("a", "p"), Evidence("b", "r"))
    assert one.also_supported_by == ("c",)


@pytest.mark.parametrize(
    ("fields", "evidence"),
    [
        ({"source": "a", "passages": []}, (Evidence("a", ""),)),
        ({"source": ["a"]}, (Evidence("a", ""),)),
        ({"source": ["a"], "passages": ["p", "r"]}, (Evidence("a", "p"), Evidence("a", "r"))),
        ({"source": ["a", "b"], "passages": ["p"]}, (Evidence("a", "p"), Evidence("b", ""))),
    ],
)
def test_the_older_shape_may_not_know_the_words(tmp_path, fields, evidence):
    (one,) = load(tmp_path, older(**fields))
    assert one.evidence == evidence


def test_the_older_shape_names_an_article_for_the_unanswerable_that_is_no_evidence(tmp_path):
    (one,) = load(tmp_path, older(answerable=False, answers=[], source=["a"], scope="a"))
    assert one.evidence == ()
    assert one.scope == "a"


def test_faults_68_the_identity_of_a_set_is_its_questions_in_any_order_and_file(tmp_path):
    rows = gold_rows()
    whole = load_gold(write_gold(tmp_path / "whole.jsonl", rows))
    folder = tmp_path / "parts"
    folder.mkdir()
    write_gold(folder / "b.jsonl", rows[:7])
    write_gold(folder / "a.jsonl", rows[:6:-1])
    assert load_gold(folder).sha256 == whole.sha256
    rows[0] = rows[0] | {"answers": ["101 metres"]}
    assert load_gold(write_gold(tmp_path / "c.jsonl", rows)).sha256 != whole.sha256


def test_a_corpus_is_known_by_its_files_and_by_its_texts():
    one = Corpus({"a": "x", "b": "y"}, {"a": "1", "b": "2"})
    assert one.sha256 == Corpus({"b": "y", "a": "cleaned"}, {"a": "1", "b": "2"}).sha256
    assert one.texts_sha256 != Corpus({"a": "cleaned", "b": "y"}).texts_sha256
    assert one.sha256 != Corpus({"a": "x", "b": "y"}, {"a": "1", "b": "3"}).sha256
