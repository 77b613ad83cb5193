"""Learn the weights of passage order, sentence choice and confidence, on half A of the sets.

    python -m bench.train [--per-article 25] [--dry]

Writes `src/qa_app/learned/*.json` and prints what half B says of them.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from bench import sets
from bench.fit import conditional_logit, logistic
from qa_app import weights
from qa_app.answering import confidence
from qa_app.answering.choose import likelihoods
from qa_app.answering.follow_up import stand_alone
from qa_app.answering.sentences import FEATURES as SENTENCE_FEATURES
from qa_app.answering.sentences import Sentence, sentence_features, sentences_of
from qa_app.evaluation.gold_model import GoldQuestion
from qa_app.evaluation.locate import locate
from qa_app.evaluation.measures.confidence import auroc
from qa_app.memory import EmbeddingMemory
from qa_app.retrieval import search
from qa_app.retrieval.features import FEATURES as PASSAGE_FEATURES
from qa_app.retrieval.query import Query
from qa_app.retrieval.search import Ranked, Retrieval
from qa_app.retrieval.spread import PENALTY, spread
from qa_app.retrieval.words import STOPWORDS, stems
from vectorstore import embedding
from vectorstore.model import Span
from vectorstore.store import Store

Floats = NDArray[np.float64]
# All candidates in the order of fusion: the weights that are to be learned must not choose.
UNRANKED = search.Options(rerank=False, passages=120)
FINAL = search.Options()
CONFIDENCE_PENALTY = 0.03
# A refusal shows the nearest passage, a wrong answer misleads; but who asks wants answers.
ANSWERED = 0.8


@dataclass
class Case:
    """A question with all that was found for it, and which of it is right."""

    question: GoldQuestion
    half: str
    group: str
    found: Retrieval
    right: NDArray[np.bool_]
    top: Retrieval | None = None
    sentences: tuple[Sentence, ...] = ()
    rows: Floats | None = None
    holds: NDArray[np.bool_] | None = None
    confidence: Floats | None = None


def collect(store: Store, group: str, questions: Sequence[GoldQuestion]) -> list[Case]:
    """Search for every question."""
    places = _Places(store)
    cases = []
    for question in questions:
        asked = date.fromisoformat(question.asked_on) if question.asked_on else None
        asks = stand_alone(question.question, question.history)
        query = Query(asks, question.filters, asked)
        found = search.retrieve(store, query, UNRANKED)
        right = np.array([places.right(question, r) for r in found.ranked], dtype=bool)
        cases.append(Case(question, sets.half(question), group, found, right))
    return cases


class _Places:
    """Where the gold passages stand in the articles' cleaned texts."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._texts: dict[str, str] = {}
        self._spans: dict[tuple[str, str], Span | None] = {}

    def right(self, question: GoldQuestion, ranked: Ranked) -> bool:
        """Whether a passage holds half of a gold passage, or half of it is gold."""
        if not question.answerable:
            return False
        passage = ranked.candidate.passage
        for piece in question.evidence:
            if piece.source == passage.source and piece.quote:
                gold = self._locate(piece.source, piece.quote)
                if gold and overlap(gold, passage.span) >= 0.5:
                    return True
        return False

    def _locate(self, source: str, quote: str) -> Span | None:
        if source not in self._texts:
            with self._store.read() as snapshot:
                self._texts[source] = snapshot.text(source)
        key = (source, quote)
        if key not in self._spans:
            self._spans[key] = locate(quote, self._texts[source])
        return self._spans[key]


def overlap(a: Span, b: Span) -> float:
    """Shared characters as a share of the shorter span."""
    shared = min(a.end, b.end) - max(a.start, b.start)
    return max(shared, 0) / min(a.end - a.start, b.end - b.start)


def reorder(case: Case, model: weights.Linear) -> None:
    """Order what was found by learned weights, as `search.rank` does."""
    ranked = case.found.ranked
    if not ranked:
        case.top = case.found
        return
    scores = model.score(np.array([r.features for r in ranked]))
    order = np.argsort(-scores, kind="stable")
    listed = spread(
        [ranked[i].candidate for i in order],
        [float(scores[i]) for i in order],
        FINAL.passages,
        PENALTY,
    )
    top = tuple(replace(ranked[order[i]], score=worth) for i, worth in listed)
    case.top = replace(case.found, ranked=top)


