"""What holds for every test: no network, no telemetry, nothing in the user's folders."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

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
from tests.ingest.direct import reading_directly

# A shell lets what it starts in the background ignore Ctrl-C, and so would every program of a test.
signal.signal(signal.SIGINT, signal.default_int_handler)

# The same examples each time, and no time limit: a busy machine is no fault of the code.
hypothesis.settings.register_profile(
    "ours", max_examples=60, derandomize=True, deadline=None, database=None
)
hypothesis.settings.load_profile("ours")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files that take long come first, so that no worker has one left when the others are done (a
    file is run by one worker, which makes what its tests share once).
    """
    files: dict[str, list[pytest.Item]] = {}
    for item in items:
        files.setdefault(item.nodeid.partition("::")[0], []).append(item)

    def last(file: str) -> int:
        marks = {mark.name for item in files[file] for mark in item.iter_markers()}
        return 0 if "slow" in marks else 1 if "browser" in marks else 2

    items[:] = [item for file in sorted(files, key=last) for item in files[file]]


@pytest.fixture(autouse=True)
def _only_loopback():
    """Sockets reach this machine and no other."""
    enable_socket()
    socket_allow_hosts(["127.0.0.1", "::1", "localhost"], allow_unix_socket=True)


@pytest.fixture
def embedder() -> FakeEmbedder:
    return FakeEmbedder()


@pytest.fixture
def direct_reading() -> Iterator[None]:
    """As `reading_directly`, for a whole test."""
    with reading_directly():
        yield
