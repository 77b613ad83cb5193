import pytest

from qa_app.conflicts import Statement, find_conflicts

TRADE = "How much was trade between Lorien and Castova in 2022?"


def said(*statements):
    """Statements of articles a, b, c, …, each given as (published, text)."""
    return [
        Statement(f"{chr(97 + i)}.md", published, "Lorien and Castova", text, i + 1)
        for i, (published, text) in enumerate(statements)
    ]


def values(question, *statements):
    found = find_conflicts(question, said(*statements))
    return [[(value.value, value.citation) for value in conflict.values] for conflict in found]


def test_two_amounts_for_the_same_year_newer_first():
    found = find_conflicts(
        TRADE,
        said(
            ("2023-03-01", "Trade between Lorien and Castova reached $47.6 billion in 2022."),
            ("2023-09-01", "Bilateral trade with Castova reached nearly $50 billion in 2022."),
        ),
    )
    (conflict,) = found
    assert [(v.value, v.citation) for v in conflict.values] == [
        ("nearly $50 billion", 2),
        ("$47.6 billion", 1),
    ]
    assert conflict.about == "trade with Castova in 2022"


def test_undated_articles_come_last_and_equal_values_once():
    assert values(
        TRADE,
        ("", "Trade between Lorien and Castova reached $40 billion in 2022."),
        ("2023-01-05", "Trade between Lorien and Castova reached $47.6 billion in 2022."),
        ("2023-02-05", "In 2022 trade between Lorien and Castova reached US$47.6bn."),
    ) == [[("US$47.6bn", 3), ("$40 billion", 1)]]


REAL = [
    (
        "What rank does Castova have among the investors in Lorien?",
        ("2022-01-01", "Castova is the third-largest investor in Lorien."),
        ("2023-01-01", "Castova was Lorien's fourth-largest investor."),
        ["fourth-largest", "third-largest"],
    ),
    (
        "When was the harbour of Port Verran opened?",
        ("2020-01-01", "The harbour of Port Verran was opened in 1987."),
        ("2021-01-01", "Port Verran's harbour was opened in 1989 by the king."),
        ["1989", "1987"],
    ),
    (
        "How many people did the storm in Daro kill?",
        ("2021-05-03", "The storm killed 23 people in Daro province."),
        ("2021-05-09", "In Daro province the storm killed 31 people, the police said."),
        ["31", "23"],
    ),
    (
        "How much was trade between Lorien and Castova in 2022?",
        ("2023-04-01", "Trade between Lorien and Castova came to $47.6 billion last year."),
        ("2023-05-01", "Trade between Lorien and Castova came to $41 billion in 2022."),
        ["$41 billion", "$47.6 billion"],
    ),
    (
        "How long did the trial of the drug last?",
        ("2021-05-01", "The trial of the drug lasted eight weeks."),
        ("2021-06-01", "The trial of the new drug lasted ten weeks."),
        ["ten weeks", "eight weeks"],
    ),
    (
        "What was the turnout in the election of 2020?",
        ("2020-12-01", "Turnout in the 2020 election was 61 per cent."),
        ("2021-01-01", "Turnout in the 2020 election was 58%."),
        ["58%", "61 per cent"],
    ),
]


@pytest.mark.parametrize(("question", "first", "second", "expected"), REAL)
def test_real_conflicts(question, first, second, expected):
    assert [[value for value, _ in group] for group in values(question, first, second)] == [
        expected
    ]


NONE = [
    # other years, other periods
    ("Trade between Lorien and Castova was $41 billion in 2021.", "…was $47.6 billion in 2022."),
    (
        "Trade between Lorien and Castova was $47 billion in 2022.",
        "Trade between Lorien and Castova was $4 billion in March 2022.",
    ),
    (
        "Trade between Lorien and Castova was $47 billion in 2022.",
        "Trade between Lorien and Castova was $37 billion in the first 10 months of 2022.",
    ),
    # other measures, other sides
    (
        "Lorien's exports to Castova were $30 billion in 2022.",
        "Lorien's imports from Castova were $17 billion in 2022.",
    ),
    (
        "Trade between Lorien and Castova was $47 billion in 2022.",
        "Investment between Lorien and Castova was $3 billion in 2022.",
    ),
    (
        "Trade between Lorien and Castova was $47 billion in 2022.",
        "Trade between Lorien and Esk was $12 billion in 2022.",
    ),
    # other currency or unit
    (
        "Trade between Lorien and Castova was $47 billion in 2022.",
        "Trade between Lorien and Castova was €44 billion in 2022.",
    ),
    (
        "Trade between Lorien and Castova was $47 billion in 2022.",
        "Trade between Lorien and Castova rose 9% in 2022.",
    ),
    # the same value
    (
        "Trade between Lorien and Castova was $47.6 billion in 2022.",
        "Trade between Lorien and Castova was US$47.6bn in 2022.",
    ),
    (
        "Trade between Lorien and Castova was $47.6 billion in 2022.",
        "Trade between Lorien and Castova was about $48 billion in 2022.",
    ),
    (
        "Trade between Lorien and Castova was more than $40 billion in 2022.",
        "Trade between Lorien and Castova was $47.6 billion in 2022.",
    ),
    # not a fact, or not the value itself
    (
        "Trade between Lorien and Castova may reach $60 billion in 2022.",
        "Trade between Lorien and Castova reached $47.6 billion in 2022.",
    ),
    (
        "Trade between Lorien and Castova did not reach $60 billion in 2022.",
        "Trade between Lorien and Castova reached $47.6 billion in 2022.",
    ),
    (
        "Trade between Lorien and Castova grew by $6 billion in 2022.",
        "Trade between Lorien and Castova grew to $47.6 billion in 2022.",
    ),
    (
        "Trade between Lorien and Castova rose from $41 billion in 2022.",
        "Trade between Lorien and Castova rose to $47.6 billion in 2022.",
    ),
]


