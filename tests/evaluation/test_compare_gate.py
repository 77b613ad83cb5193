"""Planted regressions are flagged, by comparison and by gate; the same thing twice is not."""

from dataclasses import replace
from pathlib import Path

import pytest

from qa_app.evaluation.compare import compare
from qa_app.evaluation.corpus import Corpus
from qa_app.evaluation.diagnose import Stage
from qa_app.evaluation.errors import CompareError, GateError
from qa_app.evaluation.gate import Bound, Shortfall, load_gate, shortfalls
from qa_app.evaluation.gold import GoldSet
from qa_app.evaluation.measures.registry import MEASURES, lookup
from qa_app.evaluation.run import evaluate
from tests.evaluation.fakes import CORPUS, FakeAssistant, gold

GATE = tuple(
    Bound(*each)
    for each in (
        ("right", "minimum", 0.95),
        ("article.hit@1", "minimum", 0.95),
        ("citation.exact", "minimum", 1.0),
        ("citation.uncited", "maximum", 0.01),
        ("abstention.recall", "minimum", 0.95),
        ("abstention.false_refusals", "maximum", 0.05),
    )
)


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    folder = tmp_path_factory.mktemp("runs")
    questions = gold(folder)
    assistants = {
        "good": FakeAssistant(),
        "again": FakeAssistant(timings={"total": 99.0}),
        "second best": FakeAssistant(skip=1),
        "strict": FakeAssistant(threshold=0.9),
        "credulous": FakeAssistant(threshold=0.0),
        "unverified": FakeAssistant(verified=False),
    }
    return {
        name: evaluate(assistant, questions, folder / name, corpus=CORPUS)
        for name, assistant in assistants.items()
    }


def test_two_runs_of_the_same_thing_are_not_flagged(runs):
    comparison = compare(runs["good"], runs["again"])
    assert comparison.worse == []
    assert comparison.flipped == []
    assert {(row.difference, row.p, row.verdict) for row in comparison.rows} == {(0, 1, "same")}
    assert shortfalls(runs["good"].summary, GATE) == []
    assert shortfalls(runs["again"].summary, GATE) == []


@pytest.mark.parametrize(
    ("spoilt", "worse", "below"),
    [
        (
            "second best",
            {"right", "article.hit@1", "evidence.mrr", "citation.precision"},
            {"right", "article.hit@1"},
        ),
        ("strict", {"right", "abstention.false_refusals"}, {"right", "abstention.false_refusals"}),
        ("credulous", {"right", "abstention.recall"}, {"right", "abstention.recall"}),
        ("unverified", {"citation.uncited"}, {"citation.uncited"}),
    ],
)
def test_a_planted_regression_is_flagged(runs, spoilt, worse, below):
    comparison = compare(runs["good"], runs[spoilt])
    flagged = {row.measure for row in comparison.worse}
    assert worse <= flagged
    assert "citation.exact" not in flagged
    assert {each.bound.measure for each in shortfalls(runs[spoilt].summary, GATE)} == below


def test_the_other_way_round_it_is_an_improvement(runs):
    comparison = compare(runs["strict"], runs["good"])
    assert comparison.worse == []
    verdicts = {row.measure: row for row in comparison.rows}
    row = verdicts["abstention.false_refusals"]
    assert (row.verdict, row.test, row.better, row.worse) == ("better", "McNemar", 20, 0)
    assert (row.first, row.second, row.difference) == (0.5, 0.0, -0.5)


def test_what_broke_comes_first(runs):
    mixed = compare(runs["strict"], runs["credulous"])
    order = [flip.now_right for flip in mixed.flipped]
    assert order == sorted(order)
    assert {flip.stage for flip in mixed.flipped if not flip.now_right} == {
        Stage.SHOULD_HAVE_REFUSED
    }
    assert {flip.stage for flip in mixed.flipped if flip.now_right} == {Stage.REFUSED}


