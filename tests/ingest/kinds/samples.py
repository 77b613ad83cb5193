"""Small documents of one sentence or table, in every format that can hold it."""

from __future__ import annotations

import io

import docx
from docx.text.run import Run

from ingest.limits import Limits
from ingest.prepare import Document, document
from ingest.readers import record

PARAGRAPH = (
    "The ferry office of Harwick keeps a book of every crossing since the war, and whoever asks"
    " at the desk may read in it for an hour without any fee at all. "
)


def page(body: str, title: str = "The ferry book") -> str:
    """A page with an article that is long enough to be told from its surroundings."""
    return (
        f"<html><head><title>{title}</title></head><body><nav><a href='/'>Start</a></nav><main>"
        f"<article><h1>{title}</h1><p>{PARAGRAPH}</p>{body}<p>{PARAGRAPH * 2}</p></article></main>"
        "</body></html>"
    )


def plain_page(body: str) -> str:
    """The same without any element that names the article."""
    return f"<html><body><div><p>{PARAGRAPH}</p>{body}<p>{PARAGRAPH * 2}</p></div></body></html>"


def read(name: str, content: str | bytes) -> Document:
    return document(name, content.encode() if isinstance(content, str) else content)


def text(name: str, content: str | bytes) -> str:
    if name.endswith(".json"):
        return record.read(content.encode() if isinstance(content, str) else content, Limits()).text
    return read(name, content).text


def word(*runs: str | tuple[str, str]) -> bytes:
    """A Word document of one paragraph; a pair is a run and what is set on its font."""
    new = docx.Document()
    paragraph = new.add_paragraph()
    for run in runs:
        words, setting = run if isinstance(run, tuple) else (run, "")
        added: Run = paragraph.add_run(words)
        if setting:
            setattr(added.font, setting, True)
    file = io.BytesIO()
    new.save(file)
    return file.getvalue()


def mail(body: str, subject: str = "Boats", kind: str = "plain") -> bytes:
    return (
        f"From: Ada Quill <ada@ink.example>\nTo: Bo <bo@ink.example>\nSubject: {subject}\n"
        "Date: Tue, 3 May 2022 10:11:00 +0200\nMessage-ID: <1@ink.example>\nMIME-Version: 1.0\n"
        f"Content-Type: text/{kind}; charset=utf-8\n\n{body}"
    ).encode()
