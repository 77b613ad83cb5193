"""The lines above an article's first paragraph: its headline, who wrote it, and when."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.dates import dates_in, first_date, only_date
from ingest.people import name_before_comma, names_of_byline, only_names, several_names
from ingest.residue import residue
from ingest.residue_patterns import WEAK
from vectorstore.model import Field

_LONGEST_TITLE, _MOST_WORDS, _MOST_LOWER_WORDS = 200, 32, 8
_MATTER = 12  # lines after the title in which a byline or a date is looked for
_STANDFIRST = 300  # characters; a longer line is the first paragraph, and so is a second sentence
_NAMES_ALONE = 3
_BARE_DATE = 4
_CREDIT_WORDS = 12
_NOT_TITLE_END = re.compile(r"(?:[.,;:…]['\"”’)]*|[\w)] ?[—–])$")
_SENTENCE_END = re.compile(r"[.!?…]['\"”’)\]\d]*$")
_DATE_LABEL = re.compile(
    r"(?P<label>(?:first |originally |date )?"
    r"(?:published|posted|publication date|issued|released|date|veröffentlicht|erschienen|datum"
    r"|publié(?:e)?|mis en ligne|publicado|publicada|fecha|pubblicato|gepubliceerd|geplaatst"
    r"|publicerad|publisert|opublikowano|опубликовано)"
    r"|(?:last |date )?(?:updated|modified)|aktualisiert|stand(?=\s?:)|mise? à jour|actualizado"
    r"|aggiornato"
    r"|bijgewerkt|uppdaterad|oppdatert)"
    r"(?: on| at| am| le| el| il| op| den| em)?\s?:?\s+(?P<rest>.+)",
    re.IGNORECASE,
)
_UPDATED = re.compile(
    r"updated|modified|aktualisiert|stand|jour|actualizado|aggiornato|bijgewerkt|uppdaterad|oppdatert"
)
_TELLS = re.compile(
    r"(?!(?:on|at|by|in|the|for|of|and|am|pm|von|par|por|di|door|av)\b)[^\W\d_A-Z]{2,}"
)
_BARE_LABEL = re.compile(r"(?:(?:first |last )?(?:published|posted|updated)(?: on)?|by):?", re.I)
_OF_EVENT = re.compile(
    r"(?:when|where|place|venue|location|wann|wo|ort|quand|où|lieu)(?:\s?:|$)", re.IGNORECASE
)
_OUTLET = re.compile(
    r"(?:The )?Associated Press|Special to .{2,40}|Reuters|AFP|AP|Bloomberg"
    r"|[A-Z]{2,}(?: [A-Z]{2,}){0,2}"
    r"|The [A-Z][a-z]+ (?:Times|Post|News|Journal|Guardian|Herald|Tribune|Star|Press)"
)
_TAIL = re.compile(r"\s(?:\||·|•|–|—|updated|published|posted|last|[\d,]+ comments?)\b", re.I)
_BY = re.compile(r"By:? \w", re.IGNORECASE)
# "Business desk, 25 July 2024. By Ada Quill": a sentence each, all of them about the article.
_STOP = re.compile(r"(?<=\w\w\.)\s+(?=[A-Z])")
_DESK = re.compile(
    r"(?:(?:the|our|[A-Z][\w&-]*|[a-z]+) ){0,3}(?:desk|staff|newsroom|bureau|team|section"
    r"|correspondents?|reporters?|writers?|editors?|service|agency|agencies)",
    re.IGNORECASE,
)
_WORK = re.compile(
    r"(?P<author>(?:(?:tested|reviewed|written|reported|interviewed|told to)(?: by:?|:)"
    r"|(?:interview|review|text|words|story|report|analysis)(?: by:?|:)|by:?))\s(?P<names>[^:]+)"
    r"|(?:photo(?:graph)?s?|photography|pictures?|illustrations?|graphics?|video|translat(?:ed|ion)"
    r"|edit(?:ed|ing)|editor|additional reporting)(?: by:?|:)\s(?P<others>[^:]+)",
    re.IGNORECASE,
)
_SHORT = 60
_SITE = re.compile(r"\s+[-–—|·•»:]{1,2}\s+")
_PARTS = re.compile(r"[^\W\d_]{4,}")
_DECORATION = " -–—*#=_~|•·"
_DATELINE = re.compile(
    r"[A-Z]{3,}[A-Z .'’-]*,[A-Za-z .'’,]{0,30}? [^()—–]{6,30}(?:\([^()]{2,30}\))?\s?[—–-]+\s"
)


@dataclass(frozen=True, slots=True)
class Found:
    """A field and the places of the lines that gave nothing but it."""

    field: Field
    taken: tuple[int, ...]


def find_title(lines: Sequence[str], filled: Sequence[int]) -> Found | None:
    """The headline: the first line, when it is short, ends no sentence and a text follows."""
    for place, index in enumerate(filled[:2]):
        alone = index + 1 < len(lines) and not lines[index + 1]
        if not headline_like(lines[index], alone) and not (
            headline_like(lines[index], alone, named=True) and _are_words(lines[index], lines)
        ):
            return None
        rest = filled[place + 1 :]
        if not _body_follows(lines, rest, len(lines[index])):
            return None
        following = lines[rest[0]] if rest else ""
        kicker = WEAK.fullmatch(lines[index]) and headline_like(following)
        if is_titled(lines[index], following):
            return Found(Field(following, "first line"), (index, rest[0]))
        if not kicker:
            value = lines[index].strip(_DECORATION) or lines[index]
            return Found(Field(value, "first line"), (index,))
    return None


def is_titled(line: str, title: str) -> bool:
    """Whether a line is a title with the name of its site or section behind or before it."""
    parts = re.split(_SITE, line)
    return len(parts) > 1 and bool(title) and title in (parts[0], parts[-1])


def headline_like(line: str, alone: bool = False, *, named: bool = False) -> bool:
    """Whether a line could be a headline by its looks, and by whether it stands alone.

    Args:
        named: whether it may look like names of people all the same.
    """
    words = line.split()
    if not 1 <= len(words) <= _MOST_WORDS or len(line) > _LONGEST_TITLE:
        return False
    first = next((character for character in line if character.isalnum()), "")
    if not first or _NOT_TITLE_END.search(line) or "://" in line:
        return False
    if first.islower() and not (alone and len(words) <= _MOST_LOWER_WORDS):
        return False
    return not only_date(line) and (named or not (names_of_byline(line) or several_names(line)))


def _body_follows(lines: Sequence[str], rest: Sequence[int], length: int) -> bool:
    return any(
        len(lines[index]) > max(60, length)
        or (_SENTENCE_END.search(lines[index]) and len(lines[index].split()) > 2)
        for index in rest[:40]
    )


def above_text(lines: Sequence[str], places: Sequence[int]) -> list[int]:
    """The first of these places, up to where the text proper has begun."""
    above: list[int] = []
    sentences = 0
    for index in places[:_MATTER]:
        line = lines[index]
        sentences += len(line) > 80 and _SENTENCE_END.search(line) is not None
        if sentences > 1 or len(line) > _STANDFIRST:
            break
        above.append(index)
    return above


def find_byline(lines: Sequence[str], matter: Sequence[int], *, said: bool = False) -> Found | None:
    """The author, from a line that begins with "By" or that holds names and stands right.

    Args:
        matter: the places of the lines above the text, lines of credit included.
        said: whether only a line that says that it names the author counts.
    """
    several = sum(1 for line in lines if _BY.match(line) and len(line) < _SHORT) > 1
    for place, index in enumerate(matter):
        line = lines[index]
        dated = _DATE_LABEL.match(line) is not None and len(line) < 2 * _SHORT
        names = names_of_byline(without_date(line[line.rfind(" by ") + 1 :] if dated else line))
        if names and not (several or _are_words(names, lines)):
            return Found(Field(names, "byline line"), (index,))
        agency = line != line.upper() and _OUTLET.fullmatch(line)
        if said or agency or (only_names(line) and _are_words(line, lines)):
            continue
        after = lines[matter[place + 1]] if place + 1 < len(matter) else ""
        if line.lower().rstrip(":") == "by" and only_names(after):
            return Found(Field(only_names(after), "byline line"), (index, matter[place + 1]))
        if place < _NAMES_ALONE and only_names(line) and _is_origin(after):
            outlet = (matter[place + 1],) if _OUTLET.fullmatch(after) else ()
            return Found(Field(only_names(line), "byline line"), (index, *outlet))
        if place < _NAMES_ALONE and name_before_comma(line) and not _SENTENCE_END.search(line):
            return Found(Field(name_before_comma(line), "byline line"), ())
    return None


def _are_words(names: str, lines: Sequence[str]) -> bool:
    """Whether the text has parts of these names in small letters, as of a headline or a heading."""
    if " " not in names and not _OUTLET.fullmatch(names) and names != names.upper():
        return names.lower() not in ("staff", "admin", "editor", "editors", "editorial")
    parts = [part for part in _PARTS.findall(names) if part[:1].isupper() and not part.isupper()]
    text = "\n".join(lines)
    return any(re.search(rf"(?<![\w-]){part.lower()}(?![\w-])", text) for part in parts)


def without_date(line: str) -> str:
    """A byline without the date and counters that stand before and after it on the same line."""
    found = dates_in(line)
    if found and not line[: found[0][1]].strip():
        line = line[found[0][2] :].lstrip(" ,|·•–—")
        found = dates_in(line)
    tail = _TAIL.search(line)
    ends = [tail.start()] if tail else []
    ends += [found[0][1]] if found else []
    if not ends:
        return line
    return re.sub(r"\s(?:on|am|le|el|il|op|den)$", "", line[: min(ends)].rstrip(" ,|·•–—"))


@dataclass(frozen=True, slots=True)
class Credits:
    """What the sentences of one line say of the article.

    Attributes:
        names, published: the author and the ISO date, each "" where no sentence says it.
        alone: whether nothing else stands in the line.
    """

    names: str
    published: str
    alone: bool


def credits_in(line: str) -> Credits:
    """What a line of several sentences says of who wrote the article and when it appeared, as the
    last sentences of a standfirst do ("Interview: Ada Quill. Published on 3 May 2022.").

    Only sentences at its end count, and a date by itself only where somebody is credited as well.
    """
    said: list[tuple[str, str]] = []
    sentences = _STOP.split(line.strip())
    if len(sentences) < 2 or len(line) > _STANDFIRST:
        return Credits("", "", False)
    for sentence in reversed(sentences):
        if (one := _credit(sentence.rstrip(" ."))) is None:
            break
        said.insert(0, one)
    names = next((names for names, _ in said if names), "")
    published = next((iso for _, iso in said if iso), "")
    return Credits(names, published, len(said) == len(sentences) and bool(names or published))


def _credit(sentence: str) -> tuple[str, str] | None:
    """The author and the date of a sentence that tells of nothing but the article, or None."""
    label = _DATE_LABEL.fullmatch(sentence)
    if label and len(sentence.split()) <= _CREDIT_WORDS and (iso := _dated(label["rest"])):
        return "", "" if _UPDATED.search(label["label"].lower()) else iso
    work = _WORK.fullmatch(without_date(sentence))
    if work:
        names = names_of_byline(f"By {work['names'] or work['others']}")
        return (names if work["author"] else "", first_date(sentence)) if names else None
    desk = without_date(sentence)
    if (iso := first_date(sentence)) and (not desk or desk == sentence or _DESK.fullmatch(desk)):
        return ("", iso) if only_date(sentence) or desk != sentence else None
    return None


def _is_origin(line: str) -> bool:
    """A line that only follows an author's name: a date, a news outlet."""
    return bool(_OUTLET.fullmatch(line) or only_date(line) or _DATE_LABEL.fullmatch(line))


