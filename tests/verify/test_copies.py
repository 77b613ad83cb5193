"""What a sentence changes of one that it nearly copies, and who is said to have said it."""

import pytest

from qa_app.verification import verify
from qa_app.verification.judge import examine, whole

FERRY = (
    "The ferry Solvei may leave Aldport on Friday after the storm. "
    "Captain Runa Falk said most of the cabins were ready."
)
MILL = (
    "Vice president Edda Moss sold the Corran mill to Bertil Hage in 2016. "
    "It is one of the oldest mills in the valley."
)
OPERA = "The opera Marsh Lights was composed by Ines Dahl. Piet Oster directed it in Lund."


def rules(sentence, *spans):
    _, findings = examine(whole(sentence), spans)
    return {finding.rule for finding in findings}


@pytest.mark.parametrize(
    ("sentence", "span", "rule"),
    [
        ("The ferry Solvei will leave Aldport on Friday after the storm.", FERRY, "hedge"),
        ("The ferry Solvei may leave Aldport on Friday because of the storm.", FERRY, "cause"),
        ("Captain Runa Falk said few of the cabins were ready.", FERRY, "quantity"),
        ("Captain Runa Falk said most of the kitchens were ready.", FERRY, "word"),
        ("Captain Jon Solvei said most of the cabins were ready.", FERRY, "speaker"),
        ("The ferry Solvei may leave Aldport on Friday, according to analysts.", MILL, "speaker"),
        ("The treasurer Edda Moss sold the Corran mill to Bertil Hage.", MILL, "word"),
        ("President Edda Moss sold the Corran mill to Bertil Hage in 2016.", MILL, "restriction"),
        ("It is the oldest mill in the valley.", MILL, "rank"),
        (
            "Vice president Bertil Hage sold the Corran mill to Edda Moss in 2016.",
            MILL,
            "exchanged",
        ),
        ("The opera Marsh Lights was composed by Piet Oster.", OPERA, "agent"),
        ("Each year the town hall opens late.", "The town hall opens late.", "quantity"),
        (
            "It is the second deepest lake of the north.",
            "It is the deepest lake of the north.",
            "rank",
        ),
        (
            "The bridge is not only narrow but steep.",
            "The bridge is only narrow but steep.",
            "negation",
        ),
        (
            "Ulla then left Moen for Moen in 1911.",
            "Ulla then left Moen for Rask in 1911.",
            "name_changed",
        ),
    ],
)
def test_objection(sentence, span, rule):
    assert rule in rules(sentence, span)
    assert verify(sentence, [span]).support != "supported"


@pytest.mark.parametrize(
    ("sentence", "span"),
    [
        ("The Corran mill was sold to Bertil Hage by Edda Moss.", MILL),
        ("Piet Oster directed the opera in Lund.", OPERA),
        ("Marsh Lights was composed by Ines Dahl.", OPERA),
        ("Most of the cabins were ready, Captain Runa Falk said.", FERRY),
        ("Nobody lives on the island.", "No one lives on the island."),
        ("The council did not approve it.", "The council rejected it."),
        ("Osk beat Tarn in the final.", "Tarn was beaten by Osk in the final."),
        ("Edda Moss met Bertil Hage in Lund.", "Bertil Hage met Edda Moss in Lund."),
        ("In Lund, Hage met the press on Monday.", "Hage met the press in Lund on Monday."),
        ("Tim Falk closed the inn.", "Falk closed the inn. Tim was his name."),
    ],
)
def test_no_objection(sentence, span):
    assert not rules(sentence, span) & {
        "exchanged",
        "agent",
        "speaker",
        "quantity",
        "cause",
        "hedge",
        "negation",
        "name_changed",
        "word",
    }


def test_a_free_sentence_is_not_held_to_the_order_of_words():
    span = "Rain fell all week. The dam at Skarn burst on Sunday and flooded forty farms below it."
    assert not rules("Forty farms were flooded when the Skarn dam burst.", span) & {
        "word",
        "exchanged",
    }
