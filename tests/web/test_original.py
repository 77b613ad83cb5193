"""Originals over HTTP: only what an article was read from, never as anything that runs."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, unquote

import pytest
from starlette.testclient import TestClient

from ingest import IngestOptions
from qa_app import users
from qa_app.library import Library
from qa_app.users import Users
from qa_app.web import Options, build_app
from qa_app.web.render.original import MARKED
from tests.web.originals import OPENS, PAGE, Stocked, stocked
from tests.web.test_characters import ALONE, Whole, built

ADDRESS = "http://127.0.0.1:7860"
SECRET = "s3cret-s3cret-s3cret"
ROUTES = ("/original", "/original/text", "/original/file")


@pytest.fixture(scope="module")
def stock(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stocked]:
    with stocked(tmp_path_factory.mktemp("originals")) as one:
        yield one


@pytest.fixture(scope="module")
def page(stock: Stocked) -> Iterator[TestClient]:
    app = build_app(stock.assistant, Options(originals=stock.originals))
    with TestClient(app, base_url=ADDRESS) as client:
        yield client


@pytest.fixture
def tower(stock: Stocked) -> Iterator[Path]:
    """A file that a test may change."""
    path = stock.folder / "tower.txt"
    before = path.read_bytes()
    yield path
    if path.is_symlink() or not path.is_file():
        path.unlink(missing_ok=True)
    path.write_bytes(before)


def frame(html: str) -> str:
    """The address of what the original's frame shows; empty without one."""
    found = built(html).named("iframe")
    return found[0]["src"] if found else ""


def test_a_pdf_is_for_the_browsers_own_viewer_at_the_page_of_the_quote(
    page: TestClient, stock: Stocked
) -> None:
    words = "On page 3 the harbour of Haiphong counted 302 ships"
    shown = page.get("/original", params=stock.place("harbour.pdf", words))
    assert f">{words}</mark>" in shown.text
    assert frame(shown.text) == "./original/file?source=harbour.pdf#page=3"
    file = page.get("/original/file", params={"source": "harbour.pdf"})
    assert file.content == (stock.folder / "harbour.pdf").read_bytes()
    assert file.headers["content-type"] == "application/pdf"
    assert file.headers["x-content-type-options"] == "nosniff"
    assert file.headers["content-disposition"] == "inline; filename*=UTF-8''harbour.pdf"
    policy = file.headers["content-security-policy"]
    assert policy.startswith("default-src 'none';")
    assert policy.endswith("; sandbox"), "without an allowance"
    assert "frame-ancestors 'self'" in policy
    assert len(file.headers.get_list("content-security-policy")) == 1


def test_what_is_characters_is_shown_as_these(page: TestClient, stock: Stocked) -> None:
    asked = stock.place("page.html", OPENS)
    address = frame(page.get("/original", params=asked).text)
    assert address.startswith("./original/text?source=page.html&start=")
    shown = page.get(address[1:])
    assert shown.headers["content-type"] == "text/html; charset=utf-8"
    assert shown.headers["content-security-policy"].startswith("default-src 'none';")
    assert shown.headers["content-security-policy"].endswith("; sandbox")
    assert "unsafe" not in shown.headers["content-security-policy"]
    found = built(shown.text)
    assert PAGE in found.text
    assert MARKED in found.text
    assert {name for name, _ in found.elements} <= ALONE
    assert shown.text.count("<style>") == 1
    marked = shown.text.partition('<mark id="quote">')[2].partition("</mark>")[0]
    assert marked.startswith("The market opens at &lt;em&gt;five&lt;/em&gt;")
    assert marked.endswith("closes at noon")


def test_the_page_itself_has_no_script_and_loads_from_here_alone(
    page: TestClient, stock: Stocked
) -> None:
    for article in stock.assistant.articles():
        shown = page.get("/original", params={"source": article.source})
        assert shown.status_code == 200
        policy = shown.headers["content-security-policy"]
        assert policy.startswith("default-src 'none';")
        assert "script" not in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert shown.headers["x-frame-options"] == "DENY"
        assert shown.headers["referrer-policy"] == "no-referrer"
        assert "<script" not in shown.text
        built(shown.text)


def test_any_other_kind_is_saved(page: TestClient, stock: Stocked) -> None:
    shown = page.get("/original", params={"source": "bridge.docx"}).text
    assert frame(shown) == ""
    assert "Save bridge.docx" in shown
    file = page.get("/original/file", params={"source": "bridge.docx"})
    assert file.content == (stock.folder / "bridge.docx").read_bytes()
    assert file.headers["content-type"] == "application/octet-stream"
    assert file.headers["content-disposition"] == "attachment; filename*=UTF-8''bridge.docx"
    assert file.headers["x-content-type-options"] == "nosniff"
    assert page.get("/original/text", params={"source": "bridge.docx"}).status_code == 404


