"""The help texts as they were written down, so that `qa-app ask --help` imports next to nothing.

typer alone takes seven times as long to import as Python to start. `python -m qa_app.cli.help`
writes the texts anew; a test holds them against what typer says.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence

FOLDER = os.path.join(os.path.dirname(__file__), "help_texts")
WIDTH = 80
"""Typer makes no use of more columns; on fewer it has to wrap the text itself."""


def written(arguments: Sequence[str]) -> str | None:
    """The text for `… --help`; None where it is something else, or has to be made by typer."""
    *names, last = arguments or [""]
    if last != "--help" or not all(name.isalpha() for name in names) or _columns() < WIDTH:
        return None
    try:
        with open(path(names), encoding="utf-8") as file:
            return file.read()
    except OSError:
        return None


def path(names: Sequence[str]) -> str:
    """The file with the help of that command."""
    return os.path.join(FOLDER, "-".join(["qa-app", *names]) + ".txt")


def _columns() -> int:
    given = os.environ.get("COLUMNS", "")
    if given.isdecimal() and int(given):
        return int(given)
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns if sys.__stdout__ else WIDTH
    except (OSError, ValueError):  # no terminal
        return WIDTH


def made() -> Iterator[tuple[list[str], str]]:
    """Each command as words, and what typer says of it."""
    from typer.main import get_command
    from typer.testing import CliRunner

    from qa_app.cli.app import app

    waiting: list[tuple[list[str], object]] = [([], get_command(app))]
    while waiting:
        names, command = waiting.pop()
        known = getattr(command, "commands", {})
        waiting += [([*names, name], one) for name, one in known.items()]
        asked = [*names, "--help"]
        environment = {"COLUMNS": str(WIDTH)}
        yield names, CliRunner().invoke(app, asked, prog_name="qa-app", env=environment).stdout


def write() -> None:
    """Write all of them down."""
    os.makedirs(FOLDER, exist_ok=True)
    for old in os.listdir(FOLDER):
        os.remove(os.path.join(FOLDER, old))
    for names, text in made():
        with open(path(names), "w", encoding="utf-8") as file:
            file.write(text)


if __name__ == "__main__":
    write()
