"""What an ingest did, file by file."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Literal, get_args

Outcome = Literal["added", "changed", "removed", "renamed", "unchanged", "skipped", "failed"]
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """What became of one file. `reason` may also hold a note on a file that went in."""

    source: str
    outcome: Outcome
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of an ingest.

    Attributes:
        generation: of the store afterwards.
        passages: of the articles that this ingest put in or replaced.
        embedded: how many vectors had to be computed; the others were known already.
        dry_run: nothing was written; the files say what would be done.
    """

    generation: int
    files: tuple[FileOutcome, ...] = field(default=())
    passages: int = 0
    embedded: int = 0
    seconds: float = 0.0
    dry_run: bool = False

    def count(self, outcome: Outcome) -> int:
        """How many files ended this way."""
        return sum(1 for file in self.files if file.outcome == outcome)

    @property
    def ok(self) -> bool:
        """Whether no file failed."""
        return not self.count("failed")

    def to_json(self) -> dict[str, Any]:
        """The object that `ingest --json` prints."""
        return {
            "generation": self.generation,
            **{outcome: self.count(outcome) for outcome in OUTCOMES},
            "passages": self.passages,
            "embedded": self.embedded,
            "seconds": round(self.seconds, 3),
            "files": [asdict(file) for file in self.files],
        }
