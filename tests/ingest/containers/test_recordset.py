"""Articles in JSON and JSON Lines."""

import json

import pytest

from ingest.containers import Member, RecordFields, container_kind, expand
from ingest.errors import UnreadableError
from ingest.limits import Limits
from ingest.prepare import document


def dumped(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def of_json(value: object, **how: object) -> list[Member]:
    return list(expand(dumped(value), "json", **how))  # type: ignore[arg-type]


def names(value: object) -> list[str]:
    return [member.name for member in of_json(value)]


def read(member: Member) -> str:
    assert not member.reason
    return document(f"a.json/{member.name}", member.data).text


def test_each_record_of_an_array_is_an_article():
    members = of_json([{"text": "First text."}, {"body": "Second text."}])
    assert [member.name for member in members] == ["1", "2"]
    assert [read(member) for member in members] == ["First text.", "Second text."]


@pytest.mark.parametrize(
    "around",
    [
        lambda records: {"articles": records},
        lambda records: {"status": "ok", "data": {"items": records, "total": 2}},
        lambda records: {"whatever": records, "count": 2},
        lambda records: {"title": "Feed", "text": "About.", "items": records},
    ],
)
def test_records_are_found_in_an_object(around):
    assert len(of_json(around([{"text": "One."}, {"text": "Two."}]))) == 2


def test_a_single_record_is_an_article():
    (member,) = of_json({"id": "x1", "title": "T", "text": "Words.", "tags": ["a", "b"]})
    assert (member.name, read(member)) == ("x1", "T\n\nWords.")


def test_names_are_ids_that_no_other_record_has():
    found = names([
        {"id": 7, "text": "a"}, {"id": "same", "text": "b"}, {"id": "Same", "text": "c"},
        {"slug": "slug-d", "text": "d"}, {"url": "https://x.org/2024/a-b.html?q=1", "text": "e"},
        {"id": "3", "text": "f"}, {"text": "g"},
    ])  # fmt: skip
    assert found == ["7", "2", "3~", "slug-d", "a-b.html", "3", "7~"]
    assert len(set(found)) == len(found)


@pytest.mark.parametrize(
    "bad", ["../x", "a/b", "a\\b", ".hidden", "", " ", "x" * 200, "a\nb", "‮x", "https://x.org/"]
)
def test_ids_that_are_no_file_names_are_not_used(bad):
    assert names([{"id": bad, "text": "a"}]) == ["1"]


def test_a_record_without_text_fails_alone():
    first, second, third = of_json([{"title": "T"}, "words", {"text": "Fine."}])
    assert first.failed
    assert "without a text field" in first.reason
    assert (second.failed, second.reason) == (True, "not a JSON object")
    assert read(third) == "Fine."


def test_settings_of_a_program_are_left_out():
    (member,) = of_json({"name": "some-package", "version": "1.0", "files": ["a", "b"]})
    assert (member.failed, member.data) == (False, b"")
    assert member.reason.startswith("no article: no text field (text, body, ")


def test_fields_go_by_other_names_when_told():
    fields = RecordFields(text=("k.words",), id=("nr",))
    (member,) = of_json([{"k": {"words": "Words."}, "nr": 9, "text": "no"}], fields=fields)
    assert (member.name, read(member)) == ("9", "Words.")


def test_a_field_that_does_not_count_does_not_change_the_article():
    (first,) = of_json([{"text": "Words.", "views": 1, "title": "T"}])
    (second,) = of_json([{"title": "T", "views": 2, "text": "Words."}])
    assert first == second


def test_a_broken_line_fails_with_its_number_and_the_others_go_in():
    data = b'{"text": "One."}\n\n{"text": "Tw\n[1]\n{"id": "d", "text": "Four."}'
    members = list(expand(data, "jsonl"))
    assert [member.name for member in members] == ["1", "3", "4", "d"]
    assert [member.failed for member in members] == [False, True, True, False]
    assert members[1].reason.startswith("line 3: not valid JSON")
    assert members[2].reason == "line 4: not a JSON object"
    assert read(members[3]) == "Four."


def test_other_encodings():
    for encoding in ("utf-8-sig", "utf-16", "utf-32-be", "cp1252"):
        data = '{"text": "Café crème."}'.encode(encoding)
        assert [read(member) for member in expand(data, "jsonl")] == ["Café crème."]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b'[{"text": ', "not valid JSON"),
        (b"[" * 100_000, "nested too deeply"),
        (b"[" + b"9" * 5000 + b"]", "cannot be read"),
        (b"[]", "without any record"),
        (b"[1, 2, [3]]", "without any record"),
        (b'"words"', "without any record"),
    ],
)
def test_json_of_which_nothing_can_be_read(data, reason):
    with pytest.raises(UnreadableError, match=reason):
        list(expand(data, "json"))


def test_lines_of_which_none_is_a_record():
    with pytest.raises(UnreadableError, match="no line is a record"):
        expand(b"words\nwords\n", "jsonl")


def test_too_many_records():
    data = dumped([{"text": "x"}] * 11)
    with pytest.raises(UnreadableError, match="holds 11 articles, more than the limit of 10"):
        expand(data, "json", Limits(records=10))
    lines = b'{"text": "x"}\n' * 11
    with pytest.raises(UnreadableError, match="holds 11 articles"):
        expand(lines, "jsonl", Limits(records=10))


def test_which_files_hold_articles():
    assert container_kind("a.json", b'[{"text": "x"}]') == "json"
    assert container_kind("a.ndjson", b'{"text": "x"}\n{"text": "y"}\n') == "jsonl"
    assert container_kind("a.txt", b"words") is None
    with pytest.raises(UnreadableError):
        container_kind("a.json", b"{")
    with pytest.raises(ValueError, match="has no members"):
        expand(b"words", "plain")
