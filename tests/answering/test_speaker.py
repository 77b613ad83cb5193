"""What somebody said: told from what others said of the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa_app.answering.speaker import group, said_by, said_by_group, speaker, speakers_of
from tests.answering.build import assistant_over
from tests.answering.test_choose import sentences
from tests.answering.test_quotes import say
from tests.retrieval.build import candidate, retrieval


@pytest.mark.parametrize(
    ("question", "who"),
    [
        ("What did Ann Lee say about the treaty?", "ann lee"),
        ("What does Ek think of it?", "ek"),
        ("What has the Holm Ferry Company announced?", "holm ferry company"),
        ("What was Lee's reaction to the vote?", "lee"),
        ("How did Ann Lee react?", "ann lee"),
        ("what did lee say", "lee"),
        ("what did laos say about Oslo", "laos"),
        ("what did ann lee write on X", "ann lee"),
        ("What did the company's chief executive say?", ""),
        ("What does the article say about tea?", ""),
        ("What did he say?", ""),
        ("What did the law say?", ""),
        ("What does it mean?", ""),
        ("When did Ann Lee say so?", ""),
    ],
)
def test_whose_words_are_asked_for(question: str, who: str) -> None:
    assert speaker(question) == tuple(who.split())


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        (("“Tea is dear,” Ann Lee said.",), ["own"]),
        (("“Tea is dear,” said Lee, the mayor of Holm.",), ["own"]),
        (("According to Lee tea is dear.",), ["own"]),
        (("Lee’s weekly paper, the Echo, is red.",), [""]),
        (("Lee’s own weekly paper Echo said that tea is dear.",), ["own"]),
        (("Lee drank tea.", "“It is dear,” said he."), ["", "own"]),
        (("Ek, when he came to Holm in May, said it was no harm to Lee.",), ["other"]),
        (("Lee drank tea.", "Ek, when asked about it in May, said he drank none."), ["", "other"]),
        (("“Tea is dear,” Ann Lee, a Fellow of the Holm Institute, told the Echo.",), ["own"]),
        (("“Tea is dear,” Bo Ek said.",), ["other"]),
        (("Tea is dear.",), [""]),
        (("Ann Lee came to Holm.", "“Tea is dear,” she said."), ["", "own"]),
        (("Bo Ek came to Holm.", "“Tea is dear,” he said."), ["", ""]),
        (("“Tea is dear,” Lee said.", "“It was cheap once.”"), ["own", "own"]),
        (("“Tea is dear,” Bo Ek said.", "“It was cheap once.”"), ["other", "other"]),
        (("“Tea is dear,” Lee said.", "The shop is in Holm."), ["own", ""]),
        (("Ann Lee came to Holm.", "Merchants say the two of them drink tea."), ["", "other"]),
        (("Lee spoke with Bo Ek, the Sund Post reported.",), [""]),
        (("Lee, in a speech of an hour in the town hall, said tea is dear.",), ["own"]),
    ],
)
def test_who_says_a_sentence(texts: tuple[str, ...], said: list[str]) -> None:
    assert said_by("What did Ann Lee say?", sentences(*texts)) == said
    assert said_by("What is dear?", sentences(*texts)) == [""] * len(texts)


def test_nobody_goes_on_in_another_passage() -> None:
    found = sentences("“Tea is dear,” Ann Lee said.") + sentences("“It was cheap once.”", id=2)
    assert said_by("What did Ann Lee say?", found) == ["own", ""]


STORY = """# Tea in Holm

“Tea has become too dear for the harbour of Holm,” said Bo Ek, who sells it.

