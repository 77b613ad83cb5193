import subprocess
import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import qa_app
from qa_app.verification import verify
from tests.verify.contrast import FALSE, HARBOUR, TRADE, TRUE, Pair


@pytest.mark.parametrize("pair", FALSE, ids=lambda pair: f"{pair.kind}: {pair.sentence}")
def test_a_wrong_sentence_is_never_supported(pair: Pair):
    assert verify(pair.sentence, [pair.span]).support != "supported"


@pytest.mark.parametrize("pair", TRUE, ids=lambda pair: f"{pair.kind}: {pair.sentence}")
def test_a_right_sentence_is_not_thrown_away(pair: Pair):
    assert verify(pair.sentence, [pair.span]).support != "unsupported"


def test_most_rewordings_are_supported_without_reserve():
    supported = [verify(pair.sentence, [pair.span]).support == "supported" for pair in TRUE]
    assert sum(supported) >= 0.7 * len(supported)


def test_hard_errors_are_unsupported_not_only_partly():
    hard = {"number", "currency", "scale", "negation", "roles"}
    chosen = [pair for pair in FALSE if pair.kind in hard]
    assert [p for p in chosen if verify(p.sentence, [p.span]).support != "unsupported"] == []


@pytest.mark.parametrize("span", sorted({pair.span for pair in FALSE}))
def test_verbatim_sentences_are_supported(span):
    for sentence in span.replace("? ", ". ").split(". "):
        verdict = verify(sentence.rstrip(".") + ".", [span])
        assert verdict.support == "supported"
        assert verdict.score > 0.9


def test_the_reason_names_what_is_said_instead():
    verdict = verify("The board approved a grant of $500 million.", [HARBOUR])
    assert verdict.reason == "'$500 million' is not in the cited words; they say '¥500 million'"


@pytest.mark.parametrize(("sentence", "spans"), [("", ["a b"]), ("…", ["a b"]), ("It rained.", [])])
def test_nothing_to_check_is_unsupported_with_a_reason(sentence, spans):
    verdict = verify(sentence, spans)
    assert (verdict.support, verdict.score) == ("unsupported", 0.0)
    assert verdict.reason


def test_one_word_of_a_longer_text_is_no_verbatim_sentence():
    assert verify("Gov.", ["Gov. Reed has resigned."]).score < 0.9


def test_blank_spans_are_no_evidence():
    assert verify("It rained.", ["", " \n"]).support == "unsupported"


def test_markers_are_not_part_of_the_sentence():
    assert verify("Lorien's exports rose 12 per cent [1][2].", [TRADE]).score > 0.9


def test_several_sentences_are_as_good_as_the_worst():
    text = "Castova is the third-largest investor in Lorien. Lorien's exports rose 15 per cent."
    assert verify(text, [TRADE]).support == "unsupported"


def test_two_spans_may_support_one_sentence():
    spans = ["The board met in Port Verran.", "Mayor Ilse Brandt leads the board."]
    sentence = "The board, which Mayor Ilse Brandt leads, met in Port Verran."
    assert verify(sentence, spans).support != "unsupported"


def test_a_long_passage_does_not_hide_the_sentence():
    filler = "The weather was mild and nothing else happened on that day. " * 200
    assert verify("The exports of Lorien rose 12%.", [filler + TRADE]).support == "supported"


def test_typographic_quotes_and_spaces_do_not_matter():
    span = "She said: “We’ll go\u00a0home.” Then she left."
    assert verify('She said: "We\'ll go home."', [span]).support == "supported"


@pytest.mark.parametrize("wrong", ["may", "expected to"])
def test_what_is_only_expected_is_at_most_partly_a_fact(wrong):
    verb = "reach" if wrong else ""
    span = f"The boats {'are ' if 'to' in wrong else ''}{wrong} {verb} Port Verran in 2022."
    assert verify("The boats reached Port Verran in 2022.", [span]).support == "partly"


def test_in_python_it_is_qa_app_verify():
    assert qa_app.verify("It rained.", ["It rained."]).support == "supported"


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60), st.lists(st.text(max_size=60), max_size=3))
def test_never_fails_and_always_explains(sentence, spans):
    verdict = verify(sentence, spans)
    assert 0 <= verdict.score <= 1
    assert verdict.reason


@settings(max_examples=50, deadline=None)
@given(st.sampled_from(TRUE), st.integers(1, 9))
def test_a_number_that_is_nowhere_is_never_supported(pair, digit):
    made_up = f"{pair.sentence.rstrip('.')}, {digit}7{digit}3,{digit}51 in all."
    assert verify(made_up, [pair.span]).support == "unsupported"


@pytest.mark.parametrize("unit", ["a ", "1,", "not ", "A. ", "“", "x" * 50, "und\n"])
def test_hostile_text_is_checked_in_reasonable_time(unit):
    text = unit * (6_000 // len(unit))
    started = time.process_time()
    verify("The board approved a grant of ¥500 million.", [text])
    verify(text, ["The board approved a grant of ¥500 million."])
    assert time.process_time() - started < 20


def test_no_model_is_loaded():
    code = (
        "import sys\n"
        "from qa_app.verification import verify\n"
        "verify('It rained a lot.', ['It rained.'])\n"
        "sys.exit('sentence_transformers' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
