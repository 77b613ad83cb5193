"""The five articles that the product was first shown with, where they are at hand."""

from pathlib import Path

import pytest

from ingest.passages import PassageOptions
from ingest.prepare import document
from tests.fakes import FakeEmbedder
from tests.ingest.making import make

SHARED = Path(__file__).parents[2].parent / "shared"
ARTICLES = sorted((SHARED / "articles").glob("*.txt"))
CORPORA = sorted((SHARED / "benchmarks").glob("*/corpus"))
TITLES = {
    "000": "Assessing the New Japan-Vietnam Comprehensive Strategic Partnership",
    "001": "Vietnam, Japan upgrade relations to highest level",
    "002": "Japan, Vietnam Set to Agree on Comprehensive Strategic Partnership",
    "003": "Vietnam’s Extensive Strategic Partnership with Japan",
    "004": "Vietnam, Japan Expected to Deepen Ties as China Concerns Grow",
}
BYLINES = {"003": "Carlyle A. Thayer"}
RESIDUE = (
    "search box", "Advertisement", "top of page", "bottom of page", "views0",
    "Accessibility", "Breaking News", "reading time", "WonkCount",
)  # fmt: skip

pytestmark = pytest.mark.skipif(not ARTICLES, reason="the shared articles are not at hand")


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_titles_are_right_residue_is_gone_and_no_date_is_made_up(path):
    made = document(path.name, path.read_bytes())
    assert made.metadata.title.value == TITLES[path.name[:3]]
    assert made.metadata.published.value == ""
    assert made.metadata.byline.value == BYLINES.get(path.name[:3], "")
    assert [saying for saying in RESIDUE if saying in made.text] == []
    assert made.text.count("\n\n") > 5


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_nearly_all_of_the_file_is_kept(path):
    made = document(path.name, path.read_bytes())
    assert len(made.text) > 0.93 * len(" ".join(path.read_text("utf-8").split()))


@pytest.mark.slow
@pytest.mark.parametrize("corpus", CORPORA, ids=lambda corpus: corpus.parent.name)
def test_every_file_of_the_question_sets_goes_in(corpus):
    for path in sorted(corpus.glob("*.txt")):
        article = make(path.name, path.read_bytes(), PassageOptions(), FakeEmbedder())
        held = "".join(s.of(article.text) for p in article.passages for s in p.sentences)
        assert "".join(held.split()) == "".join(article.text.split()), path.name
