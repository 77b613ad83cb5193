"""Files that are odd by their names, or are no files."""

from __future__ import annotations

import os
import socket
from pathlib import Path

from tests.badinput.case import PROSE, Case

_TEXT = PROSE.encode()
_LONGEST = f"{'l' * 251}.txt"


def _not_utf8(path: Path) -> None:
    Path(os.fsdecode(os.fsencode(path.parent) + b"/bad\xff.txt")).write_bytes(_TEXT)


def _link(target: str):
    def make(path: Path) -> None:
        path.symlink_to(target)

    return make


def _link_outside(path: Path) -> None:
    outside = path.parents[1] / "outside.txt"
    outside.write_bytes(_TEXT)
    path.symlink_to(outside)


def _socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        here = Path.cwd()
        os.chdir(path.parent)  # the address must be short
        try:
            made.bind(path.name)
        finally:
            os.chdir(here)


def _folder(path: Path) -> None:
    path.mkdir()
    (path / "inside.txt").write_bytes(_TEXT)


def _deep(path: Path) -> None:
    folder = path.joinpath(*["d"] * 100)
    folder.mkdir(parents=True)
    (folder / "deep.txt").write_bytes(_TEXT)


NAMES = (
    "<img src=x onerror=alert(1)>.txt",
    "quote\"'s.txt",
    "](javascript:alert(1)).txt",
    "%2e%2e%2fetc.txt",
    "-rf.txt",
    "$(touch hacked).txt",
    "{{braces}}.txt",
    "\U0001f984.txt",
    _LONGEST,
    "Case.txt",
    "case.txt",
    "ne\u0301.txt",
    "n\u00e9.txt",
)

CASES = (
    *(Case(name, _TEXT, says=PROSE, rows=(12, 13)) for name in NAMES),
    Case("line\nfeed.txt", _TEXT, source="line\\x0afeed.txt", says=PROSE, rows=(12,)),
    Case("right\u202eto-left.txt", _TEXT, source="right\\u202eto-left.txt", says=PROSE, rows=(12,)),
    Case("bad", _not_utf8, source="bad\\xff.txt", says=PROSE, rows=(12,)),
    Case(".hidden.txt", _TEXT, "skipped", "hidden", rows=(12,)),
    Case("no-suffix", _TEXT, "skipped", "not a supported type"),
    Case("program.py", b"print('hello')", "skipped", "not a supported type"),
    Case("link-out.txt", _link_outside, "skipped", "out of the folder", rows=(15,)),
    Case("link-to-device.txt", _link("/dev/zero"), "skipped", "out of the folder", rows=(15, 16)),
    Case("link-to-itself.txt", _link("link-to-itself.txt"), "skipped", "a link", rows=(15,)),
    Case("link-to-nothing.txt", _link("nothing"), "skipped", "a link to nothing", rows=(15,)),
    Case("link-to-folder.txt", _link("folder.txt"), "skipped", "a link to a folder", rows=(15,)),
    Case("link-inside.txt", _link("Case.txt"), says=PROSE, rows=(15,)),
    Case("pipe.txt", os.mkfifo, "skipped", "a named pipe", rows=(16,)),
    Case("socket.txt", _socket, "skipped", "a socket", rows=(16,)),
    Case("folder.txt", _folder, source="folder.txt/inside.txt", says=PROSE),
    Case("deep", _deep, source=f"deep/{'d/' * 100}deep.txt", says=PROSE, rows=(20,)),
)
