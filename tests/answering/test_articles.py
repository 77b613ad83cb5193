"""Which article is meant, how it begins, what sums it up, whom it names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

import numpy as np
import pytest

from qa_app.answering.articles import (
    Meant,
    all_about,
    beginning,
    gist,
    lead,
    named_in,
    named_share,
    quoted,
    tells,
    the_one,
)
from tests.retrieval.build import candidate, passage, retrieval
from vectorstore.model import Field, Metadata, StoredArticle, StoredPassage
from vectorstore.snapshot import Snapshot


def article(source: str = "a.txt", title: str = "", published: str = "") -> StoredArticle:
    known = Metadata(title=Field(title), published=Field(published))
    return StoredArticle(source, "", known, 1, 1, "current", "", 1)


class Shelf:
    """A snapshot of one article of one passage."""

    def __init__(self, text: str, title: str = "") -> None:
        self.article = article(title=title)
        self._passages = [passage(text, title=title, start=5)]

    def passages_of(self, source: str) -> Sequence[StoredPassage]:
        return self._passages

    @property
    def snapshot(self) -> Snapshot:
        return cast(Snapshot, self)


def meant(*shares: tuple[float, float]) -> list[Meant]:
    return [Meant(article(f"{n}.txt"), *share) for n, share in enumerate(shares)]


@pytest.mark.parametrize(
    ("shares", "source"),
    [
        ([], None),
        ([(0.5, 0.0)], "0.txt"),  # named
        ([(0.0, 0.3)], "0.txt"),  # or alike
        ([(0.3, 0.1)], None),  # neither
        ([(0.5, 0.3), (0.5, 0.1)], "0.txt"),
        ([(0.5, 0.3), (0.5, 0.28)], None),  # another one as well
    ],
)
def test_the_one_that_is_called_so(shares: list[tuple[float, float]], source: str | None) -> None:
    found = the_one(meant(*shares))
    assert (found.source if found else None) == source


def test_all_that_are_about_it_as_a_whole() -> None:
    found = all_about(meant((0.7, 0.0), (0.0, 0.5), (0.5, 0.4)))
    assert [one.source for one in found] == ["0.txt", "1.txt"]


def test_the_share_of_the_words_that_the_title_and_the_beginning_name() -> None:
    found = retrieval("harbour cranes ferries toll", candidate("Rain fell."))
    shelf = Shelf("The cranes of the port are new. They were built in Oslo.", "The harbour")
    begins = beginning(shelf.article, shelf.snapshot, 2)
    assert named_share(found, begins) == pytest.approx(2 / 4)
    assert named_share(found, []) == 0.0


@pytest.mark.parametrize(
    ("text", "telling"),
    [
        ("The port opens at nine today.", True),
        ("The port opens at nine.", False),  # five words
        ("“The port opens at nine today.”", True),
        ("The port opens at nine today…", True),
        ("What the port will do next", False),
        ("When does the port open today?", False),
        ("The port opens on these days:", False),
    ],
)
def test_a_sentence_that_tells_something(text: str, telling: bool) -> None:
    assert tells(text) is telling


LONG = "The ferry to Bergen sails twice a day."
LATE = "It has been late for all of this week."


def test_an_article_begins_with_what_tells_something() -> None:
    shelf = Shelf(f"Late again\n\n{LONG} Yes. {LATE} The boat is old and the quay is short.")
    begins = beginning(shelf.article, shelf.snapshot, 2)
    assert [c.quote for c in begins] == [LONG, LATE]
    assert [c.quote for c in beginning(shelf.article, shelf.snapshot, 1)] == [LONG]


def test_where_all_is_short_it_begins_with_the_first_sentence() -> None:
    shelf = Shelf("Late again.\n\nYes. No.", "Late again.")
    assert [c.quote for c in beginning(shelf.article, shelf.snapshot, 3)] == ["Yes."]
    empty = Shelf("😀")
    assert beginning(empty.article, empty.snapshot, 3) == []
    assert lead(empty.article, empty.snapshot) is None
    assert gist(empty.article, empty.snapshot, alike, 3) == []


def test_the_lead_says_most_of_the_title_again() -> None:
    shelf = Shelf(f"Gulls cried over the bay in May. {LONG} {LATE}", "Ferry to Bergen late")
    found = lead(shelf.article, shelf.snapshot)
    assert found is not None
    assert found.quote == LONG
    untitled = Shelf(f"Gulls cried over the bay in May. {LONG}")
    first = lead(untitled.article, untitled.snapshot)
    assert first is not None
    assert first.quote == "Gulls cried over the bay in May."


def test_a_quote_is_exact() -> None:
    (one,) = Shelf("Rain fell. Gulls cried.")._passages
    cited = quoted(one, one.sentences[1], article(title="Weather", published="2024-01-01"))
    assert (cited.start, cited.end, cited.quote) == (16, 28, "Gulls cried.")
    assert (cited.title, cited.published) == ("Weather", "2024-01-01")


def alike(texts: Sequence[str]) -> np.ndarray:
    """Vectors that tell no text from another."""
    return np.ones((len(texts), 1), dtype=np.float32)


def summed(text: str, most: int = 2, title: str = "The ferry to Bergen") -> list[str]:
    shelf = Shelf(text, title)
    return [c.quote for c in gist(shelf.article, shelf.snapshot, alike, most)]


PLAIN = "Many people of the town wait at the quay for hours on end."


@pytest.mark.parametrize(
    "worse",
    [
        "They wait for the boat at the quay for many hours on end.",
        "Another idea is that people of the town wait for hours on end.",
        "But many people of the town wait at the quay for hours.",
        "- Many people of the town wait at the quay for hours on end.",
        "2) Many people of the town wait at the quay for hours on end.",
        "People of the town wait at the quay.",
    ],
)
def test_a_summary_has_no_sentence_that_needs_others_while_there_is_another(worse: str) -> None:
    for text in (f"{LONG}\n\n{worse}\n\n{PLAIN}", f"{LONG}\n\n{PLAIN}\n\n{worse}"):
        assert summed(text) == [LONG, PLAIN]


def test_a_summary_has_rather_what_opens_a_paragraph_or_tells_figures() -> None:
    other = "Most shops of the town sell coffee to those who are waiting."
    assert summed(f"{LONG} {PLAIN}\n\n{other}") == [LONG, other]
    figures = "In 2019 some 40,000 people of the town had waited at the quay."
    assert summed(f"{LONG}\n\n{PLAIN}\n\n{figures}") == [LONG, figures]


def test_a_summary_has_neither_rows_of_tables_nor_headings() -> None:
    row = "Boat: Zorn | Built: 1948 | Home port: Nordvik in the north."
    assert summed(f"{LONG}\n\n{row}\n\nWhat the people of the town say of it\n\n{PLAIN}", 9) == [
        LONG,
        PLAIN,
    ]


def vectors(known: Mapping[str, Sequence[float]]):  # type: ignore[no-untyped-def]
    return lambda texts: np.array([known[text] for text in texts], dtype=np.float32)


NEWS = "Nets and ropes are sold on the quay of the old town."
SAIL = "Ships of the line have sailed from the quay for a century."
FISH = "Fish and crabs are sold on the quay of the old town."


def test_a_summary_is_near_the_centre_of_an_article_and_its_title() -> None:
    shelf = Shelf("\n\n".join([LONG, FISH, NEWS, SAIL]), "Ferry")
    known = {"Ferry": (0, 0, 1), LONG: (0, 1, 0), FISH: (1, 0, 0), NEWS: (1, 0, 0)}
    near = vectors({**known, SAIL: (0.8, 0, 0.6)})  # less central, and more like the title
    assert [c.quote for c in gist(shelf.article, shelf.snapshot, near, 2)] == [LONG, SAIL]
    far = vectors({**known, SAIL: (0.6, 0, -0.8)})
    assert SAIL not in [c.quote for c in gist(shelf.article, shelf.snapshot, far, 2)]


def test_a_summary_says_nothing_twice_and_keeps_the_order_of_the_text() -> None:
    shelf = Shelf("\n\n".join([FISH, NEWS, LONG, SAIL]), LONG[:-1])
    known = {LONG[:-1]: (0, 1, 0), LONG: (0, 1, 0), FISH: (1, 0, 0), NEWS: (0.99, 0.14, 0)}
    embed = vectors({**known, SAIL: (0.6, 0, 0.8)})
    assert [c.quote for c in gist(shelf.article, shelf.snapshot, embed, 3)] == [NEWS, LONG, SAIL]


def names(text: str, sort: str) -> list[str]:
    shelf = Shelf(text)
    found = named_in([shelf.article], shelf.snapshot, sort)
    for name, cited in found.items():
        assert [cited.quote[a:b] for a, b in cited.emphasis] == [name]
    return list(found)


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("The storm took the roof of Nils Okoro, who slept.", ["Nils Okoro"]),
        ("So said the mayor, Ada Brandt.", ["Ada Brandt"]),
        ("The plan was that of the coach, Nils Okoro.", ["Nils Okoro"]),
        ("The plan was that of the market of Nils Okoro.", []),
        ("The plan is by Nils Okoro. On Friday Okoro left.", ["Nils Okoro"]),
        ("The plan is by Nils Okoro. On Friday Nils Eka Okoro said so.", ["Nils Eka Okoro"]),
        ("The Red Barn stands no more.", []),
        ("It was the nurse Okoro.", []),  # no whole name
    ],
)
def test_people_are_told_by_the_words_around_their_names(text: str, people: list[str]) -> None:
    assert names(text, "person") == people


def test_places_are_no_people() -> None:
    text = "Ada Brandt said that Vietnam and Laos had met."
    assert names(text, "place") == ["Vietnam", "Laos"]
    assert names(text, "person") == ["Ada Brandt"]
