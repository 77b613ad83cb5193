"""What all articles of a folder have at their beginning and end is not theirs."""

from pathlib import Path

import pytest

from ingest import IngestOptions, PassageOptions, Report, ingest
from ingest.prepare import document
from ingest.repeats import edge_lines
from tests.fakes import FakeEmbedder, MemoryIndexes
from vectorstore import doctor
from vectorstore.ledger import edges
from vectorstore.store import Store

OPTIONS = IngestOptions(passages=PassageOptions(target_tokens=24), batch_passages=2)
HEADER = "The Lakeside Gazette since the year of the flood"
FOOTER = "Our editors work for nothing and would like to be thanked for it."


pytestmark = pytest.mark.usefixtures("direct_reading")


@pytest.fixture
def store(tmp_path: Path):
    with Store.open(tmp_path / "s", FakeEmbedder(), create=True, indexes=MemoryIndexes()) as one:
        yield one


def _article(n: int, header: str = HEADER, footer: str = FOOTER) -> str:
    body = "\n\n".join(
        f"Paragraph {n}-{part} tells what happened on day {n * part}{' and after' * part}."
        for part in range(1, 6)
    )
    return "\n\n".join(filter(None, (header, f"Headline number {n}", body, footer)))


def _folder(tmp_path: Path, count: int) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir(exist_ok=True)
    for n in range(1, count + 1):
        (folder / f"{n}.txt").write_text(_article(n))
    return folder


def _ingest(store: Store, folder: Path, options: IngestOptions = OPTIONS) -> Report:
    return ingest(store, [folder], options)


def _texts(store: Store) -> dict[str, str]:
    with store.read() as snapshot:
        return {one.source: snapshot.text(one.source) for one in snapshot.articles()}


def _titles(store: Store) -> list[str]:
    with store.read() as snapshot:
        return [one.metadata.title.value for one in snapshot.articles()]


def test_a_header_and_a_footer_of_the_whole_folder_are_left_out(store, tmp_path):
    _ingest(store, _folder(tmp_path, 6))
    for n, text in enumerate(_texts(store).values(), start=1):
        assert HEADER not in text
        assert FOOTER not in text
        assert text.startswith(f"Headline number {n}\n\nParagraph {n}-1")
    assert _titles(store) == [f"Headline number {n}" for n in range(1, 7)]
    assert doctor.check(store) == ()


def test_three_articles_are_too_few_to_tell(store, tmp_path):
    _ingest(store, _folder(tmp_path, 3))
    assert all(text.endswith(FOOTER) for text in _texts(store).values())


def test_the_fourth_article_settles_the_other_three_and_costs_only_what_it_must(store, tmp_path):
    folder = _folder(tmp_path, 3)
    _ingest(store, folder)
    _folder(tmp_path, 4)
    report = _ingest(store, folder)
    told = {file.source: (file.outcome, file.reason) for file in report.files}
    assert told["4.txt"][0] == "added"
    assert told["1.txt"][0] == "unchanged"
    assert "its whole folder" in told["1.txt"][1]
    assert not any(FOOTER in text for text in _texts(store).values())
    assert _ingest(store, folder).generation == report.generation


def test_when_the_others_go_the_line_comes_back(store, tmp_path):
    folder = _folder(tmp_path, 4)
    _ingest(store, folder)
    (folder / "4.txt").unlink()
    _ingest(store, folder)
    assert all(text.endswith(FOOTER) for text in _texts(store).values())


def test_copies_of_one_article_are_not_a_site(store, tmp_path):
    folder = tmp_path / "articles"
    folder.mkdir()
    for n in range(6):
        (folder / f"copy{n}.txt").write_text(_article(1) + f"\n\nPrinted as number {n}.")
    _ingest(store, folder)
    assert all(FOOTER in text for text in _texts(store).values())


def test_a_byline_that_a_whole_folder_has_is_still_a_byline(store, tmp_path):
    folder = tmp_path / "articles"
    folder.mkdir()
    for n in range(6):
        text = _article(n, header="").split("\n\n")
        (folder / f"{n}.txt").write_text("\n\n".join([text[0], "By Ada Lovelace", *text[1:]]))
    _ingest(store, folder)
    with store.read() as snapshot:
        assert {one.metadata.byline.value for one in snapshot.articles()} == {"Ada Lovelace"}


def test_a_run_that_ends_before_it_has_settled_is_made_good_by_the_next(store, tmp_path):
    folder = _folder(tmp_path, 6)

    def stop(self: object, *_: object) -> None:
        raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("ingest.putting.Putting.settle", stop)
        with pytest.raises(KeyboardInterrupt):
            _ingest(store, folder)
    assert any(FOOTER in text for text in _texts(store).values())
    _ingest(store, folder)
    assert not any(FOOTER in text for text in _texts(store).values())


@pytest.mark.parametrize("lines", [1, 2, 3, 4])
def test_a_short_article_never_loses_all_it_has(lines):
    text = "\n\n".join(f"Line {n} of the text." for n in range(lines))
    everything = [edge.line for edge in document("a.txt", text.encode()).edges.lines]
    assert document("a.txt", text.encode(), everything).text


def test_the_longest_line_is_never_one_of_the_edges():
    lines = ["The longest line of all stands at the very beginning of it.", "A.", "B.", "C.", "D."]
    assert list(edge_lines(lines, [""] * 5)) == [4]


def test_the_folder_of_an_article():
    assert edges.folder_of("a.txt") == ""
    assert edges.folder_of("x/y/a.txt") == "x/y"
    assert edges.folder_of("mail.zip/a.txt") == "mail.zip"
