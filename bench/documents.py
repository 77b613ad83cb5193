"""What becomes of documents that others made: read, read with notes, refused and why.

    python -m bench.documents [--suffix .pdf] [--out FILE] [--show NAME] FOLDER_OR_GIT_DIRECTORY ...

Files are read where they lie, in a folder or in the newest commit of a git directory, equal ones
once, and none is copied. What stands in docs/extraction.md comes from the test folders of
permissively licensed libraries. Each document is read in the reading process, with its limits.
`--show` prints the text
of the documents whose path holds NAME, for a person who has the original beside it.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath

from ingest.containers import container_kind, expand
from ingest.errors import UnreadableError
from ingest.reading import ReadingProcess

KINDS = {
    ".pdf": "PDF", ".docx": "Word", ".docm": "Word", ".dotx": "Word", ".odt": "OpenDocument",
    ".rtf": "RTF", ".epub": "EPUB", ".eml": "mail", ".mbox": "mailbox", ".msg": "Outlook (.msg)",
    ".doc": "Word 97 (.doc)",
}  # fmt: skip
LINK = "120000"  # as git marks one
_NUMBERS = re.compile(r"\d[\d,.]*|'[^']*'|\([^)]*\)")


@dataclass(frozen=True)
class Outcome:
    """What became of one document: how many characters and notes, or the reason of the refusal."""

    place: str
    name: str
    kind: str
    characters: int = 0
    notes: tuple[str, ...] = ()
    reason: str = ""


def documents(place: Path) -> Iterator[tuple[str, bytes]]:
    """The paths and bytes of the documents in a folder or a git directory."""
    if not (place / "HEAD").is_file():
        for path in sorted(place.rglob("*")):
            if path.is_file() and _kind(str(path)):
                yield path.relative_to(place).as_posix(), path.read_bytes()
        return
    git = ["git", f"--git-dir={place}"]
    listed = subprocess.run([*git, "ls-tree", "-rz", "HEAD"], check=True, capture_output=True)
    seen: set[str] = set()
    for entry in listed.stdout.decode("utf-8", "replace").split("\0")[:-1]:
        described, name = entry.split("\t", 1)
        mode, _, content = described.split()
        if _kind(name) and mode != LINK and content not in seen:
            seen.add(content)
            shown = subprocess.run([*git, "cat-file", "blob", content], capture_output=True)
            if shown.returncode == 0:  # else it was too large to be fetched
                yield name, shown.stdout


def _kind(name: str) -> str:
    path = PurePosixPath(name)
    by_folder = not path.suffix and path.parent.name in ("mails", "emails")
    return "mail" if by_folder else KINDS.get(path.suffix.lower(), "")


def outcomes(place: Path, process: ReadingProcess, suffix: str, show: str) -> Iterator[Outcome]:
    """What becomes of each document of a place; a mailbox counts by the mails in it."""
    for name, data in documents(place):
        if not name.lower().endswith(suffix) or show not in name:
            continue
        for inner, inside in _inside(name, data):
            told = Outcome(place.parent.name if place.name in (".git", "repo") else place.name,
                           inner, _kind(name))  # fmt: skip
            try:
                made = process.document(inner, inside)
            except UnreadableError as error:
                yield Outcome(told.place, inner, told.kind, reason=str(error))
                continue
            if show:
                dropped = [f"[{one.reason}] {one.text}" for one in made.dropped]
                print(f"\n=== {inner}\n{made.text}\n--- left out", *dropped, "--- notes", sep="\n")
                print(*made.notes, sep="\n")
            yield Outcome(told.place, inner, told.kind, len(made.text), made.notes)


def _inside(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """The mails of a mailbox; any other file as it is."""
    try:
        kind = container_kind(name, data)
    except UnreadableError:
        kind = None
    if kind != "mbox":
        yield name, data
        return
    for member in expand(data, kind):
        yield f"{name}/{member.name}", member.data


def main() -> None:
    """Read them all and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("places", nargs="+", type=Path)
    parser.add_argument("--suffix", default="", help="only files whose name ends so")
    parser.add_argument("--show", default="", metavar="NAME")
    parser.add_argument("--out", type=Path, help="an outcome a line, as JSON")
    given = parser.parse_args()
    found: list[Outcome] = []
    with ReadingProcess() as process:
        for place in given.places:
            for one in outcomes(place, process, given.suffix, given.show):
                found.append(one)
                if one.reason:
                    print(f"{one.place}/{one.name}: {one.reason}", file=sys.stderr)
    if given.out:
        lines = (json.dumps(asdict(one), ensure_ascii=False) for one in found)
        given.out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(
        "| kind | files | read | of them with notes | refused, and why |",
        "|---" * 5 + "|",
        sep="\n",
    )
    for kind in dict.fromkeys(KINDS.values()):
        of_kind = [one for one in found if one.kind == kind]
        read = [one for one in of_kind if not one.reason]
        why = Counter(_NUMBERS.sub("…", one.reason) for one in of_kind if one.reason)
        reasons = "; ".join(f"{count} {reason}" for reason, count in why.most_common())
        if of_kind:
            noted = sum(bool(one.notes) for one in read)
            print(f"| {kind} | {len(of_kind)} | {len(read)} | {noted} | {reasons} |")


if __name__ == "__main__":
    main()
