import pytest

from ingest.clean import clean
from ingest.passages import PassageOptions, passages
from ingest.sentences import sentences
from tests.fakes import FakeEmbedder


def _passages(text, title="", most=64, **options):
    text = clean(text)
    made = passages(
        text, sentences(text), title, FakeEmbedder(max_tokens=most), PassageOptions(**options)
    )
    return text, made


def _sentence(number, words=7):
    return f"Sentence {number} has " + "some " * (words - 4) + "words."


def test_paragraphs_are_kept_together_near_the_target():
    text, made = _passages(
        "\n\n".join(" ".join(_sentence(f"{a}{b}") for b in range(3)) for a in range(6)),
        target_tokens=24,
    )
    assert [passage.span.of(text) for passage in made] == text.split("\n\n")


def test_small_paragraphs_are_joined():
    _, made = _passages("\n\n".join(_sentence(n) for n in range(9)), target_tokens=24)
    assert all(2 <= len(passage.sentences) <= 3 for passage in made)


def test_a_heading_goes_with_what_follows():
    text, made = _passages(
        " ".join(_sentence(n) for n in range(3))
        + "\n\nThe second part\n\n"
        + " ".join(_sentence(n) for n in range(3, 6)),
        target_tokens=26,
    )
    assert [passage.span.of(text)[:15] for passage in made] == [
        "Sentence 0 has ",
        "The second part",
    ]


@pytest.mark.parametrize("lead", ["Q: What is the second part?", "The second part has these:"])
def test_a_question_or_a_lead_in_goes_with_what_follows(lead):
    text, made = _passages(
        " ".join(_sentence(n) for n in range(3))
        + f"\n\n{lead}\n\n"
        + " ".join(_sentence(n) for n in range(3, 6)),
        target_tokens=26,
    )
    assert [passage.span.of(text)[:15] for passage in made] == ["Sentence 0 has ", lead[:15]]


def test_row_23_a_long_sentence_is_divided_and_nothing_is_lost():
    words = " ".join(f"word{n}" for n in range(500))
    text, made = _passages(words + ".", title="A title")
    model = FakeEmbedder(max_tokens=64)
    assert all(count <= 64 for count in model.count_tokens([p.embedded for p in made]))
    assert " ".join(passage.span.of(text) for passage in made) == text


def test_row_9_a_word_without_end_is_divided_by_length():
    text, made = _passages("x" * 50_000)
    assert max(passage.span.end - passage.span.start for passage in made) <= 2_400
    assert "".join(passage.span.of(text) for passage in made) == text


def test_a_letter_is_not_torn_from_its_marks():
    text, made = _passages("a\u0316" * 5_000)
    assert all(passage.span.of(text)[0] == "a" for passage in made)


def test_the_title_may_stand_in_front():
    _text, (one,) = _passages("Only this.", title="A title")
    assert one.embedded == "A title\nOnly this."
    _text, (one,) = _passages("Only this.", title="A title", title_in_front=False)
    assert one.embedded == "Only this."


def test_a_title_without_end_leaves_room_for_the_text():
    _text, (one,) = _passages("Only this.", title="long " * 300)
    assert one.embedded.endswith("\nOnly this.")
    assert len(one.embedded) < 100


@pytest.mark.parametrize("most", [8, 64])
def test_the_limit_holds_whatever_the_target(most):
    _text, made = _passages(" ".join(_sentence(n) for n in range(40)), most=most, target_tokens=500)
    assert all(c <= most for c in FakeEmbedder().count_tokens([p.embedded for p in made]))


def test_an_edit_changes_only_the_passages_around_it():
    paragraphs = [
        " ".join(_sentence(f"{n}", 5 + n % 9) for _ in range(1 + n % 3)) for n in range(200)
    ]
    before = {p.embedded for p in _passages("\n\n".join(paragraphs), target_tokens=40)[1]}
    paragraphs[100] = "This paragraph is quite another one now. It is longer, too, by some words."
    after = {p.embedded for p in _passages("\n\n".join(paragraphs), target_tokens=40)[1]}
    assert len(after - before) <= 3
