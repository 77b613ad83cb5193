import pytest

from qa_app.verification.judge import examine, whole


def rules(sentence, *spans):
    _, findings = examine(whole(sentence), spans)
    return {finding.rule for finding in findings}


@pytest.mark.parametrize(
    ("sentence", "span", "rule"),
    [
        ("It has 600 seats.", "The hall has 500 seats.", "value"),
        ("It cost $48 billion.", "It cost $47.6 billion.", "inexact"),
        ("He came on 4 May 2021.", "He came on 4 May. In 2021 he left.", "pieces"),
        ("Two men left.", "Ann and Bo left.", "loose"),
        ("Ann Lee left for Oslo.", "Bo Berg left for Oslo.", "name"),
        ("Ann Berg left for Oslo.", "Ann Lee and Bo Berg left for Oslo.", "name_parts"),
        ("The plan was approved.", "The plan was rejected.", "contrary"),
        ("The plan was not approved.", "The plan was approved.", "negation"),
        ("He voted for the plan.", "He voted against the plan.", "contrary"),
        ("Kestrel sued Moorland.", "Moorland sued Kestrel.", "roles"),
        ("Kestrel was sued by Moorland.", "Kestrel sued Moorland.", "roles"),
        ("Esk is larger than Marl.", "Marl is larger than Esk.", "comparison"),
        ("Esk is the largest town.", "Esk is the second-largest town.", "rank"),
        ("The boats left the harbour.", "The boats may leave the harbour.", "hedge"),
        ("It rose to 5%.", "It rose from 5% to 8%.", "attached"),
        ("It cost over $2 million.", "It cost $181 million.", "loose"),
        ("It cost over $2 million.", "It cost $1 million.", "value"),
        ("It cost over 20 crowns.", "It cost 50 guilders.", "value"),
        ("It opened before 2005.", "It opened in May 2001.", "loose"),
        ("It opened before 2005.", "It opened in May 2011.", "value"),
        ("Four men left.", "Ann, Bo, Cy and Dee left.", "counted"),
        ("Five men left.", "Ann, Bo, Cy and Dee left.", "value"),
        ("She has 5 children.", "She has two sons and three daughters.", "counted"),
        ("She has 6 children.", "She has two sons and three daughters.", "value"),
    ],
)
def test_rule(sentence, span, rule):
    assert rule in rules(sentence, span)


@pytest.mark.parametrize(
    ("sentence", "span"),
    [
        ("Moorland was sued by Kestrel.", "Kestrel sued Moorland."),
        ("Marl is smaller than Esk.", "Esk is larger than Marl."),
        ("The plan was not approved.", "The plan was rejected."),
        ("The launch was cancelled.", "They had to cancel the launch."),
        ("Fourteen men left in March.", "In March 2014, 14 men left."),
        ("It cost 47.6 billion dollars.", "It cost $47.6bn."),
        ("He came in 2021.", "He came on 4 May 2021."),
        ("The WTO met.", "The World Trade Organization met."),
        ("Japan's navy left.", "The Japanese navy left."),
        ("He left on a Monday.", "He left on Monday, 27 November 2023."),
        ("It may leave.", "It may leave."),
        ("More than 50 boats left.", "Over 50 boats left."),
        ("He did not only sing.", "He did not only sing, he danced."),
        ("He wrote in the 19th century.", "He wrote between 1855 and 1857."),
    ],
)
def test_no_objection(sentence, span):
    assert rules(sentence, span) == set()
