"""Calendar dates as people write them -> ISO dates. What could be two dates is none."""

from __future__ import annotations

import re
from datetime import date

# As English, German, French, Spanish, Italian, Portuguese, Dutch, Swedish, Danish, Norwegian,
# Polish and Russian write them in a date (Unicode's locale data).
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan januar janvier janv enero ene gennaio gen janeiro januari stycznia января",
            "february feb februar février févr febrero febbraio fevereiro fev februari lutego"
            " февраля",
            "march mar märz mars marzo março maart mrt marts marca марта",
            "april apr avril avr abril abr aprile kwietnia апреля",
            "may mai mayo maggio mag maio mei maj maja мая",
            "june jun juni juin junio giugno giu junho czerwca июня",
            "july jul juli juillet juil julio luglio lug julho lipca июля",
            "august aug août agosto ago augustus augusti sierpnia августа",
            "september sept sep septembre septiembre settembre set setembro września сентября",
            "october oct oktober okt octobre octubre ottobre ott outubro out października октября",
            "november nov novembre noviembre novembro listopada ноября",
            "december dec dezember dez décembre déc diciembre dic dicembre dezembro desember des"
            " grudnia декабря",
        ),
        start=1,
    )
    for name in names.split()
}
_WEEKDAYS = (
    "montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag lundi mardi mercredi"
    " jeudi vendredi samedi dimanche lunes martes miércoles jueves viernes sábado domingo lunedì"
    " martedì mercoledì giovedì venerdì sabato domenica segunda-feira terça-feira quarta-feira"
    " quinta-feira sexta-feira maandag dinsdag woensdag donderdag vrijdag zaterdag zondag"
    " poniedziałek wtorek środa czwartek piątek sobota niedziela"
).split()
_MONTH = rf"(?P<month>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|º|\.)?"
_YEAR = r"(?P<year>(?:1[5-9]|20)\d\d)"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_FORMS = tuple(
    re.compile(rf"(?<![\w/.-]){form}(?![\w/-]|\.\d)", re.IGNORECASE)
    for form in (
        r"(?P<year>(?:1[5-9]|20)\d\d)-(?P<number>\d\d)-(?P<day>\d\d)(?:T\d\d:\d\d[\d:.]*(?:Z|[+-]\d\d:?\d\d)?)?",
        r"(?P<year>(?:1[5-9]|20)\d\d)[/.](?P<number>\d\d?)[/.](?P<day>\d\d?)",
        rf"{_WEEKDAY}{_MONTH}\s+{_DAY}\s*,?\s+{_YEAR}",
        rf"{_WEEKDAY}{_DAY}(?:\s+|-)(?:(?:of|de)\s+)?{_MONTH}(?:\s*,?\s+(?:del?\s+)?|-){_YEAR}",
        r"(?P<first>\d\d?)[/.](?P<second>\d\d?)[/.](?P<year>(?:19|20)\d\d)",
        r"(?P<year>(?:1[5-9]|20)\d\d)年\s?(?P<number>\d\d?)月\s?(?P<day>\d\d?)日",
    )
)
_SOME_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")  # which every form has
_CLOCK = (
    r"(?:\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?:\s*[ap]\.?m\.?)?|\d{1,2}\s*[ap]\.?m\.?)"
    r"(?:\s*\(?(?:[A-Z]{2,5}|local time|[+-]\d\d:?\d\d)\)?)?"
)
_AROUND = re.compile(
    rf"(?>{_CLOCK}|\s|[,|·•–—@/()-]|\b(?:at|on|am|um|den|uhr|le|à|el|las|il|alle|ore|op|om|kl|{'|'.join(_WEEKDAYS)})\b\.?)*+",
    re.IGNORECASE,
)


def dates_in(text: str) -> list[tuple[str, int, int]]:
    """Every full date in `text`: the ISO date and where it stands."""
    found = []
    for form in _FORMS if _SOME_YEAR.search(text) else ():
        for match in form.finditer(text):
            iso = _iso(match)
            if iso:
                found.append((iso, match.start(), match.end()))
    return sorted(found, key=lambda item: (item[1], -item[2]))


def first_date(text: str) -> str:
    """The first full date in `text` in ISO form, or an empty string."""
    found = dates_in(text)
    return found[0][0] if found else ""


def only_date(text: str) -> str:
    """The date that `text` consists of, a weekday and a time of day aside; else an empty string."""
    for iso, start, end in dates_in(text):
        if _AROUND.fullmatch(text[:start]) and _AROUND.fullmatch(text[end:]):
            return iso
    return ""


def _iso(match: re.Match[str]) -> str:
    parts = match.groupdict()
    if "first" in parts:
        month, day = _month_and_day(int(parts["first"]), int(parts["second"]))
    else:
        month = _MONTHS[parts["month"].lower()] if "month" in parts else int(parts["number"])
        day = int(parts["day"])
    try:
        return date(int(parts["year"]), month, day).isoformat()
    except ValueError:
        return ""


def _month_and_day(first: int, second: int) -> tuple[int, int]:
    """Which of two numbers is the month; zeros when both could be."""
    if first == second:
        return first, second
    if first > 12 >= second:
        return second, first
    if second > 12 >= first:
        return first, second
    return 0, 0
