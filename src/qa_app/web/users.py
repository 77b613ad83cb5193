"""Whose request it is: what the log-in in front has put into the scope."""

from __future__ import annotations

from typing import Any

KEY = "qa_app_user"


def user_of(request: Any) -> str:
    """The user of a request; the empty text where nobody logs in."""
    return str(request.scope.get(KEY, ""))
