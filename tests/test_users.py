"""Names and passwords: kept hashed, checked, refused with the file and line named."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa_app.users import Users, UsersError, add


def test_a_user_is_added_checked_and_given_another_password(tmp_path: Path) -> None:
    path = tmp_path / "users"
    add(path, "ann", "correct horse")
    add(path, "bob", "battery staple")
    users = Users(path)
    assert users.check("ann", "correct horse")
    assert not users.check("ann", "battery staple")
    assert not users.check("eve", "correct horse")
    assert not users.check("ann", "")
    text = path.read_text()
    assert "horse" not in text
    assert path.stat().st_mode & 0o077 == 0
    add(path, "ann", "another one")
    assert Users(path).check("ann", "another one")
    assert not Users(path).check("ann", "correct horse")
    assert len(path.read_text().splitlines()) == 2


@pytest.mark.parametrize(
    ("name", "password"), [("a:b", "long enough"), ("", "long enough"), ("ann", "short")]
)
def test_what_will_not_do_is_refused(tmp_path: Path, name: str, password: str) -> None:
    with pytest.raises(UsersError):
        add(tmp_path / "users", name, password)
    assert not (tmp_path / "users").exists()


@pytest.mark.parametrize("text", ["", "ann:plain:x:y", "ann", "ann:scrypt:!!!:x\n"])
def test_a_file_that_is_none_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "users"
    path.write_text(text)
    with pytest.raises(UsersError, match="users"):
        Users(path)
    with pytest.raises(UsersError, match="nowhere"):
        Users(tmp_path / "nowhere")


def test_a_try_costs_what_it_must(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Of scrypt OWASP asks for 2**14 * 8 in five rounds at least."""
    costs = []

    def scrypt(_: bytes, **given: int) -> bytes:
        costs.append((given["n"], given["r"], given["p"]))
        return b"hash"

    monkeypatch.setattr("hashlib.scrypt", scrypt)
    add(tmp_path / "users", "ann", "correct horse")
    users = Users(tmp_path / "users")
    assert users.check("ann", "correct horse")
    users.check("nobody", "correct horse")
    assert costs == [(2**14, 8, 5)] * 3
