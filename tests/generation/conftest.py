import pytest

from qa_app import weights
from tests.answering.weighing import by_hand


@pytest.fixture(autouse=True)
def _weights_made_by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test here depends on what was learned last."""
    monkeypatch.setattr(weights, "load", by_hand)
