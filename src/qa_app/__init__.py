"""Answers questions from a folder of articles, every sentence cited and checked.

from qa_app import Assistant
with Assistant.open(".qa-app") as assistant:
answer = assistant.ask("How many vessels did Japan provide?")
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qa_app.assistant import Assistant
    from qa_app.verification import verify

__all__ = ["Assistant", "verify"]


def __getattr__(name: str) -> Any:
    # Imported when asked for: `import qa_app` and `qa-app --help` stay light.
    if name == "Assistant":
        from qa_app.assistant import Assistant

        return Assistant
    if name == "verify":
        from qa_app.verification import verify

        return verify
    raise AttributeError(f"module 'qa_app' has no attribute {name!r}")
