"""Log-ins that outlive a restart: signed, ending by themselves, and kept without a secret."""

from __future__ import annotations

import shutil
import sqlite3
import threading
from pathlib import Path

import pytest

from qa_app import sessions, users
from qa_app.sessions import SECONDS, Sessions, SessionsError
from qa_app.users import Users, UsersError


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of two users, whose passwords take long to hash."""
    path = tmp_path_factory.mktemp("users") / "users"
    for name in ("ann", "bob"):
        users.add(path, name, f"password of {name}")
    return path


@pytest.fixture
def known(both: Path, tmp_path: Path) -> Users:
    return Users(shutil.copy2(both, tmp_path / "users"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "sessions.sqlite"


def begun(kept: Sessions, known: Users, name: str = "ann") -> str:
    return kept.begin(name, known.key(name))


def rows(path: Path) -> int:
    with sqlite3.connect(path) as database:
        return int(database.execute("SELECT count(*) FROM sessions").fetchone()[0])


def test_a_session_outlives_the_process_and_ends_with_the_log_out(
    path: Path, known: Users, tmp_path: Path
) -> None:
    token = begun(Sessions(path, known), known)
    other = begun(Sessions(path, known), known, "bob")
    after = Sessions(path, Users(tmp_path / "users"))
    assert after.user(token) == "ann"
    assert after.user(other) == "bob"
    after.end(token)
    assert after.user(token) == ""
    assert Sessions(path, known).user(token) == "", "in no process"
    assert after.user(other) == "bob"


def test_the_file_holds_no_secret_and_is_its_owners(path: Path, known: Users) -> None:
    token = begun(Sessions(path, known), known)
    written = b"".join(one.read_bytes() for one in path.parent.glob("sessions.sqlite*"))
    assert token.encode() not in written
    assert known.key("ann") not in written
    for one in path.parent.glob("sessions.sqlite*"):
        assert one.stat().st_mode & 0o077 == 0


def test_another_password_ends_it_at_once_and_for_good(
    path: Path, known: Users, tmp_path: Path
) -> None:
    kept = Sessions(path, known)
    token, other = begun(kept, known), begun(kept, known, "bob")
    users.add(tmp_path / "users", "ann", "another password")
    assert kept.user(token) == ""
    assert rows(path) == 1
    assert kept.user(other) == "bob"
    assert kept.user(begun(kept, known)) == "ann"


def test_who_is_removed_is_logged_out(path: Path, known: Users, tmp_path: Path) -> None:
    kept = Sessions(path, known)
    token = begun(kept, known)
    lines = (tmp_path / "users").read_text().splitlines()
    (tmp_path / "users").write_text("\n".join(line for line in lines if line[:3] != "ann"))
    assert kept.user(token) == ""
    assert Sessions(path, Users(tmp_path / "users")).user(token) == ""


def test_a_file_of_users_that_cannot_be_read_any_more_lets_nobody_in(
    path: Path, known: Users, tmp_path: Path
) -> None:
    kept = Sessions(path, known)
    token = begun(kept, known)
    whole = (tmp_path / "users").read_text()
    for broken in ("ann:plain:x:y", ""):
        (tmp_path / "users").write_text(broken)
        with pytest.raises(UsersError, match="users"):
            kept.user(token)
        with pytest.raises(UsersError):
            known.check("ann", "password of ann")
    (tmp_path / "users").write_text(whole)
    assert kept.user(token) == "ann"


def test_a_session_ends_by_itself(
    path: Path, known: Users, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 1_000_000.0
    monkeypatch.setattr("time.time", lambda: now)
    kept = Sessions(path, known)
    token, left = begun(kept, known), begun(kept, known)
    now += SECONDS - 1
    assert kept.user(token) == "ann"
    now += 2
    assert kept.user(token) == ""
    assert rows(path) == 1, f"{left} was never shown again"
    begun(kept, known)
    assert rows(path) == 1, "and goes with the next log-in"


@pytest.mark.parametrize("token", ["", "guess", "\ud800", "x" * 100_000])
def test_what_is_no_token_is_nobodys(path: Path, known: Users, token: str) -> None:
    begun(Sessions(path, known), known)
    assert Sessions(path, known).user(token) == ""


def test_whoever_can_write_the_file_alone_cannot_log_in(path: Path, known: Users) -> None:
    kept = Sessions(path, known)
    begun(kept, known)
    with sqlite3.connect(path) as database:
        signature = sessions._signature("forged", 9e12, b"a guess")
        forged = (sessions._hash("forged"), "ann", signature, 9e12)
        database.execute("INSERT INTO sessions VALUES (?, ?, ?, ?)", forged)
    assert kept.user("forged") == ""
    mine = begun(kept, known, "bob")
    with sqlite3.connect(path) as database:
        database.execute(
            "UPDATE sessions SET user = 'ann' WHERE token = ?", (sessions._hash(mine),)
        )
    assert kept.user(mine) == ""
    long = begun(kept, known)
    with sqlite3.connect(path) as database:
        database.execute("UPDATE sessions SET until = 9e12")
    assert kept.user(long) == "", "not for longer either"


def test_a_name_that_is_not_known_cannot_have_a_session(path: Path, known: Users) -> None:
    kept = Sessions(path, known)
    assert kept.user(kept.begin("eve", known.key("eve"))) == ""


def test_a_file_that_cannot_be_used_is_said_and_log_ins_end_with_the_server(
    tmp_path: Path, known: Users, caplog: pytest.LogCaptureFixture
) -> None:
    broken = tmp_path / "broken.sqlite"
    broken.write_bytes(b"no database, but words\n" * 100)
    for path in (broken, tmp_path / "nowhere" / "s.sqlite"):
        kept = Sessions(path, known)
        assert str(path) in caplog.text
        token = begun(kept, known)
        assert kept.user(token) == "ann"
        assert Sessions(path, known).user(token) == ""
    assert Sessions(None, known).user(token) == ""


def test_a_file_that_is_held_by_somebody_else_is_an_error_in_words(
    path: Path, known: Users, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = Sessions(path, known)
    kept._database.execute("PRAGMA busy_timeout = 50")
    with sqlite3.connect(path, isolation_level=None) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(SessionsError, match=r"sessions\.sqlite"):
            begun(kept, known)
        other.execute("ROLLBACK")
    assert kept.user(begun(kept, known)) == "ann"


def test_many_threads_at_once(path: Path, known: Users) -> None:
    kept, seen = Sessions(path, known), []

    def work() -> None:
        for _ in range(20):
            token = begun(kept, known)
            seen.append(kept.user(token))
            kept.end(token)
            seen.append(kept.user(token))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(seen) == [""] * 80 + ["ann"] * 80