def find_published(lines: Sequence[str], matter: Sequence[int]) -> list[Found]:
    """Lines near the top that say when the article appeared, the most trustworthy first."""
    published: list[Found] = []
    updated: list[Found] = []
    bare: list[Found] = []
    for place, index in enumerate(matter):
        line = lines[index]
        label = _DATE_LABEL.match(line)
        told = len(line.split()) > 9 and line.endswith(".")
        if label and len(line) < 120 and not told and (iso := _dated(label["rest"])):
            where = updated if _UPDATED.search(label["label"].lower()) else published
            where.append(Found(Field(iso, "date line"), (index,)))
        elif names_of_byline(without_date(line)) and (iso := first_date(line)):
            bare.append(Found(Field(iso, "byline line"), (index,)))
        elif iso := only_date(line) or _date_among(line):
            before = matter[place - 1] if place else -1
            labelled = place > 0 and _BARE_LABEL.fullmatch(lines[before]) is not None
            if labelled or place < _BARE_DATE:
                taken = (before, index) if labelled else (index,)
                bare.append(Found(Field(iso, "date line"), taken))
    if any(map(_OF_EVENT.match, lines)):
        bare = []  # it says when something takes place
    if bare and sum(1 for line in lines if len(line) < 60 and only_date(line)) > 2:
        bare = []  # a diary or a list of versions: its dates belong to the entries
    return published + bare + updated


