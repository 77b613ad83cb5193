"""What came of a question as HTML: each of the four outcomes, and an answer that is on its way."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from qa_app.contract import Answer, AnswerSentence, Citation, Searched
from qa_app.conversation import CLOSEST, Exchange
from qa_app.standing import Kind
from qa_app.web.render import wording
from qa_app.web.render.citation import emphasised, marker, passages, sources
from qa_app.web.render.conflict import conflict
from qa_app.web.render.details import foot
from qa_app.web.render.escape import element, text, words

MANY = 6
"""More sentences than these are an overview or a list, and stand one below the other."""
ABOUT = 5
"""Articles that a question which goes on from here may be about."""
SUPPORT = {"partly": "partly supported", "unsupported": "not supported"}


def answer(
    exchange: str,
    given: Answer,
    *,
    judged: bool = True,
    limits: str = "",
    examples: Sequence[str] = (),
    verdict: str = "",
    correction: str = "",
    standings: Mapping[str, Kind] = MappingProxyType({}),
) -> str:
    """Everything below a question that has come to its end.

    Args:
        judged: whether people can say if it is right.
        limits: what the search was limited to, in words.
        examples: what can be asked instead of no question.
        verdict, correction: what was said of it.
        standings: what has become of the citations, by name.
    """
    if given.outcome == "answered":
        inner = _answered(exchange, given, standings)
    elif given.outcome == "no_question":
        inner = _lead(given) + _reason(given) + ask_buttons(examples)
    elif given.outcome == "unsure":
        which = ask_buttons(given.choices, "What you may mean")
        inner = _lead(given) + which + _closest(exchange, given) + _reason(given)
    else:
        inner = _lead(given) + _reason(given) + _folded(_closest(exchange, given))
    inner += _since(given, standings)
    if limits and given.outcome in ("unsure", "not_found"):
        inner += _everywhere(given.question)
    if given.outcome != "no_question":
        inner += foot(given, judged, verdict, correction)
    about = dict.fromkeys(
        [c.source for c in (*given.citations, *given.closest)] + [r.source for r in given.retrieved]
    )
    return element(
        "div",
        inner,
        class_=f"answer {given.outcome}",
        data_about=json.dumps(list(about)[:ABOUT]),
    )


def partial(given: Exchange) -> str:
    """What has been heard so far of an answer, and what is being done."""
    known = {citation.n: citation for citation in given.citations}
    said = _said(given.id, [one.sentence for one in given.sentences], known)
    state = ""
    if given.pending:
        doing = wording.SEARCHING if given.found is None else wording.reading(given.found)
        dots = '<span class="pulse" aria-hidden="true"></span>'
        state = element("p", dots + words("span", doing), class_="pending")
    elif given.stopped:
        stopped = wording.STOPPED_PARTLY if given.sentences else wording.STOPPED
        state = sources(given.id, given.citations) + words("p", stopped, class_="stopped")
    return element("div", said + state, class_="answer")


def searched(question: str, heard: Searched | None, given: Answer | None) -> str:
    """What was searched, where that is not what was asked, and what was searched for as well."""
    stand_alone = given.searched if given is not None else heard.text if heard is not None else ""
    lines = ""
    if stand_alone and stand_alone != question:
        edit = words("button", "Change", type="button", data_edit=stand_alone)
        lines += _label("Searched for:") + words("q", stand_alone, dir="auto") + " " + edit
    if heard is not None and heard.also:
        also = ", ".join(words("q", one, dir="auto") for one in heard.also)
        lines += (" " if lines else "") + _label("Searched also for") + also
    return element("p", lines, class_="searched") if lines else ""


def _label(label: str) -> str:
    return words("span", label, class_="label") + " "


def _since(given: Answer, standings: Mapping[str, Kind]) -> str:
    """What has become of the quotes since, and the question again; nothing while all stand."""
    said = wording.since(list(standings.values()))
    if not said:
        return ""
    again = words("button", "Ask again", type="button", class_="again", data_ask=given.question)
    return element("p", words("span", said) + " " + again, class_="since")


def _answered(exchange: str, given: Answer, standings: Mapping[str, Kind]) -> str:
    known = {citation.n: citation for citation in given.citations}
    parts = [_said(exchange, given.sentences, known)]
    parts += [conflict(exchange, one, known) for one in given.conflicts]
    if given.note:
        parts.append(words("p", given.note, class_="reason", dir="auto"))
    return "".join(parts) + sources(exchange, given.citations, standings)


def _said(exchange: str, sentences: Sequence[AnswerSentence], known: dict[int, Citation]) -> str:
    if not sentences:
        return ""
    inner = " ".join(_sentence(exchange, sentence, known) for sentence in sentences)
    kind = "said many" if len(sentences) > MANY else "said"
    return element("p", inner, class_=kind, dir="auto")


def _sentence(exchange: str, sentence: AnswerSentence, known: dict[int, Citation]) -> str:
    cited = [known[n] for n in sentence.citations if n in known]
    markers = "".join(marker(exchange, citation) for citation in cited)
    verdict = sentence.support if cited else "unsupported"
    badge = ""
    if verdict in SUPPORT:
        badge = words("span", SUPPORT[verdict], class_=f"support {verdict}")
    inner = _words(sentence.text, cited) + element("span", markers, class_="markers") + badge
    return element("span", inner, class_=f"sentence {verdict}")


def _words(sentence: str, cited: list[Citation]) -> str:
    """The sentence; where it is a quote word for word, with its answering words emphasised."""
    for citation in cited:
        if citation.quote == sentence:
            return emphasised(sentence, citation.emphasis)
    return text(sentence)


def _lead(given: Answer) -> str:
    return words("p", given.answer, class_="lead-in", dir="auto")


def _reason(given: Answer) -> str:
    return words("p", given.why, class_="reason", dir="auto") if given.why else ""


def _closest(exchange: str, given: Answer) -> str:
    return passages(exchange, given.closest, CLOSEST) if given.closest else ""


def _folded(closest: str) -> str:
    if not closest:
        return ""
    return element("details", words("summary", wording.NEAREST) + closest, class_="nearest")


def ask_buttons(questions: Sequence[str], label: str = "Example questions") -> str:
    """Questions that ask themselves."""
    items = "".join(
        element("li", words("button", q, type="button", data_ask=q, class_="example", dir="auto"))
        for q in questions
    )
    return element("ul", items, class_="examples", aria_label=label) if items else ""


def _everywhere(question: str) -> str:
    said = words("span", wording.LIMITED)
    button = words(
        "button",
        wording.EVERYWHERE,
        type="button",
        class_="everywhere",
        data_ask=question,
        data_everywhere="",
    )
    return element("div", said + button, class_="limited")
