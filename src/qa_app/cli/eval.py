"""`qa-app eval`: ask a gold set and say how good the answers are.

`qa-app eval GOLD…` is `qa-app eval run GOLD…`; every other verb has its own name.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from qa_app.cli.options import JsonOption, ModelOption, ModelUrlOption, StoreOption

if TYPE_CHECKING:
    from qa_app.evaluation import Run, Shortfall


class RunByDefault(TyperGroup):
    """A group that takes a first argument which is none of its commands for one of `run`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """The arguments, with `run` put in front where it is meant."""
        if args and args[0] not in self.commands and args[0] not in ("--help", "-h"):
            args = ["run", *args]
        return super().parse_args(ctx, args)


app = typer.Typer(
    cls=RunByDefault,
    help="Ask gold questions and measure the answers: qa-app eval GOLD.jsonl",
    no_args_is_help=True,
    add_completion=False,
)

GoldArgument = Annotated[
    list[Path], typer.Argument(metavar="GOLD", help="Gold files, or folders of them.")
]
OutOption = Annotated[Path, typer.Option("--out", metavar="DIR", help="Where runs are kept.")]
MarkdownOption = Annotated[
    bool, typer.Option("--markdown", help="Print Markdown for a pull request.")
]
RUNS = Path("runs")


@app.command("run")
def run_command(
    gold: GoldArgument,
    store: StoreOption = None,
    name: Annotated[
        str | None, typer.Option("--name", help="Name of the run (default: the time).")
    ] = None,
    out: OutOption = RUNS,
    gate: Annotated[
        Path | None, typer.Option("--gate", metavar="FILE", help="Bounds that must be kept.")
    ] = None,
    json: JsonOption = False,
    markdown: MarkdownOption = False,
    workers: Annotated[
        int, typer.Option("--workers", min=1, max=64, help="Questions asked at a time.")
    ] = 1,
    resume: Annotated[
        bool, typer.Option("--resume/--no-resume", help="Keep the answers the run has already.")
    ] = True,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Seed of intervals and clothes.")] = 0,
    clothes: Annotated[
        bool,
        typer.Option("--clothes", help="Ask what was right again: in capitals, with a greeting …"),
    ] = False,
    model: ModelOption = None,
    model_url: ModelUrlOption = None,
) -> None:
    """Ask every gold question, measure the answers, and hold them against a gate."""
    from qa_app.cli.eval_support import open_assistant, progress, stop_on_gold_errors
    from qa_app.evaluation import Corpus, evaluate, load_gate, load_gold, shortfalls
    from qa_app.evaluation.asking import about, asker, files_of
    from qa_app.evaluation.run import new_name

    _refuse_both(json, markdown)
    bounds = load_gate(gate) if gate else ()
    with open_assistant(store, model, model_url) as assistant, stop_on_gold_errors():
        corpus = Corpus.of(assistant, files_of(assistant))
        questions = load_gold(gold, corpus)
        with progress() as told:
            run = evaluate(
                asker(assistant),
                questions,
                out / (name or new_name(out)),
                corpus=corpus,
                about=about(assistant),
                workers=workers,
                progress=told,
                resume=resume,
                seed=seed,
                clothes=clothes,
            )
    short = shortfalls(run.summary, bounds)
    _print_run(run, short, json, markdown)
    if short:
        raise typer.Exit(1)


@app.command("compare")
def compare_command(
    first: Annotated[Path, typer.Argument(metavar="A", help="A run: its folder or its name.")],
    second: Annotated[Path, typer.Argument(metavar="B", help="The run held against it.")],
    out: OutOption = RUNS,
    json: JsonOption = False,
    markdown: MarkdownOption = False,
    fail_if_worse: Annotated[
        bool, typer.Option("--fail-if-worse", help="Exit code 1 when a measure got worse.")
    ] = False,
) -> None:
    """Say what changed between two runs over the same questions and articles."""
    from qa_app.cli.output import console, print_json
    from qa_app.evaluation import compare, load_run
    from qa_app.evaluation.report.markdown import comparison_markdown
    from qa_app.evaluation.report.terminal import print_comparison

    _refuse_both(json, markdown)
    comparison = compare(load_run(_folder(first, out)), load_run(_folder(second, out)))
    if json:
        print_json(comparison.to_json())
    elif markdown:
        typer.echo(comparison_markdown(comparison), nl=False)
    else:
        print_comparison(comparison, console())
    if fail_if_worse and comparison.worse:
        raise typer.Exit(1)


