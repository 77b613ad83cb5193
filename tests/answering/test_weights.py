"""Learned weights: what is shipped fits the program, and what does not is said."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from qa_app import weights
from qa_app.answering import confidence, sentences
from qa_app.retrieval import features
from qa_app.weights import Linear, WeightsError

load = weights.load  # before it is replaced
TWO = Linear(("a", "b"), np.array([1.0, -2.0]), 0.5, 0.7, 0.2)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(weights, "FOLDER", tmp_path)
    load.cache_clear()
    return tmp_path


@pytest.mark.parametrize(
    ("name", "names"),
    [
        ("passages", features.FEATURES),
        ("sentences", sentences.FEATURES),
        ("sentences-read", (*sentences.FEATURES, *sentences.READ)),
        ("confidence", confidence.FEATURES),
        ("confidence-read", confidence.READ),
    ],
)
def test_what_is_shipped_fits(name: str, names: tuple[str, ...]) -> None:
    load.cache_clear()
    model = load(name, names)
    assert model.features == names
    assert np.isfinite(model.weights).all()
    assert model.weights.any()
    assert 0 <= model.lower <= model.threshold <= 1


@pytest.mark.parametrize(
    ("name", "names"),
    [
        ("confidence", confidence.FEATURES),
        ("confidence-read", confidence.READ),
    ],
)
def test_more_of_what_is_missing_never_makes_an_answer_surer(
    name: str, names: tuple[str, ...]
) -> None:
    load.cache_clear()
    for feature, weight in zip(names, load(name, names).weights, strict=True):
        assert weight * confidence.sign(feature) >= 0, feature


@pytest.mark.parametrize(
    ("feature", "sign"),
    [("missing", -1), ("unknown", -1), ("cosine", 1), ("context_coverage", 1), ("answers", 1)],
)
def test_what_a_feature_may_say(feature: str, sign: int) -> None:
    assert confidence.sign(feature) == sign


def test_a_score_is_a_weighted_sum_and_a_probability_its_logistic() -> None:
    assert TWO.score(np.array([[1.0, 1.0], [3.0, 0.0]])) == pytest.approx([-0.5, 3.5])
    assert TWO.probability(np.array([1.0, 1.0])) == pytest.approx(1 / (1 + np.exp(0.5)))


def test_what_was_saved_is_loaded_whatever_the_order(folder: Path) -> None:
    assert weights.save("two", TWO, "by a test") == folder / "two.json"
    back = load("two", ("b", "a"))
    assert back.features == ("b", "a")
    assert list(back.weights) == [-2.0, 1.0]
    assert (back.intercept, back.threshold, back.lower) == (0.5, 0.7, 0.2)
    assert json.loads((folder / "two.json").read_text())["learned"] == "by a test"


def test_without_thresholds_a_half_decides(folder: Path) -> None:
    (folder / "one.json").write_text('{"weights": {"a": 1}, "intercept": 0}')
    assert (load("one", ("a",)).threshold, load("one", ("a",)).lower) == (0.5, 0.5)
    (folder / "other.json").write_text('{"weights": {"a": 1}, "intercept": 0, "threshold": 0.3}')
    assert load("other", ("a",)).lower == 0.3


@pytest.mark.parametrize("content", ["{", "[]", '{"weights": {"a": 1}}', '{"weights": {"a": "x"}}'])
def test_a_damaged_file_is_said(folder: Path, content: str) -> None:
    (folder / "odd.json").write_text(content)
    with pytest.raises(WeightsError, match=r"odd\.json: .*reinstall"):
        load("odd", ("a",))


def test_a_missing_file_and_other_features_are_said(folder: Path) -> None:
    with pytest.raises(WeightsError, match="reinstall"):
        load("none", ("a",))
    weights.save("two", TWO, "")
    with pytest.raises(WeightsError, match=r"\(b, c\)"):
        load("two", ("a", "c"))
