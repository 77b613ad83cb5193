"""Learn the weights of passage order, sentence choice and confidence, on half A of the sets.

    python -m bench.train [--reader packaged|none|FILE] [--dry] [--order]

Writes `src/qa_app/learned/*.json` and prints what half B says of them. With a reader, questions
that it was trained on (half A of squad2-dev but for ten articles) are left out. `--order` learns
the order of the passages anew, which everything else rests on.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

from bench import sets
from bench.fit import conditional_logit, logistic
from bench.reader_sets import HELD_OUT, own_questions
from qa_app import weights
from qa_app.answering import confidence, sentences
from qa_app.answering.choose import Limits, choose, likelihoods
from qa_app.answering.follow_up import stand_alone
from qa_app.answering.reading import observed
from qa_app.answering.sentences import Sentence
from qa_app.contract import Turn
from qa_app.evaluation.evidence import places_of
from qa_app.evaluation.gold_model import Evidence, GoldQuestion
from qa_app.evaluation.measures.confidence import auroc
from qa_app.memory import EmbeddingMemory
from qa_app.question import cleaned
from qa_app.reader.base import Reader
from qa_app.retrieval.features import FEATURES as PASSAGE_FEATURES
from qa_app.retrieval.features import passage_features
from qa_app.retrieval.query import Query
from qa_app.retrieval.reranker import Fused, Linear, Reranker
from qa_app.retrieval.search import Options, Retrieval, Searcher
from qa_app.retrieval.words import STOPWORDS, stems, tokens
from qa_app.understanding import understand, undressed
from vectorstore import embedding
from vectorstore.model import Span
from vectorstore.store import Store

Floats = NDArray[np.float64]
CONFIDENCE_PENALTY = 0.01
CHOICE_PENALTY = 2e-3
PLAIN_WEIGHT = 2.0
"""Plain questions are how people ask: each counts so many times a question of the other sets."""
WRONG = 0.1
"""What an answer to an unanswerable question costs: it misleads; a refusal only disappoints."""
ANSWERABLE = 0.8
"""The share of people's questions that the articles answer, as in plain-questions."""
HELD = "held-out-"
LIMITS = Limits()


@dataclass
class Case:
    """A question with what was found and read for it, and which of it is right."""

    question: GoldQuestion
    half: str
    group: str
    found: Retrieval
    gold: dict[str, list[Span]]
    passage_rows: Floats | None = None
    sentences: list[Sentence] = field(default_factory=list)
    rows: Floats | None = None
    holds: NDArray[np.bool_] | None = None
    sure: Floats | None = None
    scores: Floats | None = None

    @property
    def passages_right(self) -> NDArray[np.bool_]:
        """Which of the passages found hold gold words."""
        return np.array([self._right(r.candidate.passage) for r in self.found.ranked], dtype=bool)

    def _right(self, passage) -> bool:
        return any(
            _overlap(span, passage.span) >= 0.5 for span in self.gold.get(passage.source, ())
        )


def _overlap(a: Span, b: Span) -> float:
    shared = min(a.end, b.end) - max(a.start, b.start)
    return max(shared, 0) / min(a.end - a.start, b.end - b.start)


def collect(
    name: str,
    store: Store,
    reranker: Reranker,
    passages: int,
    questions: Sequence[GoldQuestion] | None = None,
) -> Iterator[Case]:
    """Search for every question of a set, or for those given."""
    searcher = Searcher(store, Options(reranker=reranker, passages=passages))
    texts: dict[str, str] = {}
    for question in sets.questions(name).questions if questions is None else questions:
        history = tuple(Turn(t.role, undressed(cleaned(t.text))) for t in question.history)
        wanted = understand(cleaned(question.question))
        if wanted.intent == "none":
            continue
        asked = date.fromisoformat(question.asked_on) if question.asked_on else None
        query = Query(stand_alone(wanted.question, history), question.filters, asked)
        found = searcher.retrieve(query)
        gold = _gold(question, store, texts)
        if found.ranked:
            half = sets.half(question, name) if questions is None else "A"
            yield Case(question, half, name, found, gold)


