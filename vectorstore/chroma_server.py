"""Chroma as a server: one collection an index.

The server has no authentication of its own, so it belongs on this machine or behind one's own
proxy. When it does not answer, questions are answered from the ledger, only slower, and an ingest
stops before it has changed anything.
"""

from __future__ import annotations

import hashlib
import logging
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from vectorstore.chroma import CONFIGURATION, ChromaIndex
from vectorstore.errors import StoreDamagedError, StoreError

if TYPE_CHECKING:
    from chromadb.api import ClientAPI

T = TypeVar("T")
log = logging.getLogger(__name__)

WAITS = (0.1, 0.5)
"""Seconds before the second and the third try at a connection that is refused."""


class ChromaServer:
    """The collections of one store on a server. Fulfils `vectors.Indexes`.

    Args:
        url: such as `http://127.0.0.1:8000`.
        store: the store's folder; stores that share a server are told apart by it.

    Raises:
        StoreError: the address is none.
    """

    def __init__(self, url: str, store: Path) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise StoreError(
                f"setting chroma_url: {url!r} is not the address of a server; write it like"
                " http://127.0.0.1:8000"
            )
        self._url = url
        self._host, self._tls = parts.hostname, parts.scheme == "https"
        self._port = parts.port or (443 if self._tls else 8000)
        self._prefix = f"qa-{hashlib.sha256(str(store.resolve()).encode()).hexdigest()[:12]}-"

    def create(self) -> str:
        """Make an empty collection; its name."""
        name = self._prefix + os.urandom(4).hex()
        with self._client() as client:
            client.create_collection(name, embedding_function=None, configuration=CONFIGURATION)
        return name

    def open(self, name: str) -> ChromaIndex:
        """Open a collection."""
        client = self._connected()
        with self._explained():
            try:
                collection = client.get_collection(name, embedding_function=None)
            except Exception as error:
                client.close()
                if type(error).__name__ == "NotFoundError":
                    raise StoreDamagedError(
                        f"{self._url}: has no vectors of this store; run `qa-app doctor --repair`"
                    ) from error
                raise
        return ChromaIndex(client, collection, self._explained)

    def names(self) -> set[str]:
        """The collections of this store."""
        with self._client() as client:
            names = {collection.name for collection in client.list_collections()}
        return {name for name in names if name.startswith(self._prefix)}

    def drop(self, name: str) -> None:
        """Remove a collection; what cannot be removed now is left for another time."""
        try:
            with self._client() as client:
                client.delete_collection(name)
        except StoreError as error:
            log.warning("%s", error)

    def address(self, name: str) -> dict[str, Any]:
        """The server and the collection on it."""
        server = {"host": self._host, "port": self._port, "ssl": self._tls}
        return {**server, "collection_name": name}

    @contextmanager
    def _client(self) -> Iterator[ClientAPI]:
        client = self._connected()
        with self._explained():
            try:
                yield client
            finally:
                client.close()

    def _connected(self) -> ClientAPI:
        with self._explained():
            return _tried(self._connect)

    def _connect(self) -> ClientAPI:
        os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
        from chromadb.config import Settings

        from vectorstore.chroma_http import TimedClient

        settings = Settings(
            anonymized_telemetry=False,
            chroma_api_impl="chromadb.api.fastapi.FastAPI",
            chroma_server_host=self._host,
            chroma_server_http_port=self._port,
            chroma_server_ssl_enabled=self._tls,
        )
        client: ClientAPI = TimedClient(settings=settings)
        return client

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """Failures come as chromadb's errors, as httpx's and as plain ones."""
        try:
            yield
        except StoreError:
            raise
        except Exception as error:
            cause = " ".join(f"{type(error).__name__}: {error}".split())[:200]
            raise StoreError(
                f"{self._url}: the Chroma server cannot be used ({cause}); is it running, and of"
                " the same version as the package chromadb?"
            ) from error


def _tried(connect: Callable[[], T]) -> T:
    """A connection, tried more than once: a server that restarts is back in a moment."""
    for wait in WAITS:
        try:
            return connect()
        except (ConnectionError, ValueError) as error:  # chromadb makes ValueErrors of refusals
            log.info("trying again: %s", error)
            time.sleep(wait)
    return connect()
