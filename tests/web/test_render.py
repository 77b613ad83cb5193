"""Words from outside stay words: FAULTS 43, 47, 50."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_app.contract import (
    AnswerSentence,
    Citation,
    Conflict,
    ConflictValue,
    Done,
    Searched,
    Sentence,
)
from qa_app.conversation import Conversation
from qa_app.web.catalogue import Listing
from qa_app.web.render import panel
from qa_app.web.render.answer import answer, searched
from qa_app.web.render.citation import emphasised
from qa_app.web.render.escape import day, text
from qa_app.web.render.limits import limits
from qa_app.web.render.notice import message, notice
from qa_app.web.render.plain import as_text
from qa_app.web.render.transcript import newest as transcript_newest
from qa_app.web.render.transcript import transcript
from tests.web.fake_assistant import FakeAssistant, Written, no_question, nothing, said, unsure
from tests.web.live import HOSTILE
from tests.web.markup import Seen, inert, newest
from vectorstore.model import Filter

EVERY_KIND = ("\n".join(HOSTILE), *HOSTILE)


def hostile_citation(words: str, n: int = 1) -> Citation:
    return Citation(n, words, words, words, 0, len(words), words, ((0, 1),))


def opened(*citations: Citation, at: int = 0) -> panel.Opened:
    return panel.Opened("q1", tuple(str(c.n) for c in citations), citations, at)


def article_text(shown: str) -> str:
    """The text of the article in a panel, as the browser's textContent gives it."""
    return Seen(shown[shown.index('<div class="article-text"') : -len("</div>")]).text


def marked(shown: str) -> str:
    """What is marked as the chosen quote, in however many pieces."""
    pieces = [part.split("</mark>")[0] for part in shown.split('<mark class="chosen"')[1:]]
    return "".join(Seen(piece.split(">", 1)[1]).text for piece in pieces)


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
    assert len(seen.classed("marker")) == 6  # sentences, values, sources; none made of "[1]"


@pytest.mark.parametrize("words", EVERY_KIND)
def test_a_transcript_made_of_markup_is_inert(words: str) -> None:
    asked = Conversation().begin(words, 5, notice=words, limits=words)
    inert(transcript(asked, 3))
    inert(transcript(asked.finish(trouble=words), 3))
    cited = hostile_citation(words)
    for one in (nothing(words, cited, words), unsure(cited, reason=words), no_question()):
        inert(transcript(asked.heard(Done(one)), 3, (words,)))
    coming = asked.heard(Searched(words, (words,)))
    coming = coming.heard(Sentence(AnswerSentence(words, (1,), "partly"), (cited,)))
    inert(transcript(coming, 3))
    inert(transcript(coming.finish(), 3))
    inert(newest(transcript_newest(coming, 5)))
    inert(transcript(Conversation(), 3, (words,)))
    inert(notice(words, 1, 5.0) + message(words))


@pytest.mark.parametrize("words", EVERY_KIND)
def test_a_panel_made_of_markup_is_inert_and_complete(words: str) -> None:
    assistant = FakeAssistant({words: Written(words, words, words, words, words)})
    stored = assistant.articles()[0]
    inert(panel.listing(Listing(1, (stored,) * 9)))
    inert(panel.gone(opened(hostile_citation(words)), words) + panel.trouble(words))
    begin, whole = replace(hostile_citation(words), end=3, quote=words[:3]), hostile_citation(words)
    seen = inert(panel.article(stored, words, opened(begin, whole)))
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
    cited = Citation(1, "a", "", "", start, end, body[start:end])
    shown = panel.article(stored, body, opened(cited))
    assert marked(shown) == body[start:end]
    assert article_text(shown) == body


def test_a_quote_that_is_no_longer_there_is_not_highlighted(assistant: FakeAssistant) -> None:
    citation = assistant.cite(1, "vessels.md", "$348 million")
    stored = assistant.articles()[0]
    shown = inert(panel.article(stored, "New text, another sum.", opened(citation)))
    assert not shown.named("mark")
    assert "has changed since" in shown.text
    assert "$348 million" in shown.text


