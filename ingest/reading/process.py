"""The parent's side of the process that reads files."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Collection, Iterator, Sequence
from typing import IO, Any

from ingest.errors import IngestError, NotTextError, UnreadableError
from ingest.limits import Limits
from ingest.names import label
from ingest.prepare import Document, EmptyError
from ingest.reading import wire
from vectorstore.closing import Closing

CHILD = (sys.executable, "-P", "-B", "-m", "ingest.reading.child")
_DEFAULT = Limits()
_START_SECONDS = 120.0
_LARGEST_ANSWER = 1 << 29  # bytes; no file within the limits holds as much text
_KNOWN = {one.__name__: one for one in (EmptyError, NotTextError, UnreadableError)}
# Whatever else is in the environment, keys and tokens among it, is none of the child's business.
_PASSED = ("PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR", "LD_LIBRARY_PATH",
           "SYSTEMROOT", "PYTHONHOME", "VIRTUAL_ENV")  # fmt: skip


class ReadingProcess(Closing):
    """Reads files in another process, which is ended when it takes too long.

    The process is started for the first file, kept for the next ones, and started anew after it
    has been ended or has died. One file is read at a time, whichever thread asks.
    """

    def __init__(self, limits: Limits = _DEFAULT, command: Sequence[str] = CHILD) -> None:
        self._limits = limits
        self._command = command
        self._child: subprocess.Popen[bytes] | None = None
        self._overdue = False
        self._turn = threading.Lock()

    @property
    def pid(self) -> int | None:
        """The process id while there is a process."""
        return self._child.pid if self._child else None

    def document(self, source: str, data: bytes, drop: Collection[str] = ()) -> Document:
        """What `ingest.prepare.document` makes of a file.

        Raises:
            EmptyError: there is no text in it.
            NotTextError: it is not text.
            UnreadableError: with the reason; also when reading took too long or too much memory,
                when the process died, or when a reader failed in a way it should not.
        """
        with self._turn:
            try:
                answer = self._ask({"source": source, "drop": sorted(drop)}, data)
            except BaseException:
                self.close()
                raise
        if answer.get("error") == "MemoryError":
            self.close()
            raise UnreadableError(
                f"needs more memory than the limit of {self._limits.memory_bytes:,} bytes to read;"
                " divide it or raise the limit"
            )
        if "error" in answer:
            raise _raised(answer)
        try:
            return wire.restored(Document, answer.get("document"))
        except wire.BrokenFrameError as error:
            self.close()
            raise UnreadableError(f"could not be read ({error})") from error

    def close(self) -> None:
        """End the process, if there is one, at once."""
        child, self._child = self._child, None
        if child is None:
            return
        _kill(child)
        for stream in (child.stdin, child.stdout, child.stderr):
            with contextlib.suppress(OSError):  # what was not yet sent
                _there(stream).close()
        child.wait()

    def _ask(self, request: dict[str, Any], data: bytes) -> dict[str, Any]:
        child = self._started()
        try:
            with self._deadline(child, self._limits.seconds):
                wire.send(_there(child.stdin), request, data)
                return wire.receive(_there(child.stdout), _LARGEST_ANSWER)[0]
        except (OSError, EOFError) as error:
            raise UnreadableError(self._why_it_ended(child)) from error
        except wire.BrokenFrameError as error:
            raise UnreadableError(f"could not be read ({error})") from error

    def _started(self) -> subprocess.Popen[bytes]:
        """The child, ready for a request."""
        alive = self._child is not None and self._child.poll() is None
        if self._child is not None and alive and not self._overdue:
            return self._child
        self.close()
        self._overdue = False
        self._child = child = self._start()
        try:
            with self._deadline(child, _START_SECONDS):
                wire.receive(_there(child.stdout))
        except (OSError, EOFError, wire.BrokenFrameError) as error:
            said = _there(child.stderr).read().decode("utf-8", "replace").strip()
            raise IngestError(
                f"the process that reads files did not start ({said or error}); is qa-app"
                " installed as a whole?"
            ) from error
        return child

    def _start(self) -> subprocess.Popen[bytes]:
        environment = {name: os.environ[name] for name in _PASSED if name in os.environ}
        environment["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
        environment["PYTHONUTF8"] = "1"
        return subprocess.Popen(
            [*self._command, json.dumps(wire.plain(self._limits))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment,
            start_new_session=True,  # Ctrl-C is for the parent, which then ends the child
        )

    @contextlib.contextmanager
    def _deadline(self, child: subprocess.Popen[bytes], seconds: float) -> Iterator[None]:
        """End the child if what is done here has not been done in time."""
        self._overdue = False
        timer = threading.Timer(seconds, self._end, (child,))
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _end(self, child: subprocess.Popen[bytes]) -> None:
        self._overdue = True
        _kill(child)

    def _why_it_ended(self, child: subprocess.Popen[bytes]) -> str:
        if self._overdue:
            return (
                f"took longer than {self._limits.seconds:g} s to read; divide it or raise the limit"
            )
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(5)
        code = child.returncode
        if code is None:
            return "the process that read it stopped answering"
        how = f"was ended by {_signal_name(-code)}" if code < 0 else f"ended with status {code}"
        why = "the file may be damaged, too large or built to do harm"
        return f"the process that read it {how}; {why}"


def _raised(answer: dict[str, Any]) -> UnreadableError:
    """The error that the child met, as the same kind of error."""
    name, message = str(answer["error"]), label(str(answer.get("message", "")))
    kinds = answer.get("kinds")
    for one in kinds if isinstance(kinds, list) else ():
        if isinstance(one, str) and one in _KNOWN:
            return _KNOWN[one](message)
    return UnreadableError(f"could not be read ({label(name)}: {message})")


def _kill(child: subprocess.Popen[bytes]) -> None:
    """End a child and all that it may have started."""
    if child.poll() is not None:
        return
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if hasattr(os, "killpg"):
            os.killpg(child.pid, signal.SIGKILL)
        else:
            child.kill()


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def _there(stream: IO[bytes] | None) -> Any:
    if stream is None:
        raise RuntimeError("the process was started without pipes")
    return stream
