"""Whatever is done to a store, it ends up as one built fresh from what it should hold."""

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from tests.fakes import FakeEmbedder, MemoryIndexes
from tests.vectorstore.build import answers, article
from vectorstore import doctor
from vectorstore.model import Change, Rename
from vectorstore.store import Store
from vectorstore.writer import STEPS

WORDS = ["cat", "dog", "emu", "runs", "sleeps", "far"]
QUESTIONS = ["cat runs", "dog sleeps far", "emu"]
names = st.sampled_from(["a", "b", "x/a", "x/b"])
paragraphs = st.lists(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join), min_size=1, max_size=4
)


class Crash(BaseException):
    pass


class StoreMachine(RuleBasedStateMachine):
    """Put, edit, remove, rename, reopen, crash; the model is a dictionary."""

    def indexes(self):
        return MemoryIndexes()

    def __init__(self):
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.kept = self.indexes()
        self.model: dict[str, list[str]] = {}
        self.store = self.open()

    def open(self) -> Store:
        return Store.open(self.folder, FakeEmbedder(), create=True, indexes=self.kept)

    def commit(self, on_step=lambda _: None, **parts) -> None:
        with self.store.write(on_step) as writer:
            writer.commit(Change(**parts), writer.root("/corpus"))

    @rule(name=names, texts=paragraphs)
    def put(self, name, texts):
        self.commit(put=(article(name, *texts),))
        self.model[name] = texts

    @rule(name=names)
    def remove(self, name):
        self.commit(remove=(name,))
        self.model.pop(name, None)

    @precondition(lambda self: self.model)
    @rule(new=names, data=st.data())
    def rename(self, new, data):
        old = data.draw(st.sampled_from(sorted(self.model)))
        if old != new:
            self.commit(remove=(new,), rename=(Rename(old, new),))
            self.model[new] = self.model.pop(old)

    @rule(name=names, texts=paragraphs, step=st.sampled_from(STEPS))
    def crash(self, name, texts, step):
        def on_step(at):
            if at == step:
                raise Crash

        before = self.store.generation()
        try:
            self.commit(on_step, put=(article(name, *texts),))
        except Crash:
            self.store.close()
            self.store = self.open()
        if self.store.generation() != before:
            self.model[name] = texts

    @rule()
    def reopen(self):
        self.store.close()
        self.store = self.open()

    @invariant()
    def holds_what_it_should(self):
        with self.store.read() as snapshot:
            assert {one.source for one in snapshot.articles()} == self.model.keys()
            for name, texts in self.model.items():
                assert [p.text for p in snapshot.passages_of(name)] == texts

    def teardown(self):
        with self.store.write():
            pass
        assert doctor.check(self.store) == ()
        with tempfile.TemporaryDirectory() as other:
            fresh = Store.open(other, FakeEmbedder(), create=True, indexes=self.indexes())
            with fresh, fresh.write() as writer:
                put = tuple(article(name, *texts) for name, texts in sorted(self.model.items()))
                writer.commit(Change(put=put), writer.root("/corpus"))
                assert answers(self.store, QUESTIONS) == answers(fresh, QUESTIONS)
        self.store.close()
        shutil.rmtree(self.folder)


class ChromaMachine(StoreMachine):
    """The same with the real vector index."""

    def indexes(self):
        return None


TestInMemory = StoreMachine.TestCase
TestInMemory.settings = settings(
    max_examples=15,
    stateful_step_count=12,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
TestInChroma = ChromaMachine.TestCase
TestInChroma.settings = settings(TestInMemory.settings, max_examples=4, stateful_step_count=10)
pytestmark = pytest.mark.timeout(600)
