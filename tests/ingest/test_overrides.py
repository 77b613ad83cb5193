from pathlib import Path

import pytest

from ingest import IngestError, IngestOptions, PassageOptions, ingest
from ingest.overrides import ORIGIN, read_overrides
from tests.fakes import FakeEmbedder, MemoryIndexes
from vectorstore.model import Field
from vectorstore.store import Store

SMALL = PassageOptions(target_tokens=24)


pytestmark = pytest.mark.usefixtures("direct_reading")


@pytest.fixture
def store(tmp_path: Path):
    with Store.open(tmp_path / "s", FakeEmbedder(), create=True, indexes=MemoryIndexes()) as one:
        yield one


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "articles"
    (root / "sub").mkdir(parents=True)
    for name in ("a.txt", "sub/b.txt"):
        (root / name).write_text(f"Headline of {name[-5]}\n\nIt says one thing. And another thing.")
    return root


def _table(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "metadata.csv"
    path.write_text(text, encoding="utf-8")
    return path


def _ingest(store: Store, folder: Path, table: Path | None = None):
    overrides = read_overrides(table) if table else None
    return ingest(store, [folder], IngestOptions(passages=SMALL, overrides=overrides))


def _metadata(store: Store, source: str):
    with store.read() as snapshot:
        return snapshot.article(source).metadata


def test_a_table_wins_over_what_the_files_say_and_only_where_it_says_something(
    store, folder, tmp_path
):
    table = _table(
        tmp_path,
        "file,Title,author,date,url\n"
        "a.txt,Another headline,,25 October 2023,\n"
        'sub/b.txt,,"Lovelace, Ada",,https://example.org/b\n',
    )
    _ingest(store, folder, table)
    first, second = _metadata(store, "a.txt"), _metadata(store, "sub/b.txt")
    assert first.title == Field("Another headline", ORIGIN)
    assert first.published == Field("2023-10-25", ORIGIN)
    assert first.byline == Field()
    assert second.title == Field("Headline of b", "first line")
    assert second.byline == Field("Lovelace, Ada", ORIGIN)


def test_what_was_set_is_remembered_and_follows_a_rename(store, folder, tmp_path):
    _ingest(store, folder, _table(tmp_path, "file;published\na.txt;2020-01-02\n"))
    (folder / "a.txt").write_text("A new text. It is quite short.")
    assert _ingest(store, folder).count("changed") == 1
    assert _metadata(store, "a.txt").published.value == "2020-01-02"
    (folder / "a.txt").rename(folder / "z.txt")
    assert _ingest(store, folder).count("renamed") == 1
    (folder / "z.txt").write_text("Yet another text. It is short, too.")
    _ingest(store, folder)
    assert _metadata(store, "z.txt").published.value == "2020-01-02"


def test_setting_a_date_costs_no_embedding_and_the_same_table_again_costs_nothing(
    store, folder, tmp_path
):
    _ingest(store, folder)
    table = _table(tmp_path, "source,published\na.txt,2021-05-06\n")
    first = _ingest(store, folder, table)
    assert (first.count("changed"), first.embedded) == (1, 0)
    second = _ingest(store, folder, table)
    assert (second.count("unchanged"), second.generation) == (2, first.generation)


def test_a_row_of_empty_cells_takes_it_back(store, folder, tmp_path):
    _ingest(store, folder, _table(tmp_path, "source,title\na.txt,Mine\n"))
    _ingest(store, folder, _table(tmp_path, "source,title\na.txt,\n"))
    assert _metadata(store, "a.txt").title.value == "Headline of a"


def test_a_row_without_an_article_is_told(store, folder, tmp_path):
    report = _ingest(store, folder, _table(tmp_path, "source,title\nnone.txt,Mine\n"))
    told = {file.source: file for file in report.files}["none.txt"]
    assert (told.outcome, "no article" in told.reason) == ("skipped", True)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("", "line 1: no column names the article"),
        ("title,date\nx,2020-01-01\n", "line 1: no column names the article"),
        ("source,mood\na.txt,good\n", "line 1: what is the column 'mood'"),
        ("source,date\na.txt,yesterday\n", "line 2: 'yesterday' is no full date"),
        ("source,date\na.txt,2020-01-01,x\n", "line 2: 3 cells, but 2 columns"),
        ("source,title\na.txt,x\na.txt,y\n", "line 3: a.txt stands on line 2 too"),
        ('source,title\na.txt,"x\n', "not a table"),
    ],
)
def test_a_wrong_table_is_refused_by_its_line(tmp_path, text, wrong):
    with pytest.raises(IngestError, match=r"metadata\.csv") as caught:
        read_overrides(_table(tmp_path, text))
    assert wrong in str(caught.value)


def test_a_table_that_is_not_there(tmp_path):
    with pytest.raises(IngestError, match=r"nowhere\.csv"):
        read_overrides(tmp_path / "nowhere.csv")
