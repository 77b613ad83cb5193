"""Which word of the articles a mistyped one stands for, and in how many passages a word stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_app.retrieval.vocabulary import Vocabulary, surface
from qa_app.retrieval.wording import respelled
from tests.retrieval.build import vocabulary

TEXTS = (
    "The minister signed a partnership in Zürich.",
    "Technology of the café was paid by the ministry.",
    "Vietnamese vessels came to the harbour, 300 vessels in all.",
    "Łódź and Øresund defended their defense of boats.",
    "Boats sailed past the coast.",
)


@pytest.mark.parametrize(
    ("word", "passages"),
    [
        ("boats", 2), ("boat", 2), ("vessel", 1), ("pay", 1), ("pays", 1), ("defence", 1),
        ("harbor", 1), ("zurich", 1), ("zürich", 1), ("cafe", 1), ("technologies", 1),
        ("lodz", 1), ("łódź", 1), ("300", 1), ("301", 0), ("zebra", 0), ("", 0),
    ],
)  # fmt: skip
def test_a_word_is_held_in_any_form(word: str, passages: int) -> None:
    assert vocabulary(*TEXTS).holding(word) == passages


def test_no_word_stands_in_more_passages_than_there_are() -> None:
    words = Vocabulary({"pai": 3, "paid": 3}, 4, lambda _: False)
    assert words.holding("pay") == 4


def test_an_index_that_stems_after_porters_corrections_is_met() -> None:
    words = Vocabulary({"technolog": 2, "possibl": 1}, 9, lambda _: False)
    assert words.holding("technology") == 2
    assert words.holding("possibly") == 1


MISTYPED = [
    ("partnrship", "partnership"),  # one lost
    ("partnershiip", "partnership"),  # one doubled
    ("partnesrhip", "partnership"),  # two swapped
    ("partmership", "partnership"),  # one replaced
    ("partnerxship", "partnership"),  # one put in
    ("artnership", "partnership"),  # the first one lost
    ("partnersh", "partnership"),  # two errors in a long word
    ("Partmershpi", "partnership"),
    ("vesels", "vessels"),
    ("vessles", "vessels"),
    ("vietnamse", "vietnamese"),
    ("harbuor", "harbour"),
    ("minster", "minister"),  # in an ending that the stem lacks
    ("partnershis", "partnership"),
    ("technoolgy", "technology"),
    ("defendde", "defended"),
    ("bots", "boats"),
    ("coasst", "coast"),
    ("technolgy", "technology"),
    ("zurch", "zürich"),
]


def asked(word: str, known: tuple[str, ...] = ()) -> tuple[str, tuple[str, ...]]:
    words = vocabulary(*TEXTS, known=known)
    return respelled(f"What of {word}, then?", words, lambda _: TEXTS)


@pytest.mark.parametrize(("word", "meant"), MISTYPED)
def test_a_mistyped_word_is_searched_as_the_one_it_stands_for(word: str, meant: str) -> None:
    assert asked(word) == (f"What of {meant}, then?", (meant,))


@pytest.mark.parametrize(("word", "meant"), MISTYPED)
def test_a_word_that_people_know_is_never_respelled(word: str, meant: str) -> None:
    assert asked(word, known=(word.lower(),)) == (f"What of {word}, then?", ())


@pytest.mark.parametrize(
    "word",
    [
        "vessels", "Vessel", "paying", "defence", "harbor", "zurich", "ZÜRICH", "cafe",  # held
        "bot", "bt", "cost",  # too short, or another first letter and a known length
        "2019", "30O", "3oo", "b0ats",  # figures
        "xyzzyplugh", "elephant", "partship", "vexxxls",  # too far
        "the", "when", "would",  # grammar
        "😀",
    ],
)  # fmt: skip
def test_other_words_stay(word: str) -> None:
    question, put_in = asked(word, known=("cost",))
    assert question == f"What of {word}, then?"
    assert put_in == ()


def test_letters_that_the_index_keeps_are_found_by_plain_ones() -> None:
    words = Vocabulary({"łodz": 2, "øresund": 1}, 5, lambda _: True)
    assert words.meant("lodz") == "łodz"
    assert words.meant("oresund") == "øresund"
    assert words.meant("oslo") == ""


def test_the_nearest_then_the_same_first_letter_then_the_commonest() -> None:
    words = Vocabulary({"harbor": 1, "barbour": 9, "harbours": 5}, 9, lambda _: False)
    assert words.meant("harbou") in ("harbor", "harbour")
    words = Vocabulary({"borta": 9, "porta": 1, "ponta": 3, "pota": 30}, 99, lambda _: False)
    assert words.meant("portl") == "porta"


def test_a_short_word_with_another_letter_is_another_word() -> None:
    words = Vocabulary({"math": 3, "harbor": 2, "noam": 4}, 9, lambda _: False)
    assert words.meant("meth") == words.meant("noem") == ""
    assert words.meant("mtah") == "math"
    assert words.meant("mths") == "math"


def test_short_words_allow_one_error_long_ones_two() -> None:
    words = Vocabulary({"vessel": 3, "partnership": 3}, 9, lambda _: False)
    assert words.meant("vesel") == "vessel"
    assert words.meant("vsel") == ""
    assert words.meant("vessxx") == ""  # six letters, two errors
    assert words.meant("partnexxhip") == "partnership"
    assert words.meant("partnxxxhip") == ""
    words = Vocabulary({"partnership": 1, "bartnexship": 9}, 9, lambda _: False)
    assert words.meant("partnexxhip") == "partnership"


def test_every_place_of_a_mistyped_word_is_replaced_and_the_rest_kept() -> None:
    words = vocabulary(*TEXTS)
    question = "Vesels or VESELS? The vesels’ crew, and minsters!"
    said, put_in = respelled(question, words, lambda _: TEXTS)
    assert said == "vessels or vessels? The vessels’ crew, and minister!"
    assert put_in == ("vessels", "minister")


def test_a_term_that_no_text_shows_is_not_put_in() -> None:
    words = vocabulary(*TEXTS)
    assert respelled("Vesels?", words, lambda _: []) == ("Vesels?", ())


def test_the_surface_of_a_term_is_its_commonest_word() -> None:
    texts = ["Boats sail.", "boats and a boat", "Zürich, ZÜRICH"]
    assert surface("boat", texts) == "boats"
    assert surface("zurich", texts) == "zürich"
    assert surface("ship", texts) == ""


@given(st.sampled_from("partnership vietnamese technology ministry".split()), st.data())
def test_one_error_of_any_kind_anywhere(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(1, len(word) - 2))
    letter = data.draw(st.sampled_from("qxjz"))
    spoiled = data.draw(
        st.sampled_from(
            [
                word[:at] + word[at + 1 :],
                word[:at] + letter + word[at:],
                word[:at] + letter + word[at + 1 :],
                word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            ]
        )
    )
    said, put_in = asked(spoiled)
    words = vocabulary(*TEXTS)
    if words.holding(spoiled):
        assert put_in == ()
    else:
        assert put_in
        assert said == f"What of {put_in[0]}, then?"
