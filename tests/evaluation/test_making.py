"""Making gold: writing it, checking it, candidates from feedback."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_app.evaluation.corpus import Corpus
from qa_app.evaluation.errors import GoldError
from qa_app.evaluation.evidence import words_in
from qa_app.evaluation.gold import Evidence, load_gold
from qa_app.evaluation.gold_lines import read_lines
from qa_app.evaluation.making.candidates import candidates, read_feedback
from qa_app.evaluation.making.check import check_gold, leak, question_key
from qa_app.evaluation.making.mend import mend
from qa_app.evaluation.making.nearmiss import near_misses
from qa_app.evaluation.making.new import Session, Shown, passages
from tests.evaluation.fakes import CORPUS, gold_rows, steady, write_gold

TEXT = "The company approved a loan of 4.2 million in 2019. It rejected 9.9 million — so it says."
HERE = Corpus({"a.txt": TEXT, "b.txt": "In 2021 Maria Lopez left for Kyoto, with 7.7 million yen."})


def findings(folder, *rows, corpus=HERE):
    questions, problems = read_lines([write_gold(folder / "g.jsonl", list(rows))])
    assert not problems
    return check_gold(questions, corpus)


def row(name="one", question="How large was the loan?", quote=TEXT[:51], source="a.txt", **more):
    evidence = [{"source": source, "quote": quote}]
    known = {"answers": ["4.2 million"], "answerable": True, "evidence": evidence, "kind": "fact"}
    return {"id": name, "question": question} | known | more


def test_a_sound_set_has_no_findings(tmp_path):
    assert findings(tmp_path, row()) == []
    assert findings(tmp_path, *gold_rows(), corpus=CORPUS) == []


def test_twins_are_found_however_they_are_written(tmp_path):
    (twin,) = findings(tmp_path, row(), row("two", "how large was A  loan"))
    assert (twin.problem, twin.id, twin.message) == ("twin", "two", "asks the same as one")
    assert not twin.is_warning


def test_the_same_words_after_another_history_are_no_twin(tmp_path):
    history = [{"role": "user", "text": "And the other company?"}]
    assert findings(tmp_path, row(), row("two", history=history)) == []


def test_a_question_that_gives_its_answer_away(tmp_path):
    (found,) = findings(tmp_path, row(question="Was the loan 4.2 million or more?"))
    assert (found.problem, found.is_warning) == ("leak", True)
    assert leak("Was it 42 million?", ["4.2 million"]) == ""


def test_an_answer_that_its_evidence_does_not_hold(tmp_path):
    (found,) = findings(tmp_path, row(answers=["4.3 million"]))
    assert (found.problem, found.is_warning) == ("unproven", True)


def test_evidence_that_only_reads_otherwise_is_offered_as_it_reads_now(tmp_path):
    changed = row(quote="rejected 9.9 million - so it", answers=["9.9 million"])
    (found,) = findings(tmp_path, changed)
    assert (found.problem, found.is_warning) == ("changed", True)
    assert found.offers == (Evidence("a.txt", "rejected 9.9 million — so it"),)


def test_evidence_that_moved_is_offered_where_its_words_stand(tmp_path):
    (found,) = findings(tmp_path, row(source="old-name.txt"))
    assert found.problem == "moved"
    assert found.offers == (Evidence("a.txt", TEXT[:51]),)
    assert "old-name.txt" in str(found)
    assert str(found).startswith(f"{tmp_path / 'g.jsonl'}:1: one: ")


def test_evidence_is_offered_by_all_of_its_words_and_never_by_a_lookalike(tmp_path):
    said = "The company, approved (a loan) of 4.2 million in 2019"
    (found,) = findings(tmp_path, row(quote=said))
    assert found.offers == (Evidence("a.txt", TEXT[:50]),)
    for lookalike in (
        "The company approved a loan of 9.9 million in 2019.",
        "The company rejected a loan of 4.2 million in 2019.",
        "company approved loan of 4.2 million in 2019",
        "The company approved a loan of 4,2 million in 2019.",
        "The company approved a loan of -4.2 million in 2019.",
        "The company approved a loan of €4.2 million in 2019.",
        "The company approved a loan of 4.2 million in 20190",
    ):
        (gone,) = [
            each for each in findings(tmp_path, row(quote=lookalike)) if each.problem != "unproven"
        ]
        assert (gone.problem, gone.offers) == ("gone", ())


def test_an_article_that_is_gone_with_its_words(tmp_path):
    (found,) = findings(tmp_path, row(source="x.txt", quote="Quite other words: 4.2 million"))
    assert found.problem == "unknown source"
    older = {"id": "o", "question": "Q?", "answerable": True, "kind": "k", "answers": ["x"]}
    (found,) = findings(tmp_path, older | {"source": ["x.txt"]})
    assert found.problem == "unknown source"


def test_mending_writes_the_new_place_and_nothing_else(tmp_path):
    path = tmp_path / "g.jsonl"
    moved = row(source="old.txt")
    refused = {"answers": ["9.9 million"], "quote": "It rejected 9.9 million", "note": "kept"}
    sound = row("two", "How much was refused?", **refused)
    lines = [json.dumps(sound), "", json.dumps(moved), json.dumps(row("x", quote="never said"))]
    path.write_text("\n".join(lines) + "\n")
    found = check_gold(read_lines([path])[0], HERE)
    assert [each.id for each in mend(found)] == ["one"]
    after = path.read_text().split("\n")
    assert after[0] == lines[0]
    assert after[3] == lines[3]
    assert json.loads(after[2])["evidence"] == [{"source": "a.txt", "quote": TEXT[:51]}]
    left = check_gold(read_lines([path])[0], HERE)
    assert [(each.id, each.problem) for each in left] == [
        ("x", "twin"),
        ("x", "unproven"),
        ("x", "gone"),
    ]


def test_two_places_are_offered_but_not_chosen_between(tmp_path):
    both = Corpus({"a.txt": TEXT, "copy.txt": TEXT})
    found = findings(tmp_path, row(source="old.txt"), corpus=both)
    assert [offer.source for offer in found[0].offers] == ["a.txt", "copy.txt"]
    assert mend(found) == []


words = st.lists(st.sampled_from(["one", "two", "Two", "3.5", "35", "$"]), min_size=1, max_size=8)


@steady
@given(words, words)
def test_words_are_found_exactly_where_they_stand_in_a_row(wanted, text):
    found = words_in(" ".join(wanted), " — ".join(text))
    plain, asked = [word.lower() for word in text], [word.lower() for word in wanted]
    expected = sum(plain[at : at + len(asked)] == asked for at in range(len(plain)))
    assert len(found) == expected


def test_near_misses_swap_what_other_articles_use():
    (offer,) = near_misses("What was approved in 2019?", HERE, "a.txt")
    assert offer.question == "What was approved in 2021?"
    assert (offer.swapped, offer.by) == ("2019", "2021")
    assert near_misses("why is it so?", HERE, "a.txt") == []


def test_near_misses_keep_off_what_the_article_says_itself():
    corpus = Corpus(
        {"a": "In 2019 they met Anna in Rome.", "b": "In 2019 and in 2020 they met Anna in Paris."}
    )
    question = "Whom did they meet in Rome in 2019?"
    offers = near_misses(question, corpus, "a")
    assert [(offer.swapped, offer.by) for offer in offers] == [("Rome", "Paris"), ("2019", "2020")]
    assert offers == near_misses(question, corpus, "a")
    assert near_misses(question, corpus, "a", most=1) == offers[:1]


class Script:
    """A person who says what was written down for them, and leaves when it is used up."""

    def __init__(self, *lines):
        self.lines, self.heard, self.prompts = list(lines), [], []

    def say(self, text):
        self.heard.append(text)

    def ask(self, prompt):
        self.prompts.append(prompt)
        if not self.lines:
            raise EOFError
        return self.lines.pop(0)


def sit(*lines, known=(), shown=None):
    saved, person = [], Script(*lines)
    session = Session(person, HERE, saved.append, known)
    written = session.run(iter(shown or [Shown("a.txt", TEXT)]))
    assert written == len(saved)
    return saved, person


def test_a_question_with_its_evidence_is_written(tmp_path):
    answers = "4.2 million | 4,200,000"
    saved, person = sit("How large was the loan?", answers, TEXT[:51], "", "", "q")
    assert saved == [row("fact-01") | {"answers": ["4.2 million", "4,200,000"]}]
    assert TEXT in person.heard[1]
    path = write_gold(tmp_path / "g.jsonl", saved)
    assert len(load_gold(path, HERE)) == 1


def test_evidence_is_asked_for_until_it_holds():
    saved, person = sit(
        "How large was the loan?",
        "4.2 million",
        "approved a loan of 9.9 million",
        "It rejected",
        "a loan  of 4.2 million",
        "size",
    )
    assert saved[0]["evidence"] == [{"source": "a.txt", "quote": "a loan of 4.2 million"}]
    assert saved[0]["id"] == "size-01"
    assert "These words are not in a.txt." in person.heard
    assert "These words hold none of the answers." in person.heard


def test_the_whole_passage_is_the_evidence_when_nothing_is_entered():
    saved, _ = sit("How large was the loan?", "4.2 million", "", "")
    assert saved[0]["evidence"][0]["quote"] == TEXT


def test_an_unanswerable_question_needs_no_evidence():
    saved, _ = sit("Who signed?", "", "", "q")
    assert saved == [
        {
            "id": "unanswerable-01",
            "question": "Who signed?",
            "answers": [],
            "answerable": False,
            "evidence": [],
            "kind": "unanswerable",
        }
    ]


def test_near_misses_are_kept_on_request():
    saved, person = sit("What was approved in 2019?", "4.2 million", TEXT[:51], "", "1, 9, x")
    assert any("What was approved in 2021?" in line for line in person.heard)
    assert [each["answerable"] for each in saved] == [True, False]
    assert saved[1]["question"] == "What was approved in 2021?"


def test_what_is_there_already_is_not_written_twice(tmp_path):
    known = read_lines([write_gold(tmp_path / "g.jsonl", [row("fact-01")])])[0]
    saved, person = sit(
        "how large was the loan", "How large was the refusal?", "9.9 million", "", "", known=known
    )
    assert "This question is in the set already." in person.heard
    assert [each["id"] for each in saved] == ["fact-02"]


def test_a_question_that_gives_its_answer_away_is_said_so():
    _, person = sit("Was it 4.2 million?", "4.2 million", "", "")
    assert "The question gives its answer away: 4.2 million" in person.heard


@pytest.mark.parametrize("lines", [(), ("q",), ("",), ("Q?",), ("Q?", "4.2 million")])
def test_leaving_at_any_moment_loses_nothing_complete(lines):
    assert sit(*lines)[0] == []


def test_passages_come_in_an_order_that_the_seed_decides():
    long = Corpus({f"{n}": f"Short.\n\n{'word ' * 30}{n}." for n in range(9)})
    one, two = list(passages(long, 1)), list(passages(long, 2))
    assert one == list(passages(long, 1))
    assert one != two
    assert sorted(s.source for s in one) == sorted(long.texts)
    assert all("Short" not in shown.text for shown in one)


def feedback(folder, *rows):
    path = folder / "f.jsonl"
    path.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows))
    return path


CITED = [{"source": "a.txt", "quote": TEXT[:51]}, {"source": "b.txt", "quote": "In 2021"}]


BEFORE = [{"role": "user", "text": "x"}]


def said(verdict, **more):
    plain = {"question": "How large?", "answer": "x [1]", "citations": CITED}
    return plain | {"verdict": verdict} | more


def test_feedback_becomes_candidates_that_wait_for_a_review(tmp_path):
    path = feedback(
        tmp_path,
        said("up"),
        "",
        said("down", question="B?"),
        said("down", question="C?", correction="4.2 million", asked_on="2024-01-02"),
        said("down", question="D?", correction="5 million", history=BEFORE),
    )
    up, down, corrected, unproven = candidates(read_feedback(path))
    assert (up["answerable"], up["evidence"], up["answers"]) == (True, CITED, [])
    assert (down["answerable"], down["evidence"]) == (False, [])
    assert corrected["evidence"] == CITED[:1]
    assert corrected["asked_on"] == "2024-01-02"
    assert unproven["evidence"] == []
    assert unproven["history"] == BEFORE
    for each in (up, down, corrected, unproven):
        with pytest.raises(GoldError, match="still a candidate"):
            load_gold(write_gold(tmp_path / "g.jsonl", [each]))
    reviewed = corrected | {"review": ""}
    assert len(load_gold(write_gold(tmp_path / "g.jsonl", [reviewed]), HERE)) == 1


def test_the_last_judgement_of_a_question_counts(tmp_path):
    path = feedback(tmp_path, said("up"), said("down", correction="4.2 million"))
    (one,) = candidates(read_feedback(path))
    assert one["answers"] == ["4.2 million"]


@pytest.mark.parametrize(
    "wrong",
    ["{", "[]", said("sideways"), said("up", question=""), said("up", citations=[{"source": "a"}])],
)
def test_a_line_that_is_no_feedback_is_named(tmp_path, wrong):
    with pytest.raises(GoldError, match=r"f\.jsonl:2: not feedback"):
        list(read_feedback(feedback(tmp_path, said("up"), wrong)))
    with pytest.raises(GoldError, match="cannot be read"):
        list(read_feedback(tmp_path / "none"))


def test_questions_are_the_same_by_their_words():
    assert question_key("Who is the “King”?") == question_key('who is  a "king"')