def held_out(embedder: embedding.Embedder) -> Iterator[tuple[str, Store, list[GoldQuestion]]]:
    """Plain questions of our own that the reader never saw, half of them near misses."""
    for name, store, rows in own_questions(HELD_OUT, embedder):
        yield (
            f"{HELD}{name}",
            store,
            [
                GoldQuestion(
                    id=f"{name}-{number}",
                    question=row["question"],
                    answers=tuple(row["answers"]),
                    answerable=row["answerable"],
                    evidence=tuple(Evidence(e["source"], e["quote"]) for e in row["evidence"]),
                    kind="plain",
                )
                for number, row in enumerate(rows)
            ],
        )


def _gold(question: GoldQuestion, store: Store, texts: dict[str, str]) -> dict[str, list[Span]]:
    places: dict[str, list[Span]] = {}
    for piece in question.evidence if question.answerable else ():
        if piece.source not in texts:
            with store.read() as snapshot:
                known = {a.source for a in snapshot.articles()}
                texts[piece.source] = snapshot.text(piece.source) if piece.source in known else ""
        places.setdefault(piece.source, []).extend(places_of(piece.quote, texts[piece.source]))
    return places


def holds(case: Case, sentence: Sentence) -> bool:
    """Whether a sentence is evidence: it is where the gold words are, and, where those are a whole
    passage, holds the answer.
    """
    question = case.question
    spans = case.gold.get(sentence.passage.source, ())
    if not question.answerable or is_plain(case) or case.group == "sample":
        return any(_overlap(span, sentence.span) >= 0.5 for span in spans)
    articles = {piece.source for piece in question.evidence} | set(question.also_supported_by)
    if sentence.passage.source not in articles:
        return False
    return any(contains(answer, sentence.text) for answer in question.answers)


def is_plain(case: Case) -> bool:
    """Whether the question is in a person's own words."""
    return case.group in sets.PLAIN or case.group.startswith(HELD)


def contains(answer: str, text: str) -> bool:
    """Whether `text` says `answer`: word for word, or half the words of a long one."""
    wanted = " ".join(tokens(answer))
    if wanted and f" {wanted} " in f" {' '.join(tokens(text))} ":
        return True
    words = {stem for stem in stems(answer) if stem not in STOPWORDS}
    return len(words) >= 4 and len(words & set(stems(text))) >= 0.5 * len(words)


def learn_order(embedder: embedding.Embedder, write: bool) -> None:
    """The linear order of the passages."""
    cases = []
    for name in sets.ALL:
        with sets.open_store(name, embedder) as store:
            cases += list(collect(name, store, Fused(), 120))
        print(f"{name}: searched", flush=True)
    for case in cases:
        found = [ranked.candidate for ranked in case.found.ranked]
        case.passage_rows = passage_features(case.found.query, case.found.weights, found)
    train = [c for c in cases if c.half == "A"]
    groups = [(c.passage_rows, c.passages_right) for c in _repeated(train)]
    model = weights.Linear(PASSAGE_FEATURES, conditional_logit(groups), 0.0)
    for group in sets.ALL:
        part = [c for c in cases if c.group == group and c.half == "B" and c.passages_right.any()]
        ranks = [_first(c.passages_right[np.argsort(-model.score(c.passage_rows))]) for c in part]
        fused = [_first(c.passages_right) for c in part]
        shares = " ".join(f"{np.mean([r < k for r in ranks]):.3f}" for k in (1, 3, 5, 10))
        print(f"{group:16} B {len(part):4}  {shares}   fused {np.mean([r < 5 for r in fused]):.3f}")
    if write:
        print("wrote", weights.save("passages", model, NOTE))


NOTE = "on half A of the question sets of bench/sets.py, by bench/train.py"


def _first(flags: Sequence[bool]) -> int:
    return int(np.argmax(flags)) if np.any(flags) else 10**6


def _repeated(cases: Sequence[Case]) -> list[Case]:
    """Plain questions more often than the others."""
    return [c for c in cases for _ in range(int(PLAIN_WEIGHT) if is_plain(c) else 1)]