def test_a_quote_that_has_moved_is_marked_where_it_stands_now(assistant: FakeAssistant) -> None:
    citation = assistant.cite(1, "vessels.md", "$348 million")
    stored = assistant.articles()[0]
    shown = panel.article(stored, "New text, $348 million at another place.", opened(citation))
    assert marked(shown) == "$348 million"
    assert "now stand here" in inert(shown).text


SHAPED = """A title

Some words that make a paragraph of their own.

A section

- one thing
- another thing

Year: 2020 | Sum: 5 <b>
Year: 2021 | Sum: 6

a | b
c | d

first line
second line

The end of it.
"""


def test_an_article_has_its_headings_lists_and_tables() -> None:
    stored = FakeAssistant({"a": Written(SHAPED, "A title")}).articles()[0]
    shown = panel.article(stored, SHAPED)
    seen = inert(shown)
    assert article_text(shown) == SHAPED
    assert len(seen.named("h3")) == 1
    assert len(seen.classed("repeated")) == 1
    assert len(seen.classed("items")) == len(seen.classed("lines")) == 1
    assert [head["data-label"] for head in seen.named("th")] == ["Year", "Sum"]
    assert len(seen.named("table")) == 2
    assert len(seen.named("td")) == 8


def test_all_quotes_of_the_answer_are_marked_and_one_is_chosen(assistant: FakeAssistant) -> None:
    one = assistant.cite(1, "vessels.md", "six patrol vessels")
    two = assistant.cite(2, "vessels.md", "Vietnam is to receive six patrol")
    other = assistant.cite(3, "notes/old.txt", "Six boats")
    stored, given = assistant.articles()[0], assistant.text("vessels.md")
    shown = panel.article(stored, given, opened(one, two, other))
    seen = inert(shown)
    assert marked(shown) == "six patrol vessels"
    assert [mark["data-cite"] for mark in seen.named("mark") if "data-cite" in mark] == ["2"]
    assert "1 of 3" in seen.text
    assert [step["data-step"] for step in seen.classed("step")] == ["3", "2"]
    assert article_text(shown) == given


def test_the_answering_words_are_emphasised_and_nothing_is_printed_twice(
    assistant: FakeAssistant,
) -> None:
    quote = "Under a loan worth $348 million, Vietnam is to receive six patrol vessels."
    citation = assistant.cite(1, "vessels.md", quote, ["$348 million"])
    html = answer("q1", said(citation))
    assert html.count('<strong class="hit">$348 million</strong>') == 1
    assert inert(html).text.count("is to receive six patrol vessels.") == 1


def test_an_article_has_one_line_whatever_is_cited_of_it(assistant: FakeAssistant) -> None:
    one = assistant.cite(1, "vessels.md", "Delivery was planned for 2025.")
    two = assistant.cite(2, "notes/old.txt", "Six boats")
    three = replace(assistant.cite(3, "vessels.md", "$348 million"), page=4, copies=("b", "c"))
    html = answer("q1", said(one, two, three))
    lines = [Seen(f"<li{line.split('</li>')[0]}</li>").text for line in html.split("<li")[1:]]
    assert lines == [
        "[1][3]Six new vessels15 January 2024 · vessels.md",
        "[2]notes/old.txtno date given · notes/old.txt",
    ]


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
    html = answer("q1", said(citation, sentences=(AnswerSentence("So.", (7,), "supported"),)))
    seen = inert(html)
    assert not inert(html[html.index("<p") : html.index("</p>") + 4]).classed("marker")
    assert "not supported" in seen.text


@pytest.mark.parametrize(
    ("published", "said_so"),
    [
        (("2024-01-15", "2014-08-01"), True),
        (("", ""), False),
        (("2024-01-15", ""), False),
        (("2024-01-15", "2024-01-15"), False),
    ],
)
def test_newer_first_is_said_only_where_dates_tell(
    assistant: FakeAssistant, published: tuple[str, str], said_so: bool
) -> None:
    cited = [
        replace(assistant.cite(n, "notes/old.txt", "Six boats"), published=day)
        for n, day in enumerate(published, start=1)
    ]
    values = (ConflictValue("six boats", 1), ConflictValue("six vessels", 2))
    html = answer("q1", said(*cited, conflicts=(Conflict("the number", values),)))
    assert ("Newer first." in html) is said_so


