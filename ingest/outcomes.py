"""What becomes of each file, noted while an ingest runs."""

from __future__ import annotations

import logging

from ingest.errors import UnreadableError
from ingest.files import VanishedError
from ingest.prepare import EmptyError
from ingest.report import FileOutcome, Outcome
from vectorstore.errors import QaAppError

_log = logging.getLogger(__name__)


class Outcomes:
    """The last word on each source."""

    def __init__(self) -> None:
        self._files: dict[str, FileOutcome] = {}

    def say(self, source: str, outcome: Outcome, reason: str = "") -> None:
        """Note an outcome in place of an earlier one."""
        self._files[source] = FileOutcome(source, outcome, reason)

    def add(self, source: str, reason: str) -> None:
        """Add to the reason of an outcome; without one the file is unchanged."""
        before = self._files.get(source) or FileOutcome(source, "unchanged")
        both = "; ".join(filter(None, (before.reason, reason)))
        self._files[source] = FileOutcome(source, before.outcome, both)

    def get(self, source: str) -> FileOutcome | None:
        """The outcome noted for a source."""
        return self._files.get(source)

    def all(self) -> tuple[FileOutcome, ...]:
        """All outcomes, by source."""
        return tuple(self._files[source] for source in sorted(self._files))

    def refuse(self, source: str, error: Exception, is_known: bool) -> None:
        """Note a file that cannot become an article; faults of the store are not the file's.

        Raises:
            QaAppError: the error itself, when it is one that does not concern the file alone.
        """
        if isinstance(error, EmptyError):
            self.say(source, "removed" if is_known else "skipped", str(error))
        elif isinstance(error, VanishedError):  # the next run will see what became of it
            self.say(source, "skipped", str(error))
        elif isinstance(error, UnreadableError):
            self.say(source, "failed", str(error))
        elif isinstance(error, QaAppError):
            raise error
        else:
            _log.warning("%s could not be prepared", source, exc_info=error)
            self.say(source, "failed", f"could not be prepared ({type(error).__name__}: {error})")
