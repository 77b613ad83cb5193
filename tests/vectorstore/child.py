"""What other processes do to a store in the tests: `python child.py VERB STORE …`."""

import sys
import time
from pathlib import Path

from tests.fakes import FakeEmbedder
from tests.vectorstore.build import article, nearest, put
from vectorstore.model import Change
from vectorstore.store import Store


def say(*words: object) -> None:
    print(*words, flush=True)


def version(number: int, name: str):
    """An article whose every version has another text, but for one paragraph."""
    mine = [f"{name} version {number} paragraph {n} topic{n}" for n in range(6)]
    return article(name, "what never changes", *mine)


def churn(store: Store) -> None:
    """Put version after version of four articles and say so after each commit."""
    first = store.generation() + 1  # higher than any version before
    for number in range(first, first + 10_000):
        with store.write() as writer:
            for name in "abcd":
                put(writer, version(number, name))
                say("done", name, number)


def hold(store: Store) -> None:
    """Be the writer until killed."""
    with store.write():
        say("holding")
        time.sleep(60)


def obey(store: Store) -> None:
    """Add, remove or ask as each line of the standard input says."""
    for line in sys.stdin:
        verb, name, *words = line.split()
        with store.write() as writer:
            if verb == "add":
                put(writer, article(name, " ".join(words)))
            elif verb == "remove":
                writer.commit(Change(remove=(name,)), writer.root("/corpus"))
        say("done", nearest(store, "warm up", 1))


if __name__ == "__main__":
    verbs = {"churn": churn, "hold": hold, "obey": obey}
    with Store.open(Path(sys.argv[2]), FakeEmbedder(), create=True) as opened:
        verbs[sys.argv[1]](opened)
