"""Putting evidence back to where it stands now, in the gold file itself."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from qa_app.evaluation.files import write_text
from qa_app.evaluation.gold_model import Evidence
from qa_app.evaluation.making.check import GoldFinding


def mend(findings: Sequence[GoldFinding]) -> list[GoldFinding]:
    """Write each finding's offer into its file; return those that were mended.

    Only what is beyond doubt is mended: one offer, and a line of the present shape. All other
    lines keep their bytes; each file is replaced in one step.
    """
    sound = [each for each in findings if len(each.offers) == 1 and each.piece is not None]
    mended = []
    for file in dict.fromkeys(each.origin.file for each in sound):
        path = Path(file)
        lines = path.read_text(encoding="utf-8").split("\n")
        for finding in (each for each in sound if each.origin.file == file):
            number = finding.origin.line - 1
            changed = _with_offer(lines[number], finding.piece or 0, finding.offers[0])
            if changed:
                lines[number] = changed
                mended.append(finding)
        write_text(path, "\n".join(lines))
    return mended


def _with_offer(line: str, piece: int, offer: Evidence) -> str:
    """The line with another piece of evidence; empty if it is of the older shape."""
    row = json.loads(line.removeprefix("\ufeff"))
    if "evidence" not in row:
        return ""
    row["evidence"][piece] = {"source": offer.source, "quote": offer.quote}
    return json.dumps(row, ensure_ascii=False)
