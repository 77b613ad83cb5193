import codecs
import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.decode import decode
from ingest.errors import NotTextError

FRENCH = "Le café était fermé ; l’élève a reçu « ça » près de la forêt."
RUSSIAN = "Министр сообщил, что порт снова открыт и что первые суда уже пришли в гавань."
GREEK = "Ο υπουργός είπε ότι το λιμάνι άνοιξε ξανά και ότι τα πρώτα πλοία έχουν ήδη φτάσει."
JAPANESE = "大臣は港が再び開き、最初の船がすでに到着したと述べた。人々はとても喜んでいる。"


def test_utf_8_needs_no_note():
    assert decode(FRENCH.encode()).text == FRENCH
    assert decode(FRENCH.encode()).notes == ()


def test_row_3_the_mark_is_not_part_of_the_text():
    assert decode(codecs.BOM_UTF8 + FRENCH.encode()).text == FRENCH


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_row_4_marked_utf_16_and_32(encoding):
    mark = "\ufeff".encode(encoding)
    decoded = decode(mark + FRENCH.encode(encoding))
    assert decoded.text == FRENCH
    assert decoded.encoding == encoding
    assert encoding in decoded.notes[0]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_row_4_utf_16_without_a_mark(encoding):
    assert decode(FRENCH.encode(encoding)).text == FRENCH


@pytest.mark.parametrize("data", [b"\xff\xfeA", b"\xfe\xff\xd8", b"\xff\xfe" + b"\x00\xd8" * 9])
def test_row_4_broken_utf_16_is_refused_by_name(data):
    with pytest.raises(NotTextError, match="utf-16"):
        decode(data)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [(FRENCH, "cp1252"), (RUSSIAN, "cp1251"), (GREEK, "cp1253"), (JAPANESE, "shift_jis")],
)
def test_row_5_other_encodings_are_read_with_a_note(text, encoding):
    decoded = decode(text.encode(encoding))
    assert decoded.text == text
    assert decoded.notes[0].startswith("not UTF-8; read as")


def test_row_5_a_curly_apostrophe_of_windows():
    decoded = decode(b"They don\x92t know")
    assert decoded.text == "They don’t know"
    assert decoded.notes == ("not UTF-8; read as windows-1252",)


def test_row_5_stray_bytes_do_not_spoil_the_rest():
    decoded = decode("Zażółć gęślą jaźń, don".encode() + b"\x92" + "t – „ok”".encode())
    assert decoded.text == "Zażółć gęślą jaźń, don’t – „ok”"
    assert decoded.notes == ("1 bytes are not UTF-8 and were read as windows-1252",)


def test_row_6_surrogates_and_zero_bytes_are_let_through_to_be_cleaned():
    assert decode(b"a\xed\xa0\x80b").notes
    assert decode(b"a plain text with one\x00 zero byte in it").text.count("\x00") == 1


def test_mojibake_is_undone_with_a_note():
    decoded = decode("It doesnâ€™t matter.".encode())
    assert decoded.text == "It doesn’t matter."
    assert "undid" in decoded.notes[0]


def test_good_text_with_accents_is_not_touched():
    for text in (FRENCH, RUSSIAN, GREEK, JAPANESE, "Ã, the letter; Â, another", "ÀÉÎ €5"):
        assert decode(text.encode()).text == text


def _database(tmp_path):
    with sqlite3.connect(tmp_path / "x.txt") as connection:
        connection.execute("create table t (a)")
    connection.close()
    return (tmp_path / "x.txt").read_bytes()


def test_row_7_a_database_is_refused(tmp_path):
    with pytest.raises(NotTextError, match="not text: an SQLite database"):
        decode(_database(tmp_path))


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
        b"\x7fELF\x02\x01\x01" + b"\x00" * 9,
        b"PK\x03\x04\x14\x00",
        b"%PDF-1.7\n",
        b"\x1f\x8b\x08\x00",
        bytes(range(256)) * 3,
        b"\x00" * 100,
        b"RIFF\x00\x00\x00\x00WAVEfmt ",
    ],
)
def test_row_7_binary_files_are_refused(data):
    with pytest.raises(NotTextError, match="not text"):
        decode(data)


def test_characters_that_were_lost_before_are_not_passed_in_silence():
    assert "U+FFFD" in decode("a caf\ufffd in town".encode()).notes[0]


@given(st.binary(max_size=400))
def test_no_character_is_ever_lost_in_silence(data):
    try:
        decoded = decode(data)
    except NotTextError:
        return
    if "\ufffd" in decoded.text:
        assert any("U+FFFD" in note for note in decoded.notes)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_what_is_utf_8_is_read_as_utf_8(text):
    decoded = decode(text.encode())
    assert decoded.encoding == "utf-8"