def test_unsure_shows_quotes_that_open(assistant: FakeAssistant) -> None:
    closest = (
        assistant.cite(1, "vessels.md", "Delivery was planned for 2025.", ["2025"]),
        assistant.cite(2, "notes/old.txt", "Six boats were given in 2014."),
    )
    seen = inert(answer("q1", unsure(*closest, reason="None names a yard.")))
    assert seen.text.startswith("The articles may not say this. The closest passages:")
    assert "Delivery was planned for 2025." in seen.text
    assert "Six boats were given in 2014." in seen.text
    assert "None names a yard." in seen.text
    assert "not an answer" not in seen.text
    for kind in ("marker", "card-open", "passage"):
        assert [one["data-cite"] for one in seen.classed(kind)] == ["closest-1", "closest-2"]
    assert not seen.classed("said")
    assert not seen.classed("confidence")


def test_not_found_says_so_and_folds_what_comes_nearest(assistant: FakeAssistant) -> None:
    nearest = assistant.cite(1, "vessels.md", "Delivery was planned for 2025.", ["2025"])
    html = answer("q1", nothing("Who?", nearest, "None names a yard."))
    seen = inert(html)
    assert seen.text.startswith("The articles do not say.None names a yard.What comes nearest")
    assert "open" not in seen.named("details")[0]
    assert html.index("<details") < html.index("Delivery was planned") < html.index("</details>")
    assert not seen.classed("said")
    assert not seen.classed("confidence")


def test_no_question_gets_a_friendly_line_and_what_can_be_asked() -> None:
    seen = inert(answer("q1", no_question(), examples=("When are they due?",)))
    assert "do not say" not in seen.text
    assert seen.text == "Ask me something.I look things up in the articles.When are they due?"
    assert [one["data-ask"] for one in seen.named("button")] == ["When are they due?"]


def test_what_is_not_found_in_some_articles_can_be_searched_in_all(
    assistant: FakeAssistant,
) -> None:
    given = nothing("Who?", None, "")
    assert "Search all articles" not in answer("q1", given)
    (button,) = inert(answer("q1", given, limits="2 articles")).classed("everywhere")
    assert button["data-ask"] == "Who?"
    citation = assistant.cite(1, "vessels.md", "Delivery was planned for 2025.")
    assert "Search all articles" not in answer("q1", said(citation), limits="2 articles")


def test_what_was_searched_is_shown_when_it_differs(assistant: FakeAssistant) -> None:
    given = replace(said(question="When?"), searched="When was delivery planned?")
    assert searched("When?", None, said(question="When?")) == ""
    assert searched("When?", Searched("When?"), None) == ""
    assert Seen(searched("When?", None, given)).text.startswith(
        "Searched for: When was delivery planned?"
    )
    heard = Searched("When?", ("defense", "defend"))
    assert Seen(searched("When?", heard, None)).text == "Searched also for defense, defend"


@pytest.mark.parametrize(
    ("sure", "words"),
    [(1, "high"), (0.9, "high"), (0.89, "medium"), (0.8, "medium"), (0.79, "low"), (0, "low")],
)
def test_confidence_is_words_with_the_number_in_a_tooltip(
    assistant: FakeAssistant, sure: float, words: str
) -> None:
    citation = assistant.cite(1, "vessels.md", "Delivery was planned for 2025.")
    seen = inert(answer("q1", said(citation, confidence=sure)))
    assert f"{words} confidence" in seen.text
    assert f"{sure:.2f}" in seen.classed("confidence")[0]["title"]


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


def test_the_clipboard_gets_what_comes_closest(assistant: FakeAssistant) -> None:
    nearest = assistant.cite(1, "vessels.md", "Delivery was planned for 2025.")
    source = '[1] Six new vessels (vessels.md, 2024-01-15): "Delivery was planned for 2025."'
    assert as_text(replace(unsure(nearest), question="Who?")) == (
        f"Who?\n\nThe articles may not say this. The closest passages:\n\n{source}"
    )
    assert as_text(nothing("Who?", nearest, "None names a yard.")) == (
        f"Who?\n\nThe articles do not say.\nNone names a yard.\n\nWhat comes nearest: {source}"
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
