"""The packaged model itself, in every number format."""

import subprocess
import sys

import numpy as np
import pytest

from vectorstore.embedding import load
from vectorstore.embedding.base import checked

pytestmark = pytest.mark.slow

TEXTS = [
    "The council approved the plan.",
    "Lake temperatures rose by 0.4 degrees in ten years. " * 12,
    "Who approved it?",
    "Émigré café 😀 naïve",
    "",
    *(f"Sentence number {n} about matter {n % 3}, with some more words." * n for n in range(1, 9)),
]


@pytest.fixture(scope="module", autouse=True)
def _cache(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("QA_APP_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="module")
def expected(_cache):
    return load(format="float32").encode(TEXTS)


@pytest.mark.parametrize("format", ["float32", "bfloat16", "openvino"])
def test_every_format_is_faithful_and_indifferent_to_its_batch(format, expected):
    embedder = load(format=format)
    vectors = checked(embedder, TEXTS, embedder.encode(TEXTS))
    assert (vectors * expected).sum(axis=1).min() >= 0.999
    alone = np.concatenate([embedder.encode([text]) for text in TEXTS])
    differing = np.abs(alone - vectors).max()
    assert differing <= {"float32": 1e-6, "bfloat16": 5e-3, "openvino": 1e-6}[format]
    assert embedder.encode([]).shape == (0, 384)


def test_vectors_are_those_of_sentence_transformers(expected):
    from sentence_transformers import SentenceTransformer

    from vectorstore.embedding.folder import find

    model = SentenceTransformer(str(find("all-MiniLM-L6-v2")), device="cpu")
    theirs = model.encode(TEXTS, normalize_embeddings=True)
    assert np.abs(theirs - expected).max() < 1e-5


def test_a_second_start_needs_no_torch_and_tells_nobody():
    load(format="openvino").encode(["converts it"])
    code = (
        "import sys; from vectorstore.embedding import load;"
        "load(format='openvino').encode(['x']);"
        "print('torch' in sys.modules, sys.modules['openvino_telemetry'])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "None"]
