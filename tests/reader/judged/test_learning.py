"""A judge and a reader too small to know anything learn; what the judge reads, and what is kept."""

from __future__ import annotations

import json
import random
import sys
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.numpy import load_file

from bench.judged import judge as judging
from bench.judged import reader, weights
from bench.judged.batches import Batch, Judgement, Table
from bench.judged.judge import Judge, judge_draws, judge_loss
from bench.judged.learning import Budget, Pace, journal, learn
from bench.judged.reader import Mixture, learn_judged, reader_loss
from bench.judged.rows import Rows, save
from bench.judged.smollm2 import in_halves, language
from bench.train_reader import number_kind, schedule
from qa_app.reader.weights import packed, unpacked
from tests.reader.judged import made

DEVICE = "cuda" if torch.cuda.is_available() else "cpu"


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Rows]:
    return made.rows(tmp_path_factory.mktemp("rows"))


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as `prepare` leaves it."""
    folder = tmp_path_factory.mktemp("prepared")
    for seed in range(5):
        save(folder / f"draw-{seed}.npz", made.rows(folder, 9, seed))
    save(folder / "held-out.npz", made.rows(folder, 8, 9))
    return folder


@pytest.mark.parametrize("causal", [True, False])
def test_a_judge_learns(rows: dict[str, Rows], causal: bool) -> None:
    model = Judge(made.language(), causal, rank=4)
    table = Table(rows["judge"], "cpu")
    batch = table.batch(range(12))
    before = judge_loss(model, batch)[0].item()
    stream = judging.passes([(table, None)], 2500, 1)
    learn(model, stream, partial(judge_loss, model), Pace(0.02, Budget(steps=24)), log=list)
    assert judge_loss(model, batch)[0].item() < 0.9 * before


def test_a_reader_learns(rows: dict[str, Rows]) -> None:
    some = rows["reader"]
    judged = Judgement(some.relevant * 8.0 - 4, np.full(len(some.lengths), -1, np.float32))
    table = Table(some, "cpu", replace(judged, sentences=judged.sentences.astype(np.float32)))
    model, mixture = made.network(), Mixture(0.5, 0.5)
    batch = table.batch(range(12))
    before = reader_loss(model, batch, mixture)[0].item()
    stream = reader.passes([table], 2500, 1)
    loss = partial(reader_loss, model, mixture=mixture)
    learn(model, stream, loss, Pace(0.02, Budget(steps=24)), log=list)
    assert reader_loss(model, batch, mixture)[0].item() < 0.9 * before


def test_what_the_reader_lowers_is_weighed(rows: dict[str, Rows]) -> None:
    some = rows["reader"]
    judged = Judgement(np.ones(len(some.relevant), "f"), np.zeros(len(some.lengths), "f"))
    batch = Table(some, "cpu", judged).batch(range(12))
    loss, parts = reader_loss(made.network().eval(), batch, Mixture(0.2, 0.9))
    weights = {"span": 1, "relevance": 1, "answer": 1, "choice": 0.05, "agreement": 0.9}
    assert set(parts) == set(weights)
    wanted = sum(weight * parts[name].item() for name, weight in weights.items())
    assert loss.item() == pytest.approx(wanted, rel=1e-5)


def test_a_judge_that_has_not_learned_is_the_language_model(rows: dict[str, Rows]) -> None:
    batch = Table(rows["judge"], "cpu").batch([1, 2])
    states = [Judge(made.language(), True, seed=s).states(batch.ids, batch.mask) for s in (1, 2)]
    assert torch.equal(*states)


@pytest.mark.parametrize("causal", [True, False])
def test_what_stands_beside_a_row_changes_nothing(rows: dict[str, Rows], causal: bool) -> None:
    table, model = Table(rows["judge"], "cpu"), learned(causal)
    alone, together = model(table.batch([4])), model(table.batch([4, *range(4), *range(5, 12)]))
    n, most = alone.sentences.shape
    there = table.batch([4]).there
    close = partial(torch.allclose, atol=1e-5)
    assert close(alone.sentences[there], together.sentences[:n, :most][there])
    assert close(alone.pairs, together.pairs[:n])


@pytest.mark.parametrize("causal", [True, False])
def test_the_causal_judge_sees_no_later_token(rows: dict[str, Rows], causal: bool) -> None:
    batch, model = Table(rows["judge"], "cpu").batch([4]), learned(causal)
    changed = batch.ids.clone()
    changed[:, 30] = (changed[:, 30] + 1) % 250
    before, after = (model.states(ids, batch.mask)[:, :30] for ids in (batch.ids, changed))
    assert torch.allclose(before, after, atol=1e-5) is causal


def learned(causal: bool) -> Judge:
    """One whose weights are no longer those of the beginning."""
    model = Judge(made.language(), causal, rank=4)
    with torch.no_grad():
        for matrix in model.up:
            matrix.normal_(std=0.2)
    return model


def test_what_is_learned_counts_alike_when_it_is_joined_and_when_it_is_kept(
    rows: dict[str, Rows], tmp_path: Path
) -> None:
    batch, model = Table(rows["judge"], "cpu").batch(range(6)), learned(False)
    wanted = model(batch)
    assert not torch.allclose(wanted.pairs, Judge(made.language(), False, rank=4)(batch).pairs)
    assert torch.allclose(model.eval()(batch).pairs, wanted.pairs, atol=1e-5)
    other = Judge(made.language(), False, rank=4, seed=9)
    other.load_state_dict(model.state_dict())
    assert torch.allclose(other(batch).pairs, wanted.pairs, atol=1e-5)
    assert not any("matrix" in name or "embedding" in name for name in model.state_dict())


def test_a_sentence_is_scored_by_all_its_tokens_and_its_last(rows: dict[str, Rows]) -> None:
    batch, model = Table(rows["judge"], "cpu").batch([1, 6]), learned(False)
    found, each = model(batch), model.head(model.states(batch.ids, batch.mask))
    for row, (scores, sentence) in enumerate(zip(each, batch.sentence, strict=True)):
        for number in range(int(batch.there[row].sum())):
            held = [scores[i] for i, of in enumerate(sentence.tolist()) if of == number]
            wanted = sum(one[0] for one in held) / len(held) + held[-1][1]
            assert found.sentences[row, number].item() == pytest.approx(wanted.item(), abs=1e-5)
        last = scores[batch.lengths[row] - 1][2]
        assert found.pairs[row].item() == pytest.approx(last.item(), abs=1e-5)


def test_queries_and_keys_meet_alike_in_either_order() -> None:
    """Turned as neighbours, as the file has them, or as halves: the products are the same."""
    torch.manual_seed(1)
    heads, width, size = 2, 6, 5
    query, key = torch.randn(heads * width, size), torch.randn(heads * width, size)
    x, y = torch.randn(size), torch.randn(size)
    angle = torch.tensor([0.3, 0.7, 1.9])

    def neighbours(matrix: torch.Tensor, x: torch.Tensor, at: int) -> torch.Tensor:
        pairs = torch.view_as_complex((matrix @ x).view(heads, width // 2, 2).contiguous())
        return torch.view_as_real(pairs * torch.polar(torch.ones(3), angle * at)).flatten(1)

    def halves(matrix: torch.Tensor, x: torch.Tensor, at: int) -> torch.Tensor:
        low, high = (in_halves(matrix, heads) @ x).view(heads, width).chunk(2, -1)
        cos, sin = (angle * at).cos(), (angle * at).sin()
        return torch.cat([low * cos - high * sin, high * cos + low * sin], -1)

    wanted, found = (
        (turned(query, x, 3) * turned(key, y, 8)).sum(1) for turned in (neighbours, halves)
    )
    assert torch.allclose(wanted, found, atol=1e-5)


def test_passes_of_the_judge_hold_one_draw_whole_and_some_of_another(rows: dict[str, Rows]) -> None:
    one, two = Table(rows["judge"], "cpu"), Table(rows["judge"], "cpu")
    batches = len(one.batches(900, random.Random(1))) + 1
    stream = islice(judging.passes([(one, None), (two, [5])], 900, 1), batches)
    asked = [row for batch in stream for row in rows_of(batch)]
    counts = np.bincount(asked)
    five = range(rows["judge"].sizes[:5].sum(), rows["judge"].sizes[:6].sum())
    assert [n for n, count in enumerate(counts) if count == 2] == list(five)
    assert set(counts) == {1, 2}


def test_passes_of_the_reader_go_from_draw_to_draw(prepared: Path) -> None:
    draws = [Table(Rows.read(prepared / f"draw-{n}.npz", "reader"), "cpu") for n in (1, 2)]
    for batch, table in zip(reader.passes(draws, 10**6, 1), [*draws, *draws], strict=False):
        own, others = table.rows.own.sum(), (~table.rows.own).sum()
        assert batch.sizes[0] == own + int(0.4 * others)
        sizes, flags = table.rows.sizes, table.rows.own
        mine = {row for row, own in enumerate(np.repeat(flags, sizes)) if own}
        assert mine <= set(rows_of(batch))


def rows_of(batch: Batch) -> list[int]:
    return batch.rows.tolist()


def test_the_rate_rises_and_falls_by_what_is_spent_first() -> None:
    budget = Budget(seconds=10, tokens=1000)
    assert budget.progress(5, 100, 7) == 0.5
    assert budget.progress(1, 800, 7) == 0.8
    assert Budget(steps=4).progress(99, 99, 4) == 1
    rates = [schedule(n / 100, 0.05) for n in range(101)]
    assert max(rates) == rates[5] == pytest.approx(0.95)
    assert rates[0] < 0.02
    assert rates[-1] == 0.02


def test_learning_ends_when_the_budget_is_spent(rows: dict[str, Rows], tmp_path: Path) -> None:
    table, model = Table(rows["judge"], "cpu"), Judge(made.language(1), True, rank=2)
    log = journal(tmp_path / "log.jsonl")
    stream = judging.passes([(table, None)], 900, 1)
    learn(model, stream, partial(judge_loss, model), Pace(0.01, Budget(tokens=3000)), log)
    line = json.loads((tmp_path / "log.jsonl").read_text().splitlines()[-1])
    assert 3000 <= line["tokens"] < 4000
    assert line["steps"] >= 3
    assert {"relevance", "answer", "choice"} < set(line)
    assert not model.training


def test_from_draws_to_a_reader(prepared: Path, tmp_path: Path) -> None:
    """Judges learn and judge; a reader learns from them; a judge that is there learns no more."""
    lines: list[dict] = []
    pace = Pace(0.01, Budget(steps=2), 1500)
    judge_draws(prepared, made.language(), DEVICE, number_kind(DEVICE), pace, lines.append)
    assert {line["judge"] for line in lines if "judge" in line} == {"causal", "both", "mean"}
    assert [line["draw"] for line in lines if "draw" in line] == [4, 1, 2, 3]
    assert all(0 <= line["auroc"] <= 1 for line in lines if "auroc" in line)
    assert sum("steps" in line for line in lines) == 2
    kept = Judgement.read(prepared / "judged-2.npz")
    again: list[dict] = []
    judge_draws(prepared, made.language(), DEVICE, number_kind(DEVICE), pace, again.append)
    assert sum("delete" in str(line.get("learned")) for line in again) == 2
    assert not any("steps" in line for line in again)
    assert (Judgement.read(prepared / "judged-2.npz").sentences == kept.sentences).all()

    model, learned_lines = made.network().to(DEVICE), []
    first = weights.numbers(model.state_dict())
    learn_judged(model, prepared, DEVICE, Mixture(), 71, pace, learned_lines.append)
    assert [line["reader"] for line in learned_lines if "reader" in line] == ["before", "after"]
    weights.write(tmp_path / "g.safetensors", weights.numbers(model.state_dict()))
    last = weights.read(tmp_path / "g.safetensors")
    assert set(last) == set(first)
    assert any((last[name] != first[name].astype(np.float16)).any() for name in last)


def test_a_reader_needs_a_judge(prepared: Path, tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"nothing is judged yet; run `python -m bench.judged ju"):
        reader.judged_draws(tmp_path, "cpu")


def test_what_reads_the_model_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "gguf", None)
    with pytest.raises(SystemExit, match=r"x\.gguf is read by the package gguf: pip install"):
        language(tmp_path / "x.gguf")


def test_means_of_weights_and_how_they_are_written(tmp_path: Path) -> None:
    state = {
        "bert.embeddings.word.weight": torch.ones(2, 2),
        "head.weight": torch.tensor([[1.0, -0.5], [0.25, 4.0]]),
        "head.bias": torch.tensor([1.0, 2.0]),
    }
    torch.save({"model": state, "optimizer": {}, "done": {}}, tmp_path / "checkpoint.pt")
    three = {name: 3 * value for name, value in weights.numbers(state).items()}
    weights.write(tmp_path / "b.safetensors", three)
    assert load_file(tmp_path / "b.safetensors")["head.bias"].dtype == np.float16
    mean = weights.mean([tmp_path / "checkpoint.pt", tmp_path / "b.safetensors"])
    assert set(mean) == {"head.weight", "head.bias"}
    assert (mean["head.weight"] == 2 * state["head.weight"].numpy()).all()
    weights.write(tmp_path / "c.safetensors", mean, eight_bits=True)
    assert (tmp_path / "c.safetensors").read_bytes() == packed(mean)
    once = weights.mean([tmp_path / "c.safetensors"])
    assert once.keys() == unpacked(packed(mean)).keys()
    assert once["head.weight"] == pytest.approx(mean["head.weight"], abs=0.05)


def test_weights_that_do_not_belong_together_are_named(tmp_path: Path) -> None:
    for name, size in (("a", 2), ("b", 3)):
        weights.write(tmp_path / name, {"w": np.ones((size, 2), np.float32)})
    with pytest.raises(SystemExit, match=r"b: weights of another network than those of .*a"):
        weights.mean([tmp_path / "a", tmp_path / "b"])
    with pytest.raises(SystemExit, match=r"none: cannot be read as weights"):
        weights.read(tmp_path / "none")
