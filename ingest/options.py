"""Settings of an ingest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from ingest.passages import PassageOptions

MAX_BYTES = 20_000_000


@dataclass(frozen=True, slots=True)
class IngestOptions:
    """How an ingest goes about its work.

    Attributes:
        max_bytes: larger files fail before they are read.
        batch_passages: articles are committed together until they have so many passages.
        dry_run: find out what would be done and write nothing; needs no embedding model.
        allow_mass_delete: let more than half of a folder's articles leave the store.
        rebuild: prepare unchanged articles again, as after a change of the passage settings.
    """

    passages: PassageOptions = field(default_factory=PassageOptions)
    max_bytes: int = MAX_BYTES
    batch_passages: int = 200
    dry_run: bool = False
    allow_mass_delete: bool = False
    rebuild: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an ingest is: files looked at so far (`total` is 0), or articles put in.

    `passages` and `embedded` count up over the whole ingest.
    """

    stage: Literal["looking", "ingesting"]
    done: int
    total: int
    source: str
    passages: int = 0
    embedded: int = 0


OnProgress = Callable[[Progress], None]
