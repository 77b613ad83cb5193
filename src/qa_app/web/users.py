"""Whose request it is: what the log-in in front has put into the scope."""

from __future__ import annotations

from typing import Any

KEY = "qa_app_user"
SHOWN = "qa_app_token"
"""In the scope of a request that has shown the token: it need not log in, and is no user's."""


def user_of(request: Any) -> str:
    """The user of a request; the empty text where nobody logs in."""
    return str(request.scope.get(KEY, ""))


def asker_of(request: Any) -> str:
    """Who waits in one queue: a user, or where nobody logs in, an address."""
    return user_of(request) or (request.client.host if request.client else "")
