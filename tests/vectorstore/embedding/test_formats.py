import numpy as np
import pytest

from tests.vectorstore.embedding.models import folder
from vectorstore.embedding import formats, machine
from vectorstore.embedding.folder import ModelFolder
from vectorstore.embedding.formats import REFERENCE, choose, fastest, measure
from vectorstore.errors import EmbeddingModelError

SAMPLE = [[2, 4, 3], [2, 5, 3]]


class FakeEngine:
    """Takes as long as it is told, and turns its vectors by so much."""

    def __init__(self, clock, seconds=1.0, turned=0.0):
        self._clock = clock
        self._seconds = seconds
        self._vector = np.array([[np.cos(turned), np.sin(turned)]] * 2, dtype=np.float32)
        self.runs = 0

    def encode(self, tokens):
        self.runs += 1
        self._clock.now += self._seconds
        return self._vector


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def model(tmp_path, monkeypatch):
    monkeypatch.setenv("QA_APP_CACHE", str(tmp_path / "cache"))
    return ModelFolder(folder(tmp_path / "model"))


@pytest.fixture
def built(monkeypatch):
    """Engines are fakes; which ones were built, in order."""
    clock, names = Clock(), []
    seconds = {"openvino-bfloat16": 1.0, "openvino-float32": 2.0, "torch-bfloat16": 1.5}

    def build(folder, name, threads):
        names.append(name)
        return FakeEngine(clock, seconds.get(name, 4.0))

    monkeypatch.setattr(formats, "build", build)
    monkeypatch.setattr(formats, "measure", lambda e, s: measure(e, s, clock))
    monkeypatch.setattr(machine, "has_bfloat16", lambda: True)
    return names


def test_engines_are_timed_in_turns_and_compared():
    clock = Clock()
    engines = {REFERENCE: FakeEngine(clock, 3.0), "other": FakeEngine(clock, 1.0, turned=0.1)}
    measured = measure(engines, SAMPLE, clock)
    assert measured[REFERENCE] == (3.0, pytest.approx(1.0))
    assert measured["other"] == (1.0, pytest.approx(np.cos(0.1)))


@pytest.mark.parametrize(
    ("measured", "chosen"),
    [
        ({"openvino-bfloat16": (1, 0.9999), "torch-float32": (3, 1)}, "openvino-bfloat16"),
        ({"openvino-bfloat16": (1, 0.998), "torch-float32": (3, 1)}, "torch-float32"),
        ({"openvino-float32": (1.4, 1.0), "torch-bfloat16": (1, 1)}, "openvino-float32"),
        ({"openvino-float32": (1.6, 1.0), "torch-bfloat16": (1, 1)}, "torch-bfloat16"),
        ({"openvino-bfloat16": (1, float("nan")), "torch-float32": (3, 1)}, "torch-float32"),
        ({"openvino-bfloat16": (1, 0.5)}, REFERENCE),
    ],
)
def test_the_fastest_faithful_format_is_chosen(measured, chosen):
    assert fastest(measured, list(measured)) == chosen


def test_it_is_measured_once_and_remembered(model, built):
    choose(model, "auto", None, SAMPLE)
    assert sorted(built) == sorted(formats.FORMATS["auto"])
    built.clear()
    choose(model, "auto", 1, SAMPLE)
    assert built == ["openvino-bfloat16"]


def test_another_machine_measures_for_itself(model, built, monkeypatch):
    choose(model, "auto", None, SAMPLE)
    built.clear()
    monkeypatch.setattr(machine, "signature", lambda: "other")
    choose(model, "auto", None, SAMPLE)
    assert len(built) == 4


def test_where_nothing_can_be_kept_it_is_measured_again(model, built, tmp_path):
    (tmp_path / "cache").write_text("a file, no folder")
    for _ in range(2):
        built.clear()
        choose(model, "auto", None, SAMPLE)
        assert len(built) == 4


def test_a_damaged_memory_is_no_memory(model, built, tmp_path):
    (tmp_path / "cache").mkdir()
    for content in ("{", "[]", '{"x": 1}'):
        (tmp_path / "cache" / "formats.json").write_text(content)
        built.clear()
        choose(model, "auto", None, SAMPLE)
        assert len(built) == 4