def learn(embedder: embedding.Embedder, reader: Reader | None, write: bool) -> list[Case]:
    """Sentence choice, confidence and thresholds; returns the cases for a closer look."""
    kind = "-read" if reader else ""
    cases = [case for case in read_all(embedder, reader) if case.sentences]
    train = [c for c in cases if c.half == "A" and not (reader and trained_on(c))]
    names = (*sentences.FEATURES, *(sentences.READ if reader else ()))
    groups = [(c.rows, c.holds) for c in _repeated(train)]
    choice = weights.Linear(names, conditional_logit(groups, CHOICE_PENALTY), 0.0)
    for case in cases:
        case.scores = choice.score(case.rows)
        case.sure = confidence.confidence_features(
            case.found, case.sentences, case.rows, case.scores
        )
    sure = learn_confidence(train, read=reader is not None)
    report(cases, sure)
    if write:
        print("wrote", weights.save(f"sentences{kind}", choice, NOTE))
        print("wrote", weights.save(f"confidence{kind}", sure, NOTE))
    return cases


def read_all(embedder: embedding.Embedder, reader: Reader | None) -> Iterator[Case]:
    """The questions of all sets, searched and read."""
    embed = EmbeddingMemory(embedder.encode, most=100_000)
    for name in sets.ALL:
        with sets.open_store(name, embedder) as store:
            yield from _read(collect(name, store, Linear(), 12), embed, reader)
        print(f"{name}: read", flush=True)
    for name, store, questions in held_out(embedder):
        yield from _read(collect(name, store, Linear(), 12, questions), embed, reader)
        print(f"{name}: read", flush=True)


def _read(cases: Iterator[Case], embed: EmbeddingMemory, reader: Reader | None) -> Iterator[Case]:
    for case in cases:
        case.sentences, case.rows = observed(case.found, embed, reader, embedded=10**6)
        case.holds = np.array([holds(case, s) for s in case.sentences], dtype=bool)
        yield case


def trained_on(case: Case) -> bool:
    """Whether the reader's training has seen the question's article with questions."""
    if case.group != "squad2-dev":
        return False
    apart = {path.name for path in (sets.BENCHMARKS / "plain-questions" / "wiki").iterdir()}
    return not {piece.source for piece in case.question.evidence} <= apart


def balance(cases: Sequence[Case]) -> Floats:
    """Weights that let every set count the same."""
    keys = [case.group for case in cases]
    return np.array([1 / keys.count(key) for key in keys])


def learn_confidence(known: Sequence[Case], *, read: bool) -> weights.Linear:
    """A logistic regression, calibrated, with thresholds for the most worth."""
    names = confidence.READ if read else confidence.FEATURES
    rows = np.array([case.sure for case in known])
    yes = np.array([case.question.answerable for case in known])
    signs = [confidence.sign(name) for name in names]
    values, intercept = logistic(rows, yes, balance(known), CONFIDENCE_PENALTY, signs)
    # The penalty draws every estimate to one half; Platt scaling (1999) stretches them again.
    scores = rows @ values + intercept
    slope, offset = logistic(scores[:, None], yes, balance(known), penalty=1e-6)
    values, intercept = values * slope[0], intercept * slope[0] + offset
    # Of the questions that people ask more have an answer than of those in the sets, many of which
    # were made to have none: the same evidence speaks for an answer from another start.
    share = float(balance(known) @ yes) / len({case.group for case in known})
    shift = float(logit(ANSWERABLE) - logit(share))
    model = weights.Linear(names, values, float(intercept) + shift)
    answered, unsure = thresholds(known)
    # Answers are held to what would be right if half of the questions had none, as in the sets: a
    # wrong one misleads. What comes closest misleads nobody, and is shown as people's share wants.
    return replace(model, threshold=float(expit(logit(answered) + shift)), lower=unsure)


