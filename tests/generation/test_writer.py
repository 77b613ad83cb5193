"""The answer of a model: what is shown, what is repaired, corrected, dropped, and what is left."""

from __future__ import annotations

import re
import threading
from pathlib import Path

import pytest

from qa_app.assistant import Assistant
from qa_app.contract import Answer, Done, Request, Sentence
from qa_app.generation.base import ModelError
from qa_app.generation.drafts import Draft
from qa_app.generation.judging import Judged, judge
from qa_app.generation.prompting import NO_ANSWER
from qa_app.generation.written import _points_back
from tests.fakes import ScriptedModel
from tests.generation.build import GAVE, GRANT, LENT, QUESTION, numbers_of, written_by
from tests.whole.test_quotes_exact import check


def asked(
    tmp_path: Path, *replies: object, question: str = QUESTION, **settings: object
) -> tuple[Answer, ScriptedModel, Assistant, list[str]]:
    """The answer, and what was shown on the way; it must be the same sentences."""
    model = ScriptedModel(*replies)  # type: ignore[arg-type]
    with written_by(tmp_path, model, **settings) as assistant:
        events = list(assistant.stream(Request(question)))
        done = events[-1]
        assert isinstance(done, Done)
        check(assistant, [done.answer])
    shown = [one for one in events if isinstance(one, Sentence)]
    assert [one.sentence for one in shown] == list(done.answer.sentences)
    assert [c for one in shown for c in one.citations] == list(done.answer.citations)
    assert model.closed == len(model.history)
    return done.answer, model, assistant, [one.sentence.text for one in shown]


def test_what_is_supported_is_shown_with_the_words_that_support_it(tmp_path: Path) -> None:
    answer, model, _, _ = asked(tmp_path, f"{GAVE} [1] {GRANT} [1]")
    assert (answer.mode, answer.model) == ("model", "scripted:model")
    assert [(one.text, one.citations, one.support) for one in answer.sentences] == [
        (GAVE, (1,), "supported"),
        (GRANT, (2,), "supported"),
    ]
    assert [one.quote for one in answer.citations] == [GAVE, GRANT]
    assert answer.answer == f"{GAVE} [1] {GRANT} [2]"
    assert answer.note == ""
    assert answer.prompt.startswith("answer-system/1 (")
    assert answer.to_json()["prompt"] == answer.prompt
    assert "repair" not in answer.prompt
    assert len(model.history) == 1


def test_several_spans_where_one_does_not_say_it_all(tmp_path: Path) -> None:
    said = "Japan gave six patrol boats to Vietnam in 2014, a grant worth 500 million yen."
    answer, *_ = asked(tmp_path, f"{said} [1]")
    (sentence,) = answer.sentences
    quoted = " ".join(citation.quote for citation in answer.citations)
    assert GAVE in quoted
    assert GRANT in quoted
    assert "fisheries" not in quoted
    assert sentence.support == "supported"


@pytest.mark.parametrize("marker", ["", " [2]", " [7]", " [1, 9]", " [88]"])
def test_a_wrong_or_missing_citation_is_corrected(tmp_path: Path, marker: str) -> None:
    answer, *_ = asked(tmp_path, f"{GAVE}{marker}")
    assert answer.mode == "model"
    assert [(c.source, c.quote) for c in answer.citations] == [("boats.md", GAVE)]
    assert answer.answer == f"{GAVE} [1]"


def test_an_unsupported_sentence_is_repaired_once(tmp_path: Path) -> None:
    wrong = "Japan gave nine patrol boats to Vietnam in 2014."
    answer, model, _, shown = asked(tmp_path, f"{wrong} [1] {GRANT} [1]", f"{GAVE} [1]")
    assert shown == [GAVE, GRANT]
    assert answer.note == ""
    assert re.search(r"^answer-system/1 .*, answer/1 .*, repair/1 \([0-9a-f]{12}\)$", answer.prompt)
    (_, told) = model.history[1][1]
    assert wrong in told
    assert "nine" not in answer.answer


