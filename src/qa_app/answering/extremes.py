"""The row or the cell of a table that has the most or the least of what is asked for. Pure.

"Which boat is the lightest?" is answered by the table that tells their weights, and by no sentence
that has "light" in it: the figures are read and compared.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from qa_app.answering.rows import Cell, cells_of
from qa_app.answering.sentences import Sentence, values_of
from qa_app.retrieval.words import STOPWORDS, stem, tokens
from qa_app.values import Amount, When

_WHICH = re.compile(
    r"^\W*(?:(?:of|in) [^,?]+, )?(?:which|what|who|whose|name|tell)\b", re.IGNORECASE
)
_LEAST_ROWS, _YEAR = 2, 4
_SAID = frozenset(map(stem, "most least fewest greatest expensive three two four five".split()))
_TOTALS = frozenset(stem(word) for word in "total sum average mean overall all".split())


class Extreme(NamedTuple):
    """A sentence that is the row, and the stretch of it that says the figure or whose it is."""

    sentence: int
    start: int
    end: int


def _measured() -> Mapping[str, tuple[frozenset[str], bool]]:
    """By superlative: the stems of what it measures, and whether the most is asked for."""
    most = {
        "heaviest": "weight mass", "longest": "length duration range distance time",
        "tallest": "height", "highest": "height", "deepest": "depth", "widest": "width breadth",
        "largest": "size area", "biggest": "size area", "oldest": "age",
        "fastest": "speed growth change",
        "dearest": "price cost fee fare", "costliest": "price cost fee fare",
        "priciest": "price cost fee fare", "hottest": "temperature", "richest": "wealth income",
        "strongest": "strength", "busiest": "passengers visitors traffic",
    }  # fmt: skip
    least = {
        "lightest": "weight mass", "shortest": "length duration range distance time height",
        "lowest": "height", "cheapest": "price cost fee fare rent", "smallest": "size area",
        "slowest": "speed growth change", "youngest": "age", "narrowest": "width",
        "coldest": "temperature", "poorest": "wealth income", "newest": "age",
    }  # fmt: skip
    known = {word: (frozenset(map(stem, of.split())), True) for word, of in most.items()}
    known |= {word: (frozenset(map(stem, of.split())), False) for word, of in least.items()}
    return known


_MEASURED = _measured()
_MOST, _LEAST = frozenset(("most", "greatest")), frozenset(("least", "fewest"))
_DATED = {"oldest": False, "newest": True, "youngest": True}
"""Whether the latest year is asked for, where a table tells years instead of ages."""
_YEARS = frozenset(map(stem, "built founded opened born launched year date since".split()))


def extreme(question: str, sentences: Sequence[Sentence]) -> Extreme | None:
    """The row that answers a question for the most or the least of something; None where nothing of
    the kind is asked, no table tells it, or two are alike.
    """
    asked = _asked(question)
    if asked is None:
        return None
    measures, most, named = asked
    others = {stem(w) for w in tokens(question) if w not in STOPWORDS and w not in _MEASURED}
    others -= measures | named | _SAID
    near = [s if not others or others & _around(s) else None for s in sentences]
    for wanted, high in ((named, most), (measures, most), (_dated(question))):
        for found in (_by_rows, _by_cells) if wanted else ():
            if (row := found(near, wanted, high)) is not None:
                return row
    return None


def _around(sentence: Sentence) -> frozenset[str]:
    """The words of the passage and its title: a table that has none of what is asked about is of
    something else.
    """
    return sentence.ranked.candidate.stem_set | sentence.ranked.candidate.title_stems


def _asked(question: str) -> tuple[frozenset[str], bool, frozenset[str]] | None:
    """What a superlative measures, whether the most is asked for, and the noun behind it."""
    if not _WHICH.match(question):
        return None
    words = tokens(question)
    for at, word in enumerate(words):
        of, most = _MEASURED.get(word, (frozenset(), word in _MOST))
        if word in _MEASURED or word in _MOST | _LEAST:
            rest = [w for w in words[at + 1 :] if w not in STOPWORDS]
            if word == "most" and rest[:1] == ["expensive"]:
                of, rest = _MEASURED["dearest"][0], []
            elif word == "least" and rest[:1] == ["expensive"]:
                of, rest = _MEASURED["cheapest"][0], []
            return of, most, frozenset(map(stem, rest[:2]))
    return None


def _dated(question: str) -> tuple[frozenset[str], bool]:
    latest = next((_DATED[w] for w in tokens(question) if w in _DATED), None)
    return (_YEARS, latest) if latest is not None else (frozenset(), True)


def _by_rows(
    sentences: Sequence[Sentence | None], wanted: frozenset[str], high: bool
) -> Extreme | None:
    """Of a table with a row for each thing: that with the most in the column that is meant."""
    tables: dict[tuple[str, frozenset[str]], list[tuple[Decimal, str, Extreme]]] = defaultdict(list)
    for n, sentence in enumerate(sentences):
        cells = cells_of(sentence.text) if sentence else []
        if sentence is None or not cells:
            continue
        told = sorted((c for c in cells if c.column & wanted), key=_year, reverse=True)
        if not told or cells[0].value & _TOTALS:
            continue
        if (figure := _figure(sentence.text[told[0].start : told[0].end])) is not None:
            names = frozenset().union(*(c.column for c in cells))
            row = Extreme(n, told[0].start, told[0].end)
            tables[sentence.passage.source, names].append((*figure, row))
    return next((one for rows in tables.values() if (one := _most_of(rows, high))), None)


def _year(cell: Cell) -> str:
    """The year that a column is of: of several columns for one measure the latest is meant."""
    return max((word for word in cell.column if word.isdigit() and len(word) == _YEAR), default="")


def _by_cells(
    sentences: Sequence[Sentence | None], wanted: frozenset[str], high: bool
) -> Extreme | None:
    """Of a row that tells one measure of several things: the thing that has the most of it."""
    for n, sentence in enumerate(sentences):
        every = cells_of(sentence.text) if sentence else []
        if sentence is None or not every or every[0].column or not every[0].value & wanted:
            continue
        cells = every[1:]
        told = []
        for cell in cells:
            figure = _figure(sentence.text[cell.start : cell.end])
            before = sentence.text.rfind(" | ", 0, cell.start)
            if figure is None or not cell.column:
                break
            told.append((*figure, Extreme(n, before + 3 if before >= 0 else cell.start, cell.end)))
        if len(told) == len(cells) and (one := _most_of(told, high)) is not None:
            return one
    return None


def _most_of(figures: Sequence[tuple[Decimal, str, Extreme]], high: bool) -> Extreme | None:
    """The one with the most or the least, of two or more in one unit; None where two are alike."""
    if len(figures) < _LEAST_ROWS or len({unit for _, unit, _ in figures}) > 1:
        return None
    order = sorted(figures, key=lambda one: one[0], reverse=high)
    return order[0][2] if order[0][0] != order[1][0] else None


def _figure(text: str) -> tuple[Decimal, str] | None:
    """The first number or year of a cell, and its unit."""
    for value in values_of(text):
        if isinstance(value.detail, Amount):
            return value.detail.low, value.detail.unit or " ".join(value.detail.nouns)
        if isinstance(value.detail, When) and value.detail.year:
            return Decimal(value.detail.year), "year"
    return None
