"""Words from outside stay words: FAULTS 43, 47, 50."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_app.contract import AnswerSentence, Citation, Conflict, ConflictValue
from qa_app.web.catalogue import Listing
from qa_app.web.conversation import Conversation
from qa_app.web.render import panel
from qa_app.web.render.answer import answer
from qa_app.web.render.citation import emphasised
from qa_app.web.render.escape import day, text
from qa_app.web.render.limits import limits
from qa_app.web.render.notice import message, notice
from qa_app.web.render.plain import as_text
from qa_app.web.render.transcript import transcript
from tests.web.fake_assistant import FakeAssistant, Written, nothing, said
from tests.web.live import HOSTILE
from tests.web.markup import Seen, inert
from vectorstore.model import Filter

EVERY_KIND = ("\n".join(HOSTILE), *HOSTILE)


def hostile_citation(words: str, n: int = 1) -> Citation:
    return Citation(n, words, words, words, 0, len(words), words, ((0, 1),))


@pytest.mark.parametrize("words", EVERY_KIND)
def test_an_answer_made_of_markup_is_inert(words: str) -> None:
    found = said(
        hostile_citation(words),
        hostile_citation(words, 2),
        question=words,
        searched=words + ".",
        reason=words,
        model=words,
        mode="model",
        conflicts=(Conflict(words, (ConflictValue(words, 1), ConflictValue(words, 2))),),
    )
    seen = inert(answer("q1", found))
    assert len(seen.classed("marker")) == 4  # two sentences, two values; none made of "[1]"


@pytest.mark.parametrize("words", EVERY_KIND)
def test_a_transcript_made_of_markup_is_inert(words: str) -> None:
    asked = Conversation().begin(words, 5, notice=words, limits=words)
    inert(transcript(asked, 3))
    inert(transcript(asked.finish(trouble=words), 3))
    inert(transcript(asked.finish(nothing(words, hostile_citation(words), words)), 3))
    inert(transcript(Conversation(), 3, (words,)))
    inert(notice(words, 1, 5.0) + message(words))


@pytest.mark.parametrize("words", EVERY_KIND)
def test_a_panel_made_of_markup_is_inert_and_complete(words: str) -> None:
    assistant = FakeAssistant({words: Written(words, words, words, words, words)})
    stored = assistant.articles()[0]
    inert(panel.listing(Listing(1, (stored,) * 9)))
    inert(panel.gone(hostile_citation(words), words) + panel.trouble(words))
    seen = inert(
        panel.article(stored, words, replace(hostile_citation(words), end=3, quote=words[:3]))
    )
    assert Seen(text(words)).text in seen.text


@given(st.text(max_size=60))
def test_any_text_survives_as_text(words: str) -> None:
    seen = Seen(f"<p>{text(words)}</p>")
    assert [tag for tag, _ in seen.elements] == ["p"]
    if words.isprintable():
        assert seen.text == words


@given(
    st.text(alphabet="ab 1<&", max_size=30),
    st.lists(st.tuples(st.integers(-3, 40), st.integers(-3, 40))),
)
def test_emphasis_never_changes_the_quote(quote: str, spans: list[tuple[int, int]]) -> None:
    assert Seen(emphasised(quote, spans)).text == quote


@given(st.text(alphabet="aé\u0301😀\n <", min_size=1, max_size=40), st.data())
def test_the_mark_holds_exactly_the_span(body: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(body) - 1))
    end = data.draw(st.integers(start + 1, len(body)))
    stored = FakeAssistant({"a": Written(body)}).articles()[0]
    shown = panel.article(stored, body, Citation(1, "a", "", "", start, end, body[start:end]))
    inside = shown.split("<mark", 1)[1].split(">", 1)[1].split("</mark>")[0]
    assert Seen(inside).text == body[start:end]


def test_a_quote_that_is_no_longer_there_is_not_highlighted(assistant: FakeAssistant) -> None:
    citation = assistant.cite(1, "vessels.md", "$348 million")
    stored = assistant.articles()[0]
    shown = inert(panel.article(stored, "New text, $348 million at another place.", citation))
    assert not shown.named("mark")
    assert "has changed since" in shown.text
    assert "$348 million" in shown.text


def test_the_answering_words_are_emphasised_in_sentence_and_card(assistant: FakeAssistant) -> None:
    quote = "Under a loan worth $348 million, Vietnam is to receive six patrol vessels."
    citation = assistant.cite(1, "vessels.md", quote, ["$348 million"])
    assert answer("q1", said(citation)).count('<strong class="hit">$348 million</strong>') == 2


def test_conflicting_values_stand_newer_first(assistant: FakeAssistant) -> None:
    old = replace(assistant.cite(1, "notes/old.txt", "Six boats"), published="2014-08-01")
    new = assistant.cite(2, "vessels.md", "six patrol vessels")
    values = (ConflictValue("six boats", 1), ConflictValue("six vessels", 2))
    html = answer("q1", said(old, new, conflicts=(Conflict("the number", values),)))
    section = html[html.index("conflict") :]
    assert section.index("six vessels") < section.index("six boats")
    assert "15 January 2024" in section
    assert "1 August 2014" in section


def test_support_is_shown_unless_it_is_full(assistant: FakeAssistant) -> None:
    citation = assistant.cite(1, "vessels.md", "Delivery was planned for 2025.")
    for support, shown in (
        ("supported", ""),
        ("partly", "partly supported"),
        ("unsupported", "not supported"),
    ):
        sentence = AnswerSentence("Delivery is due in 2025.", (1,), support)  # type: ignore[arg-type]
        seen = inert(answer("q1", said(citation, sentences=(sentence,))))
        assert (shown in seen.text) if shown else not seen.classed("support")


def test_a_sentence_whose_citation_is_unknown_is_called_unsupported(
    assistant: FakeAssistant,
) -> None:
    citation = assistant.cite(1, "vessels.md", "Delivery was planned for 2025.")
    seen = inert(
        answer("q1", said(citation, sentences=(AnswerSentence("So.", (7,), "supported"),)))
    )
    assert not seen.classed("marker")
    assert "not supported" in seen.text


def test_no_answer_does_not_look_like_one(assistant: FakeAssistant) -> None:
    nearest = assistant.cite(1, "vessels.md", "Delivery was planned for 2025.", ["2025"])
    seen = inert(answer("q1", nothing("Who?", nearest, "None names a yard.")))
    assert seen.text.startswith("The articles do not say.")
    assert "None names a yard." in seen.text
    assert "not an answer" in seen.text
    assert not seen.classed("said")
    assert not seen.classed("confidence")
    assert not seen.classed("hit")
    assert [a["data-cite"] for a in seen.classed("card-open")] == ["nearest"]


def test_what_was_searched_is_shown_when_it_differs(assistant: FakeAssistant) -> None:
    citation = assistant.cite(1, "vessels.md", "Delivery was planned for 2025.")
    assert "Searched for:" not in answer("q1", said(citation, question="When?"))
    follow_up = replace(said(citation, question="When?"), searched="When was delivery planned?")
    assert "Searched for: When was delivery planned?" in inert(answer("q1", follow_up)).text


@pytest.mark.parametrize(("sure", "words"), [(0.9, "high"), (0.5, "medium"), (0.1, "low")])
def test_confidence_is_words_with_the_number_in_a_tooltip(
    assistant: FakeAssistant, sure: float, words: str
) -> None:
    citation = assistant.cite(1, "vessels.md", "Delivery was planned for 2025.")
    seen = inert(answer("q1", said(citation, confidence=sure)))
    assert f"{words} confidence" in seen.text
    assert seen.classed("confidence")[0]["title"] == f"Confidence {sure:.2f} of 1"


def test_dates_are_written_out_or_said_to_be_missing() -> None:
    assert Seen(day("2024-03-05")).text == "5 March 2024"
    assert Seen(day("")).text == "no date given"
    assert Seen(day("spring 2024")).text == "spring 2024"


def test_the_clipboard_gets_answer_and_sources(assistant: FakeAssistant) -> None:
    citation = assistant.cite(1, "vessels.md", "Delivery was planned for 2025.")
    assert as_text(said(citation, question="When?")) == (
        "When?\n\nDelivery was planned for 2025. [1]\n\n"
        '[1] Six new vessels (vessels.md, 2024-01-15): "Delivery was planned for 2025."'
    )


def test_an_empty_store_says_how_to_fill_it() -> None:
    assert "qa-app ingest FOLDER" in transcript(Conversation(), 0)


def test_a_stale_article_and_one_without_title_are_recognisable() -> None:
    articles = FakeAssistant({"a/b.txt": Written("x", state="stale")}).articles()
    seen = inert(panel.listing(Listing(1, tuple(articles))))
    assert "older version" in seen.text
    assert "a/b.txt" in seen.text
    assert "no date given" in seen.text


def test_limits_are_told_in_words() -> None:
    assert limits(None) == limits(Filter()) == ""
    assert limits(Filter(sources=("a", "b"), published_from="2023-01-01")) == (
        "2 articles, published from 2023-01-01"
    )
    assert limits(Filter(published_from="2023-01-01", published_to="2023-02-01")) == (
        "published 2023-01-01 to 2023-02-01"
    )