def test_what_was_written_before_thinking_ends_is_no_answer(tmp_path: Path) -> None:
    # The chat template opened it, so that only its end is written.
    wrong = "Japan gave nine patrol boats to Vietnam in 2014."
    thought = "Okay, six or nine boats? NO ANSWER. The moon is made of cheese. [1] Well: "
    answer, model, _, shown = asked(
        tmp_path,
        f"{thought}</think>{GAVE} [1] {wrong} [1]",
        f"They asked for cheese. Hm.</think>{GRANT} [1]",
    )
    assert shown == [GAVE, GRANT]
    assert answer.note == ""
    assert len(model.history) == 2  # nothing that was only thought is repaired


@pytest.mark.parametrize(
    "text",
    [
        "According to the data: six boats came.",
        "It keeps one file: the ledger of 1920.",
        "It was found with p <a in 3 cases.",
        "He asked, “Is the museum open?”",
        'The crowd shouted "Where is the boat?"',
    ],
)
def test_what_an_article_says_is_shown_as_it_says_it(tmp_path: Path, text: str) -> None:
    body = f"# Harbour\n\nThe museum of the harbour opened in 1990. {text} Many came.\n"
    question = "What does the museum of the harbour keep, and what was asked or found?"
    assert shown_of(tmp_path, {"a.md": body}, question, f"{text} {{Harbour}}") == [text]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("See data:text/html,<x for six boats.", "link"),
        ("See data:,six for boats.", "link"),
        ("See file:///etc/passwd for boats.", "link"),
        ("See javascript:alert(1) for boats.", "link"),
        ("See https://x.example/boats for boats.", "link"),
        ("Six <b>boats</b> came.", "link"),
        ("Six <img src=x onerror=y> came.", "link"),
        ("<img src=x onerror=y came.", "link"),
        ("Six <!-- boats came.", "link"),
        ("Did six boats come?", "question"),
        ("“Did six boats come?”", "question"),
        ("Did “six” boats come (or seven?)", "question"),
    ],
)
def test_links_markup_and_questions_are_no_sentences(text: str, reason: str) -> None:
    judged = judge(Draft(text, (1,)), [], None)
    assert judged.support == "unsupported"
    assert reason in judged.reason


def test_what_cannot_be_repaired_is_left_out_and_said(tmp_path: Path) -> None:
    wrong = "Japan gave nine patrol boats to Vietnam in 2014. [1]"
    answer, model, _, shown = asked(tmp_path, f"{GRANT} [1] {wrong}", wrong)
    assert shown == [GRANT]
    assert len(model.history) == 2
    assert answer.note == "A sentence that the articles do not support was left out."
    assert "nine" not in str(answer.to_json())


@pytest.mark.parametrize(
    "replies",
    [
        (f"{NO_ANSWER}",),
        (f"**{NO_ANSWER}.**",),
        ("The moon is made of cheese. [1]", "Cheese it is. [1]"),
        ("What else would you like to know?",),
        ("```\nprint('six')\n```",),
        ("",),
        ("   \n\n  ",),
        ("!!! ... [1]",),
    ],
)
def test_when_nothing_is_left_the_quotes_are_given(
    tmp_path: Path, replies: tuple[str, ...]
) -> None:
    answer, *_ = asked(tmp_path, *replies)
    assert (answer.mode, answer.outcome) == ("quotes", "answered")
    assert GAVE in answer.answer
    assert answer.note.endswith("the answer is quoted.")


def test_a_sentence_that_refers_back_to_one_left_out_goes_with_it(tmp_path: Path) -> None:
    wrong = "The bridge of Hue is 40 years old. [2]"
    leaning = "They are built in Japan. [2]"
    answer, _, _, shown = asked(tmp_path, f"{GAVE} [1] {wrong} {leaning}")
    assert shown == [GAVE]
    assert answer.note.startswith("2 sentences")


