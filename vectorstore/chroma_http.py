"""Chroma's client of a server, with a limit to its patience. Imported when there is a server."""

from __future__ import annotations

from typing import Any

import httpx
from chromadb.api.client import Client

TIMEOUT = 10.0
"""Seconds that any answer of the server may take; chromadb itself would wait for ever."""


class TimedClient(Client):  # type: ignore[misc]  # chromadb's types are not followed
    """The same client, but every call ends, and so do its connections."""

    def __init__(self, settings: Any) -> None:
        try:
            super().__init__(settings=settings)
        except BaseException:
            self._hang_up()
            raise

    def close(self) -> None:
        """Let go of the server."""
        super().close()
        self._hang_up()

    def get_user_identity(self) -> Any:
        """Who asks: the first call of all, made while the client is built."""
        self._server._session.timeout = httpx.Timeout(TIMEOUT)
        return super().get_user_identity()

    def _validate_tenant_database(self, tenant: str, database: str) -> None:
        # The administrative half has a connection of its own, used here for the first time.
        self._admin_client._server._session.timeout = httpx.Timeout(TIMEOUT)
        super()._validate_tenant_database(tenant, database)

    def _hang_up(self) -> None:
        """Close the connections, which chromadb leaves to the garbage collector."""
        for half in (self, getattr(self, "_admin_client", None)):
            server = getattr(half, "_server", None)
            if server is not None:
                server._session.close()
