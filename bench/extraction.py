"""Main content of web pages, beside other libraries.

    python -m bench.extraction [--also PYTHON] [--out FILE]

What is compared is the text that users get: read, cleaned, without the headline and what is left of
the page around the article. Settings were chosen on half A of the pages, so half B is the figure to
quote. Libraries that cannot be installed beside ours run in another interpreter, named by --also.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ingest.prepare import Document

PAGES = Path(__file__).parents[1].parent / "shared" / "benchmarks" / "article-extraction"
MARKS = ("<!-- table: written by bench.extraction -->", "<!-- end of table -->")
_WORD = re.compile(r"\w+")
_SHINGLE = 4
_HALVES = ("all", "A", "B")

Texts = Mapping[str, str]


@dataclass(frozen=True)
class Score:
    """Precision and recall of one page, and whether there was any text at all."""

    precision: float
    recall: float
    found: bool

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True)
class Average:
    """Over pages: precision where there is text, recall, F1 of these two, and mean F1 of a page."""

    precision: float
    recall: float
    page_f1: float

    @property
    def f1(self) -> float:
        return 2 * self.precision * self.recall / (self.precision + self.recall)


def half(page: str) -> str:
    """`A` or `B`, by the hash of a page's id."""
    return "AB"[int(hashlib.sha256(page.encode()).hexdigest(), 16) % 2]


def shingles(text: str, length: int) -> Counter[tuple[str, ...]]:
    """Runs of `length` words and how often each occurs, as the benchmark's own scorer counts."""
    words = _WORD.findall(text)
    last = max(1, len(words) - length + 1)
    return Counter(tuple(words[i : i + length]) for i in range(last) if words)


def score(gold: str, text: str, length: int) -> Score:
    """Precision and recall of `text` in runs of `length` words."""
    wanted, given = shingles(gold, length), shingles(text, length)
    common = sum((wanted & given).values())
    precision = common / given.total() if given else 0.0
    recall = common / wanted.total() if wanted else 1.0
    return Score(precision, recall, bool(given))


def average(scores: Sequence[Score]) -> Average:
    """The averages over pages, as the benchmark's own scorer takes them."""
    return Average(
        mean(one.precision for one in scores if one.found),
        mean(one.recall for one in scores),
        mean(one.f1 for one in scores),
    )


def ours(folder: Path) -> dict[str, str]:
    """The texts that an ingest makes of the pages."""
    from ingest.errors import UnreadableError
    from ingest.prepare import document

    texts = {}
    for path in _files(folder):
        try:
            data = gzip.decompress(path.read_bytes())
            texts[_id(path)] = _without_headline(document("page.html", data), data)
        except UnreadableError as error:
            print(f"{path.name}: {error}", file=sys.stderr)
            texts[_id(path)] = ""
    return texts


def _without_headline(found: Document, page: bytes) -> str:
    """The text without the title and the page's heading above it, which gold bodies do not have."""
    from ingest.readers.web.charset import decode_page
    from ingest.readers.web.metadata import heading_of
    from ingest.readers.web.tree import parse_page, without_hidden

    tree = parse_page(decode_page(page).text)
    without_hidden(tree)
    heading = heading_of(tree)
    text = found.text.removeprefix(found.metadata.title.value).lstrip("\n")
    return text.removeprefix(heading).lstrip("\n")


def plain_trafilatura(folder: Path) -> dict[str, str]:
    """The texts of trafilatura as it comes."""
    import trafilatura

    pages = {_id(path): gzip.decompress(path.read_bytes()) for path in _files(folder)}
    return {page: trafilatura.extract(data) or "" for page, data in pages.items()}


