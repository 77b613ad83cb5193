"""Agreement with people on published pairs, when they are at hand beside the project."""

import json
from pathlib import Path

import pytest

from qa_app.verification import verify
from qa_app.verification.weights import COLUMNS, PATH

PAIRS = Path(__file__).parents[2].parent / "shared" / "benchmarks" / "cite-qags" / "pairs.jsonl"


def test_the_weights_fit_the_features():
    data = json.loads(PATH.read_text("utf-8"))
    for name, columns in COLUMNS.items():
        assert tuple(data[name]["weights"]) == columns
        assert 0 < data[name]["partly"] < data[name]["supported"] < 1


@pytest.mark.slow
@pytest.mark.skipif(not PAIRS.exists(), reason=f"the QAGS pairs are not at {PAIRS}")
def test_agreement_on_the_held_out_half():
    from sklearn.metrics import roc_auc_score

    from bench.train_verify import for_training, items

    held = [item for item in items(PAIRS) if not for_training(item)]
    scores = [verify(item.sentence, [item.passage]).score for item in held]
    assert roc_auc_score([item.supported for item in held], scores) > 0.8
