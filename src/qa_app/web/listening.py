"""The address that the chat listens on: taken first of all, so that trouble is told soon."""

from __future__ import annotations

import errno
import socket

from qa_app.web.guard import is_loopback
from qa_app.web.options import Options
from qa_app.web.token import HELP
from vectorstore.errors import QaAppError

BACKLOG = 512


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens at that address.

    Raises:
        QaAppError: if the port is taken or out of range, or the address is not this machine's.
    """
    if not 0 <= port <= 65_535:
        raise QaAppError(f"Port {port} does not exist; choose one from 1024 to 65535.")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        raise QaAppError(_why(host, port, error)) from error
    return listener


def _why(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is in use; choose another with --port, or stop what uses it."
    if error.errno == errno.EACCES:
        return f"Port {port} may not be used by this account; choose one above 1023 with --port."
    return f"Cannot listen on {host!r}: {error.strerror or error}; choose another with --host."


def display_name(host: str) -> str:
    """The host as it stands in an address that can be opened on this machine."""
    if host in ("", "0.0.0.0", "::"):
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host


def is_private(host: str, options: Options) -> bool:
    """Whether only this machine reaches it: no other name and no proxy leads to it either."""
    published = options.allowed_hosts or options.base_path or options.public_url
    return is_loopback(host) and not published


def refuse_open(host: str, options: Options) -> None:
    """Stop before everybody on a network can read the articles without meaning to allow that.

    Raises:
        QaAppError: it is not this machine's own, and nobody has to log in or show a token.
    """
    if is_private(host, options) or options.users is not None or options.token or options.no_auth:
        return
    why = " (by --allowed-host, --base-path or public_url)" if is_loopback(host) else ""
    raise QaAppError(
        f"{host or 'every address'}: others can reach this address{why}. Give --auth-file FILE,"
        " so that people log in (--add-user NAME makes one), --no-auth to let everybody in, or"
        f" a token{HELP}"
    )