@pytest.mark.parametrize(("first", "second"), NONE)
def test_no_conflict(first, second):
    assert values(TRADE, ("2023-01-01", first), ("2023-02-01", second)) == []


@pytest.mark.parametrize(
    ("question", "first", "second"),
    [
        (
            "When did Hadad visit Geneva?",
            "President Hadad visited Geneva in 2019.",
            "President Hadad visited Geneva in 2021.",
        ),
        (
            "Who is the biggest investor?",
            "Castova is the third-largest investor in Lorien.",
            "Castova is the fourth-largest trading partner of Lorien.",
        ),
        (
            "How many boats were there?",
            "Six boats were sent to Port Verran.",
            "Six crew and 40 tons of rice were sent to Port Verran.",
        ),
        (
            "How many residents does Esk have?",
            "The town of Esk has 8,400 residents.",
            "The town of Marl has 12,100 residents.",
        ),
        ("How old is Reed?", "Tomas Reed, 43, is the mayor.", "Tomas Reed, 44, is the mayor."),
        (
            "Was it Hadad's first visit?",
            "It was Hadad's first visit to Geneva.",
            "It was Hadad's second visit to Geneva.",
        ),
        (
            "How much was trade between Lorien and Castova in 2014?",
            "Trade between Lorien and Castova was $47 billion in 2022.",
            "Trade between Lorien and Castova was $41 billion in 2022.",
        ),
        (
            "How much was trade between Lorien and Marl?",
            "Trade between Lorien and Castova was $47 billion in 2022.",
            "Trade between Lorien and Castova was $41 billion in 2022.",
        ),
    ],
)
def test_no_conflict_in_what_is_asked(question, first, second):
    assert values(question, ("2023-01-01", first), ("2023-02-01", second)) == []


def test_one_article_never_contradicts_itself():
    twice = [
        Statement("a.md", "", "", "Trade between Lorien and Castova was $47 billion in 2022.", 1),
        Statement("a.md", "", "", "Trade between Lorien and Castova was $41 billion in 2022.", 2),
    ]
    assert find_conflicts(TRADE, twice) == ()


@pytest.mark.parametrize("question", ["", "?", "Why?"])
def test_nothing_to_hold_against_one_another(question):
    assert find_conflicts(question, []) == ()
    assert find_conflicts(question, said(("", ""), ("", "…"))) == ()


REPEATED = [
    (
        "How many keys does the organ of Vellin have?",
        "The organ in the church of Vellin, built by the Aster brothers, has 1,840 pipes.",
        "The organ in the church of Vellin, built by the Aster brothers, has 2,310 pipes.",
    ),
    (
        "When did the mill at Corran burn?",
        "In 1911 the mill at Corran burned to the ground with all its grain and machines.",
        "The mill at Corran burned to the ground with all its grain and machines in 1914.",
    ),
    (
        "Is the pass still closed?",
        "The pass above Tarn is under a seven-day closure ordered by the county council.",
        "The pass above Tarn is under a ten-day closure ordered by the county council.",
    ),
    (
        "How long is the tunnel that they drilled?",
        "It is up to 12 km long and was drilled from both of its ends.",
        "It is up to 19 km long and was drilled from both of its ends.",
    ),
]


@pytest.mark.parametrize(("question", "first", "second"), REPEATED)
def test_another_value_in_the_same_place_of_a_sentence(question, first, second):
    assert len(values(question, ("", first), ("", second))) == 1


SAME_PLACE = [
    # another year, a time added, only expected, another subject, rounded, the same in words
    (
        "In 1911 the mill at Corran ground 400 tonnes.",
        "In 1912 the mill at Corran ground 520 tonnes.",
    ),
    (
        "The mill at Corran ground 400 tonnes of oats.",
        "By 2011, the mill at Corran ground 520 tonnes of oats.",
    ),
    (
        "The mill at Corran ground 400 tonnes of oats.",
        "The mill at Corran may grind 520 tonnes of oats.",
    ),
    (
        "The mill at Corran ground 400 tonnes of oats.",
        "The mill at Corran ground 520 tonnes of barley.",
    ),
    (
        "The mill at Corran ground 4,120 tonnes of oats.",
        "The mill at Corran ground about 4,100 tonnes of oats.",
    ),
    (
        "The mill at Corran ground five tonnes of oats.",
        "The mill at Corran ground 5 tonnes of oats.",
    ),
]


@pytest.mark.parametrize(("first", "second"), SAME_PLACE)
def test_no_conflict_where_more_than_the_value_differs(first, second):
    assert values("How many tonnes did the mill at Corran grind?", ("", first), ("", second)) == []


def test_what_another_article_counts_is_no_disagreement():
    question = "How many people work for Harwick Mills?"
    mill = "Harwick Mills employs 6,850 people, about 400 fewer than a year ago."
    ferry = "About 2,300 people take it on a normal working day."
    rival = "About 7,900 people work there, in three places."

    def conflicts(*told):
        return find_conflicts(
            question,
            [Statement(f"{n}.md", "", title, text, n) for n, (title, text) in enumerate(told)],
        )

    assert conflicts(("Mills raise their forecast", mill), ("A ferry for the town", ferry)) == ()
    assert conflicts(("Mills raise their forecast", mill), ("The Harwick giant", rival)) != ()
