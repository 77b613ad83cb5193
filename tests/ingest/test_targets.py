import os

import pytest

from ingest.errors import IngestError
from ingest.targets import Target, targets


@pytest.fixture
def tree(tmp_path):
    for name in ("a/b/c.txt", "a/d.txt", "e.txt", ".h/f.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    return tmp_path


def _plain(found):
    return [(one.root, one.below, one.file) for one in found]


def test_a_folder_is_a_root(tree):
    assert targets([tree / "a"], []) == [Target(tree / "a")]


def test_a_folder_in_a_known_root_belongs_to_it(tree):
    assert _plain(targets([tree / "a" / "b"], [str(tree)])) == [(tree, "a/b", None)]


def test_a_file_belongs_to_the_innermost_root_or_makes_one_of_its_folder(tree):
    file = tree / "a" / "d.txt"
    assert _plain(targets([file], [str(tree)])) == [(tree, "", file)]
    assert _plain(targets([file], [str(tree), str(tree / "a")])) == [(tree / "a", "", file)]
    assert _plain(targets([file], [])) == [(tree / "a", "", file)]


def test_nothing_is_looked_at_twice(tree):
    paths = [tree / "a" / "b", tree, tree / "e.txt", tree / "a", tree]
    assert _plain(targets(paths, [])) == [(tree, "", None)]


def test_known_roots_inside_are_closed_and_looked_at_on_their_own(tree):
    found = targets([tree], [str(tree / "a")])
    assert _plain(found) == [(tree, "", None), (tree / "a", "", None)]
    assert found[0].closed == {tree / "a"}


def test_what_a_root_does_not_show_is_a_root_itself(tree):
    assert _plain(targets([tree / ".h"], [str(tree)])) == [(tree / ".h", "", None)]


def test_links_to_folders_are_resolved(tree):
    (tree / "link").symlink_to(tree / "a")
    assert targets([tree / "link"], []) == [Target(tree / "a")]
    assert targets([tree / "a" / ".." / "a"], []) == [Target(tree / "a")]


def test_what_is_not_there_is_said(tree):
    with pytest.raises(IngestError, match=r"nothing: there is no such file or folder.*mounted"):
        targets([tree / "nothing"], [])


def test_a_root_whose_name_is_not_utf_8_is_refused(tree):
    folder = tree / os.fsdecode(b"caf\xe9")
    folder.mkdir()
    with pytest.raises(IngestError, match="not UTF-8"):
        targets([folder], [])