def test_different_gold_corpora_and_judges_are_not_compared(runs, tmp_path):
    good = runs["good"]
    questions = GoldSet(good.gold.questions[1:])
    fewer = evaluate(FakeAssistant(), questions, tmp_path / "fewer", corpus=CORPUS)
    with pytest.raises(CompareError, match="different gold questions"):
        compare(good, fewer)
    other = Corpus(dict(CORPUS.texts), {"elm.txt": "edited"})
    edited = evaluate(FakeAssistant(other), good.gold, tmp_path / "edited", corpus=other)
    with pytest.raises(CompareError, match="different articles"):
        compare(good, edited)
    judged = replace(good, meta=replace(good.meta, judge={"identity": "judge 1"}))
    with pytest.raises(CompareError, match="different judges"):
        compare(good, judged)
    twice = replace(good, meta=replace(good.meta, judge={"identity": "judge 2"}))
    with pytest.raises(CompareError, match="different judges"):
        compare(judged, twice)


def test_texts_cleaned_differently_are_compared(runs, tmp_path):
    files = {source: CORPUS._file(source) for source in CORPUS.texts}
    cleaned = Corpus({s: t.replace(" two roads", " roads") for s, t in CORPUS.texts.items()}, files)
    run = evaluate(FakeAssistant(cleaned), runs["good"].gold, tmp_path / "run", corpus=cleaned)
    assert compare(runs["good"], run).worse == []


def write(folder, text):
    path = folder / "gate.toml"
    path.write_text(text)
    return path


def test_a_gate_is_read_in_its_order(tmp_path):
    path = write(
        tmp_path,
        '[minimum]\n"article.hit@5" = 0.9\nright = 1\n'
        '[maximum]\n"abstention.false_refusals[two words]" = 0.1\n',
    )
    assert load_gate(path) == (
        Bound("article.hit@5", "minimum", 0.9),
        Bound("right", "minimum", 1.0),
        Bound("abstention.false_refusals[two words]", "maximum", 0.1),
    )


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "no bounds"),
        ("[minimum]", "no bounds"),
        ("right = 1", "unknown table"),
        ("minimum = 1", "must be a table"),
        ("[minimum]\nrihgt = 0.5", "unknown measure 'rihgt'"),
        ('[minimum]\n"right[fact]" = 0.5', "unknown measure"),
        ('[minimum]\n"abstention.false_refusals[fact" = 0.5', "unknown measure"),
        ('[minimum]\nright = "high"', "must be a number"),
        ("[minimum]\nright = true", "must be a number"),
        ("[minimum]\nright = 95", "from 0 to 1"),
        ("[minimum]\nright = nan", "from 0 to 1"),
        ("[minimum", "cannot be read"),
    ],
)
def test_a_gate_that_is_wrong_is_an_error_not_a_pass(tmp_path, text, reason):
    with pytest.raises(GateError, match=reason):
        load_gate(write(tmp_path, text))


def test_a_missing_gate_is_an_error(tmp_path):
    with pytest.raises(GateError, match="cannot be read"):
        load_gate(tmp_path / "none.toml")


def test_what_was_not_measured_falls_short(runs):
    bounds = (
        Bound("disagreement.found", "minimum", 0.5),
        Bound("abstention.false_refusals[no such kind]", "maximum", 0.5),
    )
    found = shortfalls(runs["good"].summary, bounds)
    assert [each.value for each in found] == [None, None]
    assert str(found[0]) == "disagreement.found was not measured; its minimum is 0.5"


def test_a_shortfall_says_what_fell_short_of_what():
    low = Shortfall(Bound("right", "minimum", 0.9), 0.8612345)
    high = Shortfall(Bound("abstention.false_refusals", "maximum", 0.1), 0.5)
    assert str(low) == "right is 0.8612, below its minimum of 0.9"
    assert str(high) == "abstention.false_refusals is 0.5, above its maximum of 0.1"


def test_a_bound_is_kept_at_its_own_value(runs):
    at = (Bound("right", "minimum", 1.0), Bound("abstention.false_refusals", "maximum", 0.0))
    assert shortfalls(runs["good"].summary, at) == []


def test_the_gate_of_the_sample_corpus_can_be_read():
    path = Path(__file__).parents[2] / "evals" / "gate.toml"
    assert all(lookup(bound.measure) for bound in load_gate(path))
    assert set(MEASURES) >= {bound.measure for bound in load_gate(path)}
