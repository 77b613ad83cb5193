"""Intervals and paired tests."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa_app.evaluation.measures import intervals
from qa_app.evaluation.measures.confidence import auroc
from qa_app.evaluation.measures.intervals import of_cases, of_ratio
from qa_app.evaluation.measures.paired import (
    NOTHING,
    bootstrap_cases,
    bootstrap_ratio,
    flips,
    mcnemar,
)
from qa_app.evaluation.measures.part import Part, ratio, yes
from tests.evaluation.fakes import steady


@pytest.fixture(autouse=True)
def _draws_in_earnest(monkeypatch):
    monkeypatch.setattr(intervals, "RESAMPLES", 2000)


def test_an_interval_holds_its_value_and_narrows_with_more_questions():
    few = of_ratio([yes(n % 4 > 0) for n in range(20)], seed=0)
    many = of_ratio([yes(n % 4 > 0) for n in range(2000)], seed=0)
    assert few.low < 0.75 < few.high
    assert few.low < many.low < 0.75 < many.high < few.high
    # The normal approximation for a share of .75 among 2,000: .75 -+ 1.96 * sqrt(.75 * .25 / 2000).
    assert many.low == pytest.approx(0.731, abs=0.004)
    assert many.high == pytest.approx(0.769, abs=0.004)


def test_intervals_of_little():
    assert of_ratio([], seed=0) is None
    assert of_ratio([yes(True)], seed=0) is None
    assert of_ratio([yes(True)] * 9, seed=0) == (1.0, 1.0)
    one_sided = np.array([0.2, 0.9]), np.array([True, True])
    assert of_cases(auroc, *one_sided, seed=0) is None
    assert of_cases(auroc, np.empty(0), np.empty(0, dtype=bool), seed=0) is None


def test_the_same_seed_draws_the_same():
    parts = [Part(n * n % 101, 101) for n in range(30)]
    assert of_ratio(parts, 7, "x") == of_ratio(parts, 7, "x")
    assert of_ratio(parts, 7, "x") != of_ratio(parts, 8, "x")
    assert of_ratio(parts, 7, "x") != of_ratio(parts, 7, "y")


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=12))
def test_an_interval_is_within_the_values_of_its_parts(pairs):
    parts = [Part(min(pair), max(pair)) for pair in pairs]
    interval = of_ratio(parts, 0)
    counted = [part.num / part.den for part in parts if part.den]
    if interval:
        assert min(counted) - 1e-9 <= interval.low <= interval.high <= max(counted) + 1e-9
    else:
        assert len(counted) < 2


@pytest.mark.parametrize(
    ("worse", "better", "p"),
    [
        (0, 0, 1.0),
        (1, 0, 1.0),
        (0, 6, 2 / 64),
        (1, 9, 2 * (1 + 10) / 1024),
        (5, 5, 1.0),
        (8, 2, 2 * (1 + 10 + 45) / 1024),
    ],
)
def test_mcnemar_exact_by_hand(worse, better, p):
    assert mcnemar(worse, better) == pytest.approx(p)
    assert mcnemar(better, worse) == pytest.approx(p)


def test_flips_are_counted_only_of_yes_or_no_over_the_same_questions():
    assert flips([yes(True), yes(False), NOTHING], [yes(False), yes(False), NOTHING]) == (1, 0)
    assert flips([Part(0.5, 1)], [yes(True)]) is None
    assert flips([Part(1, 2)], [Part(2, 2)]) is None
    assert flips([yes(True)], [NOTHING]) is None
    assert flips([], []) == (0, 0)


def test_paired_bootstrap_sees_what_an_unpaired_one_would_not():
    # Questions differ far more from each other than the two runs do.
    first = [Part(n / 40, 1) for n in range(40)]
    second = [Part(n / 40 + 0.01 + 0.001 * (n % 2), 1) for n in range(40)]
    found = bootstrap_ratio(first, second, seed=0)
    assert found.value == pytest.approx(0.0105)
    assert found.interval.low > 0
    assert found.p < 0.01


def test_the_same_run_is_no_difference():
    parts = [Part(n % 3, 3) for n in range(30)]
    found = bootstrap_ratio(parts, parts, seed=0)
    assert (found.value, found.interval, found.p) == (0.0, (0.0, 0.0), 1.0)
    data = np.linspace(0, 1, 30), np.arange(30) % 3 > 0
    again = bootstrap_cases(auroc, data, data, seed=0)
    assert (again.value, again.p) == (0.0, 1.0)


def test_nothing_in_one_run_is_not_compared():
    assert bootstrap_ratio([NOTHING], [yes(True)], seed=0) is None
    nothing = np.empty(0), np.empty(0, dtype=bool)
    assert bootstrap_cases(auroc, nothing, nothing, seed=0) is None


@steady
@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=20), st.randoms())
def test_a_ratio_does_not_depend_on_order(pairs, chance):
    parts = [Part(min(pair), max(pair)) for pair in pairs]
    shuffled = list(parts)
    chance.shuffle(shuffled)
    assert ratio(parts) == pytest.approx(ratio(shuffled))
