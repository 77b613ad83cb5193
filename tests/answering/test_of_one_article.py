"""Questions of one article: whom it names, what sums it up, who wrote it, which mention what."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.answering.build import assistant_over
from tests.answering.test_overview import dated, lines
from tests.whole.test_quotes_exact import check

CREW = {
    "storm.md": dated(
        "The storm over Holm", "",
        "The storm over Holm took nine roofs on Friday, said the mayor, Ada Brandt.",
        "The roofer Nils Okoro, who lost his own, worked for three days without much sleep.",
        "Okoro wants to leave Holm. Brandt wants him to stay. The Red Barn stands no more.",
    ),
    "fair.md": dated(
        "The fair of Sund", "", "The fair of Sund drew 900 guests, said its host, Eva Lindh.",
        "The mayor was away that day. The fair cost 40 crowns a guest.",
    ),
}  # fmt: skip


def test_the_people_of_an_article_are_listed_with_a_sentence_that_names_them(
    tmp_path: Path,
) -> None:
    with assistant_over(tmp_path, CREW, threshold=0.0) as one:
        answer = one.ask("Which people are mentioned in the storm article?")
        check(one, [answer])
        every = one.ask("List all people in the articles")
    fronts = [line.split(":")[0] for line in lines(answer)]
    assert fronts == ["- Ada Brandt", "- Nils Okoro"]
    for cited, name in zip(answer.citations, ("Ada Brandt", "Nils Okoro"), strict=True):
        assert [cited.quote[a:b] for a, b in cited.emphasis] == [name]
    assert "Eva Lindh" in every.answer
    assert "Ada Brandt" in every.answer
    assert "Red Barn" not in every.answer


@pytest.mark.parametrize(
    "question",
    [
        "In the storm article, who lost his own roof?",
        "Who lost his own roof according to the article about the storm?",
    ],
)
def test_a_question_of_an_article_is_asked_of_it_alone(tmp_path: Path, question: str) -> None:
    with assistant_over(tmp_path, CREW, threshold=0.0) as one:
        answer = one.ask(question)
        elsewhere = one.ask("How many guests came, according to the story about the storm?")
        nowhere = one.ask("Who lost his own roof according to the article about zeppelins?")
    assert answer.note == "Only “The storm over Holm” was searched."
    assert {r.source for r in answer.retrieved} == {"storm.md"}
    assert {r.source for r in elsewhere.retrieved} == {"storm.md"}
    assert nowhere.note == ""
    assert len({r.source for r in nowhere.retrieved}) == 2


@pytest.mark.parametrize(
    ("question", "most"),
    [
        ("Summarise the storm article in one sentence", 1),
        ("Give me two facts about the storm", 2),
        ("Summarise the storm over Holm in three short bullet points please", 3),
    ],
)
def test_a_summary_is_as_long_as_it_was_asked_to_be(
    tmp_path: Path, question: str, most: int
) -> None:
    with assistant_over(tmp_path, CREW, threshold=0.0) as one:
        answer = one.ask(question)
        check(one, [answer])
    assert len(answer.citations) == most
    assert answer.citations[0].quote.startswith("The storm over Holm took nine roofs")
    assert {c.source for c in answer.citations} == {"storm.md"}


WRITTEN = {
    "tides.md": dated(
        "Tides of Holm\nauthor: Ann Lee", "2024-03-01", "The tides of Holm are high in spring.",
        "Ann Lee has been a pilot in the harbour of Holm for years.",
    ),
    "winds.md": dated("Winds of Holm", "", "The winds of Holm are strong in the autumn."),
    "fair.md": "---\ntitle: The fair\nauthor: Bo Ek\n---\n\nThe fair of Sund is held in June.\n",
}  # fmt: skip


def test_who_wrote_an_article_is_told_where_it_stands_or_by_its_beginning(tmp_path: Path) -> None:
    with assistant_over(tmp_path, WRITTEN, threshold=0.0) as one:
        answer = one.ask("Who wrote the article about the tides of Holm?")
        check(one, [answer])
        assert answer.answer.startswith("- Tides of Holm (2024-03-01), by Ann Lee: Ann Lee has")
        (cited,) = answer.citations
        assert [cited.quote[a:b] for a, b in cited.emphasis] == ["Ann Lee"]
        answer = one.ask("who is the author of the story about the fair")
        assert answer.answer == "- The fair, by Bo Ek: The fair of Sund is held in June. [1]"
        every = one.ask("Who wrote these articles?")
        assert {c.source for c in every.citations} == {"tides.md", "fair.md"}
        assert every.answer.endswith("\n\nOf 1 article it is not known.")


def test_when_an_article_was_published(tmp_path: Path) -> None:
    with assistant_over(tmp_path, WRITTEN, threshold=0.0) as one:
        answer = one.ask("When was the article about the tides published?")
        assert answer.answer.startswith("- Tides of Holm (2024-03-01): ")
        unknown = one.ask("When was the article about the winds of Holm published?")
        assert unknown.outcome == "not_found"
        assert unknown.reason == "When “Winds of Holm” was published is not known."
        assert [c.source for c in unknown.closest] == ["winds.md"]


@pytest.mark.parametrize(
    "question", ["Who wrote the article about whales?", "Who wrote the article on the winds?"]
)
def test_an_author_that_is_not_known_is_looked_up(tmp_path: Path, question: str) -> None:
    with assistant_over(tmp_path, WRITTEN, threshold=0.99) as one:
        assert one.ask(question).outcome != "answered"


def test_the_articles_that_mention_something_are_listed_by_the_sentence(tmp_path: Path) -> None:
    with assistant_over(tmp_path, CREW, threshold=0.0) as one:
        answer = one.ask("Which articles mention the mayor?")
        check(one, [answer])
        counted = one.ask("How many articles are there?")
    assert [line.split(":")[0] for line in lines(answer)] == [
        "- The fair of Sund", "- The storm over Holm",
    ]  # fmt: skip
    assert all("mayor" in cited.quote for cited in answer.citations)
    assert counted.answer.startswith("2 articles:\n\n- ")


def test_an_article_is_meant_by_who_wrote_it(tmp_path: Path) -> None:
    with assistant_over(tmp_path, WRITTEN, threshold=0.0) as one:
        answer = one.ask("Summarise the article by Bo Ek")
    assert {c.source for c in answer.citations} == {"fair.md"}


def test_two_people_of_one_name_are_two_and_part_of_a_name_is_none(tmp_path: Path) -> None:
    story = dated(
        "The choir of Holm", "",
        "The choir of Holm was led by the singer Ada Brandt for nine years.",
        "Her brother, the organist Nils Brandt, played. The mayor, Vo Van Lindh, gave a hall.",
        "The mayor, Van Lindh, was thanked by all who sang that night.",
    )  # fmt: skip
    with assistant_over(tmp_path, {"choir.md": story}, threshold=0.0) as one:
        answer = one.ask("Who is mentioned in the choir article?")
    named = [name for line in lines(answer) for name in line[2:].split(":")[0].split(", ")]
    assert named == ["Ada Brandt", "Nils Brandt", "Vo Van Lindh"]
