"""The reader: question and passage read together."""

from __future__ import annotations

from qa_app.reader.base import Excerpt, ExcerptReading, Reader, ReaderError, SentenceReading

__all__ = ["Excerpt", "ExcerptReading", "Reader", "ReaderError", "SentenceReading", "load"]


def load(name: str, *, threads: int | None = None) -> Reader | None:
    """The reader of a setting: `packaged`, `none`, or the folder or hub name of an extractive
    question-answering model. Nothing heavy is loaded before the first question.
    """
    if name == "none":
        return None
    if name == "packaged":
        from qa_app.reader.packaged import PackagedReader

        return PackagedReader(threads=threads)
    from qa_app.reader.hub import HubReader

    return HubReader(name, threads=threads)