“The harbour of Holm will have cheap tea,” Ann Lee said. “And coffee.”
"""


def test_the_words_of_who_is_asked_about_come_first(tmp_path: Path) -> None:
    with assistant_over(tmp_path, {"tea.md": STORY}, threshold=0.0) as one:
        for who, words in (("Ann Lee", "“The harbour"), ("Bo Ek", "“Tea has become")):
            answer = one.ask(f"What did {who} say about tea in the harbour of Holm?")
            assert answer.outcome == "answered"
            assert answer.citations[0].quote.startswith(words)


def test_less_is_needed_of_the_confidence_where_words_show_who_said_it() -> None:
    told = candidate("Ann Lee said the treaty on tea is a mistake.")
    for question, confidence, outcome in (
        ("What did Ann Lee say about the treaty?", 0.4, "answered"),
        ("What did Ann Lee say about the treaty?", 0.05, "not_found"),
        ("What did Ann Lee say about the treaty, whales and zinc?", 0.29, "not_found"),
        ("What did Bo Ek say about the treaty?", 0.9, "unsure"),
        ("What is the treaty on tea?", 0.29, "not_found"),
    ):
        found = retrieval(question, told)
        assert say(found, [1.0], confidence).outcome == outcome, question


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("“Tea is dear,” said Ann Lee, a grocer.", "ann lee"),
        ("Ann Lee, a grocer from Holm, told the Holm Echo that tea is dear.", "ann lee"),
        ("Bo Ek argued that tea is cheap.", "bo ek"),
        ("The mayor told Ann Lee that tea is dear.", ""),
        ("Bo Ek announced a new tea.", ""),
        ("Bo Ek drinks tea.", ""),
    ],
)
def test_whose_words_a_sentence_tells(text: str, who: str) -> None:
    assert list(speakers_of(text)) == who.split()


def test_a_quote_of_who_is_asked_about_needs_no_other_word_of_the_question(tmp_path: Path) -> None:
    page = (
        "# Tea\n\nAnn Lee was not so sure of the new law.\n\n"
        "“Who will pay for all of it?” she wrote in a letter.\n"
    )
    with assistant_over(tmp_path, {"tea.md": page}) as one:
        answer = one.ask("what did ann lee write")
    assert answer.outcome == "answered"
    assert answer.citations[0].quote.startswith("“Who will pay")


@pytest.mark.parametrize(
    ("question", "who"),
    [
        ("What do Norwegian officials say about the treaty?", "officials norwegian"),
        ("what did the residents think of it", "residents"),
        ("What do experts say?", "experts"),
        ("What did the articles say?", ""),
        ("What did Ann Lee say?", ""),
        ("What did Ann Fellows say?", ""),
        ("What did the boss say?", ""),
        ("What did the minister say?", ""),
    ],
)
def test_some_people_are_asked_about(question: str, who: str) -> None:
    assert group(question) == tuple(who.split())


@pytest.mark.parametrize(
    ("question", "text", "said"),
    [
        ("officials norwegian", "Norwegian officials privately acknowledge the risk.", "own"),
        ("officials norwegian", "Danish officials said it is no risk.", ""),
        ("officials", "“It is late,” said port officials.", "own"),
        ("officials", "Officials came to Holm, where nobody spoke.", ""),
        ("residents", "According to several residents the ferry is late.", "own"),
        ("residents", "“The ferry is late,” Ann Lee said.", ""),
        ("residents", "The mayor told residents that the ferry is late.", ""),
        ("residents", "Residents were told to leave.", ""),
        ("officials", "Ann Lee said officials were slow.", ""),
        ("experts", "“The ferry is late,” Ann Lee, a fellow of the institute, said.", "own"),
        ("experts", "“The ferry is late,” Professor Ann Lee said.", "own"),
        ("experts", "“The ferry is late,” Minister Ann Lee said.", ""),
        ("experts", "“The ferry is late,” Ann Lee, a fisherman, said.", ""),
        ("experts", "The ferry is late.", ""),
    ],
)
def test_what_some_people_say(question: str, text: str, said: str) -> None:
    (sentence,) = sentences(text)
    assert said_by_group(question.split(), [sentence]) == [said]


def test_who_is_an_expert_once_is_one_again() -> None:
    first = "“It is late,” said Ann Lee, a fellow of the institute."
    told = sentences(f"{first} “It is dear,” said Lee. “It is red,” said Bo Ek.")
    assert said_by_group(["experts"], told) == ["own", "own", ""]
