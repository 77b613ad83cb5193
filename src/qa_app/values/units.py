"""Units and currencies and their canonical names."""

from __future__ import annotations

from typing import Final

from qa_app.values.lexicon import word_set

CURRENCY_SIGNS: Final = {
    "$": "USD",
    "€": "EUR",
    "£": "GBP",
    "¥": "JPY",
    "￥": "JPY",
    "₹": "INR",
    "₩": "KRW",
    "₫": "VND",
    "₽": "RUB",
    "₺": "TRY",
    "₪": "ILS",
    "฿": "THB",
    "₦": "NGN",
    "₱": "PHP",
    "₴": "UAH",
}
DOLLAR_PREFIXES: Final = {
    "us": "USD",
    "u.s.": "USD",
    "a": "AUD",
    "au": "AUD",
    "c": "CAD",
    "ca": "CAD",
    "can": "CAD",
    "hk": "HKD",
    "nz": "NZD",
    "s": "SGD",
    "nt": "TWD",
    "r": "BRL",
}
NATIONAL_DOLLARS: Final = {
    "us": "USD",
    "u.s.": "USD",
    "american": "USD",
    "australian": "AUD",
    "canadian": "CAD",
    "singapore": "SGD",
    "taiwan": "TWD",
    "hong": "HKD",
}
CURRENCY_WORDS: Final = {
    "dollar": "USD",
    "euro": "EUR",
    "sterling": "GBP",
    "yen": "JPY",
    "yuan": "CNY",
    "renminbi": "CNY",
    "won": "KRW",
    "dong": "VND",
    "rupee": "INR",
    "rouble": "RUB",
    "ruble": "RUB",
    "franc": "CHF",
    "peso": "MXN",
    "baht": "THB",
    "ringgit": "MYR",
    "rupiah": "IDR",
    "shekel": "ILS",
    "lira": "TRY",
    "krona": "SEK",
    "kronor": "SEK",
    "rand": "ZAR",
    "naira": "NGN",
    "dirham": "AED",
    "riyal": "SAR",
    "hryvnia": "UAH",
    "zloty": "PLN",
    "bitcoin": "BTC",
    "cent": "cent",
    "rmb": "CNY",
    "rs": "INR",
}
CURRENCY_CODES: Final = word_set(
    "USD EUR GBP JPY CNY RMB INR KRW VND RUB TRY ILS THB NGN PHP UAH AUD CAD HKD NZD SGD TWD "
    "BRL CHF MXN MYR IDR SEK NOK DKK ZAR AED SAR PLN CZK HUF BTC ETH"
)
CURRENCIES: Final = (
    frozenset(CURRENCY_SIGNS.values())
    | frozenset(CURRENCY_WORDS.values())
    | frozenset(DOLLAR_PREFIXES.values())
    | CURRENCY_CODES
)
TIME_UNITS: Final = {
    "second": "second",
    "sec": "second",
    "minute": "minute",
    "min": "minute",
    "hour": "hour",
    "hr": "hour",
    "day": "day",
    "week": "week",
    "fortnight": "fortnight",
    "month": "month",
    "quarter": "quarter",
    "year": "year",
    "yr": "year",
    "decade": "decade",
    "century": "century",
    "centurie": "century",
    "millisecond": "millisecond",
}
MEASURES: Final = {
    "kilometre": "kilometre",
    "kilometer": "kilometre",
    "km": "kilometre",
    "metre": "metre",
    "meter": "metre",
    "centimetre": "centimetre",
    "centimeter": "centimetre",
    "cm": "centimetre",
    "millimetre": "millimetre",
    "millimeter": "millimetre",
    "mm": "millimetre",
    "mile": "mile",
    "yard": "yard",
    "foot": "foot",
    "feet": "foot",
    "ft": "foot",
    "inch": "inch",
    "inche": "inch",
    "acre": "acre",
    "hectare": "hectare",
    "kilogram": "kilogram",
    "kilogramme": "kilogram",
    "kilo": "kilogram",
    "kg": "kilogram",
    "gram": "gram",
    "gramme": "gram",
    "tonne": "tonne",
    "ton": "ton",
    "pound": "pound",
    "lb": "pound",
    "ounce": "ounce",
    "oz": "ounce",
    "stone": "stone",
    "litre": "litre",
    "liter": "litre",
    "gallon": "gallon",
    "barrel": "barrel",
    "pint": "pint",
    "watt": "watt",
    "kilowatt": "kilowatt",
    "kw": "kilowatt",
    "megawatt": "megawatt",
    "mw": "megawatt",
    "gigawatt": "gigawatt",
    "gw": "gigawatt",
    "kwh": "kilowatt-hour",
    "volt": "volt",
    "calorie": "calorie",
    "degree": "degree",
    "celsius": "degree celsius",
    "fahrenheit": "degree fahrenheit",
    "mph": "mile/hour",
    "kmh": "kilometre/hour",
    "kph": "kilometre/hour",
    "knot": "knot",
    "hertz": "hertz",
    "mb": "megabyte",
    "megabyte": "megabyte",
    "gb": "gigabyte",
    "gigabyte": "gigabyte",
    "tb": "terabyte",
    "terabyte": "terabyte",
}
GLUED_MEASURES: Final = {
    "m": "metre",
    "g": "gram",
    "l": "litre",
    "W": "watt",
    "C": "degree celsius",
}


def singular(word: str) -> str:
    """The word without a plural s: `years` is `year`, `centuries` is `centurie` (in the tables)."""
    kept = len(word) < 3 or not word.endswith("s") or word.endswith(("ss", "us", "is"))
    return word if kept else word[:-1]


def unit_of(word: str) -> str:
    """The canonical unit of time, length, weight, … that `word` names, or nothing."""
    single = singular(word)
    return TIME_UNITS.get(single) or MEASURES.get(word) or MEASURES.get(single) or ""


def currency_of(word: str) -> str:
    """The currency that a word (not a sign) names, or nothing."""
    return CURRENCY_WORDS.get(word) or CURRENCY_WORDS.get(singular(word)) or ""
