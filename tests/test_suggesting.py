"""Questions taken from sentences; what sounds made is not offered."""

from __future__ import annotations

import pytest

from qa_app.suggesting import suggestions

TEXT = (
    "The old bridge at Hue was repaired. Near Hanoi, the Long Bien Bridge is 2.4 km long.\n\n"
    "{} The road to Hue and Long Bien Bridge were closed to Japan and Anna Field."
)


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        (
            "The Long Bien Bridge was opened to trains in 1903.",
            "When was the Long Bien Bridge opened?",
        ),
        ("Japan became a partner of Hue in March 2009.", "When did Japan become a partner of Hue?"),
        ("Long Bien Bridge is 2.4 km long.", "How long is Long Bien Bridge?"),
        ("The Hue road is worth 40 million.", "How much is the Hue road worth?"),
        ("Hue Works supplied the 17 trains.", "How many trains did Hue Works supply?"),
        (
            "The Hue road has 14 small stations, all new.",
            "How many small stations does the Hue road have?",
        ),
        (
            "Hue Works employs about 9,400 people in Japan.",
            "How many people does Hue Works employ?",
        ),
        ("Anna Field designed the towers.", "What did Anna Field design?"),
        ("The Hue road cost about $9 billion.", "How much did the Hue road cost?"),
        ("Anna Field was born in Haiphong.", "Where was Anna Field born?"),
        ("The Hue road was designed by Porter.", "Who designed the Hue road?"),
        ("The song of Hue was written by Porter.", "Who wrote the song of Hue?"),
        ("The Hue road is owned by Japan.", "Who owns the Hue road?"),
        ("It was Anna Field, a retired engineer, who said so.", "Who is Anna Field?"),
    ],
)
def test_plain_sentences_give_a_question(sentence: str, question: str) -> None:
    text = TEXT.format(sentence)
    found = {one.question: one.span.of(text) for one in suggestions(text)}
    assert found.get(question) == sentence


@pytest.mark.parametrize(
    "sentence",
    [
        "It was opened in 1903.",
        "The fort was destroyed in 1903.",
        "Porter won in 1990.",
        "Near Haiphong, the port of old times, ships wait.",
        "He met the Global Times, a newspaper of the party, there.",
        "Die Brücke wurde 1903 eröffnet.",
        "Nothing was ever opened.",
        "It supplied 17 trains.",
        "Porter gave two million in 1990.",
        "The fort has two towers.",
        "The fort was built by Old Porter.",
        "He was born in Haiphong.",
    ],
)
def test_what_would_sound_made_gives_none(sentence: str) -> None:
    assert suggestions(sentence + " Porter was there, at port.") == []


def test_a_title_that_asks_is_a_question() -> None:
    (found,) = suggestions("Some text.", "Explainer: what is official assistance?")
    assert found.question == "What is official assistance?"
    assert suggestions("Some text.", "What a day") == []