def read_sentences(cases: Sequence[Case], embed: EmbeddingMemory) -> None:
    """Sentences of the best passages with their features and which of them hold the answer."""
    for case in cases:
        assert case.top is not None
        case.sentences = tuple(sentences_of(case.top))
        texts = [s.text for s in case.sentences]
        cosines = embed(texts) @ case.top.vector if texts else np.zeros(0)
        case.rows = sentence_features(case.top, case.sentences, cosines)
        case.holds = np.array([holds(case.question, s) for s in case.sentences], dtype=bool)


def normal(text: str) -> str:
    """Lower-case words, single blanks, a blank at either end."""
    return " " + " ".join(re.findall(r"[^\W_]+", text.lower())) + " "


def holds(question: GoldQuestion, sentence: Sentence) -> bool:
    """Whether a sentence of a gold article holds the answer; long answers by half their words."""
    articles = {piece.source for piece in question.evidence} | set(question.also_supported_by)
    if not question.answerable or sentence.passage.source not in articles:
        return False
    return any(contains(answer, sentence.text) for answer in question.answers)


def contains(answer: str, text: str) -> bool:
    """Whether `text` says `answer`: word for word, or half the words of a long one."""
    if normal(answer).strip() and normal(answer) in normal(text):
        return True
    words = {stem for stem in stems(answer) if stem not in STOPWORDS}
    return len(words) >= 4 and len(words & set(stems(text))) >= 0.5 * len(words)


def balance(cases: Sequence[Case]) -> Floats:
    """Weights that let every set count the same, and its yes as much as its no."""
    keys = [(case.group, case.question.answerable) for case in cases]
    return np.array([1 / keys.count(key) for key in keys])


def weigh_confidence(cases: Sequence[Case], model: weights.Linear, embed: EmbeddingMemory) -> None:
    """The rows that the confidence is computed from."""
    for case in cases:
        if case.sentences:
            likely = likelihoods(model.score(case.rows))
            case.confidence = confidence.confidence_features(
                case.top, case.rows, likely, case.sentences, embed
            )


def report(cases: Sequence[Case], sentences: weights.Linear, sure: weights.Linear) -> None:
    """What the learned weights do, by set and half."""
    print(f"{'set':16} half    n  pass@1 pass@5  sent@1 sent@3  auroc  accepted right/wrong")
    for group in dict.fromkeys(case.group for case in cases):
        for name in "AB":
            part = [c for c in cases if c.group == group and c.half == name and c.sentences]
            if part:
                print(f"{group:16} {name}  {len(part):5}", *_line(part, sentences, sure))


def _line(part: Sequence[Case], sentences: weights.Linear, sure: weights.Linear) -> list[str]:
    yes = [c for c in part if c.question.answerable]
    located = [c for c in yes if c.right.any() or any(p.quote for p in c.question.evidence)]
    ranks = [_first([places_right(c, r) for r in c.top.ranked]) for c in located]
    order = [c.holds[np.argsort(-sentences.score(c.rows), kind="stable")] for c in yes]
    scores = np.array([sure.probability(c.confidence) for c in part])
    labels = np.array([c.question.answerable for c in part])
    accepted = scores >= sure.threshold
    return [
        f"{np.mean([r < 1 for r in ranks]) if ranks else np.nan:7.3f}",
        f"{np.mean([r < 5 for r in ranks]) if ranks else np.nan:6.3f}",
        f"{np.mean([o[:1].any() for o in order]):7.3f}",
        f"{np.mean([o[:3].any() for o in order]):6.3f}",
        f"{auroc(scores, labels):6.3f}",
        f"{accepted[labels].mean():6.2f} {accepted[~labels].mean():6.2f}",
    ]


