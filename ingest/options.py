"""Settings of an ingest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from ingest.containers import RecordFields
from ingest.limits import Limits
from ingest.overrides import Overrides
from ingest.passages import PassageOptions


@dataclass(frozen=True, slots=True)
class IngestOptions:
    """How an ingest goes about its work.

    Attributes:
        limits: what a single file may cost.
        records: which fields of a record hold what, for JSON and JSON Lines.
        batch_passages: articles are committed together until they have so many passages.
        dry_run: find out what would be done and write nothing; needs no embedding model.
        allow_mass_delete: let more than half of a folder's articles leave the store.
        rebuild: prepare unchanged articles again, as after a change of the passage settings.
        overrides: metadata that a person has set; it is remembered until it is set otherwise.
    """

    passages: PassageOptions = field(default_factory=PassageOptions)
    limits: Limits = field(default_factory=Limits)
    records: RecordFields = field(default_factory=RecordFields)
    batch_passages: int = 200
    dry_run: bool = False
    allow_mass_delete: bool = False
    rebuild: bool = False
    overrides: Overrides | None = None


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
