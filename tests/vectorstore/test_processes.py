"""Several processes at one store: one writes, many read, any may be killed."""

import random
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.vectorstore.build import article, contents, filled, nearest, put
from tests.vectorstore.child import version
from vectorstore import doctor
from vectorstore.errors import StoreLockedError
from vectorstore.store import Store

ROOT = Path(__file__).parents[2]


@contextmanager
def child(verb: str, store: Path):
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.vectorstore.child", verb, str(store)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def test_row_27_a_second_writer_is_told_at_once_who_the_first_is(tmp_path, embedder):
    with Store.open(tmp_path, embedder, create=True) as store:
        with child("hold", tmp_path) as process:
            assert process.stdout.readline() == "holding\n"
            started = time.monotonic()
            with pytest.raises(StoreLockedError, match=rf"process {process.pid} since 2\d\d\d-"):
                store.write().__enter__()
            assert time.monotonic() - started < 1
            with store.read() as snapshot:
                assert snapshot.articles() == []
        with store.write():  # the lock has died with its holder
            pass


def test_an_open_reader_sees_what_another_process_writes(tmp_path, embedder):
    """The reader neither misses what is new nor finds what is gone (FAULTS 28, TRAPS 2)."""
    texts = {f"old{n}": f"old paragraph number{n} about topic{n % 7}" for n in range(60)}
    olds = [article(name, text) for name, text in texts.items()]
    with filled(tmp_path, embedder, *olds) as store, child("obey", tmp_path) as process:

        def order(*words: str) -> str:
            process.stdin.write(" ".join(words) + "\n")
            process.stdin.flush()
            return process.stdout.readline()

        for n in range(6):
            assert nearest(store, texts[f"old{n}"], 1) == [(f"old{n}", texts[f"old{n}"])]
            assert order("remove", f"old{n}").startswith("done")
            found = nearest(store, texts[f"old{n}"], 5)
            assert len(found) == 5
            assert f"old{n}" not in {source for source, _ in found}
            assert order("add", f"new{n}", "fresh", f"thing{n}").startswith("done")
            assert nearest(store, f"fresh thing{n}", 1) == [(f"new{n}", f"fresh thing{n}")]
        with store.write() as writer:
            put(writer, article("mine", "warm up"))
        assert order("remove", "old30") == "done [('mine', 'warm up')]\n"
        assert doctor.check(store) == ()


@pytest.mark.parametrize("seed", range(2))
def test_rows_25_and_29_a_killed_writer_loses_nothing_and_leaves_no_lock(tmp_path, embedder, seed):
    """After each kill every article is the last acknowledged one, or for one of them the next."""
    chance = random.Random(seed)
    done: dict[str, int] = {}
    for _ in range(2):
        with child("churn", tmp_path) as process:
            done.update(_until(process, chance.uniform(0.02, 0.6)))
        with Store.open(tmp_path, embedder) as store:
            held = contents(store)
            numbers = {name: _number(paragraphs) for name, paragraphs in held.items()}
            beyond = {name for name in numbers if numbers[name] != done.get(name)}
            assert len(beyond) <= 1
            assert all(numbers[name] > done.get(name, 0) for name in beyond)
            assert numbers.keys() >= done.keys()
            for name, paragraphs in held.items():
                assert paragraphs == [p.embedded for p in version(numbers[name], name).passages]
                assert nearest(store, paragraphs[3], 1) == [(name, paragraphs[3])]
            with store.write():
                pass
            assert doctor.check(store) == ()
            done = numbers


def _number(paragraphs: list[str]) -> int:
    return int(paragraphs[1].split()[2])


def _until(process, seconds: float) -> dict[str, int]:
    """What the child says it has done until it is killed, so many seconds after its first word."""
    said = [process.stdout.readline()]
    time.sleep(seconds)
    process.kill()
    said += process.stdout.readlines()
    done = [line.split() for line in said if line.endswith("\n")]
    return {name: int(number) for _, name, number in done}