def test_a_sentence_must_not_refer_back_to_another_article(tmp_path: Path) -> None:
    _, _, _, shown = asked(tmp_path, f"{GAVE} [1] They are built in Japan. [2]")
    assert shown == [GAVE]
    _, _, _, shown = asked(tmp_path / "b", f"{LENT} [2] They are built in Japan. [2]")
    assert shown == [LENT, "They are built in Japan."]


TRAMS = {
    "h.md": "# Halden Works\n\nHalden Works makes trams in Halden. It has 300 workers.\n",
    "t.md": "# Tarn AG\n\nTarn AG builds boats in Tarn. The company was founded in 1950.\n",
}
FIRST = "Halden Works makes trams in Halden."


def shown_of(tmp_path: Path, articles: dict[str, str], question: str, text: str) -> list[str]:
    """What is shown of a text; `{Title}` stands for the number of the article of that title."""

    class Numbered(ScriptedModel):
        def stream(self, messages, allowance, finish):  # type: ignore[no-untyped-def]
            yield from super().stream(messages, allowance, finish)
            if len(self.history) == 1:
                numbers = {title: f"[{n}]" for title, n in numbers_of(self).items()}
                yield text.format_map(numbers)

    with written_by(tmp_path, Numbered(), articles) as assistant:
        answer = assistant.ask(question)
        check(assistant, [answer])
    return [one.text for one in answer.sentences] if answer.mode == "model" else []


@pytest.mark.parametrize(
    "other",
    [
        "The company was founded in 1950.",
        "In 1950 the company was founded.",
        "In 1950, it was founded.",
        "However, the company was founded in 1950.",
    ],
)
def test_the_company_of_one_article_is_not_that_of_another(tmp_path: Path, other: str) -> None:
    asked_for = "What does Halden Works make, and when was the company founded?"
    text = f"{FIRST} {{Halden Works}} {other} {{Tarn AG}}"
    assert shown_of(tmp_path, TRAMS, asked_for, text) == [FIRST]
    own = f"Tarn AG builds boats in Tarn. {{Tarn AG}} {other} {{Tarn AG}}"
    assert shown_of(tmp_path / "b", TRAMS, asked_for, own)[1:] == [other]


@pytest.mark.parametrize(
    ("text", "back"),
    [
        ("The old firm closed in 1950.", True),
        ("The company left Tarn AG in 1950.", True),
        ("The firm was bought by the owner of Tarn AG.", True),
        ("On 3 May 1950 the yard closed.", True),
        ("Founded in 1950, the yard builds boats.", True),
        ("The president of France spoke.", False),
        ("The painter Edvard Munch was born in 1863.", False),
        ("The Halden works closed.", False),
        ("After Tarn AG was founded, the company grew.", False),
        ("In 1950 Tarn AG left the yard.", False),
        ("At the end of the war, Tarn AG closed the yard.", False),
        ("Tarn AG was bought by the company.", False),
    ],
)
def test_a_subject_without_a_name_points_back(text: str, back: bool) -> None:
    assert _points_back(text) is back


def test_partly_supported_by_two_articles_is_not_supported(tmp_path: Path) -> None:
    articles = {
        "a.md": "# Museum\n\nIngrid Holt leads the museum in Oslo. It opened in 1990.\n",
        "b.md": "# Painter\n\nThe painter Peter Lund was born in 1950. He lives in Oslo.\n",
    }
    true = "Ingrid Holt leads the museum in Oslo."
    text = f"{true} {{Museum}} Ingrid Holt was born in 1950. {{Museum}}{{Painter}}"
    shown = shown_of(tmp_path, articles, "Who leads the museum in Oslo?", text)
    assert shown == [true]


