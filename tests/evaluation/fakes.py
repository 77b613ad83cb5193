"""A small world whose right answers are known, and an assistant over it that can be spoilt."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import settings

from qa_app.contract import Answer, AnswerSentence, Citation, Retrieved
from qa_app.evaluation.corpus import Corpus
from qa_app.evaluation.gold import Evidence, GoldQuestion, GoldSet, load_gold
from vectorstore.model import StoredArticle

steady = settings(deadline=None)
"""For properties whose first example pays for an import, on a machine that others use too."""

TOWNS = (
    *("Alder", "Birch", "Cedar", "Dogwood", "Elm", "Fir", "Gorse", "Hazel", "Ivy", "Juniper"),
    *("Kale", "Larch", "Maple", "Nettle", "Oak", "Pine", "Quince", "Rowan", "Sorrel", "Thyme"),
)
_PARAGRAPH = re.compile(r"[^\n]+")


def article(number: int, town: str) -> str:
    return (
        f"News from {town}\n\n"
        f"The long bridge at {town} measures {100 + number} metres. It carries two roads.\n\n"
        f"The council of {town} was founded in {1800 + number}. "
        "“Nobody remembers why,” says a clerk."
    )


CORPUS = Corpus({f"{town.lower()}.txt": article(n, town) for n, town in enumerate(TOWNS)})


def gold_rows() -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for n, town in enumerate(TOWNS):
        source = f"{town.lower()}.txt"
        bridge = f"The long bridge at {town} measures {100 + n} metres."
        council = f"The council of {town} was founded in {1800 + n}."
        rows += [
            _row(f"bridge-{town}", f"How long is the bridge at {town}?", "length")
            | _known(f"{100 + n} metres", source, bridge),
            _row(f"council-{town}", f"When was the council of {town} founded?", "year")
            | _known(str(1800 + n), source, council),
            _row(f"mayor-{town}", f"Who paints the lighthouse near {town} harbour?", "near miss"),
        ]
    return rows


def _row(name: str, question: str, kind: str) -> dict[str, object]:
    nothing: dict[str, object] = {"answers": [], "answerable": False, "evidence": []}
    return {"id": name, "question": question, "kind": kind} | nothing


def _known(answer: str, source: str, quote: str) -> dict[str, object]:
    evidence = [{"source": source, "quote": quote}]
    return {"answers": [answer], "answerable": True, "evidence": evidence}


def write_gold(path: Path, rows: list[dict[str, object]] | None = None) -> Path:
    lines = [json.dumps(row, ensure_ascii=False) for row in (gold_rows() if rows is None else rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def gold(folder: Path) -> GoldSet:
    return load_gold(write_gold(folder / "gold.jsonl"), CORPUS)


@dataclass
class FakeAssistant:
    """Finds paragraphs by shared words and quotes the first sentence of the best one.

    Spoilt ones: `skip` best articles are passed over, `threshold` is moved, and without
    `verified` every sentence of the article is shown as if it had been supported by the quote.
    """

    corpus: Corpus = CORPUS
    skip: int = 0
    threshold: float = 0.5
    verified: bool = True
    timings: Mapping[str, float] = field(default_factory=lambda: {"retrieve": 2.0, "total": 5.0})
    asked: list[str] = field(default_factory=list)

    def __call__(self, question: GoldQuestion) -> Answer:
        self.asked.append(question.id)
        ranked = self._ranked(question.question)
        best, score = ranked[0]
        quote = Citation(1, best.source, best.source, "", best.start, self._stop(best), "")
        text = self.corpus.texts[best.source]
        quote = Citation(**{**_fields(quote), "quote": text[quote.start : quote.end]})
        refused = score < self.threshold
        shown = [AnswerSentence(quote.quote, (1,), "supported")]
        if not self.verified:
            shown.append(AnswerSentence("Everybody knows that.", (), "unsupported"))
        return Answer(
            id=question.id,
            question=question.question,
            searched=question.question,
            answer="The articles do not say." if refused else f"{quote.quote} [1]",
            sentences=() if refused else tuple(shown),
            citations=() if refused else (quote,),
            outcome="not_found" if refused else "answered",
            reason="nothing close enough" if refused else "",
            closest=(quote,) if refused else (),
            confidence=score,
            conflicts=(),
            retrieved=tuple(Retrieved(p.source, p.start, p.end, s) for p, s in ranked[:10]),
            mode="quotes",
            model="",
            generation=1,
            timings_ms=dict(self.timings),
        )

    def _ranked(self, question: str) -> list[tuple[Retrieved, float]]:
        wanted = _words(question)
        found = [
            (
                passage,
                len(wanted & _words(self.corpus.texts[passage.source][passage.start : passage.end]))
                / len(wanted),
            )
            for passage in _passages(self.corpus)
        ]
        found.sort(key=lambda each: (-each[1], each[0].source, each[0].start))
        best = list(dict.fromkeys(passage.source for passage, _ in found))[: self.skip]
        return [each for each in found if each[0].source not in best]

    def _stop(self, passage: Retrieved) -> int:
        stop = self.corpus.texts[passage.source].find(". ", passage.start, passage.end)
        return stop + 1 if stop >= 0 else passage.end


@dataclass
class FakeLibrary:
    """What an open assistant is to the command line."""

    assistant: FakeAssistant = field(default_factory=FakeAssistant)
    closed: bool = False

    def articles(self) -> list[StoredArticle]:
        from vectorstore.model import Metadata

        return [
            StoredArticle(source, f"sha of {source}", Metadata(), 2, len(text), "current", "", 1)
            for source, text in self.assistant.corpus.texts.items()
        ]

    def text(self, source: str) -> str:
        return self.assistant.corpus.texts[source]

    def generation(self) -> int:
        return 1

    def ask(self, question: str, **how: object) -> Answer:
        return self.assistant(
            GoldQuestion(str(how.get("id", "")), question, (), False, (), "asked")
        )

    def close(self) -> None:
        self.closed = True

    def __enter__(self) -> FakeLibrary:
        return self

    def __exit__(self, *problem: object) -> None:
        self.close()


def answer(
    question: str = "q",
    text: str = "",
    citations: tuple[Citation, ...] = (),
    retrieved: tuple[Retrieved, ...] = (),
    refused: bool = False,
    **more: object,
) -> Answer:
    """An answer with what a test cares for; the rest is plain."""
    shown = (AnswerSentence(text, tuple(c.n for c in citations), "supported"),)
    plain: dict[str, object] = {
        "id": question,
        "question": question,
        "searched": question,
        "answer": text,
        "sentences": () if refused else shown,
        "citations": citations,
        "outcome": "not_found" if refused else "answered",
        "reason": "",
        "closest": (),
        "confidence": 0.5,
        "conflicts": (),
        "retrieved": retrieved,
        "mode": "quotes",
        "model": "",
        "generation": 1,
        "timings_ms": {},
    }
    return Answer(**{**plain, **more})  # type: ignore[arg-type]


def cite(corpus: Corpus, source: str, quote: str, n: int = 1) -> Citation:
    """An exact citation of the first place of `quote`."""
    start = corpus.texts[source].index(quote)
    return Citation(n, source, source, "", start, start + len(quote), quote)


def passage(corpus: Corpus, source: str, words: str, score: float = 1.0) -> Retrieved:
    start = corpus.texts[source].index(words)
    return Retrieved(source, start, start + len(words), score)


def question(
    answers: tuple[str, ...] = ("x",),
    evidence: tuple[tuple[str, str], ...] = (),
    kind: str = "fact",
    **more: object,
) -> GoldQuestion:
    pieces = tuple(Evidence(*each) for each in evidence)
    return GoldQuestion("q", "Q?", answers, bool(answers), pieces, kind, **more)  # type: ignore[arg-type]


def _passages(corpus: Corpus) -> list[Retrieved]:
    return [
        Retrieved(source, match.start(), match.end(), 0.0)
        for source, text in corpus.texts.items()
        for match in _PARAGRAPH.finditer(text)
    ]


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower())) - {"the", "of", "at", "is", "was", "how", "in"}


def _fields(citation: Citation) -> dict[str, object]:
    return {name: getattr(citation, name) for name in Citation.__slots__}
