"""An ingest as the settings want it, for every command that does one."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

from ingest.containers import RecordFields
from ingest.limits import Limits
from ingest.options import IngestOptions
from ingest.overrides import read_overrides
from qa_app.settings import Settings, SettingsError


def options(
    settings: Settings,
    *,
    dry_run: bool = False,
    allow_mass_delete: bool = False,
    rebuild: bool = False,
    metadata: Path | None = None,
) -> IngestOptions:
    """The options of an ingest.

    Raises:
        SettingsError: `record_fields` names something that is not known of an article.
        IngestError: the table of metadata cannot be used.
    """
    return IngestOptions(
        limits=_limits(settings),
        records=_record_fields(settings),
        dry_run=dry_run,
        allow_mass_delete=allow_mass_delete,
        rebuild=rebuild,
        overrides=read_overrides(metadata) if metadata else None,
    )


def _limits(settings: Settings) -> Limits:
    return Limits(
        file_bytes=settings.max_file_bytes,
        seconds=settings.max_file_seconds,
        memory_bytes=settings.max_file_memory,
        pages=settings.max_pages,
        records=settings.max_records,
        unpacked_bytes=settings.max_unpacked_bytes,
        unpacked_ratio=settings.max_unpacked_ratio,
        archive_depth=settings.max_archive_depth,
    )


def _record_fields(settings: Settings) -> RecordFields:
    known = [field.name for field in fields(RecordFields)]
    for name in settings.record_fields:
        if name not in known:
            raise SettingsError(
                f"setting record_fields: {name!r} is not known; known are {', '.join(known)}"
            )
    return RecordFields(**settings.record_fields)
