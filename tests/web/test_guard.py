"""Who and what is let in, and what every response carries: FAULTS 59 to 62, 65."""

from __future__ import annotations

import json

import pytest
from starlette.testclient import TestClient

from qa_app.web.guard import SameSite, host_name, served
from qa_app.web.headers import HEADERS
from qa_app.web.shell import dress
from tests.web.fake_assistant import FakeAssistant

PATHS = [
    "/",
    "/config",
    "/theme.css",
    "/web/colours.css",
    "/web/chat.js",
    "/api/articles",
    "/api/status",
    "/api/sources",
    "/api/openapi.json",
    "/read/vessels.md",
    "/view/articles",
    "/healthz",
    "/c/0123456789abcdef",
]
REFUSED = ["/gradio_api/upload", "/gradio_api/file=/etc/passwd", "/nowhere"]


@pytest.mark.parametrize("path", [*PATHS, *REFUSED])
def test_every_response_carries_the_headers(client: TestClient, path: str) -> None:
    """FAULTS 62."""
    response = client.get(path)
    assert (response.status_code == 200) is (path in PATHS)
    for name, value in HEADERS.items():
        assert response.headers[name] == value
    policy = response.headers["content-security-policy"]
    for part in ("default-src 'self'", "frame-ancestors 'none'", "script-src-attr 'none'"):
        assert part in policy
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["referrer-policy"] in ("no-referrer", "same-origin")
    assert not [name for name in response.headers if name.startswith("access-control-")]


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/file=/etc/passwd",
        "/gradio_api/file=../../etc/passwd",
        "/gradio_api/file=%2e%2e%2f%2e%2e%2fetc/passwd",
        "/gradio_api/file%3D/etc/passwd",
        "/GRADIO_API/FILE=/etc/passwd",
        "/gradio_api/file=//host/share/x",
        "/gradio_api/file=http://evil.example/",
        "/gradio_api/file/etc/passwd",
        "/gradio_api/proxy=http://evil.example/",
        "/gradio_api/custom_component/x/client/y/z",
        "/gradio_api/stream/a/b/1/playlist-file",
        "/static/../../../../etc/passwd",
        "/static/%2e%2e/%2e%2e/etc/passwd",
        "/web/%2e%2e/app.py",
        "/web/..%5capp.py",
        "/monitoring",
        "/gradio_api/vibe-code",
        "/gradio_api/openapi.json",
        "/docs",
    ],
)
def test_no_file_and_no_foreign_address_is_served(client: TestClient, path: str) -> None:
    """FAULTS 59."""
    assert client.get(path).status_code in (403, 404)


@pytest.mark.parametrize("name", ["a.html", "a.svg", "../../escape.txt"])
def test_nothing_can_be_uploaded(client: TestClient, name: str) -> None:
    """FAULTS 60."""
    files = {"files": (name, b"<script>1</script>", "text/html")}
    assert client.post("/gradio_api/upload", files=files).status_code == 403
    assert client.post("/gradio_api/upload/", files=files).status_code == 403
    assert client.post("/gradio_api/component_server", json={}).status_code == 403


def test_a_large_body_is_refused_whether_or_not_it_says_so(client: TestClient) -> None:
    """FAULTS 60."""
    big = b'{"question": "' + b"x" * 5_000_000 + b'"}'
    declared = client.post("/api/ask", content=big)
    assert declared.status_code == 413
    assert declared.json()["error"]["type"] == "too_large"
    chunks = (big[i : i + 65_536] for i in range(0, len(big), 65_536))
    assert client.post("/api/ask", content=chunks).status_code == 413
    assert client.post("/gradio_api/queue/join", content=big).status_code == 413


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:7860", "127.0.0.1.evil.example", "", "["]
)
def test_another_host_is_refused(client: TestClient, host: str) -> None:
    """FAULTS 61: a name that resolves to this machine is not this machine."""
    response = client.get("/api/articles", headers={"host": host})
    assert response.status_code == 403
    assert "vessels" not in response.text


@pytest.mark.parametrize("host", ["localhost:7860", "127.0.0.1:7860", "LOCALHOST", "[::1]:7860"])
def test_this_machine_is_known_by_its_names(client: TestClient, host: str) -> None:
    assert client.get("/api/status", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://127.0.0.1:9999", "http://localhost:7860"]
)
def test_another_site_may_not_ask(client: TestClient, origin: str) -> None:
    """FAULTS 61."""
    response = client.post("/api/ask", json={"question": "When?"}, headers={"origin": origin})
    assert response.status_code == 403
    response = client.options("/api/ask", headers={"origin": origin})
    assert response.status_code == 403
    assert "access-control-allow-origin" not in response.headers


@pytest.mark.parametrize(
    "foreign",
    [
        {"origin": "http://evil.example"},
        {"origin": "http://127.0.0.1:7860.evil.example"},
        {"origin": "null"},
        {"host": "evil.example"},
        {"host": "evil.example", "origin": "http://evil.example"},
        {"host": "127.0.0.1.nip.io:7860"},
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS"])
def test_row_61_another_site_gets_no_credentials_and_no_grant(
    client: TestClient, shared: FakeAssistant, foreign: dict[str, str], method: str
) -> None:
    before = len(shared.history)
    asks = {"access-control-request-method": "POST", "cookie": "qa-app-login=x"}
    for path in ("/", "/config", "/api/articles", "/api/ask", "/login", "/gradio_api/queue/join"):
        body = {"json": {"question": "When?"}} if method == "POST" else {}
        response = client.request(method, path, headers=foreign | asks, **body)
        assert response.status_code == 403
        assert "set-cookie" not in response.headers
        assert not [name for name in response.headers if name.startswith("access-control-")]
        assert "vessels" not in response.text
    assert len(shared.history) == before


def test_the_page_itself_may_ask(client: TestClient) -> None:
    own = {"origin": "http://127.0.0.1:7860"}
    assert client.post("/api/ask", json={"question": "When?"}, headers=own).status_code == 200


def test_hosts_when_bound_to_every_address() -> None:
    guard = SameSite(None, "0.0.0.0", ("chat.example",))  # type: ignore[arg-type]
    known = {
        name: guard._known(name) for name in ("192.168.1.5:7860", "chat.example", "evil.example")
    }
    assert known == {"192.168.1.5:7860": True, "chat.example": True, "evil.example": False}
    assert host_name("[::1]:80") == "::1"


def test_only_the_listed_methods() -> None:
    assert served("GET", "/assets/index.js")
    assert served("POST", "/api/ask")
    for method in ("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "POST"):
        assert not served(method, "/")
    assert not served("GET", "/assets/../config")


def test_the_configuration_holds_no_secret_and_no_article(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """FAULTS 65."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    for path in ("/config", "/"):
        page = client.get(path).text
        assert "sk-secret" not in page
        assert "Six new vessels" not in page
        assert "/home/" not in page


def test_the_page_names_no_other_site(client: TestClient) -> None:
    page = client.get("/").text
    for name in ("googleapis", "cdnjs", "githubusercontent", "huggingface", "og:image"):
        assert name not in page
    assert "./web/colours.css" in page
    config = client.get("/config").json()
    assert config["analytics_enabled"] is False
    assert config["stylesheets"] == []
    assert "evil" not in json.dumps(config)


def test_references_to_other_sites_are_taken_out() -> None:
    page = (
        '<head><meta property="og:url" content="https://x.example" />'
        '<link rel="preconnect" href="https://fonts.googleapis.com">'
        '<script src="https://cdn.example/x.js"></script><link href="./own.css"></head>'
    )
    assert "https://" not in dress(page)
    assert "./own.css" in dress(page)
