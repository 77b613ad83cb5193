"""Fewer draws than in earnest: what these tests hold down does not hang on the fourth decimal."""

import pytest

from qa_app.evaluation.measures import intervals


@pytest.fixture(scope="session", autouse=True)
def _few_draws():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(intervals, "RESAMPLES", 200)
        yield
