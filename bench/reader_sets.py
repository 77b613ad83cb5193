"""Gather what the reader learns from into one file: `python -m bench.reader_sets FILE`.

The sets of `shared/training`, half A of squad2-dev without the articles of plain-questions, and two
files of questions in people's own words that were written for this project over texts of
`shared/training`: `bench/plain_questions.jsonl`, and `bench/rephrased_questions.jsonl`, known
questions in other words, each with a near miss. Their lines hold no words of the texts: a sentence
is named by its digest, the answering words by their place in it.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import pickle
import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from bench.reader_data import TRAINING, Example, base_examples, plain_examples
from bench.sets import CACHE, PROJECT
from ingest.options import IngestOptions
from ingest.run import ingest
from vectorstore import embedding
from vectorstore.embedding.base import Embedder
from vectorstore.store import Store

Asked = TypeVar("Asked")
OWN = PROJECT / "bench" / "plain_questions.jsonl"
REPHRASED = PROJECT / "bench" / "rephrased_questions.jsonl"
HELD_OUT = PROJECT / "bench" / "held_out_questions.jsonl"
"""Of the same kind, half of them near misses: to calibrate on, and never learned by the reader."""
KEPT_APART = ("blog4", "gov4")
"""Folders of `shared/training/plain` that the reader does not learn from, to measure on."""


def main() -> None:
    """Gather and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path)
    file = parser.parse_args().file
    embedder = embedding.load()
    base = base_examples()
    examples = base | _plain(embedder) | _own(embedder) | _rephrased(base)
    file.write_bytes(pickle.dumps(examples))
    for name, rows in examples.items():
        print(f"{name:22} {len(rows):6} of which answered {sum(e.answerable for e in rows)}")


def digest(sentence: str) -> str:
    """What names a sentence in `plain_questions.jsonl`."""
    return hashlib.sha256(sentence.encode()).hexdigest()[:12]


def _plain(embedder: Embedder) -> dict[str, list[Example]]:
    found = {}
    for path in sorted((TRAINING / "plain").glob("*.jsonl")):
        if path.stem in KEPT_APART:
            continue
        rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
        with _store(path.stem, path.with_suffix(""), embedder) as store:
            found[f"plain-{path.stem}"] = plain_examples(store, rows, embedder)
    return found


def _own(embedder: Embedder) -> dict[str, list[Example]]:
    found = {}
    for name, store, rows in own_questions(OWN, embedder):
        answered, near = ([r for r in rows if r["answerable"] is yes] for yes in (True, False))
        kept = [*answered, *_like(near, answered, lambda row: row["question"])]
        found[f"own-{name}"] = plain_examples(store, kept, embedder)
    return found


def _rephrased(base: dict[str, list[Example]]) -> dict[str, list[Example]]:
    """Known questions in other words, and near misses of them over the same sentences."""
    known = {
        (name, digest(e.question + e.passage)): e for name, found in base.items() for e in found
    }
    answered, near = [], []
    for line in REPHRASED.read_text("utf-8").splitlines():
        row = json.loads(line)
        example = known[row["set"], row["of"]]
        if row["question"]:
            answered.append(replace(example, origin="rephrased", question=row["question"]))
        if row["near"]:
            first, last = row["sentences"]
            spans = example.spans[first : last + 1]
            start = spans[0][0]
            near.append(
                Example(
                    "rephrased", row["near"], example.title, example.passage[start : spans[-1][1]],
                    tuple((s - start, e - start) for s, e in spans), (False,) * len(spans),
                )
            )  # fmt: skip
    return {"rephrased": answered, "rephrased-near": _like(near, answered, lambda e: e.question)}


_HOW_MANY = re.compile(r"\bhow (?:many|much)\b", re.IGNORECASE)
_YES_NO = re.compile(
    r"^\W*(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would)\b", re.IGNORECASE
)


def _like(
    near: Sequence[Asked], answered: Sequence[Asked], question: Callable[[Asked], str]
) -> list[Asked]:
    """Near misses of which no more ask "how many" or for a yes than of the answered questions do,
    so that a question alone does not tell which it is.
    """

    def form(one: Asked) -> str:
        many = _HOW_MANY.search(question(one))
        return "many" if many else "yes" if _YES_NO.search(question(one)) else ""

    rng = random.Random(3)
    asked, missed = (Counter(map(form, some)) for some in (answered, near))
    room = {k: 1.3 * asked[k] * len(near) / len(answered) / missed[k] for k in missed}
    return [one for one in near if not form(one) or rng.random() < room[form(one)]]


def own_questions(
    file: Path, embedder: Embedder
) -> Iterator[tuple[str, Store, list[dict[str, Any]]]]:
    """The questions of a file by set, with the words that they point at and the set's store."""
    lines: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in file.read_text("utf-8").splitlines():
        row = json.loads(line)
        lines[row["set"]].append(row)
    for name, rows in sorted(lines.items()):
        with _store(name, _corpus(name), embedder) as store:
            yield name, store, list(_with_words(store, rows))