def places_right(case: Case, ranked: Ranked) -> bool:
    """Whether a reordered passage is one of the right ones."""
    good = {id(r.candidate) for r, ok in zip(case.found.ranked, case.right, strict=True) if ok}
    return id(ranked.candidate) in good


def _first(flags: Sequence[bool]) -> int:
    return flags.index(True) if True in flags else 10**6


def sign(feature: str) -> int:
    """What a feature may say: more of what is missing never makes an answer more certain."""
    if feature in ("words", "undated_question"):
        return 0
    return -1 if any(part in feature for part in ("missing", "unlike", "unknown")) else 1


def learn_confidence(known: Sequence[Case]) -> weights.Linear:
    """A logistic regression, calibrated, with the threshold that `ANSWERED` asks for."""
    rows = np.array([case.confidence for case in known])
    yes = np.array([case.question.answerable for case in known])
    signs = [sign(feature) for feature in confidence.FEATURES]
    values, intercept = logistic(rows, yes, balance(known), CONFIDENCE_PENALTY, signs)
    # The penalty draws every estimate to one half; Platt scaling (1999) stretches them again.
    scores = rows @ values + intercept
    slope, offset = logistic(scores[:, None], yes, balance(known), penalty=1e-6)
    values, intercept = values * slope[0], intercept * slope[0] + offset
    model = weights.Linear(confidence.FEATURES, values, float(intercept))
    sure = np.array([model.probability(row) for row in rows])
    return replace(model, threshold=threshold(sure[yes], balance(known)[yes]))


def threshold(sure: Floats, importance: Floats) -> float:
    """The confidence that the share `ANSWERED` of the answerable questions reaches."""
    order = np.argsort(-sure)
    share = np.cumsum(importance[order]) / importance.sum()
    return float(sure[order][int(np.searchsorted(share, ANSWERED))])


def main() -> None:
    """Collect, learn, report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--per-article", type=int, default=25)
    parser.add_argument("--dry", action="store_true", help="report only, write nothing")
    arguments = parser.parse_args()
    learn(embedding.load(), arguments.per_article, write=not arguments.dry)


def learn(embedder: embedding.Embedder, per_article: int, *, write: bool) -> list[Case]:
    """The whole of it; returns the cases for a closer look."""
    cases: list[Case] = []
    stores = {name: sets.open_store(name, embedder) for name in sets.NAMES}
    for name, store in stores.items():
        cases += collect(store, name, sets.read(name).questions)
        print(f"{name}: searched", flush=True)
    with sets.open_store("sample", embedder) as store:
        cases += collect(store, "sample", sets.sample().questions)
    full = sets.read_full_squad(per_article).questions
    cases += collect(stores["squad2-dev"], "squad2-full", full)
    note = "on half A of the public question sets and of evals/sample.jsonl, by bench/train.py"

    train = [c for c in cases if c.half == "A"]
    groups = [(np.array([r.features for r in c.found.ranked]), c.right) for c in _spread(train)]
    order = weights.Linear(PASSAGE_FEATURES, conditional_logit(groups), 0.0)
    for case in cases:
        reorder(case, order)
    embed = EmbeddingMemory(embedder.encode, most=300_000)
    read_sentences(cases, embed)
    groups = [(c.rows, c.holds) for c in _spread(train) if c.sentences]
    chosen = weights.Linear(SENTENCE_FEATURES, conditional_logit(groups), 0.0)

    weigh_confidence(cases, chosen, embed)
    sure = learn_confidence([c for c in train if c.sentences])
    report(cases, chosen, sure)
    if write:
        for name, model in (("passages", order), ("sentences", chosen), ("confidence", sure)):
            print("wrote", weights.save(name, model, note))
    return cases


def _spread(cases: Sequence[Case]) -> list[Case]:
    """Small sets repeated, so that each counts about as much as the largest."""
    sizes = {
        c.group: sum(o.group == c.group and o.question.answerable for o in cases) for c in cases
    }
    most = max(sizes.values())
    return [c for c in cases for _ in range(max(1, round(most / max(sizes[c.group], 1) / 2)))]


if __name__ == "__main__":
    main()
