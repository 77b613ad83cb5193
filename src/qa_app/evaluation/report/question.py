"""One question in the report: what was asked, what came, what was right, and where it failed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from qa_app.contract import Answer
from qa_app.evaluation.contexts import EMPHASISED, GOLD, QUOTED
from qa_app.evaluation.gold_model import GoldQuestion
from qa_app.evaluation.report.markup import Html, el, join
from qa_app.evaluation.score import QuestionScore

_MARKER = re.compile(r"(\[\d+\])")


@dataclass(frozen=True, slots=True)
class Entry:
    """All that the report knows of one question."""

    gold: GoldQuestion
    answer: Answer
    score: QuestionScore
    context: Mapping[str, Any]


def entry(each: Entry) -> Html:
    """The question as a line that opens."""
    slug = slug_of(each.score.stage)
    head = el(
        "summary",
        el("span", str(each.score.stage), class_=f"chip {slug}"),
        el("span", each.gold.question, class_="asked"),
        el("span", each.gold.kind, class_="kind"),
        el("code", each.gold.id),
    )
    body = el("div", el("div", _left(each)), el("div", _right(each)), class_="sides")
    return el("details", head, body, class_=f"q s-{slug}", data_id=each.gold.id)


def slug_of(stage: str) -> str:
    """A stage as a class name."""
    return stage.replace(" ", "-")


def _left(each: Entry) -> list[Html]:
    answer = each.answer
    shown = [*_history(each.gold), _heading("Answer"), _answer_text(answer)]
    if answer.searched and answer.searched != answer.question:
        shown.append(el("p", "searched: ", answer.searched, class_="note"))
    if answer.reason:
        shown.append(el("p", "reason: ", answer.reason, class_="note"))
    shown += _conflicts(answer)
    cited = each.context["cited"]
    if cited:
        shown += [_heading("Citations"), *[_citation(row, answer) for row in cited]]
    closest = each.context["closest"]
    if closest:
        shown += [_heading("Closest"), *[_citation(row, answer) for row in closest]]
    return shown


def _right(each: Entry) -> list[Html]:
    gold = each.gold
    if not gold.answerable:
        return [_heading("Gold"), el("p", "The articles do not say.", class_="gold-answer")]
    pieces = [
        _evidence(row, piece.quote)
        for row, piece in zip(each.context["gold"], gold.evidence, strict=True)
    ]
    return [
        _heading("Gold"),
        el("ul", [el("li", answer) for answer in gold.answers], class_="gold-answer"),
        _heading("Evidence"),
        *pieces,
        _heading("Retrieved"),
        _retrieved(each),
    ]


def _history(gold: GoldQuestion) -> list[Html]:
    if not gold.history:
        return []
    turns = [el("p", el("b", turn.role), " ", turn.text, class_="turn") for turn in gold.history]
    return [_heading("Before"), *turns]


def _answer_text(answer: Answer) -> Html:
    parts = [
        el("sup", part, class_="marker") if _MARKER.fullmatch(part) else join(part)
        for part in _MARKER.split(answer.answer)
    ]
    meter = el("span", f"confidence {answer.confidence:.2f}", class_="confidence")
    flags = [
        el("p", el("span", s.support, class_=f"support {s.support}"), s.text, class_="note")
        for s in answer.sentences
        if s.support != "supported"
    ]
    kind = "answer refused" if answer.abstained else "answer"
    return el("div", el("p", parts), *flags, meter, class_=kind)


def _conflicts(answer: Answer) -> list[Html]:
    return [
        el(
            "p",
            f"disagreement on {conflict.about}: ",
            " / ".join(f"{value.value} [{value.citation}]" for value in conflict.values),
            class_="note",
        )
        for conflict in answer.conflicts
    ]


def _citation(row: Mapping[str, Any], answer: Answer) -> Html:
    flags = []
    if not row["exact"]:
        flags.append(el("span", "not exact", class_="flag bad"))
    if not answer.abstained:
        holds = row["bears"]
        says = "holds the answer" if holds else "does not hold the answer"
        flags.append(el("span", says, class_="flag good" if holds else "flag bad"))
    head = el(
        "figcaption",
        el("b", f"[{row['n']}] {row['title'] or row['source']}"),
        el("span", row["published"]) if row["published"] else None,
        el("code", row["source"]),
        *flags,
    )
    return el("figure", head, _passage(row), class_="cited")


def _evidence(row: Mapping[str, Any], quote: str) -> Html:
    rank = f"retrieved at rank {row['rank']}" if row["rank"] else "not retrieved"
    flag = el("span", rank, class_="flag good" if row["rank"] else "flag bad") if quote else None
    why = f"The cleaning removed it: {quote}" if quote else "Its words are not known."
    unknown = el("p", why, class_="note")
    body = _passage(row) if row["pieces"] else unknown
    return el("figure", el("figcaption", el("code", row["source"]), flag), body, class_="evidence")


def _passage(row: Mapping[str, Any]) -> Html:
    before, after = row["cut"]
    runs = groupby(row["pieces"], key=lambda piece: QUOTED in piece[1])
    shown = [_run(quoted, [_piece(*piece) for piece in pieces]) for quoted, pieces in runs]
    return el("blockquote", "… " if before else None, shown, " …" if after else None)


def _piece(text: str, marks: str) -> Html:
    piece = join(text)
    if GOLD in marks:
        piece = el("u", piece, class_="gold")
    if EMPHASISED in marks:
        piece = el("b", piece, class_="emphasis")
    return piece


def _run(quoted: bool, pieces: list[Html]) -> Html:
    """Neighbouring pieces; those of a quote are one mark, whatever is marked inside."""
    return el("mark", pieces) if quoted else join(pieces)


def _retrieved(each: Entry) -> Html:
    rank = each.score.evidence_rank
    rows = [
        el(
            "li",
            el("code", passage.source),
            el("span", f" {passage.start}–{passage.end} · {passage.score:.3g}"),
            class_="has" if number == rank else None,
        )
        for number, passage in enumerate(each.answer.retrieved[:10], start=1)
    ]
    return el("ol", rows, class_="retrieved") if rows else el("p", "nothing", class_="note")


def _heading(words: str) -> Html:
    return el("h4", words)


def ordered(entries: Sequence[Entry], stages: Sequence[str]) -> list[Entry]:
    """Failures first, in the order of `stages`, then by id."""
    return sorted(entries, key=lambda e: (stages.index(str(e.score.stage)), e.gold.id))
