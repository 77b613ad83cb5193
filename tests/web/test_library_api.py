"""Files over HTTP: what is too large, cut off or wrongly named is refused and leaves nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from ingest import IngestOptions
from ingest.limits import Limits
from qa_app.contract import Done
from qa_app.conversation import Conversation, Exchange
from qa_app.conversations import SavedConversations
from qa_app.gaps import Gap
from qa_app.library import Library
from qa_app.web import Options, build_app
from qa_app.web.catalogue import Listing
from qa_app.web.missing import Missing
from qa_app.web.render import library as render
from tests.fakes import FakeEmbedder, MemoryIndexes
from tests.web.fake_assistant import FakeAssistant, Written, nothing
from tests.web.live import HOSTILE
from tests.web.markup import inert
from vectorstore.model import Ingest
from vectorstore.snapshot import Snapshot
from vectorstore.store import Store


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp("x") / "store"
    with Store.open(folder, FakeEmbedder(), create=True, indexes=MemoryIndexes()) as one:
        yield one


@pytest.fixture(scope="module")
def page(shared: FakeAssistant, store: Store) -> Iterator[TestClient]:
    library = Library(store, IngestOptions(limits=Limits(file_bytes=1_000)))
    app = build_app(shared, Options(library=library))
    with TestClient(app, base_url="http://127.0.0.1:7860") as client:
        yield client


def files_of(store: Store) -> list[tuple[Path, int]]:
    return sorted((p, p.stat().st_size) for p in store.path.rglob("*") if p.is_file())


def lying(store: Store) -> list[Path]:
    return [path for path in (store.path / "uploads").rglob("*") if path.is_file()]


@pytest.mark.parametrize("name", ["../x.txt", "%2e%2e%2fx.txt", "/etc/x", "a\\b.txt", ".x", ""])
def test_a_name_that_leads_elsewhere_is_refused(page: TestClient, store: Store, name: str) -> None:
    response = page.post(f"/api/library/files?name={name}", content=b"words")
    assert response.status_code == 422
    assert lying(store) == []


def test_a_file_that_is_too_large_is_refused(page: TestClient, store: Store) -> None:
    response = page.post("/api/library/files?name=x.txt", content=b"x" * 1_001)
    assert response.status_code == 413
    assert "1,000 bytes" in response.json()["error"]["message"]
    assert lying(store) == []


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/gradio_api/upload", 403),
        ("/gradio_api/upload?upload_id=x", 403),
        ("/upload", 403),
        ("/api/library/files?name=big.txt", 413),
        ("/api/evaluations/gold?name=big.jsonl", 403),
        ("/api/ask", 413),
        ("/gradio_api/queue/join", 413),
    ],
)
def test_row_60_a_hundred_megabytes_are_refused_and_nothing_is_on_disk(
    page: TestClient, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    path: str, status: int,
) -> None:  # fmt: skip
    for name in ("TMPDIR", "GRADIO_TEMP_DIR"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    before = files_of(store)
    pieces = (b"x" * 1_000_000 for _ in range(100))
    assert page.post(path, content=pieces).status_code == status
    assert page.post(path, content=b"x" * 100_000_000).status_code == status
    assert list(tmp_path.rglob("*")) == []
    assert files_of(store) == before


@pytest.mark.parametrize("name", ["a.html", "a.svg", "../../escape.txt", "/etc/escape", "a\\b.svg"])
def test_row_60_gradios_own_upload_takes_nothing(
    page: TestClient, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    before = files_of(store)
    files = {"files": (name, b"<svg onload=alert(1)></svg>", "image/svg+xml")}
    assert page.post("/gradio_api/upload", files=files).status_code == 403
    assert list(tmp_path.rglob("*")) == []
    assert files_of(store) == before


def test_what_is_unknown_is_refused(page: TestClient) -> None:
    for body in ({"do": "add", "files": ["0" * 16]}, {"do": "burn"}, {"do": "remove"}, {"x": 1}):
        assert page.post("/api/library", json=body).status_code == 422


def test_without_a_library_nothing_is_changed(client: TestClient) -> None:
    assert client.post("/api/library/files?name=x.txt", content=b"x").status_code == 403
    assert client.post("/api/library", json={"do": "again"}).status_code == 422
    html = client.get("/view/articles").text
    assert "data-add" not in html
    assert "data-remove" not in html
    assert "Six new vessels" in html


@pytest.mark.parametrize("words", HOSTILE)
def test_articles_made_of_markup_are_inert(words: str) -> None:
    fake = FakeAssistant({words: Written(words, words, words, words, words)})
    report = {"added": 1, "files": [{"source": words}]}
    listing = Listing(1, tuple(fake.articles()))
    missing = [Gap((words, "x"), 3, 1)]
    html = render.articles(listing, {words: words}, [Ingest(words, 1, report)], missing=missing)
    assert "3 times, also in 1 other wording, 1 with something close" in inert(html).text
    inert(render.trouble(words))


def test_what_is_missing_is_gone_through_anew_only_when_something_was_kept(
    shared: FakeAssistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = SavedConversations(tmp_path / "c.sqlite")
    read: list[str | None] = []

    def exchanges(user: str | None = None) -> Iterator[tuple[str, Exchange]]:
        read.append(user)
        return SavedConversations.exchanges(saved, user)

    monkeypatch.setattr(saved, "exchanges", exchanges)
    missing = Missing(saved)
    assert missing.of("ann") == []
    for number, question in enumerate(("Where is the ferry?", "Who paints the bridge?"), 1):
        begun = Conversation(f"{number:016}", user="ann").begin(question, 5)
        other = SavedConversations(tmp_path / "c.sqlite")  # as another process would
        other.keep(begun.heard(Done(nothing(question))))
        for _ in range(3):
            assert len(missing.of("ann")) == number
            assert missing.of("bob") == []
    assert read == ["ann"] + ["ann", "bob"] * 2


def test_the_articles_are_listed_without_asking_the_store_again(
    page: TestClient, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    monkeypatch.setattr(Snapshot, "articles", lambda self, *given: asked.append(given) or [])
    assert "Six new vessels" in page.get("/view/articles").text
    assert asked == []
