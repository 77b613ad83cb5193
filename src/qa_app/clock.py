"""How long each step of an answer takes."""

from __future__ import annotations

import time


class Clock:
    """Milliseconds between marks."""

    def __init__(self) -> None:
        self._began = self._last = time.perf_counter()
        self._marks: dict[str, float] = {}

    def mark(self, name: str) -> None:
        """The step of that name ends now; what it took before is added."""
        now = time.perf_counter()
        self._marks[name] = round(self._marks.get(name, 0.0) + (now - self._last) * 1000, 2)
        self._last = now

    def spent(self) -> dict[str, float]:
        """Milliseconds by step, and `total`."""
        total = round((time.perf_counter() - self._began) * 1000, 2)
        return self._marks | {"total": total}
