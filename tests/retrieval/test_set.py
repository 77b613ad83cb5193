"""A thousand passages, and questions whose passage only one of the two searches can find.

The vectors know synonyms and are blind to names and numbers, as those of a small model nearly are;
the full-text index knows names and numbers and no synonyms.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator

import numpy as np
import pytest

from qa_app.retrieval.query import Query
from qa_app.retrieval.reranker import Fused
from qa_app.retrieval.search import Options, Searcher
from qa_app.retrieval.words import tokens
from tests.fakes import FakeEmbedder, MemoryIndexes
from tests.vectorstore.build import article, put
from vectorstore.embedding.base import Vectors
from vectorstore.store import Store

# What the articles say and what is asked.
WHO = "physician/doctor teacher/instructor lawyer/attorney farmer/grower sailor/mariner"
WHO += " baker/breadmaker pilot/aviator singer/vocalist author/novelist constable/policeman"
WHO += " soldier/trooper merchant/trader"
DID = "purchased/acquired constructed/erected repaired/mended auctioned/sold destroyed/wrecked"
DID += " examined/inspected concealed/hid relocated/moved photographed/pictured rented/leased"
WHAT = "house/dwelling ship/vessel car/automobile garden/plot painting/canvas road/street"
WHAT += " bridge/overpass machine/device book/volume"
FIRST = "Ada Bela Cora Dina Edda Flora Gerda Hanna Ida Jola Kaja Lena Mona Nora Olga Paula".split()
LAST = "Abendroth Bremmer Castell Dorfner Eggert Falkner Grunwald Hallberg Imhof Jansky".split()
HEADING = "Minutes of a quiet day in the district, as they were kept by the clerk: the"
GATE, FIRST_FIVE = 0.9, 5

Pair = tuple[str, str]


def pairs(table: str) -> list[Pair]:
    return [(said, asked) for said, asked in (one.split("/") for one in table.split())]


CONCEPTS = {
    word: number
    for number, pair in enumerate(pairs(WHO) + pairs(DID) + pairs(WHAT))
    for word in pair
}


class KnowsSynonyms(FakeEmbedder):
    """A vector of what is meant; a word that it does not know leaves nothing."""

    def _vector(self, text: str) -> Vectors:
        vector = np.full(self.dimension, 0.01)
        for word in tokens(text):
            if word in CONCEPTS:
                vector[CONCEPTS[word]] += 1.0
        return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)


def written() -> Iterator[tuple[str, str, str]]:
    """Each passage with a question in other words and one for its name or number."""
    chance = random.Random(3)
    everything = list(itertools.product(pairs(WHO), pairs(DID), pairs(WHAT)))
    chance.shuffle(everything)
    for number, (who, did, what) in enumerate(everything):
        name = f"{FIRST[number % 16]} {LAST[number // 16 % 10]}"
        code = f"K{1000 + 7 * number}"
        text = f"{HEADING} {who[0]} {did[0]} a {what[0]}, witness {name}, file {code}."
        yield text, f"Which {who[1]} {did[1]} the {what[1]}?", f"What is told of {code}?"


@pytest.fixture(scope="module")
def passages() -> list[tuple[str, str, str]]:
    return list(written())


@pytest.fixture(scope="module")
def store(
    tmp_path_factory: pytest.TempPathFactory, passages: list[tuple[str, str, str]]
) -> Iterator[Store]:
    texts = [text for text, _, _ in passages]
    articles = [
        article(f"minutes/{n:03}.txt", *texts[n * 9 : n * 9 + 9], title=f"Minutes {n}")
        for n in range(len(texts) // 9)
    ]
    path = tmp_path_factory.mktemp("set")
    with Store.open(path, KnowsSynonyms(), create=True, indexes=MemoryIndexes()) as opened:
        with opened.write() as writer:
            put(writer, *articles)
        yield opened


def share_found(store: Store, asked: list[tuple[str, str]], **options: float) -> float:
    """The share of questions whose passage is among the first five."""
    searcher = Searcher(store, Options(reranker=Fused(), passages=FIRST_FIVE, **options))  # type: ignore[arg-type]
    found = 0
    for question, text in asked:
        ranked = searcher.retrieve(Query(question)).ranked
        found += text in [one.candidate.passage.text for one in ranked]
    return found / len(asked)


def test_the_gate_holds_for_both_searches_and_fails_without_either(
    store: Store, passages: list[tuple[str, str, str]]
) -> None:
    with store.read() as snapshot:
        assert snapshot.passage_count() == len(passages) >= 1000
    drawn = random.Random(11).sample(passages, 60)
    asked = [(in_other_words, text) for text, in_other_words, _ in drawn[:30]]
    asked += [(by_number, text) for text, _, by_number in drawn[30:]]
    assert share_found(store, asked) >= GATE
    assert share_found(store, asked, vector_weight=0.0) < GATE
    assert share_found(store, asked, word_weight=0.0) < GATE


def test_what_only_the_words_found_is_measured_against_the_question_too(
    store: Store, passages: list[tuple[str, str, str]]
) -> None:
    (_, in_other_words, _), (text, _, by_number) = passages[7], passages[70]
    searcher = Searcher(store, Options(candidates=1, reranker=Fused()))
    found = searcher.retrieve(Query(f"{by_number} {in_other_words}"))
    (one,) = [one.candidate for one in found.ranked if one.candidate.vector_rank is None]
    assert (one.passage.text, one.word_rank) == (text, 0)
    with store.read() as snapshot:
        (vector,) = snapshot.vectors([one.passage.id]).values()
    assert one.cosine == pytest.approx(float(vector @ found.vector), abs=1e-6)
    assert one.cosine > 0


def test_each_search_finds_what_the_other_cannot(
    store: Store, passages: list[tuple[str, str, str]]
) -> None:
    drawn = random.Random(12).sample(passages, 20)
    in_other_words = [(question, text) for text, question, _ in drawn]
    by_number = [(question, text) for text, _, question in drawn]
    assert share_found(store, in_other_words, word_weight=0.0) >= GATE
    assert share_found(store, in_other_words, vector_weight=0.0) <= 0.1
    assert share_found(store, by_number, vector_weight=0.0) >= GATE
    assert share_found(store, by_number, word_weight=0.0) <= 0.1