def others(python: str, folder: Path) -> dict[str, dict[str, str]]:
    """The texts of libraries in another interpreter, by library and version."""
    with tempfile.TemporaryDirectory() as scratch:
        out = Path(scratch) / "texts.json"
        command = [python, "-c", _ELSEWHERE, str(folder), str(out)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        texts: dict[str, dict[str, str]] = json.loads(out.read_text("utf-8"))
    return texts


def _files(folder: Path) -> list[Path]:
    return sorted((folder / "html").glob("*.html.gz"))


def _id(path: Path) -> str:
    return path.name.removesuffix(".html.gz")


# Reads the pages in an interpreter that knows nothing of this project.
_ELSEWHERE = """
import gzip, json, sys, warnings
from importlib.metadata import version
from pathlib import Path

warnings.filterwarnings("ignore")

def newspaper4k(page, **options):
    import newspaper
    article = newspaper.Article("https://example.org/", fetch_images=False, **options)
    article.download(input_html=page)
    article.parse()
    return article.text

def readability_lxml(page):
    import lxml.html
    from readability import Document
    return "\\n".join(lxml.html.fromstring(Document(page).summary()).itertext())

texts = {}
for package, read in (("newspaper4k", newspaper4k), ("readability-lxml", readability_lxml)):
    name = f"{package} {version(package)}"
    texts[name] = {}
    for path in sorted((Path(sys.argv[1]) / "html").glob("*.html.gz")):
        page = gzip.decompress(path.read_bytes()).decode("utf-8", "replace")
        try:
            text = read(page)
        except ImportError:  # for a language whose tokenizer is not installed
            text = read(page, language="en")
        except Exception as error:
            print(f"{name}, {path.name[:8]}: {error!r:.120}", file=sys.stderr)
            text = ""
        texts[name][path.name.removesuffix(".html.gz")] = text
Path(sys.argv[2]).write_text(json.dumps(texts), "utf-8")
"""


def table(gold: Texts, systems: Mapping[str, Texts]) -> str:
    """A Markdown table: a row for each half of the pages and each system."""
    head = (
        "pages", "system", "P (4)", "R (4)", "F1 (4)", "page F1 (4)", "P (1)", "R (1)", "F1 (1)",
        "page F1 (1)",
    )  # fmt: skip
    lines = [_row(head), _row(["---"] * len(head))]
    for part in _HALVES:
        pages = [page for page in gold if part in ("all", half(page))]
        for name, texts in systems.items():
            cells = [f"{part} ({len(pages)})", name]
            for length in (_SHINGLE, 1):
                mean_of = average([score(gold[page], texts[page], length) for page in pages])
                cells += _figures(mean_of)
            lines.append(_row(cells))
    return "\n".join(lines)


def _figures(of: Average) -> list[str]:
    return [f"{value:.4f}" for value in (of.precision, of.recall, of.f1, of.page_f1)]


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def write(path: Path, made: str) -> None:
    """Put the table between the marks of a page; a page without marks is an error."""
    page = path.read_text("utf-8")
    before, found, rest = page.partition(MARKS[0])
    _, end, after = rest.partition(MARKS[1])
    if not found or not end:
        raise SystemExit(f"{path} has no place for the table: {MARKS[0]} and {MARKS[1]}")
    path.write_text(f"{before}{MARKS[0]}\n{made}\n{MARKS[1]}{after}", "utf-8")


def main() -> None:
    """Score every system and print, or write, the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--also", help="an interpreter with newspaper4k and readability-lxml")
    parser.add_argument("--pages", type=Path, default=PAGES, help="the folder of the benchmark")
    parser.add_argument("--out", type=Path, help="a Markdown page with a place for the table")
    options = parser.parse_args()
    truth = json.loads((options.pages / "ground-truth.json").read_text("utf-8"))
    from importlib.metadata import version

    systems: dict[str, Texts] = {
        "qa-app": ours(options.pages),
        f"trafilatura {version('trafilatura')}": plain_trafilatura(options.pages),
    }
    if options.also:
        systems |= others(options.also, options.pages)
    made = table({page: entry["articleBody"] for page, entry in truth.items()}, systems)
    print(made)
    if options.out:
        write(options.out, made)


if __name__ == "__main__":
    main()
