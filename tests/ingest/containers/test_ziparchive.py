"""Archives, friendly and hostile (FAULTS 12, 13, 21)."""

import io
import stat
import struct
import warnings
import zipfile

import pytest

from ingest.containers import Member, expand
from ingest.errors import UnreadableError
from ingest.limits import Limits
from ingest.prepare import document

TEXT = b"Some words of an article."


def packed(
    *files: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED
) -> bytes:
    file = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(file, "w", method) as archive:
        warnings.simplefilter("ignore")  # about names that stand twice
        for name, data in files:
            archive.writestr(name, data)
    return file.getvalue()


def members(data: bytes, limits: Limits = Limits()) -> list[Member]:  # noqa: B008
    return list(expand(data, "zip", limits))


def outcomes(data: bytes, limits: Limits = Limits()) -> dict[str, str]:  # noqa: B008
    return {member.name: member.reason for member in members(data, limits)}


def test_files_come_out_as_they_are():
    found = members(packed(("a.txt", TEXT), ("d/", b""), ("d/ü b.md", b"# T"), ("e.html", b"<p>x")))
    assert [(m.name, m.data) for m in found] == [
        ("a.txt", TEXT), ("d/ü b.md", b"# T"), ("e.html", b"<p>x"),
    ]  # fmt: skip
    assert not any(m.reason or m.failed for m in found)


@pytest.mark.parametrize(
    "name",
    [
        "../up.txt", "a/../../up.txt", "/etc/passwd.txt", "C:/a.txt", "C:\\a.txt", "a\\b.txt",
        "a\nb.txt", "a\x1bb.txt", "a//b.txt", "./a.txt", "a/./b.txt", "..", "a\x7fb.txt",
    ],
)  # fmt: skip
def test_names_that_lead_elsewhere_are_left_out(name):
    found = members(packed((name, TEXT), ("fine.txt", TEXT)))
    assert "unsafe name" in found[0].reason
    assert found[0].failed
    assert not {"..", ".", ""} & set(found[0].name.split("/"))
    assert not set(found[0].name) & set("\n\x1b\x7f")
    assert found[1] == Member("fine.txt", TEXT)


def test_an_unsafe_name_cannot_take_the_place_of_another():
    found = members(packed(("_/a.txt", TEXT), ("../a.txt", b"evil")))
    assert [m.name for m in found] == ["_/a.txt", "_/a.txt~"]
    assert (found[0].data, found[1].data) == (TEXT, b"")


def test_what_is_no_article_has_a_reason():
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    pipe = zipfile.ZipInfo("pipe.txt")
    pipe.external_attr = stat.S_IFIFO << 16
    found = members(packed(
        (link, b"/etc/passwd"), (pipe, b""), ("__MACOSX/._a.txt", b"x"), (".git/a.txt", b"x"),
        ("a.png", b"\x89PNG"), ("b", b"words"), ("page.php", b"<!doctype html><p>Hi"),
    ))  # fmt: skip
    assert {m.name: (m.reason, m.failed) for m in found} == {
        "link.txt": ("a link", False),
        "pipe.txt": ("not a file", False),
        "__MACOSX/._a.txt": ("hidden", False),
        ".git/a.txt": ("hidden", False),
        "a.png": ("not a supported type (.png)", False),
        "b": ("not a supported type (no suffix)", False),
        "page.php": ("", False),
    }


def test_the_last_of_two_entries_with_one_name_counts():
    found = members(packed(("a.txt", b"old"), ("a.txt", b"new"), ("A.txt", b"other")))
    assert [(m.name, m.data) for m in found] == [
        ("a.txt~", b""), ("a.txt", b"new"), ("A.txt", b"other"),
    ]  # fmt: skip
    assert found[0].reason == "replaced by a later entry of the same name"


def test_names_in_utf8_that_do_not_say_so():
    data = packed(("Bericht über.txt", TEXT))
    place = 0
    while (place := data.find(b"PK\x01\x02", place)) >= 0:
        data = data[: place + 8] + b"\0\0" + data[place + 10 :]
        place += 4
    data = data[:6] + b"\0\0" + data[8:]
    assert outcomes(data) == {"Bericht über.txt": ""}


def test_a_damaged_member_fails_alone():
    data = packed(("a.txt", TEXT), ("b.txt", TEXT), method=zipfile.ZIP_STORED)
    damaged = data.replace(TEXT, TEXT.replace(b"words", b"wards"), 1)
    first, second = members(damaged)
    assert first.failed
    assert first.reason.startswith("damaged inside the archive (Bad CRC")
    assert second == Member("b.txt", TEXT)


