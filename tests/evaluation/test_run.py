"""Runs: complete, resumable, repeatable, and refused where they would mix."""

import json
import threading
from dataclasses import replace

import pytest

from qa_app.contract import Answer
from qa_app.evaluation.corpus import Corpus
from qa_app.evaluation.errors import GoldError, MissingExtraError, RunError
from qa_app.evaluation.files import append, mend, read_lines, write_text
from qa_app.evaluation.gold import GoldSet, load_gold
from qa_app.evaluation.meta import About, Meta, differences
from qa_app.evaluation.records import answer_from_row, answer_row
from qa_app.evaluation.run import LOCK, evaluate, load_run, new_name
from tests.evaluation.fakes import CORPUS, FakeAssistant, answer, cite, gold, gold_rows, write_gold
from vectorstore.errors import StoreError
from vectorstore.locks import FileLock

CLOCKS = {"timings.jsonl", "timings.json"}


def deterministic(folder):
    return {p.name: p.read_bytes() for p in sorted(folder.iterdir()) if p.name not in CLOCKS}


def test_a_run_holds_all_that_was_asked_and_measured(tmp_path):
    questions = gold(tmp_path)
    run = evaluate(FakeAssistant(), questions, tmp_path / "run", corpus=CORPUS)
    assert {path.name for path in run.path.iterdir()} == {
        *("meta.json", "gold.jsonl", "answers.jsonl", "passages.jsonl", "scores.jsonl"),
        *("summary.json", "removed.jsonl", "timings.jsonl", "timings.json"),
    }
    assert len(run.answers) == len(run.scores) == run.summary.questions == len(questions) == 60
    assert run.summary.measures["right"].value == 1.0
    assert run.summary.measures["worth"].value == 1.0
    assert (run.removed, run.clothes) == ([], [])
    assert run.summary.measures["citation.exact"].n == 60
    assert run.summary.stages["right"] == 60
    assert run.summary.ranks["1"] == 40
    assert run.timings["bridge-Alder"] == {"retrieve": 2.0, "total": 5.0}
    times = json.loads((run.path / "timings.json").read_text())
    assert times["ms"]["total"] == {"p50": 5.0, "p95": 5.0, "n": 60}
    assert set(run.gold) == set(questions)


def test_faults_68_the_same_seed_twice_gives_the_same_bytes(tmp_path):
    questions = gold(tmp_path)
    slow = FakeAssistant(timings={"total": 900.0})
    one = evaluate(FakeAssistant(), questions, tmp_path / "one", corpus=CORPUS, seed=3)
    two = evaluate(slow, questions, tmp_path / "two", corpus=CORPUS, seed=3, workers=4)
    assert deterministic(one.path) == deterministic(two.path)


def test_faults_68_another_order_of_the_gold_file_gives_the_same_score(tmp_path):
    rows = gold_rows()
    forward = load_gold(write_gold(tmp_path / "g.jsonl", rows), CORPUS)
    backward = load_gold(write_gold(tmp_path / "g.jsonl", rows[::-1]), CORPUS)
    assert backward.questions[0] != forward.questions[0]
    one = evaluate(FakeAssistant(), forward, tmp_path / "one", corpus=CORPUS)
    two = evaluate(FakeAssistant(), backward, tmp_path / "two", corpus=CORPUS)
    assert one.summary == two.summary
    assert deterministic(one.path) == deterministic(two.path)


def test_faults_67_nothing_is_scored_without_questions(tmp_path):
    with pytest.raises(GoldError, match="no questions"):
        evaluate(FakeAssistant(), GoldSet(()), tmp_path / "run", corpus=CORPUS)
    assert not (tmp_path / "run").exists()


def test_gold_that_the_corpus_does_not_hold_is_not_asked(tmp_path):
    assistant = FakeAssistant()
    with pytest.raises(GoldError, match="unknown source"):
        evaluate(assistant, gold(tmp_path), tmp_path / "run", corpus=Corpus({}))
    assert assistant.asked == []


class StoppedError(Exception):
    """A bug or an interrupt in the middle of a run."""


