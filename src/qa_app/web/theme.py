"""Gradio's theme: system fonts only, so that nothing is fetched, and our own colours."""

from __future__ import annotations

from typing import Any

SANS = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "sans-serif")
MONO = ("ui-monospace", "SF Mono", "Menlo", "Consolas", "Noto Sans Mono", "monospace")


def theme() -> Any:
    """A plain theme; the looks themselves are in static/*.css."""
    import gradio as gr

    base = gr.themes.Base(
        font=[gr.themes.Font(name) for name in SANS],
        font_mono=[gr.themes.Font(name) for name in MONO],
    )
    return base.set(
        body_background_fill="var(--qa-page)",
        body_background_fill_dark="var(--qa-page)",
        body_text_color="var(--qa-ink)",
        body_text_color_dark="var(--qa-ink)",
    )
