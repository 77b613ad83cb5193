"""Evidence is found by its words in the stored text, or reported as what the cleaning removed."""

import json

import pytest

from qa_app.evaluation.corpus import Corpus
from qa_app.evaluation.errors import GoldError
from qa_app.evaluation.evidence import places_of, stands_in_file
from qa_app.evaluation.gold import load_gold, removed_evidence
from qa_app.evaluation.making.check import check_gold
from qa_app.evaluation.measures.worth import worth
from qa_app.evaluation.originals import reader_of
from qa_app.evaluation.places import Case
from qa_app.evaluation.run import evaluate, load_run
from tests.evaluation.fakes import FakeAssistant, answer, cite, write_gold
from vectorstore.model import Root

STORED = "They used Apache Solr to make a thin interface.\n\nIt costs 46 crowns. “Cheap,” they say."
FILE = (
    "---\nexcerpt: A search for everyone,\n  and quickly made.\n---\n"
    "They used [Apache\nSolr](https://solr.example/x_1) to make a *thin* <b>interface</b>.\n\n"
    "It costs 46&nbsp;crowns. “Cheap,” they say.\n"
)
CORPUS = Corpus({"a.md": STORED}, as_file={"a.md": FILE}.__getitem__)


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("They used\nApache\r\n Solr", "They used Apache Solr"),
        ("Apache\u200b So\u00adlr", "Apache Solr"),
        ("[Apache\nSolr](https://solr.example/x_1) to make", "Apache Solr to make"),
        ("[Apache Solr][1] to", "Apache Solr to"),
        ("a *thin* <b>interface</b>.", "a thin interface."),
        ("a _thin_ `interface`", "a thin interface"),
        ("# They used", "They used"),
        ("costs 46&nbsp;crowns", "costs 46 crowns"),
        ("Cheap — they say", "Cheap,” they say"),
        ("Apache Lucene to make", None),
        ("It costs 4 crowns", None),
        ("It costs -46 crowns", None),
        ("A search for everyone", None),
        ("![They used](x.png)", None),
        ("", None),
    ],
)
def test_words_are_found_whatever_marks_them(quote, found):
    places = places_of(quote, STORED)
    assert [span.of(STORED) for span in places] == ([found] if found else [])


@pytest.mark.parametrize(
    ("quote", "stands"),
    [
        ("A search for everyone,\n  and quickly made.", True),
        ("A search for everyone, and quickly made.", True),
        ("used [Apache\nSolr](https://solr.example/x_1) to make", True),
        ("They used Apache Solr to make a thin interface.", True),
        ("A search for nobody", False),
        ("", False),
    ],
)
def test_words_stand_in_the_file_with_its_markup_or_without(quote, stands):
    assert stands_in_file(quote, FILE) is stands
    assert not stands_in_file(quote, "")


def row(name, quote, **more):
    known = {"answers": ["x"], "answerable": True, "kind": "fact", "question": f"Who is {name}?"}
    return {"id": name, **known, "evidence": [{"source": "a.md", "quote": quote}], **more}


REMOVED = row("gone", "A search for everyone,\n and quickly made.", history=[])
ROWS = [row("here", "They used Apache\nSolr"), REMOVED]


def test_what_the_cleaning_removed_is_a_finding_and_its_question_is_asked(tmp_path):
    gold = load_gold(write_gold(tmp_path / "g.jsonl", ROWS), CORPUS)
    assistant = FakeAssistant(CORPUS)
    run = evaluate(assistant, gold, tmp_path / "run", corpus=CORPUS)
    assert sorted(assistant.asked) == ["gone", "here"]
    assert [(each.id, each.source) for each in run.removed] == [("gone", "a.md")]
    assert load_run(run.path).removed == run.removed
    assert str(run.removed[0]).endswith("A search for everyone, and quickly made.")
    scores = {score.id: score for score in run.scores}
    assert scores["gone"].parts["evidence.hit@5"].num == 0, "it counts against the cleaning"
    assert scores["here"].parts["evidence.hit@5"].num == 1


