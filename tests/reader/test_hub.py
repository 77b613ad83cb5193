"""Any extractive question-answering model of transformers reads; what is none is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa_app import reader
from qa_app.reader import Excerpt, ReaderError
from qa_app.reader.hub import HubReader
from tests.reader import models
from tests.reader.test_pairs import excerpt

QUESTION = "who came to the port?"
TEXTS = (excerpt("ada came.", "bo went.", "it rained."), excerpt("nobody came to the port."))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return models.question_answering(tmp_path_factory.mktemp("qa") / "model")


@pytest.fixture(scope="module")
def tiny(folder: Path) -> HubReader:
    return HubReader(str(folder))


def test_one_reading_an_excerpt_and_a_span_in_each_sentence(tiny: HubReader) -> None:
    found = tiny.read(QUESTION, TEXTS)
    assert [len(one.sentences) for one in found] == [3, 1]
    for given, told in zip(TEXTS, found, strict=True):
        assert told.answers == max(s.margin for s in told.sentences)
        for (low, high), sentence in zip(given.sentences, told.sentences, strict=True):
            assert low <= sentence.span[0] < sentence.span[1] <= high
            assert sentence.relevance == sentence.margin
    assert len({s.margin for one in found for s in one.sentences}) == 4
    assert tiny.read(QUESTION, TEXTS) == found
    assert tiny.read("when?", TEXTS) != found


def test_its_scores_are_those_of_the_model(folder: Path, tiny: HubReader) -> None:
    import torch
    from transformers import AutoModelForQuestionAnswering

    (told,) = tiny.read("who?", [excerpt("ada.")])
    letters = models.tokenizer().encode("who?", "ada.")
    model = AutoModelForQuestionAnswering.from_pretrained(str(folder)).eval()
    with torch.inference_mode():
        scores = model(
            input_ids=torch.tensor([letters.ids]), token_type_ids=torch.tensor([letters.type_ids])
        )
    start, end = scores.start_logits[0].tolist(), scores.end_logits[0].tolist()
    first = letters.sequence_ids.index(1)
    best = max(
        (start[a] + end[b], (a - first, b - first + 1))
        for a in range(first, first + 4)
        for b in range(a, first + 4)
    )
    assert told.sentences[0].margin == pytest.approx(best[0] - start[0] - end[0], abs=1e-4)
    assert told.sentences[0].span == best[1]


def test_a_sentence_that_does_not_fit_is_no_answer(tiny: HubReader) -> None:
    (told,) = tiny.read(QUESTION, [excerpt("a" * 700, "b" * 9)])
    assert told.sentences[1].margin < -1000
    assert told.sentences[1].span == (0, 0)
    assert told.answers == told.sentences[0].margin > -1000


def test_nothing_to_read_is_nothing_told(tiny: HubReader) -> None:
    assert tiny.read(QUESTION, []) == []
    (empty,) = tiny.read(QUESTION, [Excerpt("", "", ())])
    assert empty.sentences == ()
    assert empty.answers < -1000


def test_a_question_of_any_length_is_read(tiny: HubReader) -> None:
    (told,) = tiny.read("w " * 2000, [excerpt("ada came.")])
    assert told.sentences[0].margin > -1000


@pytest.mark.parametrize("content", [None, "{}", "not json"])
def test_what_cannot_be_loaded_is_named(tmp_path: Path, content: str | None) -> None:
    folder = tmp_path / "broken"
    folder.mkdir()
    if content is not None:
        (folder / "config.json").write_text(content)
    with pytest.raises(ReaderError, match=r"reader .*broken: cannot be loaded \(.+\); set .* none"):
        HubReader(str(folder)).read(QUESTION, TEXTS)


def test_a_hub_name_without_a_network_is_named() -> None:
    with pytest.raises(ReaderError, match="reader nobody/nothing-of-this-name: cannot be loaded"):
        HubReader("nobody/nothing-of-this-name").read(QUESTION, TEXTS)


def test_each_setting_has_its_reader(folder: Path) -> None:
    assert reader.load("none") is None
    packaged = reader.load("packaged", threads=1)
    assert packaged is not None
    assert packaged.name == "packaged"
    other = reader.load(str(folder))
    assert isinstance(other, HubReader)
    assert other.name == str(folder)
