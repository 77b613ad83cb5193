"""Any cross-encoder of transformers with a label for entailment."""

from __future__ import annotations

from typing import Any

from qa_app.reader.transformer import Transformer
from qa_app.verification.entailment import EntailmentError

_MOST_TOKENS = 512
_LABELS = ("entailment", "entailed", "entails", "supported", "supports", "consistent", "entail")


class HubEntailment:
    """Fulfils `Entailment` with `AutoModelForSequenceClassification`: the evidence is its premise,
    the claim its hypothesis. A model with one label gives the log-odds of it.

    Args:
        name: a folder, or a name on the hub.
    """

    def __init__(self, name: str, threads: int | None = None) -> None:
        self.name = name
        self._transformer = Transformer(
            name,
            "AutoModelForSequenceClassification",
            ("entailment", "a sequence classification model"),
            EntailmentError,
            threads,
        )

    def probability(self, claim: str, evidence: str) -> float:
        """How surely the claim follows from the evidence, 0 to 1.

        Raises:
            EntailmentError: the model cannot be loaded, or has no such label.
        """
        import torch

        tokenizer, model = self._transformer.loaded()
        label = _label(self.name, model.config)
        most = min(tokenizer.model_max_length, _MOST_TOKENS)
        inputs = tokenizer(
            evidence, claim, truncation="only_first", max_length=most, return_tensors="pt"
        )
        with torch.inference_mode():
            scores = model(**inputs).logits[0].float()
        chances = scores.softmax(0) if len(scores) > 1 else scores.sigmoid()
        return float(chances[label])


def _label(name: str, config: Any) -> int:
    """The place of the label for entailment among a model's labels.

    Raises:
        EntailmentError: it has several labels, and none of that name.
    """
    labels = {number: str(label).lower() for number, label in config.id2label.items()}
    if len(labels) == 1:
        return 0
    found = next((number for number, label in labels.items() if label in _LABELS), None)
    if found is None:
        raise EntailmentError(
            f"entailment {name}: none of its labels ({', '.join(labels.values())}) is for"
            " entailment; set a model of natural language inference"
        )
    return int(found)
