"""What the process that reads files may do: compute, and read files. Nothing else.

The audit hook sees what Python does; compiled libraries are held by the limits of the system. It
is a second wall behind readers that do none of this by themselves.
"""

from __future__ import annotations

import contextlib
import os
import sys
from typing import Any

_FORBIDDEN = (
    "socket.", "subprocess.", "shutil.", "ftplib.", "http.client.", "smtplib.", "urllib.",
    "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.startfile", "os.fork", "os.kill",
    "os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.truncate",
    "os.chmod", "os.chown", "os.utime", "os.setxattr", "pty.spawn", "webbrowser.",
    "sqlite3.connect", "mmap.__new__",
)  # fmt: skip
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def confine(memory_bytes: int) -> None:
    """Bind this process for good: no network, no programs, no files written, so much memory.

    Args:
        memory_bytes: address space; 0 sets no bound, and neither do systems that know none.
    """
    sys.addaudithook(_guard)
    try:
        import resource
    except ImportError:  # not a POSIX system
        return
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, 0)
    if memory_bytes:
        _limit(resource.RLIMIT_AS, memory_bytes)


def _limit(which: int, value: int) -> None:
    import resource

    hard = resource.getrlimit(which)[1]
    if hard != resource.RLIM_INFINITY:
        value = min(value, hard)
    with contextlib.suppress(ValueError, OSError):  # macOS refuses a bound on address space
        resource.setrlimit(which, (value, value))


def _guard(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "open":
        _guard_open(*arguments)
    elif event.startswith(_FORBIDDEN):
        raise PermissionError(f"{event} while a file is read")


def _guard_open(path: Any, mode: Any, flags: Any) -> None:
    writing = isinstance(flags, int) and flags & _WRITING
    if (writing or (isinstance(mode, str) and set(mode) & set("wax+"))) and path != os.devnull:
        raise PermissionError("opening a file for writing while a file is read")
