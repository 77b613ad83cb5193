"""What people see: tables, progress and one-line complaints; plain when it is not a terminal."""

from __future__ import annotations

import json
import sys
from functools import cache
from typing import Any

import typer
from rich.console import Console
from rich.table import Table

from ingest.names import label


@cache
def console() -> Console:
    """Standard output; without colour and control codes when it is no terminal."""
    return Console(highlight=False, soft_wrap=not sys.stdout.isatty())


@cache
def errors() -> Console:
    """Standard error, where progress goes too."""
    return Console(stderr=True, highlight=False, soft_wrap=not sys.stderr.isatty())


def complain(message: str) -> None:
    """One line on standard error."""
    typer.echo(f"qa-app: {' '.join(message.split())}", err=True)


def print_json(data: Any) -> None:
    """JSON on standard output, one object, as UTF-8 whatever the locale."""
    sys.stdout.buffer.write(json.dumps(data, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
    sys.stdout.flush()


def print_table(title: str, columns: list[str], rows: list[list[str]]) -> None:
    """A table for people; every cell is text, never markup or control codes.

    For what is no terminal: a line a row, a tab between cells.
    """
    if not console().is_terminal:
        for row in [columns, *rows]:
            typer.echo("\t".join(str(safe(" ".join(cell.split()))) for cell in row))
        return
    table = Table(*columns, title=title, title_justify="left", header_style="bold")
    for row in rows:
        table.add_row(*(safe(cell) for cell in row))
    console().print(table)


def safe(text: str) -> Any:
    """Text as a cell: nothing in it is taken for markup or moves the cursor."""
    from rich.text import Text

    return Text("\n".join(label(line) for line in text.split("\n")))
