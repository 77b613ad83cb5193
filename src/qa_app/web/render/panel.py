"""The side panel: the list of articles, or one article with a quote highlighted."""

from __future__ import annotations

from qa_app.contract import Citation
from qa_app.web.catalogue import Listing
from qa_app.web.render.escape import attributes, day, element, text, words
from vectorstore.model import Metadata, StoredArticle

SHOWN = 1_000
SEARCH_FROM = 8
CHANGED = "This article has changed since the answer was given. The quoted words were:"
GONE = "This article is no longer among the articles. The quoted words were:"


def listing(found: Listing, opened: str = "") -> str:
    """Every article: title, date, file; each can be opened."""
    count = len(found.articles)
    head = words("h2", f"Articles ({count:,})", tabindex="-1", class_="panel-heading")
    head = element(
        "header", element("div", close_button(), class_="panel-bar") + head, class_="panel-head"
    )
    if not count:
        note = words("p", "Nothing has been ingested yet.", class_="hint")
        return framed(head + note, opened)
    articles = sorted(found.articles, key=lambda a: (title(a).casefold(), a.source))
    items = "".join(_row(article) for article in articles[:SHOWN])
    more = ""
    if count > SHOWN:
        more = words("p", f"The first {SHOWN:,} of {count:,} are listed.", class_="hint")
    body = _search(count) + element("ul", items, class_="articles") + more
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
    dot = '<span class="dot" aria-hidden="true"> · </span>'
    meta = element("span", day(article.metadata.published.value) + dot + file, class_="entry-meta")
    stale = words("span", "older version", class_="stale") if article.state == "stale" else ""
    button = element(
        "button", name + meta + stale, type="button", class_="entry", data_article=article.source
    )
    return element("li", button)


def article(
    found: StoredArticle, body: str, citation: Citation | None = None, opened: str = ""
) -> str:
    """One article to read, the quote of `citation` highlighted if it still stands there."""
    intact = citation is None or body[citation.start : citation.end] == citation.quote
    note = "" if intact or citation is None else _lost(CHANGED, citation)
    shown = citation if intact else None
    head = _head(title(found), found.source, found.metadata)
    reading = element("div", _body(body, shown), class_="article-text", dir="auto")
    return framed(head + note + reading, opened)


def gone(citation: Citation | None, source: str, opened: str = "") -> str:
    """In place of an article that is no longer stored."""
    name = citation.title if citation is not None and citation.title else source
    if citation is None:
        note = words("p", "This article is no longer among the articles.", class_="lost")
    else:
        note = _lost(GONE, citation)
    return framed(_head(name, source, None) + note, opened)


def trouble(message: str, opened: str = "") -> str:
    """In place of an article that could not be read."""
    return framed(_head("", "", None) + words("p", message, class_="trouble"), opened)


def _body(body: str, citation: Citation | None) -> str:
    if citation is None:
        return text(body)
    mark = words("mark", body[citation.start : citation.end], id="quote", tabindex="-1")
    return text(body[: citation.start]) + mark + text(body[citation.end :])


def _lost(message: str, citation: Citation) -> str:
    quote = words("blockquote", citation.quote, class_="card-quote", dir="auto")
    return element("div", words("p", message) + quote, class_="lost", role="alert")


def _head(name: str, source: str, metadata: Metadata | None) -> str:
    back = words("button", "All articles", type="button", class_="back", data_list="")
    away = words("button", "Back to the answer", type="button", class_="return", data_return="")
    bar = element("div", back + away + close_button(), class_="panel-bar")
    heading = words("h2", name, class_="panel-heading", tabindex="-1", dir="auto") if name else ""
    path = words("span", source, class_="path", dir="ltr") if source else ""
    facts = [path]
    if metadata is not None:
        facts = [day(metadata.published.value), *_credits(metadata), path]
    dot = '<span class="dot" aria-hidden="true"> · </span>'
    meta = element("p", dot.join(fact for fact in facts if fact), class_="panel-meta")
    return element("header", bar + heading + meta, class_="panel-head")


def close_button() -> str:
    """Shown where the panel is a sheet over the chat."""
    return words("button", "Close", type="button", class_="close", data_close="")


def _credits(metadata: Metadata) -> list[str]:
    known = (metadata.byline.value, metadata.publisher.value)
    return [words("span", value, dir="auto") for value in known if value]


def framed(inner: str, opened: str) -> str:
    """The panel around what it shows; `opened` differs each time."""
    return element("div", inner, class_="panel", data_opened=opened)