@pytest.mark.parametrize("source", ["page.html", "notes.md", "a &?#%.txt"])
def test_what_is_shown_as_text_is_not_given_out_as_a_file(page: TestClient, source: str) -> None:
    assert page.get("/original/file", params={"source": source}).status_code == 404
    assert page.get("/original/text", params={"source": source}).status_code == 200


def test_inside_a_container_its_text_is_shown_or_where_it_is(page: TestClient) -> None:
    kites = page.get("/original", params={"source": "z.zip/kites.md"}).text
    assert "kites.md, inside z.zip, shown as text" in built(kites).text
    assert "300 kites" in page.get(frame(kites)[1:]).text
    mail = page.get(frame(page.get("/original?source=mails.mbox/2.eml").text)[1:]).text
    assert "The words of mail 2." in mail
    assert "mail 1" not in mail
    for source, said in {
        "z.zip/harbour.pdf": "The original, harbour.pdf, is inside z.zip",
        "r.jsonl/x1": "The original, x1, is inside r.jsonl",
    }.items():
        shown = page.get("/original", params={"source": source}).text
        assert said in built(shown).text
        assert frame(shown) == ""
        assert "Save" not in shown
        for route in ROUTES[1:]:
            assert page.get(route, params={"source": source}).status_code == 404
    for source in ("z.zip", "mails.mbox", "r.jsonl"):
        for route in ROUTES:
            assert page.get(route, params={"source": source}).status_code == 404


def said(page: TestClient) -> str:
    shown = page.get("/original", params={"source": "tower.txt"})
    assert shown.status_code == 200
    assert "built in 1894" in shown.text, "what was read stays"
    for route in ROUTES[1:]:
        other = page.get(route, params={"source": "tower.txt"})
        assert (other.status_code, other.json()["error"]["type"]) == (404, "not_found")
        assert "secret" not in other.text
    assert frame(shown.text) == ""
    assert "secret" not in shown.text
    return built(shown.text).text


def test_a_file_that_has_changed_says_so(page: TestClient, tower: Path) -> None:
    tower.write_text("Something secret, written later.")
    told = said(page)
    assert "The file has changed since it was read on " in told
    assert "; re-ingest it to read the new one." in told


def test_a_file_that_is_gone_says_so(page: TestClient, tower: Path) -> None:
    tower.unlink()
    assert "The file is gone: tower.txt is not where it was read on " in said(page)


def test_a_link_in_its_place_leads_nowhere(
    page: TestClient, stock: Stocked, tower: Path, tmp_path: Path
) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_text("Something secret, elsewhere.")
    tower.unlink()
    tower.symlink_to(outside)
    assert "The file cannot be opened: a link out of the folder." in said(page)
    assert str(tmp_path) not in said(page)
    tower.unlink()
    tower.symlink_to(stock.folder / "notes.md")
    assert "has changed since" in said(page), "inside the folder it is another file"
    tower.unlink()
    tower.symlink_to(tower)
    assert "cannot be opened" in said(page)


def test_a_pipe_in_its_place_is_not_waited_for(page: TestClient, tower: Path) -> None:
    tower.unlink()
    os.mkfifo(tower)
    assert "cannot be opened: not a file any more" in said(page)


@pytest.mark.parametrize(
    "source",
    [
        "../outside.txt",
        "../../../../../../etc/passwd",
        "/etc/passwd",
        "file:///etc/passwd",
        "corpus/tower.txt",
        "./tower.txt",
        "x/../tower.txt",
        "..\\tower.txt",
        "tower.txt\0",
        "%2e%2e/outside.txt",
        "tower.txt/",
        "TOWER.TXT",
        "tower.tx?",
        "",
        "'; DROP TABLE articles; --",
        "x" * 5_000,
    ],
)
@pytest.mark.parametrize("route", ROUTES)
def test_what_is_no_article_is_refused(
    page: TestClient, stock: Stocked, route: str, source: str
) -> None:
    (stock.folder.parent / "outside.txt").write_text("secret")
    for asked in (quote(source, safe=""), quote(quote(source, safe=""), safe="")):
        response = page.get(f"{route}?source={asked}")
        assert (response.status_code, response.json()["error"]["type"]) == (404, "not_found")
        assert "secret" not in response.text
        assert "root:" not in response.text
        assert str(stock.folder.parent) not in response.text


