"""Who may log in: a file of names and hashed passwords, one a line."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import re
from pathlib import Path

from vectorstore.errors import QaAppError

SHORTEST = 8
Known = dict[str, tuple[bytes, bytes]]
"""Names, each with the salt and the hash of a password."""
Stamp = tuple[int, int, int]
_NAME = re.compile(r"[\w.@-]{1,64}")
# What OWASP asks for: 16 MB and a tenth of a second a try.
_N, _R, _P = 2**14, 8, 5


class UsersError(QaAppError):
    """The file of users cannot be used."""


class Users:
    """The users of a file of lines `name:scrypt:SALT:HASH`, as it is now. Shared by threads."""

    def __init__(self, path: Path) -> None:
        """Read it.

        Raises:
            UsersError: it cannot be read, holds another line than a user's, or holds nobody.
        """
        self._path = path
        self._seen, self._known = _stamp(path), _read(path)

    def check(self, name: str, password: str) -> bool:
        """Whether it is the password of that name; takes as long for a name that is not known.

        Raises:
            UsersError: the file has changed and cannot be read any more: nobody is let in.
        """
        salt, kept = self._now().get(name, (b"nobody", b""))
        return hmac.compare_digest(_hash(password, salt), kept)

    def key(self, name: str) -> bytes:
        """What is left of the password of that name; empty for a name that is not known.

        Raises:
            UsersError: as for `check`.
        """
        return b"".join(self._now().get(name, ()))

    def _now(self) -> Known:
        """The users; the file is read again when it is another one or has changed."""
        stamp = _stamp(self._path)
        if stamp != self._seen:
            self._known = _read(self._path)
            self._seen = stamp
        return self._known


def _stamp(path: Path) -> Stamp:
    try:
        found = path.stat()
    except OSError as error:
        raise UsersError(f"{path}: cannot be read ({error.strerror})") from None
    return found.st_ino, found.st_size, found.st_mtime_ns


def _read(path: Path) -> Known:
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsersError(f"{path}: cannot be read ({error})") from None
    known: Known = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            name, kind, salt, kept = line.strip().split(":")
            if kind != "scrypt" or not _NAME.fullmatch(name):
                raise ValueError
            known[name] = (base64.b64decode(salt), base64.b64decode(kept))
        except ValueError:
            raise UsersError(
                f"{path}:{number}: not a line of a user; add one with --add-user"
            ) from None
    if not known:
        raise UsersError(f"{path}: holds no user; add one with --add-user NAME")
    return known


def add(path: Path, name: str, password: str) -> None:
    """Add a user to the file, or give one another password.

    Raises:
        UsersError: the name or the password will not do, or the file cannot be written.
    """
    if not _NAME.fullmatch(name):
        raise UsersError(f"{name!r}: a name has letters, digits and . _ @ - only, 64 at most")
    if len(password) < SHORTEST:
        raise UsersError(f"a password has {SHORTEST} characters at least")
    salt = os.urandom(16)
    parts = (name, "scrypt", *(base64.b64encode(x).decode() for x in (salt, _hash(password, salt))))
    fresh = path.with_name(f".{path.name}.new")
    try:
        before = path.read_text("utf-8").splitlines() if path.exists() else []
        kept = [line for line in before if not line.startswith(f"{name}:")]
        fresh.unlink(missing_ok=True)
        fresh.touch(0o600)
        fresh.write_text("\n".join([*kept, ":".join(parts)]) + "\n", "utf-8")
        fresh.replace(path)
    except UnicodeDecodeError as error:
        raise UsersError(f"{path}: cannot be read ({error})") from None
    except OSError as error:
        raise UsersError(f"{path}: cannot be written ({error.strerror})") from None


def _hash(password: str, salt: bytes) -> bytes:
    data = password.encode("utf-8", "surrogatepass")
    return hashlib.scrypt(data, salt=salt, n=_N, r=_R, p=_P, maxmem=64 * 1024 * 1024)