@app.command("report")
def report_command(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="A run: its folder or its name.")],
    out: OutOption = RUNS,
) -> None:
    """Write the report of a run again, and say where it is."""
    from qa_app.evaluation import load_run
    from qa_app.evaluation.report.page import write_report

    typer.echo(write_report(load_run(_folder(run, out))))


@app.command("check")
def check_command(
    gold: GoldArgument,
    store: StoreOption = None,
    json: JsonOption = False,
    fix: Annotated[
        bool, typer.Option("--fix", help="Put evidence that moved back where it stands now.")
    ] = False,
) -> None:
    """Find twins, questions that give their answer away, and evidence that moved."""
    from qa_app.cli.eval_support import print_findings, read_corpus
    from qa_app.evaluation.gold_lines import files_of, read_lines
    from qa_app.evaluation.making.check import check_gold
    from qa_app.evaluation.making.mend import mend

    questions, problems = read_lines(files_of(gold))
    findings = check_gold(questions, read_corpus(store))
    mended = mend(findings) if fix else []
    left = [finding for finding in findings if finding not in mended]
    print_findings(left, mended, problems, len(questions), as_json=json)
    if problems or not questions or any(not finding.is_warning for finding in left):
        raise typer.Exit(1)


@app.command("new")
def new_command(
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="The file to add to.")],
    store: StoreOption = None,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Order of the passages.")] = 0,
) -> None:
    """Write gold questions, passage by passage."""
    from qa_app.cli.eval_support import Terminal, read_corpus
    from qa_app.evaluation import load_gold
    from qa_app.evaluation.files import append
    from qa_app.evaluation.making.new import Session, passages

    known = load_gold(gold).questions if gold.is_file() and gold.stat().st_size else ()
    corpus = read_corpus(store)
    session = Session(Terminal(), corpus, lambda row: append(gold, row), known)
    typer.echo(f"{session.run(passages(corpus, seed))} questions written to {gold}")


@app.command("candidates")
def candidates_command(
    feedback: Annotated[Path, typer.Argument(metavar="FEEDBACK", help="Judgements from the chat.")],
    gold: Annotated[Path, typer.Argument(metavar="OUT", help="The file of candidates to write.")],
) -> None:
    """Make gold candidates of what people said of answers; each still wants a review."""
    from qa_app.evaluation.files import write_lines
    from qa_app.evaluation.making.candidates import candidates, read_feedback

    if gold.exists():
        raise typer.BadParameter(f"{gold} exists; candidates never replace a file")
    rows = candidates(read_feedback(feedback))
    write_lines(gold, rows)
    typer.echo(f"{len(rows)} candidates written to {gold}; each says what is to be reviewed")


def _print_run(run: Run, short: list[Shortfall], json: bool, markdown: bool) -> None:
    from qa_app.cli.output import console, print_json
    from qa_app.evaluation.files import write_text
    from qa_app.evaluation.report.markdown import run_markdown
    from qa_app.evaluation.report.page import write_report
    from qa_app.evaluation.report.terminal import print_run, print_shortfalls
    from qa_app.evaluation.run import MARKDOWN

    report = write_report(run, short)
    page = run_markdown(run, short)
    write_text(run.path / MARKDOWN, page)
    if json:
        failed = [str(each) for each in short]
        worn = {each.clothes: each.to_json() for each in run.clothes}
        print_json(
            {
                "run": str(run.path),
                "below_gate": failed,
                **run.summary.to_json(),
                "removed": [each.to_json() for each in run.removed],
                **({"clothes": worn} if worn else {}),
            }
        )
    elif markdown:
        typer.echo(page, nl=False)
    else:
        print_run(run, console())
        print_shortfalls(short, console())
        typer.echo(f"report: {report}")


def _refuse_both(json: bool, markdown: bool) -> None:
    if json and markdown:
        raise typer.BadParameter("--json and --markdown exclude each other")


def _folder(run: Path, out: Path) -> Path:
    return run if run.is_dir() or not (out / run).is_dir() else out / run
