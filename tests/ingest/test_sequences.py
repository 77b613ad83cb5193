"""Whatever happens to a folder, in whatever order: the store is what a fresh build would be."""

import shutil
from pathlib import Path
from tempfile import mkdtemp

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import select

from ingest import IngestOptions, PassageOptions, ingest
from tests.fakes import FakeEmbedder, MemoryIndexes
from tests.ingest.direct import DirectReading
from vectorstore import doctor
from vectorstore.ledger.schema import edges
from vectorstore.store import Store

OPTIONS = IngestOptions(
    passages=PassageOptions(target_tokens=16), batch_passages=8, allow_mass_delete=True
)
NAMES = st.sampled_from(
    [*(f"{letter}.txt" for letter in "abcdefg"), "sub/a.txt", "sub/b.md", "sub/c.txt"]
)
HEADER, FOOTER = (
    "The Daily Heron of Lakeside",
    "This paper is printed in the old mill by the river.",
)
ANIMALS = ("heron", "otter", "badger", "lynx", "stork", "beaver")


def text_of(header: str, title: str, seen: list[tuple[int, str]], footer: str) -> str:
    body = [
        f"The {animal} number {n} was seen near the harbour{' again' * n}. It went away."
        for n, animal in seen
    ]
    return "\n\n".join(part for part in (header, title, *body, footer) if part)


TEXTS = st.builds(
    text_of,
    st.sampled_from((HEADER, HEADER, "")),
    st.sampled_from(["What the morning brought", "News of the lake"]),
    st.lists(st.tuples(st.integers(0, 5), st.sampled_from(ANIMALS)), min_size=1, max_size=6),
    st.sampled_from((FOOTER, "")),
)


pytestmark = pytest.mark.usefixtures("direct_reading")


def content(store: Store) -> dict[str, object]:
    """All that the store says of its articles, but for when and in what order they came."""
    with store.read() as snapshot:
        articles = {
            one.source: (
                one.sha256,
                one.state,
                one.metadata,
                snapshot.text(one.source),
                [(p.span, p.text, p.sentences) for p in snapshot.passages_of(one.source)],
                snapshot.beside([one.source])[one.source],
            )
            for one in snapshot.articles()
        }
    with store.core.ledger.reading() as connection:
        columns = (edges.c.folder, edges.c.line, edges.c.core, edges.c.dropped)
        lines = sorted(connection.execute(select(*columns)).all())
    return articles | {"": lines}


class Folder(RuleBasedStateMachine):
    @initialize()
    def begin(self) -> None:
        self.base = Path(mkdtemp())
        self.root = self.base / "articles"
        self.root.mkdir()
        self.store = Store.open(
            self.base / "store", FakeEmbedder(), create=True, indexes=MemoryIndexes()
        )
        for n, name in enumerate("abcd"):
            seen = [(n, animal) for animal in ANIMALS[: n + 2]]
            (self.root / f"{name}.txt").write_text(text_of(HEADER, f"Title {n}", seen, FOOTER))

    @rule(name=NAMES, text=TEXTS)
    def write(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")

    @rule(name=NAMES)
    def remove(self, name: str) -> None:
        (self.root / name).unlink(missing_ok=True)

    @rule(old=NAMES, new=NAMES)
    def rename(self, old: str, new: str) -> None:
        if (self.root / old).is_file():
            (self.root / new).parent.mkdir(exist_ok=True)
            (self.root / old).rename(self.root / new)

    @rule()
    def bring_up_to_date(self) -> None:
        ingest(self.store, [self.root], OPTIONS)
        with Store.open(
            self.base / "fresh", FakeEmbedder(), create=True, indexes=MemoryIndexes()
        ) as fresh:
            ingest(fresh, [self.root], OPTIONS)
            assert content(self.store) == content(fresh)
        shutil.rmtree(self.base / "fresh")
        generation = self.store.generation()
        before = len(self.store.embedder.encoded)
        DirectReading.read.clear()
        again = ingest(self.store, [self.root], OPTIONS)
        assert again.generation == generation
        assert len(self.store.embedder.encoded) == before
        assert DirectReading.read == []

    @invariant()
    def every_passage_is_where_it_says(self) -> None:
        with self.store.read() as snapshot:
            for one in snapshot.articles():
                text = snapshot.text(one.source)
                for passage in snapshot.passages_of(one.source):
                    assert passage.span.of(text) == passage.text

    def teardown(self) -> None:
        if hasattr(self, "store"):
            assert doctor.check(self.store) == ()
            self.store.close()
            shutil.rmtree(self.base)


TestFolder = Folder.TestCase
TestFolder.settings = settings(
    max_examples=8,
    stateful_step_count=16,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
