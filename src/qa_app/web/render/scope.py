"""Where a search is limited: articles and folders that are ticked, days, how sure it must be."""

from __future__ import annotations

from collections.abc import Iterable

from qa_app.web.render import wording
from qa_app.web.render.escape import attributes, element, words
from vectorstore.model import StoredArticle

MOST_FOLDERS = 200


def tick(source: str, name: str) -> str:
    """The box that limits the search to an article; static/scope.js keeps what is ticked."""
    return _box(source, f"Ask only “{name}”", data_scope="sources")


def _box(value: str, label: str, **data: str) -> str:
    box = f"<input{attributes(type='checkbox', value=value, aria_label=label, **data)}>"
    return element("label", box, class_="tick")


def limits(articles: Iterable[StoredArticle]) -> str:
    """Days and folders to ask, folded away; the articles themselves are ticked in the list."""
    found = list(articles)
    days = element("div", _day("published_from", "Published from") + _day("published_to", "to"))
    inner = words("p", "Tick articles below to ask only these.", class_="hint") + days
    folders = sorted(_folders(found))
    if folders:
        rows = "".join(_folder(folder, found) for folder in folders[:MOST_FOLDERS])
        inner += words("p", "Folders", class_="label") + element("ul", rows, class_="folders")
    return element("details", words("summary", "Ask only some of them") + inner, class_="limits")


def _folders(articles: Iterable[StoredArticle]) -> set[str]:
    """Every folder that some article is below."""
    found = set()
    for article in articles:
        parts = article.source.split("/")[:-1]
        found |= {"/".join(parts[:depth]) for depth in range(1, len(parts) + 1)}
    return found


def _folder(folder: str, articles: list[StoredArticle]) -> str:
    count = sum(article.source.startswith(f"{folder}/") for article in articles)
    box = f"<input{attributes(type='checkbox', value=folder, data_scope='folders')}>"
    name = words("span", folder, class_="path", dir="ltr") + words("span", f" ({count:,})")
    return element("li", element("label", box + name))


def _day(name: str, label: str) -> str:
    box = f"<input{attributes(type='date', data_scope_day=name)}>"
    return element("label", words("span", label) + box, class_="day")


def tools() -> str:
    """Below the question box: which articles, and how sure an answer has to be."""
    button = element(
        "button",
        "Limit" + words("span", " the search", class_="more"),
        type="button",
        class_="choose",
        data_sheet="",
        aria_label="Limit the search",
    )
    options = "".join(
        words("option", label, value=name, selected="" if name == "balanced" else None)
        for name, label in wording.STRICTNESS.items()
    )
    chosen = element("select", options, data_strictness="", aria_label="When to answer")
    label = element("label", words("span", "Answer: ") + chosen, class_="strictness")
    return element("div", button + label, class_="choices")
