"""Libraries of the `eval` extra, imported when first needed."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from qa_app.evaluation.errors import MissingExtraError

_NEEDED = {"ir_measures": "ir-measures", "scipy": "scipy"}


def require() -> None:
    """Look, without an import, whether the extra is installed.

    Raises:
        MissingExtraError: naming the extra to install.
    """
    for module, distribution in _NEEDED.items():
        try:
            found = find_spec(module) is not None
        except ValueError:  # what has been imported and has no spec, or was barred from it
            found = False
        if not found:
            raise _missing(distribution)


def ir_measures() -> Any:
    """The module `ir_measures`.

    Raises:
        MissingExtraError: naming the extra to install.
    """
    return _load("ir_measures", "ir-measures")


def scipy_stats() -> Any:
    """The module `scipy.stats`.

    Raises:
        MissingExtraError: naming the extra to install.
    """
    return _load("scipy.stats", "scipy")


def _load(module: str, distribution: str) -> Any:
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        raise _missing(distribution) from error


def _missing(distribution: str) -> MissingExtraError:
    return MissingExtraError(
        f"{distribution} is not installed; evaluation needs it: pip install 'qa-app[eval]'"
    )
