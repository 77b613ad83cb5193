"""Every colour of words can be read on every ground it stands on (WCAG AA, 4.5 to 1)."""

from __future__ import annotations

import re

import pytest

from qa_app.web.app import STATIC

GROUNDS = {
    "ink": ("page", "sheet", "side", "mark", "accent-wash", "warn-wash"),
    "soft": ("page", "sheet", "side", "warn-wash"),
    "faint": ("page", "sheet", "side", "accent-wash"),
    "accent": ("page", "side", "accent-wash"),
    "accent-ink": ("accent",),
    "warn": ("warn-wash",),
    "bad": ("page", "bad-wash"),
}


def colours(theme: str) -> dict[str, str]:
    files = ("colours.css", "dark.css") if theme == "dark" else ("colours.css",)
    css = "".join((STATIC / name).read_text("utf-8") for name in files)
    return dict(re.findall(r"--qa-([\w-]+): (#[0-9a-f]{3,6})", css))


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_words_can_be_read(theme: str) -> None:
    known = colours(theme)
    weak = []
    for words, grounds in GROUNDS.items():
        for ground in grounds:
            pair = sorted((luminance(known[words]), luminance(known[ground])))
            ratio = (pair[1] + 0.05) / (pair[0] + 0.05)
            if ratio < 4.5:
                weak.append(f"{words} on {ground}: {ratio:.2f}")
    assert weak == []
