"""A judge is quoted with its calibration, or not at all."""

import json
from dataclasses import dataclass, field

import pytest

from qa_app.evaluation.errors import JudgeError
from qa_app.evaluation.judge import (
    Labelled,
    agreement_and_kappa,
    calibrate,
    load_labelled,
)
from qa_app.evaluation.run import evaluate
from tests.evaluation.fakes import CORPUS, FakeAssistant, gold


@dataclass
class ScriptedJudge:
    """Says what the script says of a text, and otherwise whether an answer stands in it."""

    identity: str = "scripted 1"
    script: dict[str, bool] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def is_right(self, question, answers, given):
        self.asked.append(given)
        return self.script.get(given, any(each in given for each in answers))


def labelled(right_as_right, right_as_wrong, wrong_as_right, wrong_as_wrong):
    """Cases of which a judge that looks for "yes" gets the given numbers right and wrong."""
    return (
        [Labelled("q", ("yes",), "yes", True)] * right_as_right
        + [Labelled("q", ("yes",), "no", True)] * right_as_wrong
        + [Labelled("q", ("yes",), "yes", False)] * wrong_as_right
        + [Labelled("q", ("yes",), "no", False)] * wrong_as_wrong
    )


def test_kappa_by_hand():
    pairs = [(True, True)] * 20 + [(True, False)] * 5 + [(False, True)] * 10
    pairs += [(False, False)] * 15
    assert agreement_and_kappa(pairs) == pytest.approx((0.7, 0.4))


def test_kappa_where_chance_explains_everything():
    assert agreement_and_kappa([(True, True)] * 5) == (1.0, 0.0)
    with pytest.raises(JudgeError, match="no cases"):
        agreement_and_kappa([])


def test_a_judge_that_agrees_may_be_quoted():
    judge = calibrate(ScriptedJudge(), labelled(11, 1, 1, 11))
    assert judge.calibration.agreement == pytest.approx(22 / 24, abs=1e-6)
    assert judge.calibration.kappa == pytest.approx((22 / 24 - 0.5) / 0.5, abs=1e-6)
    assert "kappa 0.83, 24 labelled cases" in str(judge.calibration)


def test_a_judge_that_does_not_agree_or_was_hardly_tried_may_not():
    with pytest.raises(JudgeError, match=r"kappa is below 0\.6: scripted 1: agreement 0\.67"):
        calibrate(ScriptedJudge(), labelled(8, 4, 4, 8))
    with pytest.raises(JudgeError, match="19 labelled cases; a judge needs at least 20"):
        calibrate(ScriptedJudge(), labelled(10, 0, 0, 9))


def test_the_judge_is_in_the_run_with_its_calibration(tmp_path):
    scripted = ScriptedJudge(script={"The council of Elm was founded in 1804.": False})
    judge = calibrate(scripted, labelled(12, 0, 0, 12))
    scripted.asked.clear()
    questions = gold(tmp_path)
    run = evaluate(FakeAssistant(), questions, tmp_path / "run", corpus=CORPUS, judge=judge)
    assert run.meta.judge == {"identity": "scripted 1", "n": 24, "agreement": 1.0, "kappa": 1.0}
    estimate = run.summary.measures["judge.right"]
    assert (estimate.value, estimate.n) == (39 / 40, 40)
    assert len(scripted.asked) == 40
    assert not any("[1]" in given for given in scripted.asked)


def test_a_refusal_is_not_right_and_needs_no_judge(tmp_path):
    scripted = ScriptedJudge()
    judge = calibrate(scripted, labelled(12, 0, 0, 12))
    scripted.asked.clear()
    questions = gold(tmp_path)
    strict = FakeAssistant(threshold=1.1)
    run = evaluate(strict, questions, tmp_path / "run", corpus=CORPUS, judge=judge)
    assert run.summary.measures["judge.right"].value == 0.0
    assert scripted.asked == []


def test_without_a_judge_nothing_is_said_of_one(tmp_path):
    run = evaluate(FakeAssistant(), gold(tmp_path), tmp_path / "run", corpus=CORPUS)
    assert run.meta.judge is None
    assert run.summary.measures["judge.right"].value is None


def test_labelled_cases_are_read_and_wrong_ones_named(tmp_path):
    path = tmp_path / "cases.jsonl"
    good = {"question": "q", "answers": ["a"], "given": "a", "right": True}
    path.write_text(json.dumps(good) + "\n\n")
    assert load_labelled(path) == [Labelled("q", ("a",), "a", True)]
    for wrong in ("{", json.dumps(good | {"right": "yes"}), '{"question": "q"}'):
        path.write_text(json.dumps(good) + "\n" + wrong)
        with pytest.raises(JudgeError, match=r"cases\.jsonl:2: not a labelled case"):
            load_labelled(path)
