"""Padded batches, their losses beside the plain loop's, and the report."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from bench.judged.batches import (
    Batch,
    Judgement,
    Scores,
    Table,
    choice_loss,
    judged_losses,
    label_losses,
    options,
    report,
)
from bench.judged.reader import Mixture, reader_loss
from bench.judged.rows import Rows, flat, starts
from bench.train_reader import collate, losses
from tests.reader.judged import made


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Rows]:
    return made.rows(tmp_path_factory.mktemp("rows"))


def thought(rows: Rows, seed: int = 1) -> Judgement:
    rng = np.random.default_rng(seed)
    return Judgement(
        rng.normal(size=len(rows.relevant)).astype(np.float32),
        rng.normal(size=len(rows.lengths)).astype(np.float32),
    )


def scores(batch: Batch) -> Scores:
    assert batch.judged is not None
    return batch.judged


def test_batches_hold_each_question_once_and_no_more_tokens_than_said(
    rows: dict[str, Rows],
) -> None:
    table = Table(rows["judge"], "cpu")
    chosen = [1, 2, 3, 5, 8, 11]
    for questions in (None, chosen):
        found = table.batches(900, random.Random(1), questions)
        assert sorted(q for batch in found for q in batch) == (questions or list(range(12)))
        assert len(found) > 2
        for batch in found:
            ids = table.batch(batch).ids
            assert len(batch) == 1 or ids.shape[0] * (ids.shape[1] - 7) <= 900
    assert table.batches(900, random.Random(1)) == table.batches(900, random.Random(1))
    assert table.batches(900, random.Random(1)) != table.batches(900, random.Random(2))


def test_a_batch_is_its_rows_padded(rows: dict[str, Rows]) -> None:
    some = rows["reader"]
    batch = Table(some, "cpu").batch([7, 2])
    first, token, sentence = starts(some.sizes), starts(some.lengths), starts(some.sentences)
    numbers = [*range(first[7], first[7] + some.sizes[7]), *range(first[2], first[3])]
    assert batch.rows.tolist() == numbers
    assert batch.sizes == (2, max(some.sizes[[7, 2]]))
    for i, n in enumerate(numbers):
        length, count = some.lengths[n], some.sentences[n]
        assert batch.ids[i, :length].tolist() == some.ids[token[n] : token[n] + length].tolist()
        assert batch.sentence[i, :length].tolist() == list(some.sentence[token[n] :][:length])
        assert batch.mask[i].sum() == length
        assert not batch.ids[i, length:].any()
        assert (batch.sentence[i, length:] == -1).all()
        assert batch.there[i].sum() == count
        assert batch.relevant[i, :count].tolist() == list(some.relevant[sentence[n] :][:count])
        assert batch.weight[i].sum() == pytest.approx(1)
        assert batch.answers[i] == batch.relevant[i].any()


def test_losses_are_those_of_the_plain_loop(tmp_path: Path) -> None:
    asked, encoder = made.questions(9), made.encoder(tmp_path)
    table = Table(flat(asked, encoder, made.byte_tokenizer())[0]["reader"], "cpu")
    batch = table.batch(range(9))
    plain = [[encoder.row(w.example) for w in question.windows] for question in asked]
    rows = [row for group in plain for row in group if row]
    for row in rows:
        del row[4][1:]  # of several spans either draws another
    span = [[len(row[0]) + 2 + n for n in row[4][0]] if row[4] else [0, 0] for row in rows]
    torch.manual_seed(2)
    tokens, pairs = torch.randn(*batch.ids.shape, 3), torch.randn(len(batch.ids))
    given: list[torch.Tensor] = []

    def network(ids: torch.Tensor, types: torch.Tensor, mask: torch.Tensor) -> Any:
        given.append(torch.stack([ids, types, mask]))
        return tokens[:, : ids.shape[1]], pairs

    unasked = Scores(torch.zeros(batch.there.shape), torch.zeros(len(rows)))
    held = replace(batch, span=torch.tensor(span), judged=unasked)
    found = reader_loss(network, held, Mixture(hardness=1))[1]
    wanted = losses(network, collate(rows, random.Random(1)), [len(group) for group in plain])
    padded, exact = given
    assert (padded[..., : exact.shape[-1]] == exact).all()
    assert not padded[..., exact.shape[-1] :].any()
    names = ("span", "relevance", "answer", "choice")
    assert [found[name].item() for name in names] == pytest.approx([x.item() for x in wanted])


def test_what_was_thought_comes_back_by_sentence_and_row(rows: dict[str, Rows]) -> None:
    some = rows["reader"]
    judged = thought(some)
    again = Table(some, "cpu", judged).judged_by(scores, 700)
    assert (again.sentences == judged.sentences).all()
    assert (again.pairs == judged.pairs).all()


def test_the_choice_counts_every_sentence_once_and_none(rows: dict[str, Rows]) -> None:
    some = rows["judge"]
    judged = thought(some)
    batch = Table(some, "cpu", judged).batch([3, 4])
    every = options(scores(batch), batch, batch.there)
    for got, question in zip(every, (3, 4), strict=True):
        wanted = [0.0]
        for n in starts(some.sizes)[question] + np.arange(some.sizes[question]):
            of = judged.sentences[starts(some.sentences)[n] :][: some.sentences[n]]
            wanted += (of + judged.pairs[n]).tolist()
        assert sorted(got[got > -5e3].tolist()) == pytest.approx(sorted(wanted))


def test_who_agrees_with_the_judge_loses_least(rows: dict[str, Rows]) -> None:
    some = rows["reader"]
    batch = Table(some, "cpu", thought(some)).batch(range(12))
    other = Table(some, "cpu", thought(some, 2)).batch(range(12))
    same = judged_losses(scores(batch), batch, hardness=0)
    for wrong in (scores(other), Scores(-scores(batch).sentences, -scores(batch).pairs)):
        away = judged_losses(wrong, batch, hardness=0)
        assert all(same[name] < away[name] for name in same)


def test_hardness_one_is_the_labels(rows: dict[str, Rows]) -> None:
    batch = Table(rows["reader"], "cpu", thought(rows["reader"])).batch(range(12))
    found, wanted = judged_losses(scores(batch), batch, 1.0), label_losses(scores(batch), batch)
    for name in ("relevance", "answer"):
        assert found[name].item() == pytest.approx(wanted[name].item())


def test_right_scores_lose_nothing(rows: dict[str, Rows]) -> None:
    batch = Table(rows["judge"], "cpu").batch(range(12))
    sure = Scores((batch.relevant * 2 - 1) * 40, (batch.answers * 2 - 1) * 40)
    assert all(loss < 1e-5 for loss in label_losses(sure, batch).values())
    none = Scores(-sure.sentences, -sure.pairs)
    assert choice_loss(none, batch) > 20


def test_the_report_by_hand(rows: dict[str, Rows]) -> None:
    some = rows["judge"]
    right = Judgement(some.relevant.astype(np.float32), np.zeros(len(some.lengths), np.float32))
    assert report(right, some) == {"auroc": 1.0, "first": 1.0, "among three": 1.0}
    wrong = Judgement(-right.sentences, right.pairs)
    assert report(wrong, some) == {"auroc": 0.5, "first": 0.0, "among three": 0.0}
    # The rows of one question that has no answer are surer than any other.
    first, last = starts(some.sizes)[0], some.sizes[0]
    right.pairs[first : first + last] = 9
    assert report(right, some)["auroc"] == pytest.approx(5 / 6, abs=1e-4)


def test_questions_of_one_kind_cannot_be_reported(rows: dict[str, Rows]) -> None:
    none = replace(rows["judge"], relevant=np.zeros_like(rows["judge"].relevant))
    with pytest.raises(SystemExit, match="all are answered, or none is"):
        report(thought(none), none)


def test_judgements_are_kept_and_averaged(tmp_path: Path, rows: dict[str, Rows]) -> None:
    one, two = thought(rows["judge"], 1), thought(rows["judge"], 2)
    mean = Judgement.mean([one, two])
    assert mean.pairs == pytest.approx((one.pairs + two.pairs) / 2)
    mean.save(tmp_path / "judged.npz")
    again = Judgement.read(tmp_path / "judged.npz")
    assert again.sentences == pytest.approx(mean.sentences, abs=2e-3)
    assert again.sentences.dtype == np.float32