@pytest.mark.parametrize(
    "path",
    [
        "/original/%2e%2e/web/chat.js",
        "/original/file/../../etc/passwd",
        "/original/file/tower.txt",
        "/original/text/%2fetc%2fpasswd",
        "/original//file?source=tower.txt",
        "/original/..%5c..%5cetc",
    ],
)
def test_no_path_below_it_leads_to_a_file(page: TestClient, path: str) -> None:
    assert page.get(path).status_code in (403, 404, 422)


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"source": "tower.txt", "start": "-1"},
        {"source": "tower.txt", "start": "x"},
        {"source": "tower.txt", "end": "9" * 6_000},
    ],
)
def test_what_is_no_place_is_refused(page: TestClient, asked: dict[str, str]) -> None:
    assert page.get("/original", params=asked).status_code == 422


def test_a_place_that_is_not_in_the_text_marks_nothing(page: TestClient) -> None:
    for asked in ({"start": 9, "end": 3}, {"start": 3, "end": 10**6}, {"start": 0, "end": 0}):
        shown = page.get("/original", params={"source": "tower.txt", **asked})
        assert shown.status_code == 200
        assert "<mark" not in shown.text


def test_only_who_may_see_the_rest_sees_originals(stock: Stocked, tmp_path: Path) -> None:
    users.add(tmp_path / "users", "ann", "password of ann")
    options = Options(
        originals=stock.originals, users=Users(tmp_path / "users"), token=SECRET, base_path="/qa"
    )
    app = build_app(stock.assistant, options)
    asked = {"source": "harbour.pdf"}
    with TestClient(app, base_url=ADDRESS, follow_redirects=False) as page:
        first = page.get("/qa/original", params=asked)
        assert (first.status_code, first.headers["location"]) == (303, "/qa/login")
        assert "harbour" not in first.text
        for route in ROUTES[1:]:
            refused = page.get(f"/qa{route}", params=asked)
            assert (refused.status_code, refused.json()["error"]["type"]) == (401, "not_logged_in")
        assert page.get("/original", params=asked).status_code == 404
        page.post("/qa/login", data={"name": "ann", "password": "password of ann"})
        shown = page.get("/qa/original", params=asked)
        assert shown.status_code == 200
        assert 'href="./web/original.css"' in shown.text, "relative, so below the path"
        assert page.get(f"/qa/original/{frame(shown.text)[11:]}").status_code == 200
        read = page.get("/qa/read/harbour.pdf").text
        assert 'href="/qa/original?source=harbour.pdf' in read
    with TestClient(app, base_url=ADDRESS) as program:
        shown = program.get(
            "/qa/original/file", params=asked, headers={"authorization": f"Bearer {SECRET}"}
        )
        assert shown.content.startswith(b"%PDF")


def test_other_sites_and_other_methods_are_refused(page: TestClient) -> None:
    asked = {"source": "harbour.pdf"}
    for route in ROUTES:
        other = {"origin": "http://evil.example"}
        assert page.get(route, params=asked, headers=other).status_code == 403
        assert page.get(route, params=asked, headers={"host": "evil.example"}).status_code == 403
        for method in ("POST", "PUT", "DELETE", "PATCH"):
            assert page.request(method, route, params=asked).status_code in (403, 405)


def test_where_they_are_not_offered_there_is_nothing(stock: Stocked) -> None:
    with TestClient(build_app(stock.assistant, Options()), base_url=ADDRESS) as page:
        for route in ROUTES:
            assert page.get(route, params={"source": "harbour.pdf"}).status_code == 404
        assert "original" not in page.get("/view/articles").text
        assert "original" not in page.get("/read/harbour.pdf").text


def test_the_list_leads_to_the_original_of_every_article(page: TestClient, stock: Stocked) -> None:
    html = page.get("/view/articles").text
    links = Whole(html).named("a")
    assert len(links) == len(stock.assistant.articles())
    for tag in links:
        assert (tag["target"], tag["rel"]) == ("_blank", "noopener")
        assert page.get(tag["href"][1:]).status_code == 200
    assert {unquote(tag["href"]).partition("source=")[2] for tag in links} >= {
        "page.html",
        "z.zip/kites.md",
    }


def test_what_was_added_on_the_page_has_its_original_too(stock: Stocked) -> None:
    library = Library(stock.assistant.store, IngestOptions())
    path = library.receive("ferry.html")
    data = b"<!doctype html><html><p>The ferry carries 77 passengers every day.</p></html>"
    path.write_bytes(data)
    library.take_in([("ferry.html", path)])
    assert library._thread is not None
    library._thread.join(60)
    found = stock.originals.find("uploads/ferry.html")
    assert found is not None
    assert found.state == "same"
    assert found.original is not None
    assert b"".join(found.original.blocks()) == data
    library.take_out("uploads/ferry.html")
    library._thread.join(60)
    assert stock.originals.find("uploads/ferry.html") is None