def labelled_date(line: str) -> str:
    """The date of a line that says that the article appeared on it; of a change it is none."""
    label = _DATE_LABEL.fullmatch(line) if len(line) < 120 else None
    told = len(line.split()) > 9 and line.endswith(".")
    if label is None or told or _UPDATED.search(label["label"].lower()):
        return ""
    return _dated(label["rest"])


def _date_among(line: str) -> str:
    """The date beside which only counters and names stand: `Jan 5, 2021 | 3 min read`."""
    parts = [part for part in re.split(r"\s*[|·•]\s*", line) if part]
    dates = [iso for part in parts if (iso := only_date(part))]
    others = [part for part in parts if not only_date(part)]
    if len(dates) != 1 or not others:
        return ""
    known = (only_names(o) or names_of_byline(o) or any(residue([o])) for o in others)
    return dates[0] if all(known) else ""


def _dated(rest: str) -> str:
    """The date that the words after a label begin with."""
    found = dates_in(rest)
    before = rest[: found[0][1]] if found else ""
    if not found or len(before.split()) > 4 or _TELLS.match(before):
        return ""
    return found[0][0]


def find_dateline(line: str) -> str:
    """The date in `TOKYO, Oct. 25, 2023 — …`, or an empty string."""
    match = _DATELINE.match(line[:120])
    return first_date(match.group()) if match else ""
