"""An answer as HTML: sentences with markers, disagreements, cards, and how sure it is."""

from __future__ import annotations

import json
from dataclasses import replace

from qa_app import prompts
from qa_app.contract import Answer, AnswerSentence, Citation, Conflict
from qa_app.web.render.citation import card, emphasised, marker
from qa_app.web.render.escape import day, element, text, words
from qa_app.web.render.plain import as_text

HIGH, MEDIUM = 0.7, 0.4
SUPPORT = {"partly": "partly supported", "unsupported": "not supported"}


def answer(exchange: str, given: Answer, *, judged: bool = True) -> str:
    """Everything below a question; `judged` is whether people can say if it is right."""
    searched = _searched(given)
    if given.abstained:
        return searched + _abstention(exchange, given, judged)
    by_number = {citation.n: citation for citation in given.citations}
    said = " ".join(_sentence(exchange, s, by_number) for s in given.sentences)
    parts = [
        searched,
        element("p", said, class_="said", dir="auto"),
        _conflicts(exchange, given.conflicts, by_number),
        _cards(exchange, given.citations),
        _foot(given, judged),
    ]
    return element("div", "".join(parts), class_="answer")


def _searched(given: Answer) -> str:
    if not given.searched or given.searched == given.question:
        return ""
    label = '<span class="label">Searched for:</span> '
    return element("p", label + words("q", given.searched, dir="auto"), class_="searched")


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


def _conflicts(exchange: str, conflicts: tuple[Conflict, ...], known: dict[int, Citation]) -> str:
    return "".join(_conflict(exchange, conflict, known) for conflict in conflicts)


def _conflict(exchange: str, conflict: Conflict, known: dict[int, Citation]) -> str:
    values = [(v.value, known[v.citation]) for v in conflict.values if v.citation in known]
    values.sort(key=lambda pair: pair[1].published, reverse=True)
    rows = "".join(
        element("dt", text(value) + marker(exchange, citation), dir="auto")
        + element("dd", f"{text(citation.title or citation.source)}, {day(citation.published)}")
        for value, citation in values
    )
    head = element("h4", "The articles disagree: " + words("span", conflict.about, dir="auto"))
    note = element("p", "Newer first.", class_="conflict-note")
    return element("section", head + element("dl", rows) + note, class_="conflict")


def _cards(exchange: str, citations: tuple[Citation, ...]) -> str:
    items = "".join(element("li", card(exchange, citation)) for citation in citations)
    return element("ol", items, class_="cards", aria_label="Sources") if items else ""


def _abstention(exchange: str, given: Answer, judged: bool) -> str:
    parts = [words("p", given.answer or prompts.text("abstain"), class_="not-said", dir="auto")]
    if given.reason and given.reason not in given.answer:
        parts.append(words("p", given.reason, class_="reason", dir="auto"))
    if given.nearest is not None:
        label = "The nearest thing they do say, which is not an answer:"
        parts.append(words("p", label, class_="nearest-label"))
        plain = replace(given.nearest, emphasis=())  # nothing in it answers, so no word stands out
        nearest = card(exchange, plain, name="nearest")
        parts.append(element("div", nearest, class_="nearest"))
    parts.append(_foot(given, judged))
    return element("div", "".join(parts), class_="answer abstained")


def _foot(given: Answer, judged: bool) -> str:
    copy = words(
        "button", "Copy", type="button", class_="copy", data_copy=as_text(given), aria_live="polite"
    )
    made = "" if given.abstained else words("span", _made(given), class_="made")
    judging = _judging(given) if judged else ""
    inner = _confidence(given) + made + judging + copy
    return element("footer", inner, class_="answer-foot")


def _judging(given: Answer) -> str:
    """Two buttons that carry what was asked and said; static/feedback.js sends it."""
    shown = [{"source": c.source, "quote": c.quote} for c in given.citations]
    data = json.dumps(
        {"question": given.searched or given.question, "answer": given.answer, "citations": shown}
    )
    labels = (("up", "Right"), ("down", "Wrong"))
    buttons = "".join(
        words("button", label, type="button", data_verdict=verdict) for verdict, label in labels
    )
    return element(
        "span", buttons, class_="judging", data_judged=data, role="group", aria_label="Is it right?"
    )


def _made(given: Answer) -> str:
    return f"Written by {given.model}, then checked" if given.mode == "model" else "Quoted verbatim"


def _confidence(given: Answer) -> str:
    sure = given.confidence
    level = "high" if sure >= HIGH else "medium" if sure >= MEDIUM else "low"
    if given.abstained:
        return ""
    exact = f"Confidence {sure:.2f} of 1"
    dots = '<span class="dots" aria-hidden="true"></span>'
    label = words("span", f"{level} confidence")
    return element("span", dots + label, class_=f"confidence {level}", title=exact)
