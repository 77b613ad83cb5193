"""A model that reads claim and evidence re-admits, and never outvotes a rule."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from qa_app.verification import verify
from qa_app.verification.entailment import (
    WEIGHTS,
    Entailment,
    EntailmentError,
    Packaged,
    load,
)
from qa_app.verification.hub import HubEntailment
from tests.reader import models

SPAN = "Ada Brill took charge of the port in 1921. She came from Bergen. It has 40 boats."
FREE = "From 1921 the docks were run by a woman who was born elsewhere."
HARD = ("Ada Brill took charge of the port in 1922.", "Ada Brill did not take charge of the port.")


@dataclass
class Sure:
    """Says the same of everything; what it was asked is in `history`."""

    chance: float
    name: str = "sure"
    history: list[tuple[str, str]] = field(default_factory=list)

    def probability(self, claim: str, evidence: str) -> float:
        self.history.append((claim, evidence))
        return self.chance


def test_a_free_rewording_is_re_admitted() -> None:
    assert verify(FREE, [SPAN], None).support == "unsupported"
    assert verify(FREE, [SPAN], Sure(0.01)).support == "unsupported"
    assert verify(FREE, [SPAN], Sure(0.5)).support == "partly"
    found = verify(FREE, [SPAN], Sure(0.99))
    assert found.support == "supported"
    assert 0.64 <= found.score < 0.99
    assert verify(FREE, [SPAN], Sure(1.0)).score >= found.score
    assert found.evidence


@pytest.mark.parametrize("sentence", HARD)
def test_no_hard_objection_is_outvoted(sentence: str) -> None:
    sure = Sure(1.0)
    assert verify(sentence, [SPAN], sure) == verify(sentence, [SPAN])
    assert verify(sentence, [SPAN], sure).support == "unsupported"
    assert sure.history == [], "it need not even be asked"


def test_no_soft_objection_is_outvoted() -> None:
    sentence = "Ada Brill and Bo Berg took charge of the port in 1921."
    before = verify(sentence, [SPAN])
    assert before.support != "supported"
    assert verify(sentence, [SPAN], Sure(1.0)).support != "supported"


@pytest.mark.parametrize("chance", [0.0, 1.0])
def test_what_passes_by_its_words_is_not_asked(chance: float) -> None:
    sure = Sure(chance)
    for sentence in (SPAN, "Ada Brill took charge of the port in 1921."):
        assert verify(sentence, [SPAN], sure).support == "supported"
    assert sure.history == []


def test_it_reads_the_sentences_that_bear_on_the_claim() -> None:
    sure = Sure(1.0)
    verify(FREE, ["", "Rain fell on hills. " * 200 + SPAN], sure)
    ((claim, evidence),) = sure.history
    assert claim == FREE
    assert "Ada Brill took charge of the port in 1921." in evidence
    assert len(evidence.split()) < 200


def test_half_a_character_is_read_as_none() -> None:
    sure = Sure(0.99)
    assert verify(f"{FREE[:-1]} \ud83d.", [f"{SPAN} \ude00"], sure).support == "supported"
    assert "".join(sure.history[0]).encode()


def test_what_is_no_number_changes_nothing() -> None:
    assert verify(FREE, [SPAN], Sure(math.nan)).support == "unsupported"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return models.entailment(tmp_path_factory.mktemp("nli") / "model")


def test_any_cross_encoder_with_such_a_label(folder: Path) -> None:
    import torch
    from transformers import AutoModelForSequenceClassification

    tiny = load(str(folder))
    assert isinstance(tiny, HubEntailment)
    letters = models.tokenizer().encode("ada came.", "bo went.")
    model = AutoModelForSequenceClassification.from_pretrained(str(folder)).eval()
    with torch.inference_mode():
        scores = model(
            input_ids=torch.tensor([letters.ids]), token_type_ids=torch.tensor([letters.type_ids])
        ).logits[0]
    assert tiny.probability("bo went.", "ada came.") == pytest.approx(
        scores.softmax(0)[1].item(), abs=1e-4
    )
    assert 0 < tiny.probability("bo went. " * 20, "ada came. " * 200) < 1
    asked: Entailment = tiny
    assert verify(HARD[0], [SPAN], asked).support == "unsupported"


def test_a_model_with_one_label(tmp_path: Path) -> None:
    tiny = HubEntailment(str(models.classifier(tmp_path / "model")), threads=1)
    assert 0 < tiny.probability("bo went.", "ada came.") < 1


def test_what_is_no_such_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(EntailmentError, match=r"entailment .*gone: cannot be loaded .* or none"):
        HubEntailment(str(tmp_path / "gone")).probability("a", "b")
    other = models.classifier(tmp_path / "other", labels=3)
    with pytest.raises(EntailmentError, match=r"none of its labels \(label_0, .*entailment; set"):
        HubEntailment(str(other)).probability("a", "b")


def test_none_is_none() -> None:
    assert load("none") is None


def test_ours_tells_a_rewording_from_a_mistake() -> None:
    ours = load("packaged", threads=1)
    assert ours is not None
    claims = {
        "The harbour belongs to the town.": "The town owns the harbour.",
        "He died in Norway.": "In 1931 he fell ill on a journey and passed away in Bergen, Norway.",
        "Two of the ships were lost.": "Of the fleet, two vessels sank and the rest came home.",
    }
    texts = list(claims.values())
    right = [ours.probability(claim, text) for claim, text in claims.items()]
    wrong = [ours.probability(c, texts[n - 1]) for n, c in enumerate(claims)]
    assert min(right) > max(wrong)
    assert ours.probability("word " * 3000, "word " * 3000) <= 1, "what is too long is cut"


def test_damaged_weights_are_named(tmp_path: Path) -> None:
    with pytest.raises(EntailmentError, match=r"gone: the weights of the entailment cannot .*none"):
        Packaged(tmp_path / "gone").probability("a", "b")
    (tmp_path / "cut").write_bytes(WEIGHTS.read_bytes()[:1000])
    with pytest.raises(EntailmentError, match="damaged"):
        Packaged(tmp_path / "cut").probability("a", "b")
