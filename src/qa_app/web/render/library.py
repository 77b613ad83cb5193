"""The page of articles: what there is, what can be done with it, and what was done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qa_app.gaps import Gap
from qa_app.web.catalogue import Listing
from qa_app.web.render.escape import attributes, day, element, text, wide_table, words
from qa_app.web.render.panel import original, title
from vectorstore.model import Ingest, StoredArticle

HEADS = {
    "title": "Title",
    "file": "File",
    "date": "Date",
    "size": "Characters",
    "passages": "Passages",
    "state": "State",
}
NUMBERS = ("size", "passages")
STATES = {"current": "current", "stale": "older version"}
COUNTED = ("added", "changed", "removed", "renamed", "failed")


def articles(
    found: Listing,
    places: Mapping[str, str] | None = None,
    history: Sequence[Ingest] = (),
    *,
    missing: Sequence[Gap] = (),
    largest: int = 0,
    files: bool = False,
) -> str:
    """Every article in a table that can be sorted and searched.

    Args:
        places: for every article the folder it is from, empty for the store's own; without it
            nothing can be changed.
        missing: what was asked and not found.
        largest: bytes that a file to be added may have.
        files: whether the files that articles were read from may be looked at.
    """
    head = words("h2", "Articles", class_="tab-heading")
    tools = _add(largest) if places is not None else ""
    count = len(found.articles)
    said = f"{count:,} article{'' if count == 1 else 's'}"
    bar = words("p", said, class_="count") + (_search() if count else "")
    if places is not None:
        bar += words("button", "Look for changes", type="button", data_again="")
    bar = element("div", bar, class_="library-bar")
    table = _table(found, places, files)
    return head + tools + bar + table + _missing(missing) + _history(history)


def _add(largest: int) -> str:
    box = attributes(
        type="file", multiple="", data_add="", aria_label="Files to add", class_="file"
    )
    limit = (
        f"Text, Markdown, web pages, PDF, Word and more; up to {largest // 1_000_000:,} MB each."
    )
    inner = (
        words("p", "Drop files here to add them, or", class_="drop-words")
        + element("label", words("span", "choose files") + f"<input{box}>", class_="choose-files")
        + words("p", limit, class_="hint")
    )
    doing = element("div", "", class_="doing", role="status", data_doing="")
    return element("div", inner, class_="drop", data_drop="") + doing


def _search() -> str:
    tag = attributes(
        type="search",
        class_="find",
        placeholder="Find by title or file",
        aria_label="Find an article by title or file",
        autocomplete="off",
        data_find_rows="",
    )
    return f"<input{tag}>"


def _table(found: Listing, places: Mapping[str, str] | None, files: bool) -> str:
    if not found.articles:
        return words("p", "There are no articles yet.", class_="hint")
    heads = "".join(
        element(
            "th",
            words("button", label, type="button", data_sort=name),
            scope="col",
            class_=name,
            aria_sort="ascending" if name == "title" else "none",
        )
        for name, label in HEADS.items()
    )
    if places is not None or files:
        heads += element("th", words("span", "Actions", class_="hidden-words"), scope="col")
    ordered = sorted(found.articles, key=lambda a: (title(a).casefold(), a.source))
    rows = "".join(_row(article, places, files) for article in ordered)
    return wide_table("library", "Articles", heads, rows)


def _row(article: StoredArticle, places: Mapping[str, str] | None, files: bool) -> str:
    name, published = title(article), article.metadata.published.value
    read = words("button", name, type="button", class_="view", data_view=article.source, dir="auto")
    cells = {
        "title": (read, name.casefold()),
        "file": (words("span", article.source, class_="path", dir="ltr"), None),
        "date": (day(published, short=True), published),
        "size": (f"{article.characters:,}", article.characters),
        "passages": (f"{article.passages:,}", article.passages),
        "state": (text(STATES.get(article.state, article.state)), None),
    }
    inner = "".join(
        element("td", shown, class_=kind, data_value=value)
        for kind, (shown, value) in cells.items()
    )
    acts = original(article.source) if files else ""
    if places is not None:
        acts += _actions(article, places.get(article.source, ""))
    if acts:
        inner += element("td", acts, class_="acts")
    return element("tr", inner, data_source=article.source)


def _actions(article: StoredArticle, place: str) -> str:
    sure = (
        f"The article goes, and the file {place}/… stays: it comes back when that folder is read."
        if place
        else "The article and the file that was added go for good."
    )
    again = words("button", "Read again", type="button", data_again=article.source)
    remove = words(
        "button", "Remove", type="button", data_remove=article.source, data_sure_words=sure
    )
    return again + remove


def _missing(found: Sequence[Gap]) -> str:
    """What was asked and not found, the most asked first; each can be asked again."""
    if not found:
        return ""
    rows = "".join(
        element(
            "li",
            words("button", gap.questions[0], type="button", data_ask_here=gap.questions[0])
            + words("span", f" {_times(gap)}"),
        )
        for gap in found
    )
    inner = words("summary", f"Asked and not found ({len(found)})") + element("ul", rows)
    return element("details", inner, class_="history gaps")


def _times(gap: Gap) -> str:
    others = len(gap.questions) - 1
    also = f", also in {others} other wording{'' if others == 1 else 's'}" if others else ""
    near = f", {gap.unsure} with something close" if gap.unsure else ""
    return f"{gap.times} time{'' if gap.times == 1 else 's'}{also}{near}"


def _history(ingests: Sequence[Ingest]) -> str:
    if not ingests:
        return ""
    rows = "".join(
        element(
            "li",
            words("time", one.at[:16].replace("T", " "), datetime=one.at)
            + words("span", f" {_told(one)}"),
        )
        for one in ingests
    )
    inner = words("summary", f"History ({len(ingests)})") + element("ul", rows)
    return element("details", inner, class_="history")


def _told(one: Ingest) -> str:
    counts = [f"{one.report[name]} {name}" for name in COUNTED if one.report.get(name)]
    files = one.report.get("files") or []
    names = ", ".join(str(file.get("source", "")) for file in files[:3] if isinstance(file, dict))
    more = f" and {len(files) - 3} more" if len(files) > 3 else ""
    return (
        f"{', '.join(counts) or 'nothing changed'}: {names}{more}" if names else ", ".join(counts)
    )


def trouble(message: str) -> str:
    """In place of the articles when they cannot be read."""
    return words("p", message, class_="trouble", role="alert")
