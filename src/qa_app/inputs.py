"""What comes in with a question, as plain data, checked: once, for the page, the HTTP API, MCP, the
command line and the Python call. Pure.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal, get_args

from pydantic import (
    AliasChoices,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)

from qa_app.contract import Request, Strictness, Turn
from vectorstore.errors import QaAppError
from vectorstore.model import Filter

MAX_TURNS = 50
"""Messages of a conversation that are looked at, the last ones."""

MAX_SOURCES = 5_000

ASSISTANTS = frozenset({"assistant", "agent", "ai", "bot", "model"})
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class InputError(QaAppError):
    """A question, its history or its filters are not of the form they must have."""


def clean(text: str) -> str:
    """`text` without control characters and lone surrogates, ends trimmed."""
    return "".join(_printable(char) for char in text).strip()


def _printable(char: str) -> str:
    if char in "\n\t":
        return char
    category = unicodedata.category(char)
    if category == "Cs":
        return "\N{REPLACEMENT CHARACTER}"
    return " " if category == "Cc" else char


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("must be a text")
    return clean(value)


def _role(value: Any) -> str:
    if value == "user":
        return "user"
    if isinstance(value, str) and value in ASSISTANTS:
        return "assistant"
    raise ValueError(f'must be "user" or "assistant", not {_short(value)}')


def _day(value: Any) -> date | None:
    if value is None or value == "" or type(value) is date:
        return value or None
    written = value.strip() if isinstance(value, str) else ""
    try:
        if not _DAY.fullmatch(written):  # the library takes other forms, such as 20240312
            raise ValueError
        return date.fromisoformat(written)
    except ValueError:
        raise ValueError(f"must be a date like 2024-03-12, not {_short(value)}") from None


def _names(value: Any) -> list[str]:
    names = [value] if isinstance(value, str) else value or []
    if not isinstance(names, list | tuple) or not all(isinstance(one, str) for one in names):
        raise ValueError("must be a list of texts")
    if len(names) > MAX_SOURCES:
        raise ValueError(f"must be a list of at most {MAX_SOURCES:,} texts")
    return list(names)


def _strictness(value: Any) -> Strictness:
    if value is None or value == "":
        return "balanced"
    if not isinstance(value, str) or value not in get_args(Strictness):
        raise ValueError(f'must be "strict", "balanced" or "open", not {_short(value)}')
    return value  # type: ignore[return-value]


def _id(value: Any) -> str:
    if not isinstance(value, str | int) or isinstance(value, bool):
        raise ValueError("must be a text")
    return str(value)


def _turns(value: Any) -> Any:
    if value is None:
        return []
    if not isinstance(value, list | tuple):
        raise ValueError('must be a list of {"role", "text"}')
    return [_plain_turn(one) for one in value[-MAX_TURNS:]]


def _plain_turn(value: Any) -> Any:
    if isinstance(value, Turn):
        return {"role": value.role, "text": value.text}
    if not isinstance(value, Mapping):
        raise ValueError('must be a list of {"role", "text"}')
    return value


def _plain_filter(value: Any) -> Any:
    if isinstance(value, Filter):
        names = ("sources", "folders", "published_from", "published_to")
        return {name: getattr(value, name) for name in names}
    if value is not None and not isinstance(value, Mapping | BaseModel):
        raise ValueError("must be an object")
    return value


Text = Annotated[str, BeforeValidator(_text)]
Day = Annotated[date | None, BeforeValidator(_day)]
Names = Annotated[list[str], BeforeValidator(_names)]


class TurnIn(BaseModel):
    """One message of the conversation so far. The assistant is also agent, ai, bot or model."""

    model_config = ConfigDict(extra="ignore")

    role: Annotated[Literal["user", "assistant"], BeforeValidator(_role)]
    text: Text = Field(validation_alias=AliasChoices("text", "content"))


class FilterIn(BaseModel):
    """Which articles may be used; all conditions together."""

    model_config = ConfigDict(extra="forbid")

    sources: Names = Field(
        [],
        description="ids of articles",
        validation_alias=AliasChoices("sources", "source", "articles", "article"),
    )
    folders: Names = Field(
        [],
        description="only articles below one of these folders",
        validation_alias=AliasChoices("folders", "folder"),
    )
    published_from: Day = Field(
        None,
        description="only articles published on this day or later",
        validation_alias=AliasChoices("published_from", "from"),
    )
    published_to: Day = Field(
        None,
        description="only articles published on this day or before",
        validation_alias=AliasChoices("published_to", "to"),
    )

    @model_validator(mode="after")
    def _in_order(self) -> FilterIn:
        first, last = self.published_from, self.published_to
        if first and last and first > last:
            raise ValueError(f"The dates are the wrong way round: {first} is after {last}.")
        return self

    def filter(self) -> Filter:
        """The same for the store."""
        return Filter(
            sources=tuple(self.sources),
            folders=tuple(self.folders),
            published_from=self.published_from.isoformat() if self.published_from else "",
            published_to=self.published_to.isoformat() if self.published_to else "",
        )


class QuestionIn(BaseModel):
    """A question, and what it is to be understood from."""

    model_config = ConfigDict(extra="ignore")

    question: Text
    history: Annotated[list[TurnIn], BeforeValidator(_turns)] = Field(
        [], description="the conversation so far, oldest first"
    )
    filters: Annotated[FilterIn | None, BeforeValidator(_plain_filter)] = None
    asked_on: Day = Field(None, description='the day that "this week" refers to; else today')
    strictness: Annotated[Strictness, BeforeValidator(_strictness)] = Field(
        "balanced", description="how sure it has to be before something is called an answer"
    )
    id: Annotated[str, BeforeValidator(_id)] = Field("", description="handed back")

    def request(self) -> Request:
        """The same for the assistant."""
        return Request(
            question=self.question,
            history=tuple(Turn(turn.role, turn.text) for turn in self.history),
            filters=self.filters.filter() if self.filters else Filter(),
            asked_on=self.asked_on,
            id=self.id,
            strictness=self.strictness,
        )


def request(given: Mapping[str, Any]) -> Request:
    """A question with what belongs to it, from plain data; other keys are ignored.

    Raises:
        InputError: naming the field and what is wrong with it.
    """
    return _checked(QuestionIn, given).request()


def filters(data: Any) -> Filter:
    """A filter, from a `Filter` or an object: `sources`, `folders` (lists or one text each),
    `published_from`, `published_to`; None is no filter.

    Raises:
        InputError: for an unknown key or a wrong type.
    """
    return _checked(QuestionIn, {"question": "", "filters": data}).request().filters


def day(value: Any, name: str) -> date | None:
    """A day, from a date or YYYY-MM-DD; None or "" is none.

    Raises:
        InputError: naming the value.
    """
    try:
        return _day(value)
    except ValueError as error:
        raise InputError(f'"{name}" {error}') from None


def strictness(value: Any) -> Strictness:
    """How sure an answer has to be; None or "" is balanced.

    Raises:
        InputError: it is none of the known degrees.
    """
    try:
        return _strictness(value)
    except ValueError as error:
        raise InputError(f'"strictness" {error}') from None


def names(value: Any, name: str) -> tuple[str, ...]:
    """Names such as article ids: a list, or one text; None is none.

    Raises:
        InputError: for another type, or too many.
    """
    try:
        return tuple(_names(value))
    except ValueError as error:
        raise InputError(f'"{name}" {error}') from None


def _checked(model: type[QuestionIn], given: Mapping[str, Any]) -> QuestionIn:
    try:
        return model.model_validate(dict(given))
    except ValidationError as error:
        raise InputError(in_words(error.errors())) from None


def in_words(errors: Any) -> str:
    """The first of pydantic's errors as a sentence."""
    first = errors[0]
    place = [part for part in first["loc"] if part != "body"]
    name = next((str(part) for part in reversed(place) if isinstance(part, str)), "")
    match first["type"]:
        case "missing":
            said = "is missing"
        case "extra_forbidden":
            known = ".".join(map(str, place[:-1]))
            return f"Unknown key {_short(name)}" + (f' in "{known}".' if known else ".")
        case "value_error":
            said = str(first["ctx"]["error"])
            if said[:1].isupper():  # a sentence of its own
                return said
        case _:
            said = f"is wrong: {first['msg'][:1].lower()}{first['msg'][1:]}"
    return f'"{name}" {said}' if name else said


def _short(value: Any) -> str:
    return repr(clean(value)[:40] if isinstance(value, str) else value)[:60]