def _with_words(store: Store, rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The rows with the words that they point at, without sentences that are cut otherwise now."""
    by_article: dict[str, dict[str, str]] = {}
    for row in rows:
        if row["article"] not in by_article:
            with store.read() as snapshot:
                text = snapshot.text(row["article"])
                spans = {s for p in snapshot.passages_of(row["article"]) for s in p.sentences}
            by_article[row["article"]] = {digest(s.of(text)): s.of(text) for s in spans}
        known = by_article[row["article"]]
        words = [known[one] for one in row["sentences"] if one in known]
        if not words:
            continue
        start, end = row.get("answer") or (0, 0)
        yield {
            "question": row["question"],
            "answerable": row["kind"] != "near",
            "answers": [words[0][start:end]] if end else [],
            "evidence": [{"source": row["article"], "quote": word} for word in words],
        }


def _store(name: str, corpus: Path, embedder: Embedder) -> Store:
    CACHE.mkdir(parents=True, exist_ok=True)
    store = Store.open(CACHE / f"training-{name}", embedder, create=True)
    ingest(store, [corpus], IngestOptions())
    return store


def _corpus(name: str) -> Path:
    """The folder of articles that the questions of a set are about."""
    if (TRAINING / "plain" / name).is_dir():
        return TRAINING / "plain" / name
    folder = CACHE / f"corpus-{name}"
    folder.mkdir(parents=True, exist_ok=True)
    for file, text in _CORPORA[name]():
        (folder / file).write_text(text, encoding="utf-8")
    return folder


def _rows(name: str) -> Iterator[dict[str, Any]]:
    with gzip.open(TRAINING / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _newwiki() -> Iterator[tuple[str, str]]:
    """The paragraphs of each article of SQuADShifts' new-wiki set, together again."""
    paragraphs: dict[str, dict[str, None]] = defaultdict(dict)
    for row in _rows("squadshifts_newwiki"):
        paragraphs[row["doc"]][row["context"].strip()] = None
    for doc, parts in paragraphs.items():
        title = doc.replace("%E2%80%93", "–")
        file = re.sub(r"\W+", "-", doc.replace("%E2%80%93", "-")).strip("-").lower() + ".txt"
        yield file, title.replace("_", " ") + "\n\n" + "\n\n".join(parts) + "\n"


def _wice() -> Iterator[tuple[str, str]]:
    """The evidence of WiCE that reads like an article, none twice."""
    yield from _numbered(_like_articles(110, 420, 0.3, []), seed=1)


def _wice_short() -> Iterator[tuple[str, str]]:
    """Shorter ones, none like one of `_wice`."""
    apart = [set(text.split()) for text in _like_articles(110, 420, 0.3, [])]
    yield from _numbered(_like_articles(70, 109, 0.25, apart), seed=2)


def _wice_more() -> Iterator[tuple[str, str]]:
    """Those with a mark or two of their page left in them, none like one of the others."""
    first = _like_articles(110, 420, 0.3, [])
    first += _like_articles(70, 109, 0.25, [set(text.split()) for text in first])
    apart = [set(text.split()) for text in first]
    yield from _numbered(_like_articles(110, 420, 0.3, apart, marks=9), seed=3)


def _like_articles(
    least: int, most: int, alike: float, apart: list[set[str]], marks: int = 0
) -> list[str]:
    kept, seen = list(apart), set[str]()
    texts = []
    for row in _rows("wice"):
        text = row["evidence"].strip()
        words = text.split()
        if not least <= len(words) <= most or text[:80] in seen:
            continue
        capitals = sum(letter.isupper() for letter in text) / len(text)
        left = len(re.findall(r"#|\||http|\d/\d\d", text))
        if left > marks or capitals > 0.08 or (marks and _PAGE.search(text)):
            continue
        own = set(words)
        if any(len(own & other) / len(own | other) > alike for other in kept):
            continue
        seen.add(text[:80])
        kept.append(own)
        texts.append(text)
    return texts


_PAGE = re.compile(r"\(meta data\)|##|>>|cookies|sign in", re.IGNORECASE)


def _paragraphs(most: int = 420) -> Iterator[tuple[str, str]]:
    """Paragraphs of an encyclopedia from QED, one of each article."""
    paragraphs: dict[str, str] = {}
    for row in _rows("qed_nq"):
        text = re.sub(r"\s+([,.;:?!)])", r"\1", " ".join(row["context"].split()))
        if 90 <= len(text.split()) <= 230 and row["doc"] and "`" not in text:
            paragraphs.setdefault(row["doc"], row["doc"].replace("_", " ") + f"\n\n{text}")
    drawn = random.Random(4).sample(list(paragraphs.values()), most)
    yield from _numbered(drawn, seed=4)


def _services() -> Iterator[tuple[str, str]]:
    """The pages of public services of Doc2Dial, as far as its blocks of paragraphs hold them."""
    blocks: dict[str, dict[str, None]] = defaultdict(dict)
    for row in _rows("doc2dial_val"):
        for block in row["context"].split("\n\n"):
            words = re.sub(r"\s+([,.;:?!)])", r"\1", " ".join(block.split()))
            if len(words.split()) >= 4:
                blocks[row["doc"]][words] = None
    texts = {doc: "\n\n".join(parts) for doc, parts in blocks.items()}
    for doc, text in texts.items():
        if 120 <= len(text.split()) <= 1_500:
            title = re.split(r"#\d", doc)[0].strip()
            file = re.sub(r"\W+", "-", doc).strip("-").lower() + ".txt"
            yield file, f"{title}\n\n{text}\n"


def _numbered(texts: list[str], seed: int) -> Iterator[tuple[str, str]]:
    random.Random(seed).shuffle(texts)
    for number, text in enumerate(texts):
        yield f"{number:03d}.txt", text + "\n"


_CORPORA = {
    "newwiki": _newwiki,
    "wice": _wice,
    "wice2": _wice_short,
    "wice3": _wice_more,
    "paragraphs": _paragraphs,
    "services": _services,
}


if __name__ == "__main__":
    main()
