"""Text -> sentences, as spans of the text.

A sentence never crosses a line. The segmenter is sentencex; where it divides too much (list
numbers, references, initials) pieces are joined again: a quote that is one sentence too long does
less harm than half a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from sentencex import get_sentence_boundaries

from vectorstore.model import Span

_CHUNK = 8_000  # characters; the segmenter takes quadratic time over unclosed quotation marks
_LINE = re.compile(r"[^\n]+")
_LIST_NUMBER = re.compile(r"\(?(?:\d{1,3}|[A-Za-z]|[ivxlc]{1,5}|[IVXLC]{1,5})[.)]|[-–—•*·]")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\[“‘\"'/—–-])(?:vol|no|nos|nr|pp?|ch|chap|sec|art|fig|figs|eq|ed|eds|para|approx|ca|cf|vs|v|est|dept"
    r"|ave|blvd|rd|mt|ft|st|gen|col|lt|maj|brig|cmdr|cpl|sgt|pvt|adm|capt|govs?|sens?|reps?|profs|drs|rev|hon|pres|prof"
    r"|dr|mr|mrs|ms|messrs|supt|insp|amb|min|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|e\.g|i\.e|al)\.$",
    re.IGNORECASE,
)
_NEEDS_NUMBER = re.compile(
    r"(?:^|\W)(?:vol|no|nos|nr|pp?|ch|sec|art|fig|figs|eq|mar|jun|est|ed|min|rd|mt|ft)\.$", re.I
)
_DOTTED = re.compile(r"(?:^|[\s(“\"'-])(?:[A-Z]\.){2,}$")
_CLOCK = re.compile(r"\d ?[ap]\.m\.$", re.IGNORECASE)
_AFTER_CLOCK = re.compile(
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Jan|Febr)uary|March|April|May|June|July|August"
    r"|(?:Septem|Octo|Novem|Decem)ber|(?:Jan|Feb|Aug|Sept?|Oct|Nov|Dec)\.|[A-Z]{2,4}T\b|ET|GMT|UTC"
    r"|Eastern|Pacific|Central|Mountain)"
)
# The segmenter takes "me." for Maine, and a lone "I" behind a stop for a number.
_SAYS_I = re.compile(
    r"(?<=[a-z]\.)\s+(?=I(?:['’](?:m|d|ll|ve)|\s+[a-z]+(?:n['’]t)?)\b)|(?<=\bme\.)\s+(?=[A-Z])"
)
_QUOTES = "“\"‘«„”'"
_NAME_BEFORE = re.compile(r"[A-Z][\w'’-]+ (?:[A-Z]\. ?)*[A-Z]\.$")
_STARTERS = frozenset(
    "the a an this that these those he she it they we you i his her its their our my but and or "
    "so yet if in on at as after before when while since for by from with there here what who how "
    "why where which some many most all both each no not now then however meanwhile although "
    "though despite according last next one two".split()
)


def sentences(text: str) -> list[Span]:
    """The sentences of `text` in order: not overlapping, without white space at their ends, and
    together holding every character that is not white space.
    """
    return [
        span for line in _LINE.finditer(text) for span in _of_line(text, line.start(), line.end())
    ]


def _of_line(text: str, start: int, end: int) -> Iterator[Span]:
    cuts = [start]
    for chunk_start, chunk_end in _chunks(text, start, end):
        cuts.extend(_cuts(text, chunk_start, chunk_end))
        if cuts[-1] != chunk_end:
            cuts.append(chunk_end)
    for left, right in pairwise(_rejoined(text, cuts)):
        span = trimmed(text, left, right)
        if span is not None:
            yield span


def _chunks(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The line in pieces that the segmenter handles quickly, divided at spaces if it has any."""
    while end - start > _CHUNK:
        space = text.rfind(" ", start + _CHUNK // 2, start + _CHUNK)
        cut = space + 1 if space > 0 else start + _CHUNK
        yield start, cut
        start = cut
    yield start, end


def _cuts(text: str, start: int, end: int) -> list[int]:
    piece = text[start:end]
    found = {boundary["end_index"] for boundary in get_sentence_boundaries("en", piece)}
    missed = (m.end() for m in _SAYS_I.finditer(piece) if not _quoted(piece[: m.end()]))
    return sorted(start + end for end in found.union(missed))


def _quoted(before: str) -> bool:
    """Whether a quotation, which the segmenter keeps whole, is open at the end of `before`."""
    return before.count("“") > before.count("”") or before.count('"') % 2 == 1


def _rejoined(text: str, cuts: list[int]) -> list[int]:
    """The cuts without those at which no sentence ends."""
    kept = [cuts[0]]
    for index in range(1, len(cuts) - 1):
        cuts[index] = _before_quotation(text, kept[-1], cuts[index])
        before = text[max(kept[-1], cuts[index] - 80) : cuts[index]].strip()
        after = text[cuts[index] : min(cuts[index + 1], cuts[index] + 80)].strip()
        whole = cuts[index] - kept[-1] <= 80
        spaced = text[cuts[index] - 1].isspace() or text[cuts[index]].isspace()
        joined = not spaced and before.endswith(".") and after[:1].isalnum()
        if not joined and not _belong(before, after, whole):
            kept.append(cuts[index])
    return [*kept, cuts[-1]]


def _before_quotation(text: str, low: int, cut: int) -> int:
    """The cut, moved before a quotation mark that opens what follows: `she said. “` is no end."""
    end = cut
    while end > low and text[end - 1].isspace():
        end -= 1
    opens = end - low > 2 and text[end - 1] in _QUOTES and text[end - 2].isspace()
    return end - 1 if opens else cut


def _belong(before: str, after: str, whole: bool) -> bool:
    """Whether `after` goes on with the sentence that `before` ends with."""
    if not before or not after:
        return True
    if whole and _LIST_NUMBER.fullmatch(before):
        return True
    if after[0].islower() or after[0] in ",;:)]}”’%":
        return True
    if before[-1].isalnum() or before[-1] in ",;:—–-":
        return True
    if not before.endswith("."):
        return False
    if _CLOCK.search(before):
        return _AFTER_CLOCK.match(after) is not None
    if _ABBREVIATION.search(before):
        return not _NEEDS_NUMBER.search(before) or after[0].isdigit()
    if _DOTTED.search(before) or _NAME_BEFORE.search(before):
        return after.split()[0].strip(",.").lower() not in _STARTERS and after[0].isalpha()
    return False


def trimmed(text: str, start: int, end: int) -> Span | None:
    """The span without white space at its ends, or None when nothing is left."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None
