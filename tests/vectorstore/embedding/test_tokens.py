import threading

import numpy as np
import pytest

from tests.vectorstore.embedding.models import folder
from vectorstore.embedding.engines import BATCH, in_batches
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


@pytest.mark.parametrize("streams", [1, 2, 3])
@pytest.mark.parametrize("count", [1, 2, 5, 8, 9, 40])
def test_each_sequence_gets_its_own_vector_whatever_the_batches(count, streams):
    sequences = [[n] * (1 + n * 7 % 5) for n in range(count)]
    seen = []

    def run(part):
        seen.append(len(part))
        return np.array([[one[0], len(one)] for one in part], dtype=np.float32)

    vectors = in_batches(sequences, run, streams)
    assert vectors.tolist() == [[n, len(one)] for n, one in enumerate(sequences)]
    assert max(seen) <= BATCH
    assert len(seen) >= min(streams, count)


def test_batches_run_at_the_same_time_where_they_may():
    both = threading.Barrier(2, timeout=20)

    def run(part):
        both.wait()
        return np.zeros((len(part), 2), dtype=np.float32)

    assert in_batches([[1], [2]], run, 2).shape == (2, 2)


def test_a_batch_that_fails_fails_all_of_them():
    def run(part):
        if [13] in part:
            raise RuntimeError("no")
        return np.zeros((len(part), 2), dtype=np.float32)

    with pytest.raises(RuntimeError, match="no"):
        in_batches([[n] for n in range(40)], run, 2)
