"""What cleaning leaves out of texts, rule by rule, for a person to judge whether it was residue.

    python -m bench.dropped [--rule RULE] [--most N] [--around] [--whole] [FOLDER_OR_FILE ...]

Without paths: half B of the article-extraction pages, the corpora of the benchmarks and the sample
articles. Each line is shown with the line before it and the line after it, in an order that is
random but always the same; a line that several files have counts once. `--around` lists also what
surrounds articles on their pages, which main-content extraction decides and no rule. `--whole`
takes a page as somebody copies it, with all that it shows, so that the rules meet everything that
surrounds an article; what the gold body of a page has is marked with an exclamation mark.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.extraction import half

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared" / "benchmarks"
_NOT_RULES = ("around the article on its page", "metadata", "the title again")
_SHOWN = 100  # characters of a line, and of its neighbours


@dataclass(frozen=True)
class Line:
    """A line that was left out, its file, what stands around it, and whether it is in gold."""

    text: str
    file: str
    before: str
    after: str
    is_gold: bool = False


def texts(paths: Sequence[Path], *, whole: bool) -> Iterator[tuple[str, bytes]]:
    """The name and the bytes of each file to be looked at."""
    for path in paths:
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in files:
            if file.suffix == ".gz":
                if half(file.name.split(".")[0]) == "B":
                    data = gzip.decompress(file.read_bytes())
                    name = file.name.removesuffix(".gz")
                    yield (f"{name}.txt", _copied(data)) if whole else (name, data)
            elif file.is_file() and file.suffix in (".txt", ".md", ".html"):
                yield f"{file.parent.name}/{file.name}", file.read_bytes()


def _copied(page: bytes) -> bytes:
    """What somebody gets who copies all of a page and puts it into a text."""
    from ingest.readers.markup import to_text
    from ingest.readers.web.charset import decode_page
    from ingest.readers.web.tree import parse_page, without_hidden

    tree = parse_page(decode_page(page).text)
    without_hidden(tree)
    return to_text(tree).encode()


def left_out(paths: Sequence[Path], *, around: bool, whole: bool) -> dict[str, list[Line]]:
    """By rule the lines that were left out, each once."""
    from ingest.errors import UnreadableError
    from ingest.prepare import document
    from ingest.readers import read

    bodies = _gold(paths)
    found: dict[str, dict[str, Line]] = defaultdict(dict)
    for name, data in texts(paths, whole=whole):
        try:
            made = document(name, data)
            lines = [line for line in read(name, data).text.split("\n") if line.strip()]
        except UnreadableError as error:
            print(f"{name}: {error}", file=sys.stderr)
            continue
        places = {" ".join(line.split()): place for place, line in enumerate(lines)}
        for one in made.dropped:
            if one.reason not in _NOT_RULES or around:
                place = places.get(" ".join(one.text.split()), -1)
                before = lines[place - 1] if place > 0 else ""
                after = lines[place + 1] if 0 <= place < len(lines) - 1 else ""
                is_gold = " ".join(one.text.split()) in bodies.get(name.split(".")[0], "")
                line = Line(one.text, name, before, after, is_gold)
                found[one.reason].setdefault(one.text, line)
    return {rule: list(lines.values()) for rule, lines in sorted(found.items())}


def _gold(paths: Sequence[Path]) -> dict[str, str]:
    """The gold bodies that lie beside folders of pages."""
    bodies: dict[str, str] = {}
    for path in paths:
        truth = path.parent / "ground-truth.json"
        if truth.exists():
            told = json.loads(truth.read_text(encoding="utf-8"))
            bodies |= {page: " ".join(one["articleBody"].split()) for page, one in told.items()}
    return bodies


def _shown(line: Line) -> str:
    before, after = line.before[-_SHOWN:], line.after[:_SHOWN]
    mark = "!" if line.is_gold else ">"
    return f"  [{line.file}]\n      {before}\n    {mark} {line.text}\n      {after}"


def main() -> None:
    """Print the lines."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="*", type=Path, metavar="FOLDER_OR_FILE")
    parser.add_argument("--rule", default="", help="only rules whose name holds this")
    parser.add_argument("--most", type=int, default=40, help="lines shown for each rule")
    parser.add_argument("--around", action="store_true")
    parser.add_argument("--whole", action="store_true")
    given = parser.parse_args()
    corpora = sorted(SHARED.glob("*/corpus")) + sorted((SHARED / "plain-questions").glob("*/"))
    usual = [SHARED / "article-extraction" / "html", *corpora, ROOT / "articles"]
    found = left_out(given.paths or usual, around=given.around, whole=given.whole)
    for rule, lines in found.items():
        if given.rule in rule:
            print(f"\n## {rule}: {len(lines)}")
            lines.sort(key=lambda line: hashlib.sha256(line.text.encode()).digest())
            for line in lines[: given.most]:
                print(_shown(line))
    print("\n## lines by rule")
    for rule, lines in sorted(found.items(), key=lambda one: -len(one[1])):
        gold = sum(line.is_gold for line in lines)
        print(f"{len(lines):6} {rule}{f'; {gold} in gold bodies' if gold else ''}")


if __name__ == "__main__":
    main()
