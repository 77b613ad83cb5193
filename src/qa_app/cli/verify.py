"""`qa-app verify`: do the cited words say what a sentence says?"""

from __future__ import annotations

import json as jsons
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from qa_app.cli.options import JsonOption
from vectorstore.errors import QaAppError

if TYPE_CHECKING:
    from qa_app.verification import Entailment, Verdict


class PairError(QaAppError):
    """A line of a batch is not a sentence with its spans."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One line of a batch."""

    id: str | int
    sentence: str
    spans: tuple[str, ...]


def verify_command(
    sentence: Annotated[
        str | None, typer.Option("--sentence", metavar="TEXT", help="The sentence to check.")
    ] = None,
    span: Annotated[
        list[str] | None,
        typer.Option("--span", metavar="TEXT", help="Words that it cites (repeatable)."),
    ] = None,
    batch: Annotated[
        Path | None,
        typer.Option("--batch", metavar="FILE", help="Sentences, one JSON object a line."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Where the batch's verdicts go.")
    ] = None,
    entailment: Annotated[
        str | None,
        typer.Option(
            "--entailment",
            metavar="NAME",
            help="Reads what too few words support: packaged, none, …",
        ),
    ] = None,
    json: JsonOption = False,
) -> None:
    """Check whether cited words support a sentence; no store and no language model are needed."""
    if (sentence is None) == (batch is None):
        raise typer.BadParameter("give --sentence with --span, or --batch FILE --out FILE")
    if (batch is None) != (out is None):
        raise typer.BadParameter("--batch and --out belong together")
    if batch and (span or json):
        raise typer.BadParameter("--span and --json belong to --sentence")
    from qa_app.settings import load_settings
    from qa_app.verification.entailment import load

    model = load(load_settings(entailment=entailment).entailment)
    if batch and out:
        if not run_pairs(batch, out, model):
            raise typer.Exit(1)
        return
    _print_verdict(_verdict(sentence or "", tuple(span or ()), model), as_json=json)


def run_pairs(pairs: Path, verdicts: Path, entailment: Entailment | None) -> bool:
    """Check every line; a bad one is reported with its number and skipped.

    Returns:
        Whether every line was checked.

    Raises:
        QaAppError: if one of the two files cannot be used.
    """
    from qa_app.cli.output import complain

    if verdicts.exists() and pairs.exists() and pairs.samefile(verdicts):
        raise QaAppError(f"{verdicts}: is read from; give --out another file")
    ok = True
    try:
        with pairs.open("rb") as lines, verdicts.open("w", encoding="utf-8") as out:
            for number, raw in _filled(lines):
                try:
                    pair = parse_pair(raw)
                except PairError as error:
                    complain(f"{pairs}, line {number}: {error}; the line is skipped")
                    ok = False
                    continue
                found = to_json(_verdict(pair.sentence, pair.spans, entailment))
                out.write(_dumps({"id": pair.id, **found}) + "\n")
                out.flush()
    except OSError as error:
        raise QaAppError(f"{error.filename or pairs}: {error.strerror}") from None
    return ok


def parse_pair(raw: bytes) -> Pair:
    """One line of a batch.

    Raises:
        PairError: saying what is wrong with it.
    """
    try:
        data = jsons.loads(raw)
    except (ValueError, RecursionError) as error:
        raise PairError(f"not JSON ({error})") from None
    if not isinstance(data, dict):
        raise PairError("not a JSON object")
    sentence, spans, id = data.get("sentence"), data.get("spans"), data.get("id", "")
    if not isinstance(sentence, str):
        raise PairError('"sentence" must be a text')
    if not isinstance(spans, list) or not all(isinstance(span, str) for span in spans):
        raise PairError('"spans" must be a list of texts')
    if not isinstance(id, str | int):
        raise PairError('"id" must be a text')
    return Pair(id, sentence, tuple(spans))


def to_json(verdict: Verdict) -> dict[str, Any]:
    """A verdict in the order of the contract."""
    return {
        "support": verdict.support,
        "score": verdict.score,
        "reason": verdict.reason,
        "evidence": [asdict(place) for place in verdict.evidence],
    }


def _filled(lines: Any) -> Iterator[tuple[int, bytes]]:
    return ((number, raw) for number, raw in enumerate(lines, start=1) if raw.strip())


def _verdict(sentence: str, spans: tuple[str, ...], entailment: Entailment | None) -> Verdict:
    from qa_app.verification import verify

    return verify(sentence, spans, entailment)


def _dumps(data: dict[str, Any]) -> str:
    # A lone surrogate is valid JSON and no valid UTF-8: it leaves as it came, escaped.
    text = jsons.dumps(data, ensure_ascii=False)
    return text if text.isprintable() else jsons.dumps(data)


def _print_verdict(verdict: Verdict, *, as_json: bool) -> None:
    from qa_app.cli.output import console, print_json, safe

    if as_json:
        print_json(to_json(verdict))
    else:
        console().print(safe(f"{verdict.support} ({verdict.score:.2f}): {verdict.reason}"))
