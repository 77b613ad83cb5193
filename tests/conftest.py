"""What holds for every test: no network, no telemetry, nothing in the user's folders."""

from __future__ import annotations

import os

os.environ.update(
    HF_HUB_OFFLINE="1",
    ANONYMIZED_TELEMETRY="False",
    GRADIO_ANALYTICS_ENABLED="False",
    OMP_WAIT_POLICY="PASSIVE",
)

import hypothesis
import pytest
from pytest_socket import enable_socket, socket_allow_hosts

from tests.fakes import FakeEmbedder

# The same examples each time, and no time limit: a busy machine is no fault of the code.
hypothesis.settings.register_profile("ours", derandomize=True, deadline=None, database=None)
hypothesis.settings.load_profile("ours")


@pytest.fixture(autouse=True)
def _only_loopback():
    """Sockets reach this machine and no other."""
    enable_socket()
    socket_allow_hosts(["127.0.0.1", "::1", "localhost"], allow_unix_socket=True)


@pytest.fixture
def embedder() -> FakeEmbedder:
    return FakeEmbedder()


@pytest.fixture
def direct_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    """An ingest reads files by itself instead of in a process of its own."""
    from tests.ingest.direct import DirectReading

    monkeypatch.setattr("ingest.run.ReadingProcess", DirectReading)
