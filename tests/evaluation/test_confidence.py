"""Confidence measures against scikit-learn, definitions and cases computed by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_app.evaluation.measures.confidence import aurc, auroc, ece, reliability, risk_coverage
from qa_app.evaluation.measures.cost import Spread, by_stage, tokens
from tests.evaluation.fakes import steady


def arrays(*pairs):
    confidence = np.array([pair[0] for pair in pairs], dtype=np.float64)
    return confidence, np.array([bool(pair[1]) for pair in pairs], dtype=np.bool_)


EMPTY = arrays()

cases = st.lists(
    st.tuples(st.integers(0, 8).map(lambda n: n / 8), st.booleans()), min_size=1, max_size=40
)


@steady
@given(cases)
def test_auroc_agrees_with_scikit_learn(pairs):
    from sklearn.metrics import roc_auc_score

    confidence, right = arrays(*pairs)
    if len(set(right)) == 1:
        assert auroc(confidence, right) is None
    else:
        assert auroc(confidence, right) == pytest.approx(roc_auc_score(right, confidence))


def test_auroc_by_hand():
    # Pairs of right over wrong: (.9, .7) yes, (.9, .3) yes, (.3, .7) no, (.3, .3) a tie.
    assert auroc(*arrays((0.9, 1), (0.3, 1), (0.7, 0), (0.3, 0))) == pytest.approx(2.5 / 4)
    assert auroc(*EMPTY) is None


def test_risk_coverage_and_its_area_by_hand():
    data = arrays((0.9, 1), (0.8, 0), (0.7, 1), (0.6, 1))
    curve = [(0.25, 0.0), (0.5, 0.5), (0.75, 1 / 3), (1.0, 0.25)]
    assert risk_coverage(*data) == [pytest.approx(point) for point in curve]
    assert aurc(*data) == pytest.approx((0 + 1 / 2 + 1 / 3 + 1 / 4) / 4)
    assert risk_coverage(*EMPTY) == []
    assert aurc(*EMPTY) is None


def test_equal_confidence_is_no_order():
    data = arrays((0.5, 1), (0.5, 0), (0.5, 0), (0.9, 1))
    assert [risk for _, risk in risk_coverage(*data)] == pytest.approx([0, 1 / 3, 4 / 9, 1 / 2])


@steady
@given(cases, st.randoms())
def test_order_does_not_matter_and_all_is_within_bounds(pairs, chance):
    shuffled = list(pairs)
    chance.shuffle(shuffled)
    for measure in (auroc, aurc, ece):
        value = measure(*arrays(*pairs))
        assert value == pytest.approx(measure(*arrays(*shuffled)))
        assert value is None or 0 <= value <= 1
    curve = risk_coverage(*arrays(*pairs))
    assert curve[-1][0] == 1
    assert curve[-1][1] == pytest.approx(1 - np.mean(arrays(*pairs)[1]))


def test_calibration_error_by_hand():
    data = arrays((0.95, 1), (0.95, 0), (0.15, 0), (1.0, 1))
    low, high = reliability(*data)
    assert (low.low, low.cases, low.confidence, low.right) == (0.1, 1, 0.15, 0.0)
    assert (high.cases, high.right) == (3, pytest.approx(2 / 3))
    assert high.confidence == pytest.approx(2.9 / 3)
    assert ece(*data) == pytest.approx((1 * 0.15 + 3 * (2.9 / 3 - 2 / 3)) / 4)
    assert ece(*EMPTY) is None
    assert reliability(*EMPTY) == []


def test_cost_by_hand():
    timings = [{"find": 10.0, "tokens": 5}, {"find": 20.0, "say": 1.0}, {"find": 30.0}]
    assert by_stage(timings) == {"find": Spread(20.0, 29.0, 3), "say": Spread(1.0, 1.0, 1)}
    assert tokens(timings) == {"tokens": Spread(5.0, 5.0, 1)}
    assert by_stage([]) == tokens([]) == {}
