"""FAULTS 54: more questions than can be answered lead to a clear "busy", not to more threads."""

from __future__ import annotations

import asyncio
import threading
from collections import OrderedDict, deque
from concurrent.futures import CancelledError, ThreadPoolExecutor

import pytest

from qa_app.web.errors import BusyError
from qa_app.web.gate import Gate, Ticket


def test_only_so_many_run_and_wait() -> None:
    gate = Gate(running=2, waiting=3)
    inside, leave = threading.Semaphore(0), threading.Event()
    running: list[int] = []
    most = 0
    lock = threading.Lock()

    def question() -> None:
        nonlocal most
        with gate.turn():
            with lock:
                running.append(1)
                most = max(most, len(running))
            inside.release()
            assert leave.wait(10)
            with lock:
                running.pop()

    with ThreadPoolExecutor(8) as pool:
        started = [pool.submit(question) for _ in range(2)]
        assert inside.acquire(timeout=10)
        assert inside.acquire(timeout=10)
        outcomes = [pool.submit(question) for _ in range(6)]
        refused = [f for f in outcomes if _busy_soon(f)]
        leave.set()
        for future in [*started, *outcomes]:
            if future not in refused:
                future.result(10)
    assert len(refused) == 3
    assert most == 2


def _busy_soon(future: object) -> bool:
    try:
        future.result(0.5)  # type: ignore[attr-defined]
    except BusyError:
        return True
    except TimeoutError:
        return False
    return False


def test_places_are_given_back_after_a_failure() -> None:
    gate = Gate(running=1, waiting=0)
    for _ in range(3):
        with pytest.raises(KeyError), gate.turn():
            raise KeyError
    with gate.turn(), pytest.raises(BusyError, match="ask again"), gate.turn():
        pass


def test_patience_ends() -> None:
    gate = Gate(running=1, waiting=1, patience=0.01)
    with gate.turn(), pytest.raises(BusyError), gate.turn():
        pass


def test_who_asks_much_does_not_keep_others_waiting() -> None:
    gate, order = Gate(running=1, waiting=9), []
    tickets = []
    with gate.turn("many"):
        for who in ("many", "many", "many", "other"):
            ticket = gate._queue(who)
            ticket.add_done_callback(lambda _, who=who: order.append(who))
            tickets.append(ticket)
    for _ in tickets:
        gate._leave(0.0)
    assert order == ["many", "other", "many", "many"]
    with gate.turn():
        pass


def test_a_refusal_says_when_to_come_again() -> None:
    gate = Gate(running=1, waiting=0)
    with gate.turn():
        with pytest.raises(BusyError) as refused, gate.turn():
            pass
        assert 1 <= refused.value.retry_after <= 60


def test_without_a_thread_it_waits_as_well() -> None:
    gate = Gate(running=1, waiting=2, patience=5)
    done: list[int] = []

    async def ask(number: int) -> None:
        async with gate.turn_async("x"):
            await asyncio.sleep(0.01)
            done.append(number)

    async def all_of_them() -> list[object]:
        return await asyncio.gather(*(ask(n) for n in range(4)), return_exceptions=True)

    outcomes = asyncio.run(all_of_them())
    assert done == [0, 1, 2]
    assert isinstance(outcomes[3], BusyError)
    assert not gate.busy()
    assert gate._free == 1


def test_who_goes_away_gives_the_place_back() -> None:
    gate = Gate(running=1, waiting=2, patience=5)

    async def leave() -> None:
        async with gate.turn_async():
            waiting = asyncio.create_task(gate.turn_async().__aenter__())
            await asyncio.sleep(0.01)
            waiting.cancel()
            await asyncio.gather(waiting, return_exceptions=True)

    asyncio.run(leave())
    assert not gate.busy()
    assert gate._free == 1
    with gate.turn():
        pass


def test_a_cancelled_ticket_gives_its_place_in_the_queue_back() -> None:
    gate, ticket = Gate(running=1, waiting=1, patience=20), Ticket()

    def wait() -> None:
        with gate.turn("x", ticket):
            pass

    with ThreadPoolExecutor(1) as pool:
        with gate.turn():
            waiting = pool.submit(wait)
            while not gate._queues:
                assert not waiting.done()
            ticket.cancel()
            with pytest.raises(CancelledError):
                waiting.result(10)
            assert not gate._queues, "another may wait now"
        with pytest.raises(CancelledError):
            pool.submit(wait).result(10)
    assert gate._free == 1


def test_a_refusal_counts_who_waits_while_nobody_comes_or_goes() -> None:
    gate = Gate(running=1, waiting=0, patience=0.01)
    held: list[bool] = []

    class Watched(OrderedDict[str, deque[Ticket]]):
        def values(self):  # type: ignore[no-untyped-def]
            with ThreadPoolExecutor(1) as pool:
                held.append(not pool.submit(gate._lock.acquire, blocking=False).result())
            return super().values()

    gate._queues = Watched()
    gate._refusal()
    assert held == [True]
