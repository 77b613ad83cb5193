"""The command line: one thin file a verb, imported when that verb is used."""

from __future__ import annotations

import os
import sys

_INTERRUPTED = "interrupted; what was committed before is kept"


def main() -> None:
    """Run `qa-app`; exit codes: 0 done, 1 something failed, 2 wrong use, 130 interrupted.

    An expected failure prints one line; anything else is a bug and keeps its traceback.
    """
    from qa_app.cli.help import written

    try:
        text = written(sys.argv[1:])
        if text is not None:
            print(text, end="", flush=True)
        else:
            _run()
    except BrokenPipeError:
        # `qa-app sources | head`: the reader has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)


def _run() -> None:
    from qa_app.cli.app import app
    from vectorstore.errors import QaAppError

    try:
        app(prog_name="qa-app")
    except QaAppError as error:
        _complain(str(error))
        sys.exit(1)
    except KeyboardInterrupt:
        _complain(_INTERRUPTED)
        sys.exit(130)
    except SystemExit as ended:
        if ended.code == 130:  # typer has met the interruption first and says nothing
            _complain(_INTERRUPTED)
        raise


def _complain(message: str) -> None:
    from qa_app.cli.output import complain

    complain(message)
