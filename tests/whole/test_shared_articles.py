"""The five real articles, where they are at hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.run import ingest
from qa_app.assistant import Assistant
from qa_app.settings import Settings
from tests.fakes import FakeEmbedder
from tests.whole.test_quotes_exact import check
from vectorstore.store import Store

ARTICLES = Path(__file__).parents[3] / "shared" / "articles"
pytestmark = pytest.mark.skipif(
    not ARTICLES.is_dir(), reason="the five real articles are not beside the project"
)

TITLES = {
    "000": "Assessing the New Japan-Vietnam Comprehensive Strategic Partnership",
    "001": "Vietnam, Japan upgrade relations to highest level",
    "002": "Japan, Vietnam Set to Agree on Comprehensive Strategic Partnership",
    "003": "Vietnam’s Extensive Strategic Partnership with Japan",
    "004": "Vietnam, Japan Expected to Deepen Ties as China Concerns Grow",
}
RESIDUE = (
    "close this search box",
    "advertisement here",
    "top of page",
    "bottom of page",
    "views0 comments",
    "accessibility links",
    "breaking news",
    "reading time",
    "wonkcount",
)
QUESTIONS = (
    "How many vessels did Japan give to Vietnam?",
    "What was the grant worth?",
    "How large was bilateral trade?",
    "Who is Japan's prime minister?",
    "Close this search box.",
    "How many views and comments are there?",
    "When was the partnership upgraded?",
)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("shared") / "store"
    store = Store.open(folder, FakeEmbedder(max_tokens=256), create=True)
    report = ingest(store, [ARTICLES])
    assert report.count("added") == 5
    return Assistant(store, Settings(store=folder, threshold=0.0))


def test_titles_are_right_and_no_date_is_invented(assistant: Assistant) -> None:
    for article in assistant.articles():
        assert article.metadata.title.value == TITLES[article.source[:3]]
        assert article.metadata.published.value == ""


def test_no_scrape_residue_in_text_passages_or_answers(assistant: Assistant) -> None:
    said = [assistant.text(article.source) for article in assistant.articles()]
    for question in QUESTIONS:
        said += [citation.quote for citation in assistant.ask(question).citations]
    for text in said:
        assert not [words for words in RESIDUE if words in text.lower()]


def test_every_quote_is_exact(assistant: Assistant) -> None:
    check(assistant, [assistant.ask(question) for question in QUESTIONS])