def test_a_quotation_put_together_from_two_places_is_no_quotation(tmp_path: Path) -> None:
    heard: list[Judged] = []
    model = ScriptedModel("It says “six patrol boats were worth 500 million yen”. [1]")
    with written_by(tmp_path, model) as assistant:
        assert assistant.writer
        assistant.writer.heard = lambda judged, repaired: heard.append(judged)
        answer = assistant.ask(QUESTION)
    assert answer.mode == "quotes"
    assert heard[0].support == "unsupported"
    assert "quotation" in heard[0].reason


def test_only_partly_supported_is_not_enough_by_itself(tmp_path: Path) -> None:
    # What is expected is told as done: partly supported.
    partly = "The first of the vessels arrived in 2025. [2]"
    heard: list[str] = []
    model = ScriptedModel(partly)
    with written_by(tmp_path, model) as assistant:
        assert assistant.writer
        assistant.writer.heard = lambda judged, repaired: heard.append(judged.support)
        answer = assistant.ask(QUESTION)
    assert "supported" not in heard
    assert answer.mode == "quotes"
    assert "arrived" not in answer.answer


def test_a_sentence_is_shown_before_the_model_has_finished(tmp_path: Path) -> None:
    gate = threading.Event()

    class Waiting(ScriptedModel):
        def stream(self, messages, allowance, finish):  # type: ignore[no-untyped-def]
            yield f"{GAVE} [1] The grant was "
            assert gate.wait(20)
            yield "worth 500 million yen. [1]"

    with written_by(tmp_path, Waiting()) as assistant:
        events = assistant.stream(Request(QUESTION))
        first = next(one for one in events if isinstance(one, Sentence))
        assert first.sentence.text == GAVE
        gate.set()
        *_, done = events
    assert isinstance(done, Done)
    assert len(done.answer.sentences) == 2


@pytest.mark.parametrize("pieces", [[], [f"{GAVE} [1] {GRANT} [1] The"], ["Japan gave nine"]])
def test_a_model_that_breaks_off_leaves_the_quotes(tmp_path: Path, pieces: list[str]) -> None:
    error = ModelError("scripted:model: its server failed (500)")
    answer, _, _, shown = asked(tmp_path, [*pieces, error])
    assert "its server failed (500)" in answer.note
    assert answer.outcome == "answered"
    assert GAVE in answer.answer
    assert "nine" not in answer.answer
    assert len(shown) == len(set(shown))
    assert answer.mode == ("model" if pieces and GAVE in pieces[0] else "quotes")


def test_a_disagreement_is_shown_in_what_a_model_writes_too(tmp_path: Path) -> None:
    def article(number: str, day: str) -> str:
        return f"---\ntitle: Boats\ndate: {day}\n---\nJapan gave {number} patrol boats to Hanoi.\n"

    articles = {"a.md": article("six", "2021-02-01"), "b.md": article("nine", "2022-02-01")}
    model = ScriptedModel("Japan gave nine patrol boats to Hanoi. [1]")
    with written_by(tmp_path, model, articles) as assistant:
        answer = assistant.ask("How many patrol boats did Japan give to Hanoi?")
        check(assistant, [answer])
    assert answer.mode == "model"
    (conflict,) = answer.conflicts
    assert {answer.citations[v.citation - 1].source for v in conflict.values} == set(articles)


def test_a_question_that_the_articles_do_not_answer_is_not_asked(tmp_path: Path) -> None:
    from qa_app.answering.quotes import Thresholds

    model = ScriptedModel("Anything. [1]")
    with written_by(tmp_path, model) as assistant:
        assistant._thresholds = Thresholds(1.1, 1.1)
        answer = assistant.ask(QUESTION)
    assert (answer.outcome, answer.mode, model.history) == ("not_found", "quotes", [])


def test_a_question_asked_for_quotes_is_not_written(tmp_path: Path) -> None:
    model = ScriptedModel(f"{GAVE} [1]")
    with written_by(tmp_path, model) as assistant:
        answer = assistant.answer(Request(QUESTION, quoted=True))
    assert (answer.mode, answer.model, answer.outcome) == ("quotes", "", "answered")
    assert not model.history
