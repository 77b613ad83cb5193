"""One store shared by the threads of a chat, while another thread ingests."""

import threading
from concurrent.futures import ThreadPoolExecutor

from tests.vectorstore.build import article, filled, nearest, put
from vectorstore.errors import StoreLockedError


def test_many_threads_read_while_one_writes(tmp_path, embedder):
    fixed = [article(f"fixed{n}", f"fixed words number{n}") for n in range(20)]
    done = threading.Event()

    with filled(tmp_path, embedder, *fixed) as store:

        def ask(n: int) -> int:
            rounds = 0
            while not done.is_set() or rounds < 5:
                assert nearest(store, f"fixed words number{n}", 1) == [
                    (f"fixed{n}", f"fixed words number{n}")
                ]
                rounds += 1
            return rounds

        with ThreadPoolExecutor(6) as pool:
            asked = [pool.submit(ask, n) for n in range(6)]
            try:
                for n in range(12):
                    with store.write() as writer:
                        put(writer, article("moving", f"version {n}", "fixed words"))
            finally:
                done.set()
            assert all(one.result() >= 5 for one in asked)
        assert nearest(store, "version 11", 1) == [("moving", "version 11")]


def test_of_two_threads_that_write_one_is_refused(tmp_path, embedder):
    with filled(tmp_path, embedder) as store, ThreadPoolExecutor(1) as pool, store.write():

        def write():
            with store.write():
                pass

        assert isinstance(pool.submit(write).exception(), StoreLockedError)
