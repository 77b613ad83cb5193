"""A model folder small enough to write by hand."""

import json
import struct
from pathlib import Path

from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer
from tokenizers.processors import TemplateProcessing

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "cat", "dog", "runs"]


def folder(path: Path, *, pooling: str = "pooling_mode_mean_tokens", steps: int = 3) -> Path:
    """Everything that a model has but numbers that mean anything."""
    kinds = [("Transformer", ""), ("Pooling", "1_Pooling"), ("Normalize", "2_Normalize")]
    modules = [
        {"idx": n, "name": str(n), "path": place, "type": f"sentence_transformers.models.{kind}"}
        for n, (kind, place) in enumerate(kinds[:steps])
    ]
    (path / "1_Pooling").mkdir(parents=True)
    write(path / "modules.json", modules)
    write(path / "config.json", {"hidden_size": 8, "pad_token_id": 0})
    write(path / "sentence_bert_config.json", {"max_seq_length": 20})
    write(path / "1_Pooling" / "config.json", {"word_embedding_dimension": 8, pooling: True})
    tokenizer().save(str(path / "tokenizer.json"))
    weights(path / "model.safetensors", b"12345678")
    return path


def write(path: Path, content: object) -> None:
    path.write_text(json.dumps(content), encoding="utf-8")


def weights(path: Path, numbers: bytes) -> None:
    tensor = {"x": {"dtype": "U8", "shape": [len(numbers)], "data_offsets": [0, len(numbers)]}}
    header = json.dumps(tensor).encode()
    path.write_bytes(struct.pack("<Q", len(header)) + header + numbers)


def tokenizer() -> Tokenizer:
    """Truncates and pads, as the file of all-MiniLM-L6-v2 does."""
    made = Tokenizer(WordLevel({word: n for n, word in enumerate(WORDS)}, unk_token="[UNK]"))
    made.normalizer = BertNormalizer()
    made.pre_tokenizer = BertPreTokenizer()
    made.post_processor = TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    made.enable_truncation(6)
    made.enable_padding(length=6)
    return made