def test_compressed_data_that_is_none_fails_alone():
    data = packed(("a.txt", TEXT * 20), ("b.txt", TEXT))
    start = 30 + len("a.txt")
    found = members(data[:start] + b"\xff\xff\xff\xff" + data[start + 4 :])
    assert [m.failed for m in found] == [True, False]


def test_an_encrypted_member_fails_alone():
    data = bytearray(packed(("a.txt", TEXT), ("b.txt", TEXT)))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    first, second = members(bytes(data))
    assert first.failed
    assert first.reason.startswith("encrypted; ")
    assert second.data == TEXT


def test_archives_in_archives_to_the_depth_that_is_allowed():
    inner = packed(("a.txt", TEXT))
    middle = packed(("inner.zip", inner), ("b.txt", TEXT))
    outer = packed(("middle.zip", middle), ("c.txt", TEXT))
    found = outcomes(outer)
    assert list(found) == ["middle.zip/inner.zip", "middle.zip/b.txt", "c.txt"]
    assert found["middle.zip/inner.zip"].startswith("an archive inside 2 others")
    deep = outcomes(outer, Limits(archive_depth=3))
    assert list(deep) == ["middle.zip/inner.zip/a.txt", "middle.zip/b.txt", "c.txt"]
    assert set(outcomes(outer, Limits(archive_depth=1))) == {"middle.zip", "c.txt"}


def test_records_in_an_archive_are_articles():
    data = packed(("n.jsonl", b'{"id": "x", "text": "One."}\n{"text": 2\n'), ("bad.json", b"{"))
    found = members(data)
    assert [m.name for m in found] == ["n.jsonl/x", "n.jsonl/2", "bad.json"]
    assert document(f"a.zip/{found[0].name}", found[0].data).text == "One."
    assert found[1].reason.startswith("line 2: ")
    assert not found[2].reason  # whoever reads it says what is wrong


def test_an_archive_that_unpacks_to_too_much_is_not_unpacked():
    bomb = packed(*((f"{n}.txt", b"0" * 10_000_000) for n in range(3)))
    assert len(bomb) < 40_000
    with pytest.raises(UnreadableError, match=r"unpacks to [\d,]+ times its size, as an archive"):
        members(bomb)
    with pytest.raises(UnreadableError, match="unpacks to 30,000,000 bytes, more than the limit"):
        members(bomb, Limits(unpacked_bytes=20_000_000))
    assert len(members(bomb, Limits(unpacked_ratio=2000))) == 3


def test_a_bomb_in_an_archive_fails_alone():
    bomb = packed(("0.txt", b"0" * 20_000_000))
    found = outcomes(packed(("bomb.zip", bomb), ("a.txt", TEXT)))
    assert "as an archive bomb does" in found["bomb.zip"]
    assert found["a.txt"] == ""


def test_many_small_bombs_count_together():
    small = packed(("0.txt", b"0" * 900_000))
    found = outcomes(packed(*((f"{n}.zip", small + bytes([n])) for n in range(9))))
    assert [name for name, reason in found.items() if "as an archive bomb does" in reason]
    assert sum(not reason for reason in found.values()) < 9


def test_a_size_that_lies_is_not_believed():
    data = bytearray(packed(("0.txt", b"0" * 5_000_000), ("a.txt", TEXT)))
    place = data.index(b"PK\x01\x02") + 24
    data[place : place + 4] = struct.pack("<I", 100)
    first, second = members(bytes(data))
    assert first.failed
    assert len(first.data) == 0
    assert second.data == TEXT


def test_big_and_many_members():
    data = packed(("big.txt", TEXT * 100), ("a.txt", TEXT))
    found = outcomes(data, Limits(file_bytes=1000))
    assert found["big.txt"].startswith("larger than the limit (2,500 bytes")
    assert found["a.txt"] == ""
    with pytest.raises(UnreadableError, match="holds 3 articles, more than the limit of 2"):
        members(packed(*((f"{n}.txt", b"x") for n in range(3))), Limits(records=2))


@pytest.mark.parametrize("cut", [10, 60, -1, -30])
def test_a_damaged_archive_is_a_reason(cut):
    with pytest.raises(UnreadableError, match="a damaged ZIP archive"):
        members(packed(("a.txt", TEXT))[:cut])


def test_members_are_unpacked_one_by_one(monkeypatch):
    read: list[str] = []
    original = zipfile.ZipFile.read

    def spied(self: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
        read.append(entry.filename)
        return original(self, entry)

    monkeypatch.setattr(zipfile.ZipFile, "read", spied)
    steps = expand(packed(("a.txt", TEXT), ("b.txt", TEXT)), "zip")
    assert read == []
    next(steps)
    assert read == ["a.txt"]
