"""Any extractive question-answering model of transformers as a reader."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from qa_app.reader.base import Excerpt, ExcerptReading, ReaderError, SentenceReading
from qa_app.reader.pairs import QUESTION_TOKENS, best_span, sentence_of
from qa_app.reader.transformer import Transformer

_MOST_TOKENS = 512
_NOTHING = -1e4


class HubReader:
    """Fulfils `base.Reader` with `AutoModelForQuestionAnswering`.

    Such a model scores spans and nothing else: how far the best span of a sentence is ahead of
    "no answer" stands for its relevance as well, and the best of them for the whole excerpt.

    Args:
        name: a folder, or a name on the hub.
    """

    def __init__(self, name: str, threads: int | None = None) -> None:
        self.name = name
        self._transformer = Transformer(
            name,
            "AutoModelForQuestionAnswering",
            ("reader", "an extractive question-answering model"),
            ReaderError,
            threads,
        )

    def read(self, question: str, excerpts: Sequence[Excerpt]) -> list[ExcerptReading]:
        """One reading an excerpt.

        Raises:
            ReaderError: the model cannot be loaded.
        """
        return [self._read(question, excerpt) for excerpt in excerpts]

    def _read(self, question: str, excerpt: Excerpt) -> ExcerptReading:
        import torch

        tokenizer, model = self._loaded()
        asked = " ".join(question.split()[:QUESTION_TOKENS])
        most = min(tokenizer.model_max_length, _MOST_TOKENS)
        inputs = tokenizer(
            asked, excerpt.text, truncation="only_second", max_length=most,
            return_offsets_mapping=True, return_tensors="pt",
        )  # fmt: skip
        places = [i for i, part in enumerate(inputs.sequence_ids(0)) if part == 1]
        mapping = inputs.pop("offset_mapping")[0].tolist()
        offsets = [(mapping[i][0], mapping[i][1]) for i in places]
        with torch.inference_mode():
            scores = model(**inputs)
        start, end = scores.start_logits[0].float().numpy(), scores.end_logits[0].float().numpy()
        nothing = float(start[0] + end[0])
        of = sentence_of(offsets, excerpt.sentences)
        found = []
        for number in range(len(excerpt.sentences)):
            held = np.flatnonzero(of == number)
            if not len(held):
                found.append(SentenceReading(_NOTHING, _NOTHING, (0, 0)))
                continue
            tokens = np.array([places[i] for i in held])
            first, last, best = best_span(start[tokens], end[tokens])
            span = (offsets[held[first]][0], offsets[held[last]][1])
            found.append(SentenceReading(best - nothing, best - nothing, span))
        return ExcerptReading(max((s.margin for s in found), default=_NOTHING), tuple(found))

    def _loaded(self) -> tuple[Any, Any]:
        tokenizer, model = self._transformer.loaded()
        if not tokenizer.is_fast:
            raise ReaderError(f"reader {self.name}: its tokenizer gives no offsets; set another")
        return tokenizer, model
