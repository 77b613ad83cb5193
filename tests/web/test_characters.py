"""A file as nothing but its characters, and the words of a quote found in it."""

from __future__ import annotations

import pytest

from qa_app.web.render.original import (
    MARKED,
    NOT_MARKED,
    NOT_SOUGHT,
    SEARCHED,
    SHOWN,
    characters,
)
from tests.web.live import HOSTILE
from tests.web.markup import Seen

ALONE = set("html head meta title style body p pre mark".split())
"""The elements of a file that is shown as text."""


class Whole(Seen):
    """What a whole page builds."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        super().handle_starttag(tag, attrs)
        if tag in ("meta", "link"):
            self.open.pop()

    def handle_decl(self, decl: str) -> None:
        assert decl == "doctype html"


def built(html: str) -> Whole:
    """What a page builds, having made sure that nothing of it acts or is from elsewhere."""
    whole = Whole(html)
    for tag, attributes in whole.elements:
        assert tag not in ("script", "object", "embed", "form", "img", "svg", "base"), tag
        for name, value in attributes.items():
            assert not name.startswith("on"), name
            assert name != "style"
            if name in ("src", "href"):
                assert value.startswith("./"), value
    return whole


@pytest.mark.parametrize("words", HOSTILE)
def test_characters_are_nothing_else(words: str) -> None:
    html = characters(f"Before {words} after", "Before")
    assert {name for name, _ in built(html).elements} <= ALONE


@pytest.mark.parametrize(
    ("file", "quote", "places"),
    [
        ("Six <b>boats</b>\r\n came.", "Six boats came.", ["Six <b>boats</b>\n came"]),
        ("**Six** _boats_ &mdash; six boats.", "boats – six", ["boats_ &mdash; six"]),
        ("Six boats. Six\nboats!", "Six boats", ["Six boats", "Six\nboats"]),
        ("It cost 3.5 million.", "3.5 million", ["3.5 million"]),
        ("It cost 3.5 million.", "3", []),
        ("It cost 3.5 million.", "5 million", []),
        ("Sixboats came.", "Six", []),
        ("Six boats", "six boats", []),
        ("a < b and c > b and c", "b and c", ["b and c", "b and c"]),
        ("cafe\u0301 au lait", "café au lait", ["café au lait"]),
        ('<p title="six boats">no</p>', "six boats", []),
        ("six boats", "…!", []),
    ],
)
def test_the_words_of_a_quote_are_found_where_they_stand(
    file: str, quote: str, places: list[str]
) -> None:
    html = characters(file, quote)
    marked = [part.partition("</mark>")[0] for part in html.split("<mark")[1:]]
    found = [Seen(f"<p{part}</p>").text for part in marked]
    assert found == places
    assert (MARKED in html) is bool(places)
    assert (NOT_MARKED in html) is not bool(places)


def test_of_a_long_file_what_is_around_the_quote_is_shown() -> None:
    words = "word " * (SHOWN // 4)
    html = characters(f"{words}Six boats came. {words}", "Six boats came.")
    assert len(html) < SHOWN + 2_000
    assert '<mark id="quote">Six boats came</mark>' in html
    assert f"of {2 * len(words) + 16:,} are shown" in html
    assert f"Characters 1 to {SHOWN:,} of" in characters(words)
    assert "Characters" not in characters("short")
    assert NOT_SOUGHT in characters("word " * (SEARCHED // 5 + 1), "Six boats")
