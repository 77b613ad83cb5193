"""Libraries of the `eval` extra, imported when first needed."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from qa_app.evaluation.errors import MissingExtraError


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
        raise MissingExtraError(
            f"{distribution} is not installed; evaluation needs it: pip install 'qa-app[eval]'"
        ) from error
