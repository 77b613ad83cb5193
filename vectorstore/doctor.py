"""Is the store sound, and if not, making it so from what the ledger has kept."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import text

from vectorstore import checks, upkeep
from vectorstore.core import WRITER_LOCK, Core
from vectorstore.errors import StoreDamagedError
from vectorstore.ledger import cache, indexed, words, write
from vectorstore.ledger.meta import get_model, set_meta
from vectorstore.locks import writer_lock
from vectorstore.model import Finding
from vectorstore.store import Store

log = logging.getLogger(__name__)

Check = Callable[[Core], Iterator[Finding]]

_CHECKS: tuple[Check, ...] = (
    checks.ledger,
    checks.unfinished,
    checks.embedding_model,
    checks.contents,
    checks.full_text,
    checks.cached_vectors,
    checks.index,
)


def check(store: Store) -> tuple[Finding, ...]:
    """Everything that is wrong with a store; nothing when it is sound. It changes nothing.

    Raises:
        StoreLockedError: it is being written to, so that nothing certain can be said.
    """
    with _undisturbed(store.core):
        return _check(store.core)


def repair(store: Store) -> tuple[Finding, ...]:
    """Mend what can be mended from the ledger; what is still wrong afterwards.

    An article that is no longer what was ingested is taken out, since a quote from it could be
    wrong; the next ingest brings it back.

    Raises:
        StoreLockedError: the store is being written to.
        StoreError: the store can only be read.
        ModelMismatchError: texts must be embedded again, and another model is set.
    """
    core = store.core
    core.check_writable()
    with _undisturbed(core):
        found = {finding.name for finding in _check(core)}
        if not found:
            return ()
        log.info("repairing: %s", ", ".join(sorted(found)))
        _mend_ledger(core)
        if "vector-cache" in found:
            _mend_cache(core)
        if found & {"vectors", "vectors-different", "vectors-lost", "vector-cache"}:
            upkeep.rebuild(core)
        else:
            upkeep.heal(core)
        with core.ledger.writing() as connection:
            set_meta(connection, dirty="")
        return _check(core)


def _check(core: Core) -> tuple[Finding, ...]:
    found: list[Finding] = []
    for one in _CHECKS:
        try:
            found.extend(one(core))
        except StoreDamagedError as error:
            found.append(Finding("ledger", "error", str(error), checks.INGEST))
    return tuple(found)


@contextmanager
def _undisturbed(core: Core) -> Iterator[None]:
    """While no writer is at work; in a folder that cannot be written there is none."""
    if core.read_only:
        yield
    else:
        with writer_lock(core.path / WRITER_LOCK, core.path):
            yield


def _mend_ledger(core: Core) -> None:
    """What follows from the articles is made anew from them; what they do not vouch for goes."""
    with core.ledger.writing() as connection:
        connection.execute(text("REINDEX"))
        write.drop_orphans(connection)
        words.rebuild(connection)
        altered = checks.altered_articles(connection)
        for source in altered:
            log.warning("%s: is not what was ingested, and is taken out", source)
            write.remove(connection, source)
        if altered:
            write.next_generation(connection)


def _mend_cache(core: Core) -> None:
    with core.ledger.writing() as connection:
        wrong = checks.wrong_vectors(connection)
        cache.drop(connection, get_model(connection).fingerprint, wrong)
    with core.ledger.reading() as connection:
        wanted = set(indexed.vector_ids(connection).values())
        lost = cache.missing(connection, get_model(connection).fingerprint, wanted)
        texts = indexed.embedded_texts(connection, lost)
    core.embed(texts)
