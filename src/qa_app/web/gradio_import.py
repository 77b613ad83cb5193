"""Gradio imported without the interface files that it writes for editors.

While it is imported, Gradio 6 parses the source of each component and writes a `.pyi` beside it
(`gradio/component_meta.py`): half of the time of its import, at each start of the page, and a write
into the installed package. It leaves that where a class has no file.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def without_interface_files() -> Iterator[None]:
    """Within it, classes of Gradio have no file; everything else has its own."""
    file_of = inspect.getfile

    def getfile(object: Any) -> str:
        if isinstance(object, type) and object.__module__.startswith("gradio."):
            raise OSError("a class of Gradio")
        return file_of(object)

    inspect.getfile = getfile
    try:
        yield
    finally:
        inspect.getfile = file_of
