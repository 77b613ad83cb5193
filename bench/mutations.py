"""Edits of a sentence that make it wrong, by kind of error, and edits that keep its meaning.

Each gives the edited sentence, or None where it does not apply. The word lists are its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from random import Random

from qa_app.values import Value, extract

Edit = Callable[[str, str, Random], str | None]

_MONTHS = "January February March April May June July August September October November December"
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"
_COUNTS = "two three four five six seven eight nine ten eleven twelve"
_NUMBER = re.compile(r"(?<![\w.,$£€¥-])[$£€¥]?\d[\d,]*(?:\.\d+)?(?![\w-]|,\d)")
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
_SPELLED = re.compile(rf"(?<=[a-z,] )(?:{_COUNTS.replace(' ', '|')})(?= [a-z])")
_BEFORE_UNIT = r"(?<=[\d\w] )"
_NAMES = ("Marisol Quint", "Vandermeer", "Port Ellery", "Osterholm", "Kitwe Union")
_SAYS = r"(?:said|says|told|added|argued|claimed|wrote|explained|announced|warned)"
_VERB = (
    r"(?:\w{3,}ed|beat|won|sold|bought|gave|sent|led|paid|made|took|saw|met|held|built|wrote|lost|"
    r"left|hit|is|was|has|owns|runs|leads|funds|owes|supports?|replaced)"
)
_ROLES: Mapping[str, Sequence[str]] = {
    "vice president": ("president",),
    "president": ("vice president", "prime minister", "treasurer"),
    "prime minister": ("president", "foreign minister"),
    "foreign minister": ("finance minister", "prime minister"),
    "chairman": ("chief executive", "spokesman"),
    "chief executive": ("chairman", "finance chief"),
    "CEO": ("founder", "chairman"),
    "founder": ("owner", "chairman"),
    "director": ("producer", "deputy director"),
    "producer": ("director",),
    "author": ("editor", "translator"),
    "editor": ("author", "publisher"),
    "governor": ("mayor", "senator"),
    "mayor": ("governor", "deputy mayor"),
    "senator": ("governor", "congressman"),
    "secretary": ("deputy secretary", "treasurer"),
    "minister": ("deputy minister", "ambassador"),
    "general": ("colonel", "admiral"),
    "king": ("prince", "duke"),
    "queen": ("princess", "duchess"),
    "manager": ("owner", "engineer"),
    "professor": ("student", "lecturer"),
    "spokesman": ("lawyer", "chairman"),
    "spokeswoman": ("lawyer", "director"),
    "lawyer": ("doctor", "judge"),
    "judge": ("prosecutor", "lawyer"),
    "actor": ("director", "singer"),
    "actress": ("singer", "director"),
    "singer": ("actor", "songwriter"),
    "composer": ("conductor", "painter"),
    "drummer": ("guitarist", "singer"),
    "coach": ("captain", "player"),
    "captain": ("coach", "goalkeeper"),
    "engineer": ("designer", "manager"),
    "developer": ("designer", "tester"),
    "bishop": ("priest", "archbishop"),
}
_UNITS: Mapping[str, Sequence[str]] = {
    "kilometres": ("miles", "metres"),
    "kilometers": ("miles", "meters"),
    "km": ("miles", "metres"),
    "miles": ("kilometres", "yards"),
    "metres": ("feet", "kilometres"),
    "meters": ("feet", "kilometers"),
    "feet": ("metres", "inches"),
    "inches": ("feet", "centimetres"),
    "acres": ("hectares", "square miles"),
    "hectares": ("acres", "square kilometres"),
    "tonnes": ("kilograms", "pounds"),
    "tons": ("pounds", "kilograms"),
    "kilograms": ("tonnes", "grams"),
    "pounds": ("kilograms", "tons"),
    "seconds": ("minutes", "hours"),
    "minutes": ("hours", "seconds"),
    "hours": ("days", "minutes"),
    "days": ("weeks", "hours"),
    "weeks": ("months", "days"),
    "months": ("years", "weeks"),
    "years": ("months", "decades"),
    "decades": ("years", "centuries"),
    "degrees": ("per cent",),
    "dollars": ("euros", "pounds"),
    "euros": ("dollars", "pounds"),
    "percent": ("percentage points", "people"),
    "per cent": ("percentage points", "people"),
    "barrels": ("gallons", "tonnes"),
    "gallons": ("barrels", "litres"),
}
_QUANTIFIERS: Mapping[str, Sequence[str]] = {
    "all": ("some", "few"),
    "every": ("hardly any",),
    "most": ("few", "a minority of"),
    "many": ("few", "all"),
    "several": ("all", "hundreds of"),
    "some": ("all", "most"),
    "few": ("many", "most"),
    "half": ("most", "a tenth"),
    "both": ("neither of the",),
    "majority": ("minority",),
    "minority": ("majority",),
    "dozens": ("thousands",),
    "hundreds": ("dozens",),
    "thousands": ("dozens",),
    "often": ("always", "rarely"),
    "usually": ("always", "never"),
    "sometimes": ("always",),
    "rarely": ("often",),
    "always": ("sometimes",),
    "almost all": ("half of",),
}
_HEDGED = re.compile(
    r"\b(?:may|might|could)(?= (?!have|be\b)[a-z]+\b)"
    r"|\b(?:is|are|was|were) (?:expected|set|likely|scheduled|thought|believed|due) to(?= [a-z])"
    r"|\b(?:plans?|hopes?|intends?|aims?|wants?|planned|hoped|intended|wanted|tried) to(?= [a-z])"
)
_DOUBT = re.compile(r"\b(?:reportedly|allegedly|possibly|perhaps|probably|apparently|presumably) ")
_NEGATED = re.compile(r"\b(is|are|was|were|has|have|had|will|would|can|could)\b(?! not|n.t)")
_NEGATIVE = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|neither|nor|without|cannot|hardly|barely|rather|unlike|"
    r"more than|deni\w+|refus\w+|fail\w+)\b|n[’']t\b",
    re.IGNORECASE,
)
_LESS_NEGATIVE = (
    (
        r"\b(is|are|was|were|has|have|had|will|would|can|could|did|does|do|should) not (?!only)",
        r"\1 ",
    ),
    (r"\b(is|are|was|were|has|have|had|would|could|did|does|do|should)n[’']t (?!only)", r"\1 "),
    (r"\bcannot ", "can "),
    (r"\bnever ", ""),
    (r"\bno longer ", "still "),
)
_RANKS = (
    (r"\bone of the (?=\w+est |most )", "the "),
    (r"\b(?:second|third|fourth|fifth)[- ](?=\w+est\b|most )", ""),
    (
        r"\bthe (?=(?!lat|mod|hon|for|inter|requ|prot|cont|inv|arr|w|n|E|test|rest|guest)\w+est )",
        "the second-",
    ),
    (r"\bthe most (?=[a-z]{5,} )", "the second most "),
    (r"\bthe first (?=[a-z]{4,})", "the second "),
    (r"\bthe second (?=[a-z]{4,})", "the first "),
    (r"\bthe third (?=[a-z]{4,})", "the second "),
)
_CAUSES = (
    (r", and (?=(?:he|she|it|they|the|this|in|then) )", ", and because of this "),
    (r"\bafter (?=[a-z]+ed |the |a |an |it |he |she |they )(?!the age)", "because of "),
    (r"\bfollowing (?=the |a )", "caused by "),
    (r", while ", ", because "),
    (r"\bthen ", "therefore "),
    (r"\bwhen (?=the |it |he |she |they |a )", "because "),
    (r"\bbefore (?=the |it |he |she |they |a )", "because of "),
)  # fmt: skip


def _chosen(text: str, pattern: str | re.Pattern[str], random: Random) -> re.Match[str] | None:
    found = list(re.finditer(pattern, text))
    return random.choice(found) if found else None


def _put(text: str, match: re.Match[str], new: str) -> str:
    return text[: match.start()] + new + text[match.end() :]


def _of_table(table: Mapping[str, Sequence[str]], before: str = r"\b", after: str = r"\b") -> Edit:
    words = "|".join(sorted(map(re.escape, table), key=len, reverse=True))
    pattern = re.compile(rf"{before}({words}){after}")

    def edit(text: str, passage: str, random: Random) -> str | None:
        match = _chosen(text, pattern, random)
        left = [new for new in table[match.group(1)] if new not in passage] if match else []
        return _put(text, match, random.choice(left)) if match and left else None

    return edit


def _first_of(rows: Sequence[tuple[str, str]]) -> Edit:
    """The first pattern of the rows that matches, replaced once."""

    def edit(text: str, _: str, __: Random) -> str | None:
        for pattern, new in rows:
            changed = re.sub(pattern, new, text, count=1)
            if changed != text:
                return changed
        return None

    return edit


def _either(*edits: Edit) -> Edit:
    def edit(text: str, passage: str, random: Random) -> str | None:
        for one in random.sample(edits, len(edits)):
            changed = one(text, passage, random)
            if changed is not None:
                return changed
        return None

    return edit


def _digits(text: str, passage: str, random: Random) -> str | None:
    """A number in digits by another one: one of the passage, or with other digits."""
    own = {match.group() for match in _NUMBER.finditer(text)}
    match = _chosen(text, _NUMBER, random)
    if not match or _YEAR.fullmatch(match.group()) or match.group() in ("0", "1"):
        return None
    old = match.group()
    others = {m.group() for m in _NUMBER.finditer(passage)} - own
    others = {n for n in others if not _YEAR.fullmatch(n) and n[0].isdigit() == old[0].isdigit()}
    if others and random.random() < 0.25:
        return _put(text, match, random.choice(sorted(others)))
    at = random.choice([i for i, c in enumerate(old) if c.isdigit()][:2])
    new = old[:at] + str((int(old[at]) + random.randint(0, 7)) % 9 + 1) + old[at + 1 :]
    return None if new == old or new in passage else _put(text, match, new)


def _spelled(text: str, passage: str, random: Random) -> str | None:
    match = _chosen(text, _SPELLED, random)
    if not match:
        return None
    left = [word for word in _COUNTS.split() if word not in passage]
    return _put(text, match, random.choice(left)) if left else None


def _year(text: str, passage: str, random: Random) -> str | None:
    match = _chosen(text, _YEAR, random)
    if not match:
        return None
    new = str(int(match.group()) + random.choice((-10, -2, -1, 1, 2, 10)))
    return None if new in passage else _put(text, match, new)


def _one_of(words: str) -> Edit:
    def edit(text: str, passage: str, random: Random) -> str | None:
        match = _chosen(text, rf"\b(?:{words.replace(' ', '|')})\b", random)
        left = [word for word in words.split() if word not in passage]
        return _put(text, match, random.choice(left)) if match and left else None

    return edit


def _day(text: str, passage: str, random: Random) -> str | None:
    months = _MONTHS.replace(" ", "|")
    match = _chosen(
        text, rf"\b\d\d?(?= (?:{months})\b)|(?<=(?:r|y|h|l|e|t) )\d\d?(?=, \d{{4}})", random
    )
    if not match:
        return None
    left = [str(day) for day in range(1, 29) if str(day) not in passage]
    return _put(text, match, random.choice(left)) if left else None


def _names(text: str) -> list[Value]:
    return [value for value in extract(text) if value.kind == "name"]


def _others(text: str, passage: str) -> list[str]:
    """Names of the passage that the sentence has no word of; made-up ones where there is none.

    Made-up ones also where the passage has not the sentence itself: what a name of the passage
    makes of a sentence in free words may be true.
    """
    words = set(text.split())
    if len(words & set(passage.split())) < 0.9 * len(words):
        return list(_NAMES)
    found = [v.text for v in _names(passage) if not set(v.text.split()) & words]
    return sorted(set(found)) or list(_NAMES)


def _name(text: str, passage: str, random: Random) -> str | None:
    found = [value for value in _names(text) if value.start > 0 and not value.text.isupper()]
    if not found:
        return None
    old = random.choice(found)
    return text[: old.start] + random.choice(_others(text, passage)) + text[old.end :]


def _negate(text: str, _: str, __: Random) -> str | None:
    match = None if _NEGATIVE.search(text) else _NEGATED.search(text)
    return f"{text[: match.end()]} not{text[match.end() :]}" if match else None


def _unhedged(text: str, _: str, __: Random) -> str | None:
    """What is only expected or supposed, told as certain."""
    changed = _HEDGED.sub("will", text, count=1)
    changed = _DOUBT.sub("", text, count=1) if changed == text else changed
    return changed if changed != text else None


def _speaker(text: str, passage: str, random: Random) -> str | None:
    """Said by somebody else."""
    for value in _names(text):
        before, after = text[: value.start], text[value.end :]
        if re.match(rf" {_SAYS}\b", after) or re.search(rf"(?:{_SAYS}|according to) $", before):
            return before + random.choice(_others(text, passage)) + after
    return None


def _attributed(text: str, passage: str, random: Random) -> str | None:
    """Laid in the mouth of somebody to whom nobody lays it."""
    if re.search(rf"\b{_SAYS}\b|according|[\"”“:]", passage) or not text.endswith("."):
        return None
    others = [*_others(text, passage), "the police", "the company", "local officials", "analysts"]
    return f"{text[:-1]}, according to {random.choice(others)}."


def _swapped(text: str, _: str, __: Random) -> str | None:
    """Two different names around a verb exchanged."""
    found = _names(text)
    for i, a in enumerate(found):
        for b in found[i + 1 :]:
            between = text[a.end : b.start]
            verb = re.fullmatch(rf",? (?:\w+ )?{_VERB} (?:\w+ ){{0,4}}", between)
            apart = not set(a.normal.split()) & set(b.normal.split())
            if verb and apart and not re.search(r"\b(?:and|or|with)\b", between):
                return text[: a.start] + b.text + between + a.text + text[b.end :]
    return None


_CURRENCIES = {"$": ("€", "£"), "£": ("$", "€"), "€": ("$", "£"), "¥": ("$", "€")}
_SCALES = {
    "thousand": ("million",),
    "million": ("billion", "thousand"),
    "billion": ("million", "trillion"),
    "trillion": ("billion",),
}

BROKEN: Mapping[str, Edit] = {
    "number": _either(_digits, _spelled),
    "unit": _either(
        _of_table(_UNITS, before=_BEFORE_UNIT), _of_table(_CURRENCIES, before="", after=r"(?=\d)")
    ),
    "scale": _of_table(_SCALES, before=_BEFORE_UNIT),
    "date": _either(_year, _one_of(_MONTHS), _one_of(_DAYS), _day),
    "name": _name,
    "role": _of_table(_ROLES),
    "rank": _first_of(_RANKS),
    "negation": _either(_negate, _first_of(_LESS_NEGATIVE)),
    "hedge": _unhedged,
    "speaker": _either(_speaker, _attributed),
    "sides exchanged": _swapped,
    "quantifier": _of_table(_QUANTIFIERS),
    "cause for sequence": _first_of(_CAUSES),
}


def _moved(text: str, _: str, __: Random) -> str | None:
    pattern = r"(In|On|By|At|Since|During|After|Before) ([^,]{3,40}), (\w)(.*)\."
    match = re.fullmatch(pattern, text)
    if not match:
        return None
    word, rest, first, main = match.groups()
    return f"{first.upper()}{main} {word.lower()} {rest}."


def _other_quotes(text: str, _: str, __: Random) -> str | None:
    curly = str.maketrans({"“": '"', "”": '"'})
    changed = text.translate(curly) if "“" in text else re.sub(r'"([^"]*)"', r"“\1”", text)
    return changed if changed != text else None


def _in_digits(text: str, _: str, __: Random) -> str | None:
    match = _SPELLED.search(text)
    return _put(text, match, str(_COUNTS.split().index(match.group()) + 2)) if match else None


def _day_first(text: str, _: str, __: Random) -> str | None:
    months = _MONTHS.replace(" ", "|")
    changed = re.sub(rf"\b({months}) (\d\d?), (\d{{4}})\b", r"\2 \1 \3", text, count=1)
    if changed == text:
        changed = re.sub(rf"\b(\d\d?) ({months}) (\d{{4}})\b", r"\2 \1, \3", text, count=1)
    return changed if changed != text else None


KEPT: Mapping[str, Edit] = {
    "as it stands": lambda text, _, __: text,
    "other quotation marks": _other_quotes,
    "without brackets": _first_of([(r" \([^)]*\)", "")]),
    "without 'he said'": _first_of(
        [(r", (?:according to|\w+ (?:said|says|told)|he said|she said)[^,]*\.$", ".")]
    ),
    "without an adverb": _first_of(
        [(r" (?:also|however|already|currently|recently|still|really|very)\b", "")]
    ),
    "opening moved to the end": _moved,
    "percent for per cent": _first_of([(r"(\d)(?:%| per cent| percent)", r"\1 percent")]),
    "short scale": _first_of([(r"([$£€¥]\d[\d.]*) billion", r"\1bn")]),
    "number in digits": _in_digits,
    "date the other way": _day_first,
    "cut after 'and'": _first_of([(r"(^.{60,}?),? and [^,]{20,}\.$", r"\1.")]),
}
