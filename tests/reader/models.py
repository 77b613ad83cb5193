"""Models of transformers too small to know anything, with a tokenizer of single characters."""

from __future__ import annotations

import string
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer
from tokenizers.processors import TemplateProcessing

_LETTERS = string.ascii_lowercase + string.digits + string.punctuation
WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *_LETTERS, *(f"##{one}" for one in _LETTERS)]


def tokenizer() -> Tokenizer:
    """Each character is a token."""
    known = {word: n for n, word in enumerate(WORDS)}
    made = Tokenizer(WordPiece(known, unk_token="[UNK]", max_input_chars_per_word=10_000))
    made.normalizer = BertNormalizer()
    made.pre_tokenizer = BertPreTokenizer()
    made.post_processor = TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[("[CLS]", 2), ("[SEP]", 3)],
    )
    return made


def config(**fields: Any) -> Any:
    from transformers import BertConfig

    return BertConfig(
        vocab_size=len(WORDS), hidden_size=8, num_hidden_layers=1, num_attention_heads=2,
        intermediate_size=8, max_position_embeddings=512, initializer_range=1.0, **fields,
    )  # fmt: skip


def save(folder: Path, model: Any) -> Path:
    """The model and the tokenizer as a folder, as the hub would give them."""
    from transformers import PreTrainedTokenizerFast

    model.save_pretrained(str(folder))
    fast = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer(), unk_token="[UNK]", pad_token="[PAD]", cls_token="[CLS]",
        sep_token="[SEP]", model_max_length=512,
        model_input_names=["input_ids", "token_type_ids", "attention_mask"],
    )  # fmt: skip
    fast.save_pretrained(str(folder))
    return folder


def question_answering(folder: Path, seed: int = 0) -> Path:
    """A `BertForQuestionAnswering` of random numbers."""
    import torch
    from transformers import BertForQuestionAnswering

    torch.manual_seed(seed)
    return save(folder, BertForQuestionAnswering(config()))


def classifier(folder: Path, labels: int = 1, seed: int = 0) -> Path:
    """A `BertForSequenceClassification` of random numbers, which is what a cross-encoder is."""
    import torch
    from transformers import BertForSequenceClassification

    torch.manual_seed(seed)
    return save(folder, BertForSequenceClassification(config(num_labels=labels)))


def entailment(folder: Path, seed: int = 0) -> Path:
    """A classifier of random numbers with the labels of natural language inference."""
    import torch
    from transformers import BertForSequenceClassification

    torch.manual_seed(seed)
    labels = {0: "contradiction", 1: "ENTAILMENT", 2: "neutral"}
    return save(folder, BertForSequenceClassification(config(id2label=labels)))
