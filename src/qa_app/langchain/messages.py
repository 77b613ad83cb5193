"""Answers as LangChain messages, questions from them. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, convert_to_messages
from langchain_core.prompt_values import PromptValue

from qa_app import inputs
from qa_app.contract import Answer, Citation, Request, Turn
from qa_app.inputs import InputError
from qa_app.spoken import Mark, Piece, Spoken

Link = Callable[[Citation], str]
"""The address that opens a citation; "" for none."""

ASKED = 'a question, a list of messages, or {"question", "history", "filters", "asked_on"}'


def request(asked: Any, **more: Any) -> Request:
    """The question in what a runnable was given; `more` wins over what it says itself.

    Raises:
        InputError: there is no question in it, or it is not of the form it must have.
    """
    if isinstance(asked, PromptValue):
        asked = asked.to_messages()
    if isinstance(asked, BaseMessage):
        asked = [asked]
    if isinstance(asked, Mapping) and "messages" in asked:
        asked = {**asked, **_conversation(asked["messages"])}
        del asked["messages"]
    elif isinstance(asked, str):
        asked = {"question": asked}
    elif isinstance(asked, Sequence):
        asked = _conversation(asked)
    if not isinstance(asked, Mapping):
        raise InputError(f"the input must be {ASKED}")
    given = {**asked, **{name: value for name, value in more.items() if value is not None}}
    return inputs.request(given)


def _conversation(given: Any) -> dict[str, Any]:
    """The last message of a person as the question, what was said before it as the history."""
    try:
        messages = convert_to_messages(given)
    except (ValueError, TypeError, NotImplementedError) as error:
        raise InputError(f"the input must be {ASKED} ({error})") from None
    asked = [n for n, message in enumerate(messages) if isinstance(message, HumanMessage)]
    if not asked:
        raise InputError("the messages hold no question: none is by a person")
    before = [
        Turn("user" if isinstance(message, HumanMessage) else "assistant", str(message.text))
        for message in messages[: asked[-1]]
        if isinstance(message, HumanMessage | AIMessage)
    ]
    return {"question": str(messages[asked[-1]].text), "history": before}


def block(piece: Piece, link: Link) -> dict[str, Any]:
    """A piece of an answer as a text block with the standard citation annotations.

    `start_index` and `end_index` are of the block's own text, as the standard has it; the place in
    the article is in `extras`, where `text[start:end]` is `cited_text`.
    """
    found: dict[str, Any] = {"type": "text", "text": piece.text}
    if piece.marks:
        found["annotations"] = [_annotation(mark, link) for mark in piece.marks]
    return found


def _annotation(mark: Mark, link: Link) -> dict[str, Any]:
    cited = mark.citation
    place = {name: value for name, value in cited.to_json().items() if name not in ("quote",)}
    url = link(cited)
    return {
        "type": "citation",
        "title": cited.title or cited.source,
        "cited_text": cited.quote,
        "start_index": mark.start,
        "end_index": mark.end,
        **({"url": url} if url else {}),
        "extras": place,
    }


def refusal(answer: Answer) -> list[dict[str, Any]]:
    """The standard block that says that a question was not answered; none where it was."""
    if answer.outcome not in ("unsure", "not_found"):
        return []
    extras = {"outcome": answer.outcome, "confidence": answer.confidence}
    text = f"{answer.answer} {answer.why}".strip()
    return [{"type": "refusal", "refusal": text, "extras": extras}]


def metadata(answer: Answer) -> dict[str, Any]:
    """What goes with the message: that its content is in standard blocks, and the whole answer."""
    return {"output_version": "v1", "model_name": "qa-app", "answer": answer.to_json()}


def message(spoken: Spoken, pieces: Sequence[Piece], link: Link) -> AIMessage:
    """The whole answer as one message."""
    answer = spoken.answer
    assert answer is not None  # a stream ends with Done
    blocks: list[Any] = [*refusal(answer), *(block(piece, link) for piece in pieces)]
    return AIMessage(content=blocks, response_metadata=metadata(answer))