@pytest.mark.parametrize("format", ["float32", "bfloat16"])
def test_a_fixed_format_is_not_measured(model, built, format):
    choose(model, format, None, SAMPLE)
    assert built == [f"torch-{format}"]


def test_openvino_alone_is_measured_against_the_reference(model, built):
    choose(model, "openvino", None, SAMPLE)
    assert sorted(built) == ["openvino-bfloat16", "openvino-float32", "torch-float32"]


def test_without_bfloat16_in_the_processor_it_is_not_tried(model, built, monkeypatch):
    monkeypatch.setattr(machine, "has_bfloat16", lambda: False)
    choose(model, "auto", None, SAMPLE)
    assert sorted(built) == ["openvino-float32", "torch-float32"]


def test_other_models_and_missing_packages_leave_torch(tmp_path, built, model, monkeypatch):
    other = ModelFolder(folder(tmp_path / "cls", pooling="pooling_mode_cls_token"))
    choose(other, "auto", None, SAMPLE)
    assert sorted(built) == ["torch-bfloat16", "torch-float32"]
    with pytest.raises(EmbeddingModelError, match="set the number format to auto"):
        choose(other, "openvino", None, SAMPLE)
    built.clear()
    monkeypatch.setattr(formats, "find_spec", lambda _: None)
    choose(model, "auto", None, SAMPLE)
    assert sorted(built) == ["torch-bfloat16", "torch-float32"]


def test_an_unknown_format_is_said(model):
    with pytest.raises(EmbeddingModelError, match=r"int4: .*auto, float32"):
        choose(model, "int4", None, SAMPLE)


class Writes:
    """Writes the files of a conversion; how often is in `made`."""

    def __init__(self):
        self.made = 0

    def __call__(self, target):
        self.made += 1
        target.write_text(f"xml {self.made}")
        target.with_suffix(".bin").write_bytes(b"12345678")


def test_a_conversion_is_made_once_and_again_when_it_is_cut(model):
    write = Writes()
    first = formats.converted("key", write)
    assert formats.converted("key", write) == first
    assert (write.made, first.read_text()) == (1, "xml 1")
    first.with_suffix(".bin").write_bytes(b"123")
    assert formats.converted("key", write) == first
    assert (write.made, first.read_text()) == (2, "xml 2")
    first.unlink()
    assert formats.converted("key", write).read_text() == "xml 3"
    assert [one.name for one in first.parents[1].iterdir()] == [first.parent.name]


def test_another_key_and_another_version_are_another_conversion(model, monkeypatch):
    write = Writes()
    places = [formats.converted("one", write), formats.converted("two", write)]
    monkeypatch.setattr(machine, "version", lambda package: "9.9")
    places.append(formats.converted("one", write))
    assert len(set(places)) == write.made == 3
    assert formats.converted("one", write) == places[2]
    assert write.made == 3


def test_a_conversion_that_fails_leaves_nothing_behind(model, tmp_path):
    def fails(target):
        target.write_text("half")
        raise RuntimeError("no such operation")

    with pytest.raises(RuntimeError, match="no such operation"):
        formats.converted("key", fails)
    assert list((tmp_path / "cache" / "openvino").iterdir()) == []


def test_the_embedding_model_is_converted_by_its_content(model, monkeypatch):
    asked = []
    monkeypatch.setattr(formats, "converted", lambda key, write: asked.append((key, write)))
    monkeypatch.setattr(formats, "OpenVinoEngine", lambda *given: given)
    wrote = []
    monkeypatch.setattr(formats, "convert", lambda folder, target: wrote.append((folder, target)))
    formats.build(model, "openvino-float32", 1)
    ((key, write),) = asked
    assert key == model.fingerprint[:16]
    write("target")
    assert wrote == [(model, "target")]


def test_a_cache_that_cannot_be_written_is_said(model, tmp_path):
    (tmp_path / "cache").write_text("a file, no folder")
    write = Writes()
    with pytest.raises(EmbeddingModelError, match="QA_APP_CACHE"):
        formats.converted("key", write)
    assert write.made == 0
