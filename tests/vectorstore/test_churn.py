"""Twenty rounds of deleting half and changing a third: every passage still finds itself."""

import hashlib
import random

import numpy as np

from tests.fakes import FakeEmbedder
from tests.vectorstore.build import article, put
from vectorstore import doctor, upkeep
from vectorstore.model import Change
from vectorstore.store import Store


class TopicEmbedder(FakeEmbedder):
    """Texts of one topic, their first word, lie close together, as articles on one thing do."""

    def __init__(self):
        super().__init__("topics", dimension=384)

    def _vector(self, text):
        topic, rest = (self._random(part) for part in (text.split()[0], text))
        vector = topic + 0.05 * rest
        return (vector / np.linalg.norm(vector)).astype(np.float32)

    def _random(self, text):
        seed = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
        return np.random.default_rng(seed).normal(size=self.dimension)


def test_row_34_every_passage_finds_itself_after_twenty_rounds(tmp_path, monkeypatch):
    monkeypatch.setattr(upkeep, "REBUILD_LEAST", 400)
    chance = random.Random(34)
    made = iter(range(100_000))

    def fresh(name):
        return article(name, *(f"topic{chance.randrange(8)} word{next(made)}" for _ in range(8)))

    names = [f"a{n}" for n in range(30)]
    with Store.open(tmp_path, TopicEmbedder(), create=True) as store:
        for _ in range(20):
            with store.write() as writer:
                root = writer.root("/corpus")
                known = sorted(writer.known(root))
                gone = chance.sample(known, len(known) // 2)
                writer.commit(Change(remove=tuple(gone)), root)
                kept = sorted(writer.known(root))
                changed = chance.sample(kept, len(kept) // 3)
                put(writer, *(fresh(name) for name in [*changed, *sorted(set(names) - set(kept))]))
        assert len(store.core.access.indexes.names()) == 1
        assert [found for found in doctor.check(store) if found.severity == "error"] == []
