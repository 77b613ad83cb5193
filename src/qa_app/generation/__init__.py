"""Answers written by a language model, every sentence held to the articles.

`base.py` says what a model is, `providers.py` and `gguf.py` are the only modules that import a
chat-model package, `prompting.py` sizes what it is told, `markers.py` and `drafts.py` read what it
writes, `judging.py` holds a sentence to the passages, `writer.py` and `written.py` put it together.
"""

from qa_app.generation.base import ChatModel, ModelError

__all__ = ["ChatModel", "ModelError"]
