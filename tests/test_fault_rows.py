"""Every row of the list of faults, up to those of an evaluation, has a test that names it."""

from __future__ import annotations

import re
import socket
from pathlib import Path

import pytest
from pytest_socket import SocketConnectBlockedError

TESTS = Path(__file__).parent
NAMED = re.compile(
    r"def test_rows?_([\d_]+(?:and_\d+)?)|FAULTS (?:rows? )?(\d+)|rows=\(([\d, ]+)\)"
)
ROWS = range(1, 66)


def named() -> dict[int, set[str]]:
    """The files that name each row."""
    found: dict[int, set[str]] = {}
    for path in TESTS.rglob("*.py"):
        for match in NAMED.finditer(path.read_text("utf-8")):
            for number in re.findall(r"\d+", match.group()):
                found.setdefault(int(number), set()).add(path.name)
    return found


@pytest.mark.parametrize("row", ROWS)
def test_a_test_names_the_row(row: int) -> None:
    assert named().get(row)


def test_row_39_nothing_reaches_another_machine() -> None:
    # pytest-socket warns and then refuses; here every warning is an error.
    with socket.socket() as one, pytest.raises((SocketConnectBlockedError, UserWarning)):
        one.connect(("192.0.2.1", 80))
