"""The reader's network: the embedding model's encoder with our weights, and three small heads.

Question and passage are read together, as `[CLS] question [SEP] title and passage [SEP]` (Devlin et
al. 2019, token types 0 and 1). Only this module and the training import torch.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from torch import Tensor, nn


class ReaderNetwork(nn.Module):
    """Scores for every token, and one for the whole pair.

    Args:
        encoder: a `transformers.BertModel` without pooling layer.
    """

    def __init__(self, encoder: Any) -> None:
        super().__init__()
        size = encoder.config.hidden_size
        self.bert = encoder
        self.head = nn.Linear(size, 3)
        self.cls = nn.Sequential(nn.Linear(size, size), nn.Tanh(), nn.Linear(size, 1))

    def forward(self, ids: Tensor, types: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """Token scores of shape (n, length, 3): start, end, relevance; and (n,): it answers.

        Args:
            ids, types, mask: token ids, token types and attention mask, shape (n, length).
        """
        states = self.bert(input_ids=ids, token_type_ids=types, attention_mask=mask)
        hidden = states.last_hidden_state
        return self.head(hidden), self.cls(hidden[:, 0])[:, 0]


def base_encoder(folder: Path) -> Any:
    """The encoder of a model folder, without pooling layer."""
    from transformers import BertModel
    from transformers.utils import logging

    logging.set_verbosity_error()
    logging.disable_progress_bar()
    return BertModel.from_pretrained(
        str(folder), add_pooling_layer=False, attn_implementation="sdpa"
    )
