"""The bar that says that the articles have changed, and messages at the question box."""

from __future__ import annotations

from qa_app.web.render.escape import attributes, words


def notice(sentence: str, generation: int, poll_seconds: float) -> str:
    """The bar, and for the script beside it the generation that this page knows."""
    tag = attributes(
        class_="notice",
        role="status",
        data_generation=generation,
        data_poll=f"{poll_seconds:g}",
    )
    return f"<div{tag}>{words('p', sentence) if sentence else ''}</div>"


def message(sentence: str) -> str:
    """Why a question was not taken; empty for nothing to say."""
    return words("p", sentence, class_="message", role="alert") if sentence else ""
