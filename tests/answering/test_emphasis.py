import pytest

from qa_app.answering.emphasis import emphasis


@pytest.mark.parametrize(
    ("question", "quote", "words"),
    [
        ("When were the boats given?", "The boats were given in March 2014.", ["March 2014"]),
        ("How many boats were given?", "Japan gave six boats in 2014.", ["six"]),
        ("Who signed the deal?", "The deal was signed by Bui Quang Vinh.", ["Bui Quang Vinh"]),
        ("Why was it signed?", "It was signed because trade grew.", []),
    ],
)
def test_the_value_asked_for(question: str, quote: str, words: list[str]) -> None:
    assert [quote[start:end] for start, end in emphasis(question, quote)] == words


def test_the_value_nearest_to_the_questions_words() -> None:
    quote = "Trade reached $47.6 billion, and in 2020 a loan of $348 million was agreed."
    spans = emphasis("How much was the loan?", quote)
    assert [quote[start:end] for start, end in spans] == ["$348 million"]


def test_nothing_of_the_question_is_repeated() -> None:
    quote = "In 2014 Japan gave six boats, and in 2014 it promised more."
    assert emphasis("What year was it if not 2014?", quote) == ()
