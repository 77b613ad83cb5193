import pytest

from qa_app.values import compare, entails, extract, same_value


def value(text):
    found = extract(f"they say {text} here")
    return max(found, key=lambda v: v.end - v.start)


SAME = [
    ("$47.6 billion", "US$47.6bn"),
    ("500 million yen", "¥500 million"),
    ("5%", "5 percent"),
    ("twenty-one", "21"),
    ("10 million", "10,000,000"),
    ("Sept. 13, 2023", "13 September 2023"),
    ("two decades", "20 years"),
    ("the third", "the 3rd"),
    ("nearly $50 billion", "almost 50 billion dollars"),
]
COMPATIBLE = [
    ("nearly $50 billion", "$47.6 billion"),
    ("$48 billion", "$47.6 billion"),
    ("about 100", "97"),
    ("more than 40", "43"),
    ("600 to 800 tons", "700 tons"),
    ("March 2014", "2014"),
    ("the 1990s", "1994"),
    ("Fumio Kishida", "Kishida"),
    ("nearly 50", "50"),
]
DIFFERENT = [
    ("$500 million", "¥500 million"),
    ("$500 million", "$500 billion"),
    ("$500 million", "500 million"),
    ("4.2 million", "9.9 million"),
    ("20%", "20"),
    ("20 km", "20 miles"),
    ("third", "3"),
    ("third", "fourth"),
    ("March 2014", "March 2015"),
    ("Monday", "Tuesday"),
    ("nearly 50", "43"),
    ("more than 40", "90"),
    ("Fumio Kishida", "Shinzo Abe"),
    ("47", "48"),
    ("last month", "next month"),
]


@pytest.mark.parametrize(
    ("a", "b", "agreement"),
    [(*pair, "same") for pair in SAME]
    + [(*pair, "compatible") for pair in COMPATIBLE]
    + [(*pair, "different") for pair in DIFFERENT],
)
def test_compare(a, b, agreement):
    assert compare(value(a), value(b)) == agreement
    assert compare(value(b), value(a)) == agreement
    assert same_value(value(a), value(b)) is (agreement == "same")


@pytest.mark.parametrize(
    ("evidence", "claim", "holds"),
    [
        ("March 2014", "2014", True),
        ("2014", "March 2014", False),
        ("$47.6 billion", "nearly $50 billion", True),
        ("nearly $50 billion", "$47.6 billion", False),
        ("nearly $50 billion", "$50 billion", False),
        ("50", "about 50", True),
        ("50", "more than 50", False),
        ("1994", "the 1990s", True),
        ("the 1990s", "1994", False),
        ("2016-2017", "2015-2017", False),
        ("October 2008", "the late 2000s", True),
        ("October 2008", "the early 2000s", False),
        ("1649-1660", "the mid seventeenth century", True),
        ("1593", "the end of the 16th century", True),
        ("1855", "the 1800s", True),
        ("2015", "the 2000s", False),
        ("1962", "the 1960's", True),
        ("Sept. 13, 2023", "Wednesday", True),
        ("Sept. 13, 2023", "Thursday", False),
        ("Fumio Kishida", "Kishida", True),
        ("Kishida", "Fumio Kishida", False),
    ],
)
def test_entails(evidence, claim, holds):
    assert entails(value(evidence), value(claim)) is holds