@pytest.mark.parametrize("workers", [1, 3])
def test_a_run_that_was_stopped_goes_on_where_it_was(tmp_path, workers):
    questions = gold(tmp_path)
    whole = evaluate(FakeAssistant(), questions, tmp_path / "whole", corpus=CORPUS)
    assistant, lock = FakeAssistant(), threading.Lock()

    def stops(question):
        with lock:
            if len(assistant.asked) >= 23:
                raise StoppedError
            return assistant(question)

    with pytest.raises(StoppedError):
        evaluate(stops, questions, tmp_path / "run", corpus=CORPUS, workers=workers)
    kept = [row["id"] for row in read_lines(tmp_path / "run" / "answers.jsonl")]
    with pytest.raises(RunError, match=r"scores\.jsonl|summary\.json"):
        load_run(tmp_path / "run")
    second, told = FakeAssistant(), []
    run = evaluate(
        second,
        questions,
        tmp_path / "run",
        corpus=CORPUS,
        progress=lambda answered, total: told.append((answered, total)),
    )
    assert len(second.asked) == 60 - len(kept)
    assert not set(kept) & set(second.asked)
    assert told[0] == (len(kept), 60)
    assert told[-1] == (60, 60)
    assert deterministic(run.path) == deterministic(whole.path)


def test_a_line_that_was_cut_off_is_asked_again(tmp_path):
    questions = gold(tmp_path)
    run = evaluate(FakeAssistant(), questions, tmp_path / "run", corpus=CORPUS)
    expected = deterministic(run.path)
    answers = run.path / "answers.jsonl"
    answers.write_bytes(answers.read_bytes()[:-40])
    assistant = FakeAssistant()
    evaluate(assistant, questions, run.path, corpus=CORPUS)
    assert len(assistant.asked) == 1
    assert deterministic(run.path) == expected


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"about": About({"threshold": 0.6})}, "setting threshold"),
        ({"about": About({}, {"embedding": "other"})}, "model"),
        ({"corpus": Corpus(dict(CORPUS.texts), {"elm.txt": "sha"})}, "articles"),
        ({"gold": slice(0, 59)}, "gold questions"),
    ],
)
def test_answers_made_with_something_else_are_never_continued(tmp_path, change, named):
    questions = gold(tmp_path)
    evaluate(FakeAssistant(), questions, tmp_path / "run", corpus=CORPUS)
    assistant = FakeAssistant()
    other = {"corpus": CORPUS, **change}
    if "gold" in other:
        questions = GoldSet(questions.questions[other.pop("gold")])
    with pytest.raises(RunError, match=f"made with other {named}.*--no-resume"):
        evaluate(assistant, questions, tmp_path / "run", **other)
    assert assistant.asked == []
    evaluate(assistant, questions, tmp_path / "run", resume=False, **other)
    assert len(assistant.asked) == len(questions)


def test_another_program_is_something_else(tmp_path):
    meta = Meta.of(About(), CORPUS, gold(tmp_path), 0)
    other = replace(meta, versions=meta.versions | {"code": "edited"})
    assert differences(meta, other) == ["program"]
    assert differences(meta, replace(meta, seed=9)) == []


def test_a_question_that_fails_is_named_and_never_scored(tmp_path):
    questions = gold(tmp_path)
    assistant = FakeAssistant()

    def fails(question):
        if question.id in ("bridge-Elm", "council-Fir"):
            raise StoreError("the store is busy")
        return assistant(question)

    with pytest.raises(RunError, match=r"2 of 60(?s:.*)bridge-Elm: the store is busy"):
        evaluate(fails, questions, tmp_path / "run", corpus=CORPUS)
    assert not (tmp_path / "run" / "summary.json").exists()
    again = FakeAssistant()
    evaluate(again, questions, tmp_path / "run", corpus=CORPUS)
    assert sorted(again.asked) == ["bridge-Elm", "council-Fir"]


@pytest.mark.parametrize("confidence", [float("nan"), 1.5, -0.1])
def test_a_confidence_that_is_none_is_named(tmp_path, confidence):
    def wrong(question):
        return replace(FakeAssistant()(question), confidence=confidence)

    with pytest.raises(RunError, match=r"confidence .* is not within 0 and 1"):
        evaluate(wrong, gold(tmp_path), tmp_path / "run", corpus=CORPUS)


