"""Gradio writes nothing beside its components while the page is imported."""

from __future__ import annotations

import importlib.util
import inspect
import sys
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

import gradio
import pytest

from qa_app.web.gradio_import import without_interface_files

COMPONENT = """
from gradio.components.base import Component

class Made(Component):
    EVENTS = []
"""


@pytest.mark.parametrize(
    ("around", "written"), [(nullcontext, True), (without_interface_files, False)]
)
def test_no_interface_file_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, around: Callable, written: bool
) -> None:
    file = tmp_path / "made.py"
    file.write_text(COMPONENT)
    spec = importlib.util.spec_from_file_location("gradio.made", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "gradio.made", module)
    with around():
        spec.loader.exec_module(module)
    assert file.with_suffix(".pyi").exists() == written


def test_everything_else_has_its_file() -> None:
    with without_interface_files():
        assert inspect.getfile(Path).endswith("pathlib.py")
        with pytest.raises(OSError, match="Gradio"):
            inspect.getfile(gradio.Textbox)
    assert inspect.getfile(gradio.Textbox).endswith("textbox.py")
