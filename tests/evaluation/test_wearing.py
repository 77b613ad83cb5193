"""The same question in other clothes: what changes, what is asked, and what is lost."""

import json
import random

import pytest

from qa_app.evaluation.clothes import CLOTHES, keywords, mistyped
from qa_app.evaluation.corpus import Corpus
from qa_app.evaluation.places import Case
from qa_app.evaluation.run import evaluate, load_run
from qa_app.evaluation.wearing import Worn, wear
from tests.evaluation.fakes import CORPUS, FakeAssistant, gold

QUESTION = "Who paid for the Bridge at Alder?"


@pytest.mark.parametrize(
    ("clothes", "dressed"),
    [
        ("capitals", "WHO PAID FOR THE BRIDGE AT ALDER?"),
        ("lower", "who paid for the bridge at alder?"),
        ("title case", "Who Paid For The Bridge At Alder?"),
        ("no mark", "Who paid for the Bridge at Alder"),
        ("hello", "Hello, who paid for the Bridge at Alder?"),
        ("thanks", "Who paid for the Bridge at Alder? Thanks!"),
        ("please", "Please tell me: who paid for the Bridge at Alder?"),
        ("according", "According to the articles, who paid for the Bridge at Alder?"),
        ("one sentence", "Who paid for the Bridge at Alder? Answer in one sentence."),
    ],
)
def test_each_dress(clothes, dressed):
    assert CLOTHES[clothes](QUESTION, random.Random(1)) == dressed


def test_there_is_exactly_one_typing_error_and_only_in_a_longer_word_that_says_something():
    seen = {mistyped(QUESTION, random.Random(seed)) for seed in range(200)}
    assert len(seen) > 5
    for wrong in seen:
        differing = [(a, b) for a, b in zip(QUESTION.split(), wrong.split(), strict=True) if a != b]
        assert len(differing) <= 1
        for right, typed in differing:
            assert right in ("Bridge", "Alder?")
            assert abs(len(right) - len(typed)) <= 1
    assert mistyped("Who is he?", random.Random(1)) == "Who is he?"


def test_keywords_are_what_is_no_grammar():
    assert keywords(QUESTION, random.Random(1)) == "paid Bridge Alder"


class OnlyPlain(FakeAssistant):
    """Takes a question for nothing when a word of it is in capitals, or it is greeted."""

    def __call__(self, question):
        told = super().__call__(question)
        spoilt = question.question.isupper() or question.question.startswith("Hello")
        return self.refusing(told) if spoilt else told

    @staticmethod
    def refusing(told):
        from dataclasses import replace

        return replace(told, outcome="unsure", citations=(), sentences=(), closest=())


def asked_in(assistant, folder, **how):
    questions = gold(folder)
    return evaluate(assistant, questions, folder / "run", corpus=CORPUS, clothes=True, **how)


def test_what_was_right_is_asked_again_and_what_is_lost_is_named(tmp_path):
    run = asked_in(OnlyPlain(), tmp_path)
    by = {worn.clothes: worn for worn in run.clothes}
    assert list(by) == list(CLOTHES)
    assert (by["capitals"].asked, len(by["capitals"].lost), by["capitals"].share) == (60, 60, 1.0)
    assert len(by["hello"].lost) == 60, "not found of an unanswerable question is right, too"
    assert (by["thanks"].asked, by["thanks"].lost) == (60, ())
    lost = next(one for one in by["hello"].lost if one.id == "bridge-Alder")
    assert (lost.question, lost.outcome) == ("Hello, how long is the bridge at Alder?", "unsure")
    assert load_run(run.path).clothes == run.clothes
    assert run.summary.questions == 60, "the plain run is what is scored"


def test_only_what_was_right_is_asked_again(tmp_path):
    assistant = FakeAssistant(threshold=0.9)  # 20 answerable questions are refused
    run = asked_in(assistant, tmp_path)
    assert {worn.asked for worn in run.clothes} <= set(range(41))
    plain_wrong = {score.id for score in run.scores if score.parts["worth"].num < 1}
    assert len(plain_wrong) == 20
    assert {name for name in assistant.asked if name in plain_wrong} == plain_wrong
    assert all(assistant.asked.count(name) == 1 for name in plain_wrong)


def test_clothes_that_change_nothing_are_not_counted(tmp_path):
    (worn,) = [w for w in worn_of("why so", "Nothing.") if w.clothes == "lower"]
    assert (worn.asked, worn.share) == (0, 0.0)


def worn_of(text, held):
    from qa_app.evaluation.gold import GoldQuestion

    question = GoldQuestion("q", text, (), False, (), "k")
    corpus = Corpus({"a": held})
    assistant = FakeAssistant(corpus, threshold=2)
    return wear(assistant, [Case.of(question, corpus)], {"q": assistant(question)})


def test_the_same_seed_gives_the_same_clothes_in_any_number_of_workers(tmp_path):
    (tmp_path / "b").mkdir()
    one = asked_in(OnlyPlain(), tmp_path, seed=3)
    two = asked_in(OnlyPlain(), tmp_path / "b", seed=3, workers=4)
    assert (one.path / "clothes.json").read_bytes() == (two.path / "clothes.json").read_bytes()


def test_asking_anew_without_clothes_forgets_them(tmp_path):
    run = asked_in(FakeAssistant(), tmp_path)
    assert run.clothes
    again = evaluate(FakeAssistant(), run.gold, run.path, corpus=CORPUS, resume=False)
    assert again.clothes == []


def test_what_was_worn_survives_its_row():
    (worn, *_) = worn_of("Why is it so?", "Nothing.")
    assert Worn.from_json(json.loads(json.dumps(worn.to_json()))) == worn
