"""Names of people, as a byline writes them."""

from __future__ import annotations

import re

_PART = (
    r"(?:[A-ZÀ-ÖØ-ÞĀ-ȿ][\w'’.-]*"
    r"|(?:van|von|de|da|del|della|di|du|la|le|bin|al|el|ter|den|der|dos|ben|ibn))"
)
_PERSON = rf"[A-ZÀ-ÖØ-ÞĀ-ȿ][\w'’.-]*(?: {_PART}){{1,4}}"
_SEVERAL = rf"{_PERSON}(?:(?:,? (?:and|&|with) |, |; ?){_PERSON})*"
_ROLE = (
    r"(?:(?>senior|staff|special|chief|assistant|associate|deputy|managing|contributing|foreign|political"
    r"|business|science|national|international|guest|former|freelance|the|an?|and|[A-Z][\w&]+) )*"
    r"(?:writers?|reporters?|correspondents?|editors?|columnists?|contributors?|analysts?|professors?|fellows?"
    r"|researchers?|journalists?|staff|producers?|directors?|lecturers?|bureau|ph\.?d\.?)\b.*"
)
_PAPER = (
    "times|post|news|journal|guardian|herald|tribune|star|press|gazette|chronicle|courier|observer"
    "|magazine|review|weekly|daily|agency|service|today|online"
)
# Other languages' words for `by` begin headings too: only whole names count behind them.
_FULL_NAME = rf"[A-ZÀ-ÖØ-ÞĀ-ȿ][\w'’.-]*(?: {_PART})* [A-ZÀ-ÖØ-ÞĀ-ȿ][\w'’-]*"
_BY_ABROAD = re.compile(
    r"(?:(?i:text|texte|texto|testo|tekst|veröffentlicht|publié|publicado) )?"
    rf"(?:[Vv]on|[Pp]ar|[Pp]or|[Dd]i|[Dd]oor|[Aa]v|[Aa]f) "
    rf"(?P<names>{_FULL_NAME}(?:(?:, | (?:und|et|y|e|en|och|og|i) ){_FULL_NAME})*)"
)
# In capitals and small letters these are of a heading: `By Land And Sea`.
_HEADING = re.compile(r"\b(?:And|Or|Of|The|In|On|For|To|From|At|With|Into)\b")
_BY = re.compile(
    r"(?:(?:written|reported|story|words|text|posted|published) )?by:? +(?P<rest>.+)", re.I
)
_NAMES = re.compile(_SEVERAL)
_STAFF = re.compile(
    rf"(?:{_PERSON}|[A-Z][\w]+)(?:(?:,? (?:and|&|with) |, )(?:{_PERSON}|[A-Z]\w+ [Ss]taff))*"
)
_INITIAL = re.compile(r"[A-Z][\w'’-]+(?: [A-Z]\.)+ [A-Z][\w'’-]+")
_PLACE = re.compile(
    r"\b(?:Street|County|City|Republic|States|Kingdom|Province|District|University)\b"
)


def names_of_byline(line: str) -> str:
    """The names in a line such as `By Ada Quill and Bo Reed, staff writers`, or an empty string."""
    abroad = _BY_ABROAD.fullmatch(line.strip(" .,"))
    if abroad:
        return abroad["names"]
    match = _BY.fullmatch(line.strip())
    if match is None or _HEADING.search(re.split("[,|]", match["rest"])[0]):
        return ""
    rest = re.split(r"\s+[|·•–—]\s+|\s{2,}|\t", match["rest"])[0].rstrip(" .,")
    names = _cut_role(rest)
    return names if _STAFF.fullmatch(names) else ""


def only_names(line: str) -> str:
    """The line when it is nothing but two or more names of people, or a single one."""
    line = line.strip().rstrip(",")
    return line if _NAMES.fullmatch(line) and not _PLACE.search(line) else ""


def several_names(line: str) -> bool:
    """Whether the line is a list of names, which a headline hardly ever is."""
    return bool(only_names(line)) and re.search(r",| and | & ", line) is not None


def name_before_comma(line: str) -> str:
    """The author in `Ada B. Quill, Fellow of the Ink Institute`, or an empty string.

    Only a name with an initial, or one followed by what the person is, can be told from a place.
    """
    name, comma, rest = line.partition(", ")
    if not comma or not _NAMES.fullmatch(name) or _PLACE.search(name) or len(line) > 160:
        return ""
    has_role = re.fullmatch(_ROLE, rest.strip(), re.I) is not None
    return name if has_role or _INITIAL.fullmatch(name) else ""


def _cut_role(rest: str) -> str:
    for match in re.finditer(r",? (?:for|of|at|in) |, ", rest):
        after = rest[match.end() :]
        if after.startswith("and "):
            continue
        if match.group() != ", " or re.fullmatch(_ROLE, after, re.I) or _is_outlet(after):
            return rest[: match.start()]
    return rest


def _is_outlet(text: str) -> bool:
    """What is no person's name: `CNN`, `Reuters`, `USA TODAY`, `Harwick Herald`."""
    words = text.split()
    return len(words) == 1 or text.isupper() or re.fullmatch(_PAPER, words[-1], re.I) is not None
