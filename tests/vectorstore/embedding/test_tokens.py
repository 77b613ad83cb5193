import numpy as np
import pytest

from tests.vectorstore.embedding.models import folder
from vectorstore.embedding.tokens import Tokens, padded
from vectorstore.errors import EmbeddingModelError


@pytest.fixture
def tokens(tmp_path):
    return Tokens(folder(tmp_path / "model"), 10)


def test_all_tokens_are_counted_whatever_the_file_cuts_off(tokens):
    assert tokens.count(["cat", "", "cat dog " * 20]) == [3, 2, 42]
    assert tokens.count([]) == []


def test_the_model_reads_its_most_and_the_closing_token(tokens):
    short, long = tokens.ids(["cat dog", "cat " * 30])
    assert short == [2, 4, 5, 3]
    assert long == [2, *[4] * 8, 3]


@pytest.mark.parametrize("text", ["Cat, dog", "Ünrüly 😀 cats", "Émigré cat", "中文 cat", ""])
def test_tokens_lie_where_their_words_are(tokens, text):
    offsets = tokens.offsets(text)
    assert offsets == sorted(offsets)
    assert all(0 <= start < end <= len(text) for start, end in offsets)
    assert "".join(text[start:end] for start, end in offsets) == "".join(text.split())


def test_a_missing_tokenizer_is_said_with_its_path(tmp_path):
    with pytest.raises(EmbeddingModelError, match=r"tokenizer\.json"):
        Tokens(tmp_path, 10).count(["x"])


def test_texts_are_filled_up_to_a_step():
    batch = padded([[2, 4, 3], [2, 3]], 0, 100)
    assert batch.ids.shape == (2, 16)
    assert batch.ids[1].tolist() == [2, 3] + [0] * 14
    assert np.array_equal(batch.mask.sum(axis=1), [3, 2])


def test_but_not_beyond_what_the_model_can_read():
    assert padded([[1] * 17], 0, 20).ids.shape == (1, 20)
    assert padded([[1] * 16], 0, 20).ids.shape == (1, 16)
    assert padded([[1] * 25], 0, 20).ids.shape == (1, 25)