def test_evidence_that_neither_text_nor_file_holds_is_still_refused(tmp_path):
    path = write_gold(tmp_path / "g.jsonl", [row("lie", "A search for nobody"), *ROWS])
    with pytest.raises(GoldError, match=r"g\.jsonl:1: lie: evidence is not in a\.md"):
        load_gold(path, CORPUS)
    no_files = Corpus(CORPUS.texts)
    with pytest.raises(GoldError, match="gone: evidence is not in"):
        load_gold(write_gold(tmp_path / "g.jsonl", ROWS), no_files)


def test_the_markup_of_the_file_is_no_finding_and_its_place_is_known(tmp_path):
    marked = row("marked", "[Apache\nSolr](https://solr.example/x_1) to make a *thin*")
    (question,) = load_gold(write_gold(tmp_path / "g.jsonl", [marked]), CORPUS)
    assert removed_evidence([question], CORPUS) == []
    case = Case.of(question, CORPUS)
    assert worth(case, answer(citations=(cite(CORPUS, "a.md", "to make a thin"),))) == 1
    assert worth(case, answer(citations=(cite(CORPUS, "a.md", "It costs"),))) == 0


def problems(folder, *rows, corpus=CORPUS):
    gold = load_gold(write_gold(folder / "g.jsonl", list(rows)))
    found = check_gold(gold.questions, corpus)
    return [(each.id, each.problem) for each in found if each.problem != "unproven"]


def test_check_warns_of_what_was_removed_and_not_of_white_space_or_markup(tmp_path):
    broken = row("broken", "They used\n  Apache\nSolr")
    marked = row("marked", "used [Apache\nSolr](https://solr.example/x_1) to make")
    assert problems(tmp_path, broken, marked, REMOVED) == [("gone", "removed")]
    (finding,) = check_gold(
        load_gold(write_gold(tmp_path / "g.jsonl", [REMOVED])).questions, CORPUS
    )[-1:]
    assert finding.is_warning
    assert problems(tmp_path, REMOVED, corpus=Corpus(CORPUS.texts)) == [("gone", "gone")]


def test_a_question_that_names_no_answers_is_not_unproven(tmp_path):
    why = row("why", "They used Apache Solr", answers=[], kind="why")
    gold = load_gold(write_gold(tmp_path / "g.jsonl", [why]))
    assert check_gold(gold.questions, CORPUS) == []


def test_files_are_read_as_they_are_from_the_root_that_the_id_belongs_to(tmp_path):
    one, two = tmp_path / "one", tmp_path / "two"
    for folder in (one, two / "sub"):
        folder.mkdir(parents=True)
    (one / "a.txt").write_text("first")
    (two / "sub" / "a.txt").write_bytes(b"\xef\xbb\xbfsecond")
    (one / "cp.txt").write_bytes(b"na\xefve")
    (one / "b.pdf").write_bytes(b"%PDF\x00 binary")
    (tmp_path / "outside.txt").write_text("secret")
    as_file = reader_of([Root(1, str(one), ""), Root(2, str(two), "two")])
    assert as_file("a.txt") == "first"
    assert as_file("two/sub/a.txt") == "second"
    assert as_file("cp.txt") == "naïve"
    for nothing in ("b.pdf", "none.txt", "a.txt/inside", "../outside.txt", "two/../../outside.txt"):
        assert as_file(nothing) == ""


def test_the_shape_of_plain_questions_is_read(tmp_path):
    path = tmp_path / "g.jsonl"
    near = row("n1", "They used Apache Solr", answers=[], answerable=False, kind="near")
    follow = row("f1", "They used Apache\nSolr", kind="follow")
    follow["history"] = [{"role": "user", "text": "Hi"}, {"role": "assistant", "text": "Yes?"}]
    why = row("w1", "They used Apache\nSolr", answers=[], kind="why", history=[])
    path.write_text("\n".join(map(json.dumps, (near, follow, why))))
    gold = load_gold(path, CORPUS)
    assert [question.kind for question in gold] == ["near", "follow", "why"]
    assert len(gold.questions[1].history) == 2
    assert gold.questions[2].answerable
