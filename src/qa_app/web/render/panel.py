"""The side panel: the list of articles, or one article with the quotes of an answer marked."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from qa_app.contract import Citation
from qa_app.standing import Standing, standing
from qa_app.web.catalogue import Listing
from qa_app.web.render import scope
from qa_app.web.render.body import Mark, body
from qa_app.web.render.escape import attributes, day, element, words
from qa_app.web.render.plain import reference
from vectorstore.model import Metadata, Span, StoredArticle

SHOWN = 1_000
SEARCH_FROM = 8
CHANGED = "This article has changed since the answer was given. The quoted words were:"
GONE = "This article is no longer among the articles. The quoted words were:"
MOVED = "This article has changed since the answer was given; the quoted words now stand here."
DOT = '<span class="dot" aria-hidden="true"> · </span>'


@dataclass(frozen=True, slots=True)
class Opened:
    """A citation that is opened, among the others of its answer.

    Attributes:
        exchange: the id of the exchange that the answer belongs to.
        names: what the page calls the citations of the answer, in order.
        citations: the citations, in the same order.
        at: which of them is opened.
    """

    exchange: str
    names: tuple[str, ...]
    citations: tuple[Citation, ...]
    at: int

    @property
    def citation(self) -> Citation:
        """The one that is opened."""
        return self.citations[self.at]


def listing(found: Listing, opened: str = "") -> str:
    """Every article: title, date, file; each can be opened."""
    count = len(found.articles)
    bar = element("div", element("div", close_button(), class_="panel-bar"), class_="panel-top")
    head = words("h2", f"Articles ({count:,})", tabindex="-1", class_="panel-heading")
    head = bar + element("header", head, class_="panel-head")
    if not count:
        note = words("p", "Nothing has been ingested yet.", class_="hint")
        return framed(head + note, opened)
    articles = sorted(found.articles, key=lambda a: (title(a).casefold(), a.source))
    items = "".join(_row(article) for article in articles[:SHOWN])
    more = ""
    if count > SHOWN:
        more = words("p", f"The first {SHOWN:,} of {count:,} are listed.", class_="hint")
    body = scope.limits(articles) + _search(count)
    body += element("ul", items, class_="articles") + more
    return framed(head + body, opened)


def _search(count: int) -> str:
    if count < SEARCH_FROM:
        return ""
    tag = attributes(
        type="search",
        class_="find",
        placeholder="Find by title or file",
        aria_label="Find an article by title or file name",
        autocomplete="off",
        data_find="",
    )
    return f"<input{tag}>"


def title(article: StoredArticle) -> str:
    """What an article is called: its title, or its file when it has none."""
    return article.metadata.title.value or article.source


def _row(article: StoredArticle) -> str:
    name = words("span", title(article), class_="entry-title", dir="auto")
    file = words("span", article.source, class_="path", dir="ltr")
    meta = element("span", day(article.metadata.published.value) + DOT + file, class_="entry-meta")
    stale = words("span", "older version", class_="stale") if article.state == "stale" else ""
    button = element(
        "button", name + meta + stale, type="button", class_="entry", data_article=article.source
    )
    return element("li", scope.tick(article.source, title(article)) + button)


def original(source: str, span: Span | None = None) -> str:
    """What leads to the file that an article was read from, with the words of `span` marked."""
    asked: dict[str, str | int] = {"source": source}
    if span is not None:
        asked |= {"start": span.start, "end": span.end}
    return words(
        "a",
        "Original",
        href=f"./original?{urlencode(asked)}{'#quote' if span is not None else ''}",
        class_="original",
        target="_blank",
        rel="noopener",
        title="The file beside its text, in a new tab",
    )


def article(
    found: StoredArticle,
    given: str,
    opened: Opened | None = None,
    serial: str = "",
    *,
    files: bool = False,
) -> str:
    """One article to read; the quotes of an answer marked, the opened one strongly.

    Words that moved within the article are marked where they stand now; words that are no longer
    in it are shown above.

    Args:
        files: whether the file that it was read from may be looked at.
    """
    name, note, marks, span = title(found), "", [], None
    if opened is not None:
        now = standing(opened.citation, given)
        note, span = _moved(now, opened.citation), now.span
        marks = _marks(found.source, given, opened)
    file = original(found.source, span) if files else ""
    head = _head(name, found.source, found, opened, file)
    exchange = opened.exchange if opened is not None else ""
    reading = element("div", body(given, marks, name, exchange), class_="article-text", dir="auto")
    return framed(head + note + reading, serial)


def _marks(source: str, given: str, opened: Opened) -> list[Mark]:
    marks = []
    for number, (name, citation) in enumerate(zip(opened.names, opened.citations, strict=True)):
        if citation.source == source:
            span = standing(citation, given).span
            if span is not None:
                marks.append(Mark(span.start, span.end, name, number == opened.at))
    return marks


def _moved(now: Standing, citation: Citation) -> str:
    if now.kind == "valid":
        return ""
    if now.kind == "moved":
        return element("div", words("p", MOVED), class_="lost", role="status")
    return _lost(CHANGED, citation)


def gone(opened: Opened | None, source: str, serial: str = "") -> str:
    """In place of an article that is no longer stored."""
    if opened is None:
        note = words("p", "This article is no longer among the articles.", class_="lost")
        return framed(_head(source, source, None) + note, serial)
    note = _lost(GONE, opened.citation)
    name = opened.citation.title or source
    return framed(_head(name, source, None, opened) + note, serial)


def trouble(message: str, opened: str = "") -> str:
    """In place of an article that could not be read."""
    return framed(_head("", "", None) + words("p", message, class_="trouble"), opened)


def _lost(message: str, citation: Citation) -> str:
    quote = words("blockquote", citation.quote, class_="card-quote", dir="auto")
    return element("div", words("p", message) + quote, class_="lost", role="alert")


def _head(
    name: str,
    source: str,
    found: StoredArticle | None,
    opened: Opened | None = None,
    file: str = "",
) -> str:
    """What stays in view while the text is scrolled, then what the article is."""
    back = words("button", "All articles", type="button", class_="back", data_list="")
    away = words("button", "Back to the answer", type="button", class_="return", data_return="")
    steps = _steps(opened) if opened is not None else ""
    bar = element("div", back + away + steps + close_button(), class_="panel-bar")
    top = element("div", bar + _tools(opened, found is not None, file), class_="panel-top")
    heading = words("h2", name, class_="panel-heading", tabindex="-1", dir="auto") if name else ""
    path = words("span", source, class_="path", dir="ltr") if source else ""
    facts = [path]
    if found is not None:
        facts = [day(found.metadata.published.value), *credits(found.metadata), path]
    if opened is not None and opened.citation.page:
        facts.insert(0, words("span", f"page {opened.citation.page}", class_="page"))
    meta = element("p", DOT.join(fact for fact in facts if fact), class_="panel-meta")
    about = _about(found) if found is not None else ""
    return top + element("header", heading + meta + about, class_="panel-head")


def _tools(opened: Opened | None, readable: bool, file: str) -> str:
    """Out with the quote, to the file, and through the text."""
    inner = (_copy(opened.citation) if opened is not None else "") + file
    if readable:
        tag = attributes(
            type="search",
            class_="find-words",
            placeholder="Find in article",
            aria_label="Find in this article; Enter goes to the next place",
            autocomplete="off",
            data_words="",
        )
        inner = f"<input{tag}>" + words("span", "", class_="found", role="status") + inner
    return element("div", inner, class_="panel-tools") if inner else ""


def _steps(opened: Opened) -> str:
    count = len(opened.names)
    if count < 2:
        return ""
    where = words("span", f"{opened.at + 1} of {count}", class_="at")
    return element(
        "div",
        _step(opened, -1, "‹", "Previous citation")
        + where
        + _step(opened, 1, "›", "Next citation"),
        class_="steps",
        role="group",
        aria_label="Citations of the answer",
    )


def _step(opened: Opened, by: int, sign: str, label: str) -> str:
    name = opened.names[(opened.at + by) % len(opened.names)]
    return words(
        "button",
        sign,
        type="button",
        class_="step",
        data_exchange=opened.exchange,
        data_step=name,
        data_by=by,
        aria_label=label,
        title=f"{label} ({'←' if by < 0 else '→'})",
    )


def _copy(citation: Citation) -> str:
    copied = f"“{citation.quote}”\n{reference(citation)}"
    return words(
        "button", "Copy quote", type="button", class_="copy", data_copy=copied, aria_live="polite"
    )


ABOUT = {
    "title": "Title",
    "byline": "Byline",
    "published": "Date",
    "publisher": "Publisher",
    "language": "Language",
    "url": "Address",
}


def _about(found: StoredArticle) -> str:
    """What is known of the article and where each of it was found, folded away."""
    rows = ""
    for name, label in ABOUT.items():
        field = getattr(found.metadata, name)
        if field.value:
            origin = words("span", f" ({field.origin})", class_="origin") if field.origin else ""
            rows += words("dt", label) + element("dd", words("span", field.value) + origin)
    rows += words("dt", "Length") + words("dd", f"{found.characters:,} characters")
    rows += words("dt", "Read in") + words("dd", found.ingested_at[:16].replace("T", " ") or "—")
    return element(
        "details", words("summary", "About this article") + element("dl", rows), class_="about"
    )


def close_button() -> str:
    """Shown where the panel is a sheet over the chat."""
    return words("button", "Close", type="button", class_="close", data_close="")


def credits(metadata: Metadata) -> list[str]:
    """Who has written and who has published an article, as far as that is known."""
    known = (metadata.byline.value, metadata.publisher.value)
    return [words("span", value, dir="auto") for value in known if value]


def framed(inner: str, opened: str) -> str:
    """The panel around what it shows; `opened` differs each time."""
    return element("div", inner, class_="panel", data_opened=opened)
