"""What is no look-up: every line is a citation, and every citation is exact."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from qa_app.answering.overview import _day, _names
from qa_app.assistant import Assistant
from qa_app.contract import Answer, Citation, Turn
from qa_app.retrieval.query import Query
from tests.answering.build import BOATS, LOANS, assistant_over
from tests.whole.test_quotes_exact import check
from vectorstore.model import Filter


def dated(title: str, date: str, *paragraphs: str) -> str:
    head = [f"title: {title}", *([f"date: {date}"] if date else [])]
    return "\n".join(["---", *head, "---", "", "\n\n".join(paragraphs), ""])


ARTICLES = {
    "boats.md": BOATS,
    "more/loans.md": LOANS,
    "more/tea.md": dated(
        "Tea and coffee", "2024-05-01", "What do people drink?",
        "Tea is grown on the hills of the north. Coffee is grown on the plains of the south.",
        "Tea needs a lot of rain each year.",
    ),
    "harbour.md": dated(
        "The harbour", "",
        "In 2015 the harbour of Oslo got a new crane. The harbour of Oslo opened on 3 May 1990.",
        "## What else there is to say of the harbour of Oslo",
        "In March 2015 the harbour of Oslo was sold. The harbour of Oslo is said to be very deep.",
    ),
}  # fmt: skip
LEADS = {
    "boats.md": "Japan gave six patrol boats to Vietnam in 2014.",
    "more/loans.md": "In 2020 Tokyo lent 348 million dollars for six maritime patrol vessels.",
    "more/tea.md": "Tea is grown on the hills of the north.",
    "harbour.md": "In 2015 the harbour of Oslo got a new crane.",
}


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Answer]]:
    """Answers by question, asked once."""
    from qa_app import weights
    from tests.answering.weighing import by_hand

    patch = pytest.MonkeyPatch()
    patch.setattr(weights, "load", by_hand)
    with assistant_over(tmp_path_factory.mktemp("overview"), ARTICLES, threshold=0.0) as one:
        yield Answers(one)
    patch.undo()


class Answers(dict[str, Answer]):
    def __init__(self, assistant: Assistant) -> None:
        self.assistant = assistant

    def __missing__(self, question: str) -> Answer:
        answer = self.assistant.ask(question)
        check(self.assistant, [answer])
        self[question] = answer
        return answer


def lines(answer: Answer) -> list[str]:
    """The lines of an answer, each of which ends in the number of its citation."""
    assert answer.outcome == "answered"
    parts = answer.answer.split("\n")
    numbers = [re.findall(r"\[(\d+)\]$", part) for part in parts]
    assert numbers == [[str(n)] for n in range(1, len(answer.citations) + 1)]
    for part, cited in zip(parts, answer.citations, strict=True):
        assert part.endswith(f"{cited.quote} [{cited.n}]")
    return parts


def quotes(answer: Answer) -> list[str]:
    assert answer.outcome == "answered"
    return [cited.quote for cited in answer.citations]


@pytest.mark.parametrize(
    "question",
    ["What are these articles about?", "Give me an overview of the articles", "List all articles"],
)
def test_each_article_by_its_title_date_and_first_telling_sentence(
    asked: Mapping[str, Answer], question: str
) -> None:
    answer = asked[question]
    assert lines(answer) == [
        f"- Six boats for the coast guard (2023-11-28): {LEADS['boats.md']} [1]",
        f"- The harbour: {LEADS['harbour.md']} [2]",
        f"- A loan for new vessels (2024-02-01): {LEADS['more/loans.md']} [3]",
        f"- Tea and coffee (2024-05-01): {LEADS['more/tea.md']} [4]",
    ]
    assert [c.source for c in answer.citations] == sorted(ARTICLES)
    assert answer.citations[0].title == "Six boats for the coast guard"
    assert answer.citations[0].published == "2023-11-28"
    assert answer.confidence == 1.0
    assert {s.support for s in answer.sentences} == {"supported"}


def test_what_is_new_is_the_newest_first_without_the_undated(asked: Mapping[str, Answer]) -> None:
    answer = asked["What is new?"]
    assert [c.source for c in answer.citations] == ["more/tea.md", "more/loans.md", "boats.md"]
    assert lines(answer)[0].startswith("- Tea and coffee (2024-05-01): ")


def test_what_is_new_is_told_by_the_date_and_not_by_the_name(tmp_path: Path) -> None:
    days = {"a.md": "2024-05-01", "b.md": "2023-05-01", "c.md": "2024-01-01"}
    articles = {
        name: dated(f"Port {name}", day, f"The port of the town was built by hand on {day}.")
        for name, day in days.items()
    }
    with assistant_over(tmp_path, articles) as one:
        new = one.ask("What is new?")
    assert [c.source for c in new.citations] == ["a.md", "c.md", "b.md"]


def test_a_comparison_has_evidence_of_both_sides(asked: Mapping[str, Answer]) -> None:
    found = quotes(asked["Compare tea and coffee"])
    assert found == [
        "Tea is grown on the hills of the north.",
        "Tea needs a lot of rain each year.",
        "Coffee is grown on the plains of the south.",
    ]
    # One sentence for both is cited once.
    assert quotes(asked["Compare hills and north"]) == ["Tea is grown on the hills of the north."]
    swapped = quotes(asked["Compare coffee and tea"])
    assert swapped[0] == "Coffee is grown on the plains of the south."
    assert asked["Compare tea and coffee"].citations[0].emphasis == ()


def test_a_side_of_a_comparison_is_found_by_its_name_alone(tmp_path: Path) -> None:
    page = "# Roads\n\nThe north of Laos has gravel only.\n\nNorway has built tunnels for cars."
    with assistant_over(tmp_path, {"roads.md": page}, threshold=0.0) as one:
        told = quotes(one.ask("Compare the grading of Laos and the grading of Norway"))
    assert told == ["The north of Laos has gravel only.", "Norway has built tunnels for cars."]


@pytest.mark.parametrize(
    ("surely", "first"),
    [
        ("differ", "Tea and coffee differ in their price."),
        ("drinks", "Tea and coffee are drinks of the south."),
        ("grown", "Tea and coffee are drinks of the south."),  # which does not name both
    ],
)
def test_a_comparison_begins_with_what_tells_the_difference(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, surely: str, first: str
) -> None:
    page = (
        "# Drinks\n\nTea is grown in the north.\n\nTea and coffee are drinks of the south.\n\n"
        "Tea and coffee differ in their price.\n\nThey differ."
    )
    with assistant_over(tmp_path, {"drinks.md": page}, threshold=0.0) as one:
        asked: list[str] = []
        real = one._looked_up

        def looked_up(query: Query, *given: Any) -> Any:
            asked.append(query.text)
            found, read = real(query, *given)
            likely = np.array([surely in s.text for s in read.sentences], dtype=float)
            return found, replace(read, likely=likely, confidence=1.0)

        monkeypatch.setattr(one, "_looked_up", looked_up)
        answer = one.ask("Compare tea and coffee")
        check(one, [answer])
    assert asked == ["What is the difference between tea and coffee?"]
    assert quotes(answer)[0] == first
    assert len(set(quotes(answer))) == len(quotes(answer)) > 2


def test_a_comparison_with_what_is_not_there_says_so(asked: Mapping[str, Answer]) -> None:
    answer = asked["Compare tea and zeppelins"]
    assert (answer.outcome, answer.reason) == ("unsure", "Nothing was found on “zeppelins”.")
    assert answer.closest
    assert all("Tea" in c.quote for c in answer.closest)
    # One word of two that any text has does not make a sentence be of a side.
    assert asked["Compare tea and harbour taxes"].outcome == "unsure"


@pytest.mark.parametrize(
    ("side", "quote", "names"),
    [
        ("The Alma", "The Alma sings.", True),
        ("The Alma", "The port is deep.", False),
        ("desserts business", "Business permits are dear.", False),
        ("desserts business", "The business of desserts is sweet.", True),
    ],
)
def test_a_sentence_of_a_side_of_a_comparison(side: str, quote: str, names: bool) -> None:
    assert _names(side, quote) is names


def test_rows_that_have_both_sides_come_first_in_a_comparison(tmp_path: Path) -> None:
    rows = ("| | Alma | Brio |", "|---|---|---|", "| Price | 20 | 35 |", "| Weight | 3 kg | 2 kg |")
    table = "\n".join(rows)
    story = dated("Two kettles", "", "The Alma kettle is from Holm and sings.", table)
    other = dated("Ports", "", "The port of Brio is deep and busy all year.")
    with assistant_over(tmp_path, {"k.md": story, "p.md": other}, threshold=0.0) as one:
        told = quotes(one.ask("Compare the Alma and the Brio"))
    assert [quote.split(" | ")[0] for quote in told[:2]] == ["Price", "Weight"]


def test_a_timeline_is_in_the_order_of_the_dates(asked: Mapping[str, Answer]) -> None:
    answer = asked["Timeline of the harbour of Oslo"]
    assert quotes(answer) == [
        "The harbour of Oslo opened on 3 May 1990.",
        "In 2015 the harbour of Oslo got a new crane.",
        "In March 2015 the harbour of Oslo was sold.",
    ]
    assert [line[:2] for line in lines(answer)] == ["- "] * 3


@pytest.mark.parametrize("question", ["Timeline", "Give me a timeline of the articles, please"])
def test_a_timeline_of_nothing_else_is_of_all_articles(
    asked: Mapping[str, Answer], question: str
) -> None:
    answer = asked[question]
    assert {c.source for c in answer.citations} == {"boats.md", "more/loans.md", "harbour.md"}
    days = [_day(quote) for quote in quotes(answer)]
    assert None not in days
    assert days == sorted(days)


def test_a_timeline_has_what_an_article_about_it_tells_without_its_name(tmp_path: Path) -> None:
    story = dated(
        "The bridge of Arden", "2024-06-01", "The bridge of Arden is the oldest in the county.",
        "Work began in 1891. A flood took two piers in 1926. It was closed to cars in 2003.",
    )  # fmt: skip
    other = dated("A fair", "2024-06-02", "The fair began in 1950. It left Arden in 1961.")
    with assistant_over(tmp_path, {"bridge.md": story, "fair.md": other}, threshold=0.0) as one:
        told = quotes(one.ask("Timeline of the Arden bridge"))
    assert [quote[:9] for quote in told if "Arden" not in quote] == [
        "Work bega", "A flood t", "It was cl",
    ]  # fmt: skip


def test_the_lead_is_what_says_the_title_again_and_no_caption_or_heading(tmp_path: Path) -> None:
    story = dated(
        "Ferry to Holm stops", "2024-06-01", "WHY THE FERRY TO HOLM STOPS FOR GOOD NOW",
        "The quay of Sund is seen on a morning in May.",
        "The ferry to Holm stops for good in the autumn.",
    )  # fmt: skip
    other = dated("Fair", "2024-06-02", "The fair of Arden began in May.")
    with assistant_over(tmp_path, {"ferry.md": story, "x.md": other}, threshold=0.0) as one:
        told = quotes(one.ask("What are these articles about?"))
    assert told[0] == "The ferry to Holm stops for good in the autumn."


def test_where_nothing_is_dated_a_timeline_is_said_to_be_none(asked: Mapping[str, Answer]) -> None:
    answer = asked["Timeline of tea"]
    assert "date no two events" in answer.note
    assert quotes(answer)[0].startswith("Tea is grown")


def test_a_summary_is_what_says_most_of_it(asked: Mapping[str, Answer]) -> None:
    found = quotes(asked["Tell me about the harbour of Oslo"])
    assert len(found) == 4
    assert all("harbour of Oslo" in quote for quote in found)
    assert asked["Tell me about the harbour of Oslo"].confidence == 1.0


def test_what_is_said_of_something_begins_with_the_article_that_is_most_about_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from qa_app import weights
    from tests.answering.weighing import by_hand

    monkeypatch.setattr(weights, "load", by_hand)
    said = "The ferry to Bergen sails twice a day."
    main = dated("News", "", said, "Gulls cried over the bay. " * 60, "The ferry to Bergen is old.")
    side = dated("Ports", "", "A port is busy. The ferry to Bergen was mentioned by one guest.")
    with assistant_over(tmp_path, {"main.md": main, "side.md": side}, threshold=0.0) as one:
        answer = one.ask("Tell me about the ferry to Bergen")
    assert [c.source for c in answer.citations] == ["main.md", "main.md", "side.md"]
    assert answer.citations[0].quote == said


def test_an_article_is_summed_up_by_its_beginning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from qa_app import weights
    from tests.answering.weighing import by_hand

    monkeypatch.setattr(weights, "load", by_hand)
    begins = (
        "The ferry to Bergen sails twice a day.",
        "It has been late all week.",
        "People wait at the quay for hours.",
    )
    main = dated("Late again", "", " ".join(begins), "Gulls cried over the bay. " * 60)
    reprint = dated("Notes", "", "This article was reprinted for you in three papers.")
    with assistant_over(tmp_path, {"main.md": main, "notes.md": reprint}, threshold=0.0) as one:
        answer = one.ask("Summarise the Bergen ferry article for me in three sentences")
    assert [c.quote for c in answer.citations[:3]] == list(begins)
    assert {c.source for c in answer.citations} == {"main.md"}


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("What did Biden say?", "Biden"),
        ("what does noem think?", "noem"),
        ("Tell me about Noem", "Noem"),
    ],
)
def test_what_is_mostly_about_a_name_that_is_nowhere_is_not_answered(
    asked: Mapping[str, Answer], question: str, name: str
) -> None:
    assert asked[question].outcome == "not_found"
    assert asked[question].reason == f"No article mentions “{name}”."


def test_a_title_alone_does_not_put_a_sentence_into_a_summary(asked: Mapping[str, Answer]) -> None:
    assert quotes(asked["Tell me about tea"]) == [
        "Tea is grown on the hills of the north.",
        "Tea needs a lot of rain each year.",
    ]


def test_a_summary_of_what_is_not_there_is_looked_up(asked: Mapping[str, Answer]) -> None:
    assert asked["Tell me about zeppelins"].confidence < 1.0


def test_filters_hold_for_overviews_too(tmp_path: Path) -> None:
    with assistant_over(tmp_path, ARTICLES) as one:

        def sources(question: str, **given: object) -> set[str]:
            answer = one.ask(question, filters=Filter(**given))  # type: ignore[arg-type]
            return {c.source for c in answer.citations}

        for question in ("What are the articles about?", "List the articles"):
            assert sources(question, sources=("boats.md",)) == {"boats.md"}
            assert sources(question, folders=("more",)) == {"more/loans.md", "more/tea.md"}
            assert sources(question, folders=("mor",)) == set()
            assert sources(question, published_from="2024-02-01") == {
                "more/loans.md",
                "more/tea.md",
            }
            assert sources(question, published_to="2024-02-01") == {"boats.md", "more/loans.md"}
        nothing = one.ask("What is new?", filters=Filter(sources=("none",)))
        assert (nothing.outcome, nothing.reason) == ("not_found", "No article passes the filter.")
        undated = one.ask("What is new?", filters=Filter(sources=("harbour.md",)))
        assert undated.outcome == "not_found"
        assert "None of these articles says when it was published" in undated.reason


def test_many_articles_are_listed_in_part(tmp_path: Path) -> None:
    many = {
        f"{n:02}.md": dated(
            f"Number {n}", f"2024-01-{n:02}", f"The port of town {n} was built by hand."
        )
        for n in range(1, 16)
    }
    with assistant_over(tmp_path, many) as one:
        listed = one.ask("List all articles")
        check(one, [listed])
        new = one.ask("What is new?")
    assert len(listed.citations) == 12
    assert listed.answer.endswith("\n\n… and 3 more articles.")
    assert [c.source for c in new.citations] == ["15.md", "14.md", "13.md", "12.md", "11.md"]
    assert "more articles" not in new.answer


def test_articles_of_short_sentences_are_shown_by_the_first(tmp_path: Path) -> None:
    short = {"a.txt": "Vessels sail. Boats too.", "b.txt": "😀\n\nRain fell."}
    with assistant_over(tmp_path, short) as one:
        answer = one.ask("What are the articles about?")
        check(one, [answer])
    assert quotes(answer) == ["Vessels sail.", "Rain fell."]


def test_articles_without_a_word_are_not_answered_with_nothing(tmp_path: Path) -> None:
    with assistant_over(tmp_path, {"a.txt": "😀 😀"}) as one:
        answer = one.ask("What are the articles about?")
        check(one, [answer])
    assert answer.outcome == "not_found"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("It was on 3 May 1990.", (1990, 5, 3)),
        ("It was in March 2015, not 2016.", (2015, 3, 0)),
        ("In 2015 it rained.", (2015, 0, 0)),
        ("On Monday it rained.", None),
        ("On 3 May it rained, in 2012 it did not.", (2012, 0, 0)),
        ("It rained.", None),
    ],
)
def test_the_first_date_with_a_year(text: str, day: tuple[int, int, int] | None) -> None:
    assert _day(text) == day


def test_of_the_articles_that_were_told_the_oldest_is_shown(tmp_path: Path) -> None:
    with assistant_over(tmp_path, {n: ARTICLES[n] for n in ("boats.md", "more/tea.md")}) as one:
        said = one.ask("What are these articles about?")
        history = (Turn("user", said.question), Turn("assistant", said.answer))
        then = one.ask("Which one is the oldest?", history=history)
        check(one, [said, then])
    assert [c.source for c in then.citations] == ["boats.md"]


def test_the_oldest_article_is_the_one_dated_first(asked: Mapping[str, Answer]) -> None:
    assert [c.source for c in asked["What is the oldest article?"].citations] == ["boats.md"]


def marked(cited: Citation) -> list[str]:
    return [cited.quote[start:end] for start, end in cited.emphasis]


def test_who_is_quoted_is_who_speaks_and_is_shown_speaking(tmp_path: Path) -> None:
    page = dated(
        "Tea", "2024-05-01",
        "Ann Lee, a grocer, came to Holm in May. Bo Ek, a poet, drinks no tea.",
        "“Tea is dear,” said Ann Lee, who sells it. Mayor Ida Holt announced a new tea in June.",
    )  # fmt: skip
    with assistant_over(tmp_path, {"tea.md": page}) as one:
        quoted, named = (
            one.ask("Which people are quoted?"),
            one.ask("Who is mentioned in the articles?"),
        )
        check(one, [quoted, named])
    assert [c.quote for c in quoted.citations] == ["“Tea is dear,” said Ann Lee, who sells it."]
    assert {"Ann Lee", "Bo Ek"} <= {q for c in named.citations for q in marked(c)}
