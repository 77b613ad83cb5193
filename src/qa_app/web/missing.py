"""What was asked and not found, remembered as long as nothing that it depends on has changed."""

from __future__ import annotations

import threading

from qa_app.conversations import SavedConversations
from qa_app.gaps import Gap, gaps


class Missing:
    """What each user asked and did not find, gone through anew only when something was kept."""

    def __init__(self, saved: SavedConversations) -> None:
        self._saved = saved
        self._lock = threading.Lock()
        self._found: dict[str, tuple[int, list[Gap]]] = {}

    def of(self, user: str) -> list[Gap]:
        """The gaps in the articles as this user has met them.

        Raises:
            SavedError: the conversations cannot be read.
        """
        changes = self._saved.changes()
        with self._lock:
            known = self._found.get(user)
        if known is not None and known[0] == changes:
            return known[1]
        found = gaps(exchange for _, exchange in self._saved.exchanges(user))
        with self._lock:
            self._found[user] = (changes, found)
        return found