def test_articles_that_change_under_way_are_noticed(tmp_path):
    def changes(question):
        return replace(FakeAssistant()(question), generation=1 + (question.id > "council"))

    with pytest.raises(RunError, match="the articles changed"):
        evaluate(changes, gold(tmp_path), tmp_path / "run", corpus=CORPUS)


def test_a_run_is_read_back_as_it_was(tmp_path):
    run = evaluate(FakeAssistant(skip=1), gold(tmp_path), tmp_path / "run", corpus=CORPUS)
    again = load_run(run.path)
    assert again.summary == run.summary
    assert again.scores == run.scores
    assert again.answers == run.answers


def test_a_place_that_can_hold_no_run_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(RunError, match="file: cannot be made"):
        evaluate(FakeAssistant(), gold(tmp_path), tmp_path / "file", corpus=CORPUS)


def test_a_folder_that_is_no_run_is_refused(tmp_path):
    with pytest.raises(RunError, match=r"meta\.json: no such file"):
        load_run(tmp_path)
    (tmp_path / "meta.json").write_text('{"format": 99}')
    with pytest.raises(RunError, match="not of this version"):
        load_run(tmp_path)


def test_an_answer_survives_its_row():
    told = answer(
        "q",
        "Long [1].",
        (replace(cite(CORPUS, "elm.txt", "The long bridge"), emphasis=((4, 8),)),),
        closest=(cite(CORPUS, "elm.txt", "The long bridge"), cite(CORPUS, "oak.txt", "News")),
    )
    row = json.loads(json.dumps(answer_row(told)))
    assert "timings_ms" not in row
    assert answer_from_row(row) == told
    with pytest.raises(RunError, match="not an answer"):
        answer_from_row({"id": "q"})


def test_writing_leaves_the_old_file_or_the_new_one(tmp_path, monkeypatch):
    path = tmp_path / "f.txt"
    write_text(path, "old")

    def full(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("os.replace", full)
        with pytest.raises(OSError, match="No space"):
            write_text(path, "new")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_lines_are_mended_and_read(tmp_path):
    path = tmp_path / "l.jsonl"
    append(path, {"a": 1})
    path.write_bytes(path.read_bytes() + b'{"a": 2')
    assert list(read_lines(path)) == [{"a": 1}]
    mend(path)
    append(path, {"a": 3})
    assert list(read_lines(path)) == [{"a": 1}, {"a": 3}]
    path.write_bytes(b'{"a": 2\n{"a": 1}\n')
    with pytest.raises(RunError, match=r"l\.jsonl:1: not a JSON object"):
        list(read_lines(path))
    assert list(read_lines(tmp_path / "none")) == []


def test_a_missing_extra_is_named(monkeypatch):
    from qa_app.evaluation import extras

    def missing(name):
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(extras, "import_module", missing)
    for load in (extras.ir_measures, extras.scipy_stats):
        with pytest.raises(MissingExtraError, match=r"pip install 'qa-app\[eval\]'"):
            load()


def test_the_contract_has_not_grown_past_the_rows():
    derived = {"abstained", "nearest"}
    kept = {*Answer.__dataclass_fields__} - {"timings_ms", "choices"}  # choices: where there are
    assert set(answer_row(answer())) == kept | derived


def test_a_folder_takes_answers_of_one_run_at_a_time(tmp_path):
    lock = FileLock(tmp_path / "one" / LOCK)
    (tmp_path / "one").mkdir()
    assert lock.acquire(1)
    try:
        with pytest.raises(RunError, match="is being run elsewhere"):
            evaluate(FakeAssistant(), gold(tmp_path), tmp_path / "one", corpus=CORPUS)
    finally:
        lock.release()
    evaluate(FakeAssistant(), gold(tmp_path), tmp_path / "one", corpus=CORPUS)
    assert not lock.path.exists()


def test_two_runs_that_begin_together_have_two_names(tmp_path):
    first = new_name(tmp_path)
    (tmp_path / first).mkdir()
    assert new_name(tmp_path) != first
