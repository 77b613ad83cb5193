"""The order of what was found: learned, fused, or a cross-encoder's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from qa_app import weights
from qa_app.retrieval import reranker
from qa_app.retrieval.features import FEATURES, passage_features
from qa_app.retrieval.query import Query, TermWeights
from qa_app.retrieval.reranker import CrossEncoder, Fused, Linear, RerankerError
from qa_app.retrieval.search import Options, rank
from tests.reader import models
from tests.retrieval.build import candidate

QUERY = Query("How many boats?")
WEIGHTS = TermWeights({"mani": 1.0, "boat": 2.0})
FOUND = [
    replace(
        candidate(f"Boats {n} came to port {n}.", id=n, source=f"{n}.txt", cosine=cosine), fused=f
    )
    for n, (cosine, f) in enumerate([(0.1, 0.3), (0.9, 0.2), (0.5, 0.1)])
]


@pytest.fixture
def learned(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, tuple[str, ...]]]:
    """The learned weights are those of the cosine alone; what was loaded."""
    loaded: list[tuple[str, tuple[str, ...]]] = []

    def load(name: str, features: tuple[str, ...]) -> weights.Linear:
        loaded.append((name, features))
        return weights.Linear(features, np.array([float(f == "cosine") for f in features]), 0.0)

    monkeypatch.setattr(weights, "load", load)
    return loaded


class FakeModel:
    """Scores pairs by a function; what it was asked is in `history`."""

    def __init__(self, score: Callable[[list[tuple[str, str]]], Any]) -> None:
        self._score = score
        self.history: list[list[tuple[str, str]]] = []

    def predict(self, pairs: list[tuple[str, str]], **options: Any) -> Any:
        self.history.append(pairs)
        return self._score(pairs)


def with_model(score: Callable[[list[tuple[str, str]]], Any], read: int = 20) -> CrossEncoder:
    encoder = CrossEncoder("some/encoder", read)
    encoder._model = FakeModel(score)
    return encoder


def test_each_setting_has_its_kind() -> None:
    assert isinstance(reranker.load("none"), Fused)
    assert isinstance(reranker.load("linear"), Linear)
    other = reranker.load("some/encoder")
    assert isinstance(other, CrossEncoder)
    assert other.name == "some/encoder"


def test_none_is_the_order_of_the_fusion() -> None:
    assert list(Fused().score(QUERY, WEIGHTS, FOUND)) == [0.3, 0.2, 0.1]
    assert Fused.penalty == 0


def test_linear_weighs_the_features(learned: list[tuple[str, tuple[str, ...]]]) -> None:
    scores = Linear().score(QUERY, WEIGHTS, FOUND)
    assert scores == pytest.approx(passage_features(QUERY, WEIGHTS, FOUND)[:, 0])
    assert learned == [("passages", FEATURES)]
    assert Linear.penalty > 0


def test_a_cross_encoder_reads_the_best_and_the_others_come_behind(learned: object) -> None:
    encoder = with_model(lambda pairs: [-5.0, -3.0], read=2)
    scores = encoder.score(QUERY, WEIGHTS, FOUND)
    texts = [one.passage.text for one in FOUND]
    assert encoder._model.history == [[(QUERY.text, texts[1]), (QUERY.text, texts[2])]]
    assert (scores[1], scores[2]) == (-5.0, -3.0)
    assert scores[0] < -5.0
    ranked = rank(QUERY, WEIGHTS, FOUND, Options(reranker=encoder))
    assert [one.candidate.passage.id for one in ranked] == [2, 1, 0]


def test_those_behind_keep_their_order(learned: object) -> None:
    scores = with_model(lambda pairs: [0.5], read=1).score(QUERY, WEIGHTS, FOUND)
    assert scores[1] == 0.5 > scores[2] > scores[0]


def test_those_behind_come_last_whatever_the_first_order_gave_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def load(name: str, features: tuple[str, ...]) -> weights.Linear:
        return weights.Linear(features, np.array([9.0 * (f == "cosine") for f in features]), 50.0)

    monkeypatch.setattr(weights, "load", load)
    scores = with_model(lambda pairs: [-5.0], read=1).score(QUERY, WEIGHTS, FOUND)
    assert scores[1] == -5.0 > scores[2] > scores[0]


@pytest.mark.parametrize(
    "given",
    [[[0.1, 0.2]] * 3, [0.1, float("nan"), 0.2], [0.1, 0.2], [[0.1]] * 3, [0.1, float("inf"), 1]],
)
def test_what_is_no_single_score_a_pair_is_said(given: object) -> None:
    with pytest.raises(RerankerError, match="reranker some/encoder: gives no single score"):
        with_model(lambda pairs: given).score(QUERY, WEIGHTS, FOUND)


def test_a_real_cross_encoder_is_read_with_the_question(tmp_path: Path) -> None:
    encoder = reranker.load(str(models.classifier(tmp_path / "encoder")))
    scores = encoder.score(QUERY, WEIGHTS, FOUND)
    assert scores.shape == (3,)
    assert np.isfinite(scores).all()
    assert len(set(scores.tolist())) == 3
    assert encoder.score(QUERY, WEIGHTS, FOUND) == pytest.approx(scores)
    other = encoder.score(Query("Something else?"), WEIGHTS, FOUND)
    assert other != pytest.approx(scores, abs=1e-9)


def test_a_classifier_of_several_labels_is_none(tmp_path: Path) -> None:
    folder = models.classifier(tmp_path / "labels", labels=3)
    with pytest.raises(RerankerError, match=f"reranker {folder}: gives no single score"):
        reranker.load(str(folder)).score(QUERY, WEIGHTS, FOUND)


@pytest.mark.parametrize("content", [None, "{}", "not json"])
def test_a_name_that_cannot_be_loaded_is_named(tmp_path: Path, content: str | None) -> None:
    folder = tmp_path / "broken"
    folder.mkdir()
    if content is not None:
        (folder / "config.json").write_text(content)
    with pytest.raises(
        RerankerError, match=r"broken: cannot be loaded \(.+\); set .*linear or none"
    ):
        reranker.load(str(folder)).score(QUERY, WEIGHTS, FOUND)


def test_a_hub_name_without_a_network_is_named() -> None:
    with pytest.raises(
        RerankerError, match="reranker nobody/nothing-of-this-name: cannot be loaded"
    ):
        reranker.load("nobody/nothing-of-this-name").score(QUERY, WEIGHTS, FOUND)


@pytest.mark.parametrize("name", ["none", "linear", "nobody/nothing"])
def test_nothing_found_needs_no_model(name: str) -> None:
    assert rank(QUERY, WEIGHTS, [], Options(reranker=reranker.load(name))) == ()


def test_ties_are_broken_by_place(learned: object) -> None:
    same = [
        candidate(f"Words {n}.", id=n, source=source, start=start)
        for n, (source, start) in enumerate([("b.txt", 0), ("a.txt", 50), ("a.txt", 9)])
    ]
    ranked = rank(QUERY, WEIGHTS, same, Options(reranker=Fused()))
    places = [(r.candidate.passage.source, r.candidate.passage.span.start) for r in ranked]
    assert places == [("a.txt", 9), ("a.txt", 50), ("b.txt", 0)]


def test_so_many_passages_as_are_asked_for() -> None:
    ranked = rank(QUERY, WEIGHTS, FOUND, Options(passages=2, reranker=Fused()))
    assert [(r.candidate.passage.id, r.score) for r in ranked] == [(0, 0.3), (1, 0.2)]
