"""From the setting `model` to a model, or to what is missing and the command that mends it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from qa_app.generation.base import ChatModel, ModelError
from qa_app.settings import Settings


def load(settings: Settings) -> ChatModel | None:
    """The model of the settings; None where none is named. Nothing heavy is loaded
    yet, unless the provider is one of which only LangChain knows what it needs.

    Raises:
        ModelError: there is no such provider or file, or a package or a key is missing.
    """
    if not settings.model:
        return None
    provider, _, name = settings.model.partition(":")
    if not provider or not name:
        raise ModelError(
            f"model {settings.model!r}: write provider:name (openai:gpt-5-mini, ollama:qwen3:4b)"
            " or gguf:FILE"
        )
    if provider == "gguf":
        from qa_app.generation.gguf import GgufModel

        return GgufModel(
            Path(name).expanduser(),
            context=settings.model_context,
            threads=settings.threads,
            temperature=settings.model_temperature or 0.0,
        )
    from qa_app.generation.providers import LangChainModel, connect, require

    told = require(provider, name, url=settings.model_url)
    model = LangChainModel(
        partial(
            connect,
            provider,
            name,
            url=settings.model_url,
            tokens=settings.model_tokens,
            silence=settings.model_silence,
            context=settings.model_context,
            temperature=settings.model_temperature,
        ),
        settings.model,
        url=settings.model_url,
        context=settings.model_context,
        retries=settings.model_retries,
    )
    if not told:  # whether there is such a provider, and what it needs, only LangChain knows
        model.warm_up()
    return model
