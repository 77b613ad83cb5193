from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from qa_app import users
from qa_app.web import Options, build_app
from tests.web.fake_assistant import FakeAssistant, Written


@pytest.fixture(scope="module", autouse=True)
def quick_passwords() -> Iterator[None]:
    """A password costs a tenth of a second a try, and these tests try hundreds; that it costs
    people so much is seen where the file of users is tested.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(users, "_N", 2)
        patch.setattr(users, "_P", 1)
        yield


VESSELS = (
    "Japan and Vietnam signed a loan.\n\n"
    "Under a loan worth $348 million, Vietnam is to receive six patrol vessels. "
    "Delivery was planned for 2025.\n"
)


def stocked() -> FakeAssistant:
    return FakeAssistant(
        {
            "vessels.md": Written(VESSELS, "Six new vessels", "2024-01-15", "Dara Whitlock"),
            "notes/old.txt": Written("Six boats were given in 2014.", "", ""),
        }
    )


@pytest.fixture
def assistant() -> FakeAssistant:
    return stocked()


@pytest.fixture(scope="module")
def shared() -> FakeAssistant:
    """One for a whole module, where building the page for every test would take long."""
    return stocked()


@pytest.fixture(scope="module")
def client(shared: FakeAssistant) -> Iterator[TestClient]:
    app = build_app(shared, Options(max_question=200))
    with TestClient(app, base_url="http://127.0.0.1:7860") as client:
        yield client