def worth(case: Case, outcome: str) -> float:
    """What an outcome is worth: see docs/evaluation.md."""
    if not case.question.answerable:
        return {"answered": 0.0, "unsure": 0.5, "not_found": 1.0}[outcome]
    if outcome == "not_found":
        return 0.0
    likely = likelihoods(case.scores)
    if outcome == "answered":
        chosen = choose(case.sentences, likely, LIMITS)
        return float(case.holds[chosen].any())
    near = {i + step for i in np.argsort(-likely)[:3] for step in (-1, 0, 1)}
    return 0.5 * float(case.holds[[i for i in near if 0 <= i < len(likely)]].any())


def thresholds(cases: Sequence[Case]) -> tuple[float, float]:
    """The confidences from which to answer and to be unsure that are worth most.

    With p the confidence, c the share of answers that cite the evidence and e that of closest
    passages that show it, an answer is worth c p - w (1 - p) with w the cost of a wrong one, being
    unsure e p / 2 + (1 - p) / 2, and not found 1 - p; so each is chosen where it is worth most. c
    and e are the mean over the sets.
    """
    yes = [case for case in cases if case.question.answerable]
    names = dict.fromkeys(case.group for case in yes)
    c, e = (
        float(np.mean([np.mean([worth(x, o) * k for x in yes if x.group == n]) for n in names]))
        for o, k in (("answered", 1), ("unsure", 2))
    )
    answered, unsure = (0.5 + WRONG) / (c - e / 2 + 0.5 + WRONG), 1 / (1 + e)
    if answered <= unsure:  # being unsure is worth less than either, at any confidence
        answered = unsure = (1 + WRONG) / (1 + WRONG + c)
    print(f"evidence among the cited {c:.3f}, among the closest {e:.3f}")
    return answered, unsure


def report(cases: Sequence[Case], sure: weights.Linear) -> None:
    """What the learned weights do, by set and half."""
    print(f"thresholds {sure.threshold:.3f} {sure.lower:.3f}")
    print(f"{'set':16} h   n    sent@1  @2    @3   auroc  answered/unsure  worth+ worth-  wrong")
    for group in dict.fromkeys(case.group for case in cases):
        for name in "AB":
            part = [c for c in cases if c.group == group and c.half == name]
            if part:
                print(f"{group:16} {name} {len(part):4}", _line(part, sure))


def _line(part: Sequence[Case], sure: weights.Linear) -> str:
    yes = [c for c in part if c.question.answerable]
    order = [c.holds[np.argsort(-c.scores, kind="stable")] for c in yes]
    known = np.array([sure.probability(c.sure) for c in part])
    labels = np.array([c.question.answerable for c in part])
    outcomes = np.where(
        known >= sure.threshold, "answered", np.where(known >= sure.lower, "unsure", "not_found")
    )
    worths = np.array([worth(c, o) for c, o in zip(part, outcomes, strict=True)])
    wrong = np.mean([o == "answered" and w == 0 for o, w in zip(outcomes, worths, strict=True)])
    tops = " ".join(f"{np.mean([o[:k].any() for o in order]):.3f}" for k in (1, 2, 3))
    area = auroc(known, labels) if 0 < labels.sum() < len(labels) else np.nan
    no = f"{worths[~labels].mean():6.2f}" if (~labels).any() else "     -"
    return (
        f"   {tops} {area:6.3f}   {np.mean(outcomes[labels] == 'answered'):5.2f}"
        f" {np.mean(outcomes[labels] == 'unsure'):5.2f}   {worths[labels].mean():9.2f} {no}"
        f" {wrong:6.2f}"
    )


def main() -> None:
    """Collect, learn, report."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--reader", default="packaged", help="packaged, none, or a weights file")
    parser.add_argument("--order", action="store_true", help="learn the passages' order first")
    parser.add_argument("--dry", action="store_true", help="report only, write nothing")
    given = parser.parse_args()
    embedder = embedding.load()
    if given.order:
        learn_order(embedder, write=not given.dry)
    reader: Reader | None = None
    if given.reader != "none":
        from qa_app.reader.packaged import WEIGHTS, PackagedReader

        file = WEIGHTS if given.reader == "packaged" else Path(given.reader)
        reader = PackagedReader(file)
    learn(embedder, reader, write=not given.dry)


if __name__ == "__main__":
    main()
