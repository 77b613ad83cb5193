import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.clean import clean
from ingest.errors import UnreadableError
from ingest.passages import PassageOptions
from ingest.prepare import EmptyError, document
from ingest.sentences import sentences
from tests.fakes import FakeEmbedder
from tests.ingest.hostile import hostile
from tests.ingest.making import make

OPTIONS = PassageOptions(target_tokens=24)
NAMES = st.sampled_from(["a.txt", "a.md"])


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _article(source: str, text: str):
    try:
        return make(source, _bytes(text), OPTIONS, FakeEmbedder())
    except UnreadableError:
        return None


@given(hostile)
@settings(max_examples=300, deadline=None)
def test_cleaning_a_cleaned_text_changes_nothing(text):
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)


@given(hostile)
@settings(max_examples=300, deadline=None)
def test_sentences_hold_every_visible_character_once(text):
    cleaned = clean(text)
    spans = sentences(cleaned)
    covered = [False] * len(cleaned)
    last = 0
    for span in spans:
        assert last <= span.start < span.end <= len(cleaned)
        assert span.of(cleaned) == span.of(cleaned).strip()
        assert "\n" not in span.of(cleaned)
        covered[span.start : span.end] = [True] * (span.end - span.start)
        last = span.end
    assert all(
        seen or character.isspace() for seen, character in zip(covered, cleaned, strict=True)
    )


@given(NAMES, hostile, st.booleans(), st.integers(8, 64), st.integers(1, 80))
@settings(max_examples=300, deadline=None)
def test_passages_are_exact_and_fit_the_model(source, text, in_front, most, target):
    embedder = FakeEmbedder(max_tokens=most)
    options = PassageOptions(target_tokens=target, title_in_front=in_front)
    try:
        article = make(source, _bytes(text), options, embedder)
    except UnreadableError:
        return
    last = 0
    for passage in article.passages:
        assert last <= passage.span.start < passage.span.end <= len(article.text)
        assert passage.span.start == passage.sentences[0].start
        assert passage.span.end == passage.sentences[-1].end
        assert passage.embedded.endswith(article.text[passage.span.start : passage.span.end])
        assert embedder.count_tokens([passage.embedded])[0] <= most
        last = passage.span.end
    held = "".join(span.of(article.text) for p in article.passages for span in p.sentences)
    assert "".join(held.split()) == "".join(article.text.split())


@given(NAMES, hostile)
@settings(max_examples=200, deadline=None)
def test_an_article_is_the_same_every_time(source, text):
    assert _article(source, text) == _article(source, text)


@given(st.binary(max_size=300))
@settings(max_examples=300, deadline=None)
def test_any_bytes_become_an_article_or_a_reason(data):
    try:
        article = make("a.txt", data, OPTIONS, FakeEmbedder())
    except UnreadableError:
        return
    assert article.text
    assert article.passages


@pytest.mark.parametrize(
    "data", [b"", b" \n\t \r\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf \n", b"\xff\xfe"]
)
def test_row_1_and_2_nothing_to_read(data):
    with pytest.raises(EmptyError, match="empty"):
        document("a.txt", data)


@pytest.mark.parametrize("words", ["Ada Quill", "1 July 2013", "Issue 10438"])
def test_a_document_of_one_line_is_kept(words):
    written = f"{{\\rtf1\\ansi {words}\\par}}".encode()
    assert document("a.rtf", written).text == words
