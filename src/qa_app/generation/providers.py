"""Any chat model of LangChain by name. With `gguf.py` the only module that imports one.

What a provider says of an error is never repeated: it may quote the key or the question.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import random
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from qa_app.generation.base import (
    Allowance,
    ChatModel,
    Finish,
    Message,
    ModelError,
    estimate,
    pumped,
)
from qa_app.tracing import untraced

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessageChunk

UNKNOWN_CONTEXT = 4096
_BACKOFF = 0.5
_LONGEST_WAIT = 10.0
_AGAIN = frozenset((408, 425, 429, 500, 502, 503, 504, 529))
_CUT = frozenset(("length", "max_tokens", "MAX_TOKENS"))
_MOST_TOKENS = ("num_predict", "max_output_tokens", "max_tokens", "max_new_tokens")
_FINISHED = ("finish_reason", "stop_reason", "done_reason")

# Provider -> extra of this package, package, environment variable of the key.
_KNOWN: Mapping[str, tuple[str, str, str]] = {
    "openai": ("openai", "langchain-openai", "OPENAI_API_KEY"),
    "anthropic": ("anthropic", "langchain-anthropic", "ANTHROPIC_API_KEY"),
    "google_genai": ("google", "langchain-google-genai", "GOOGLE_API_KEY"),
    "ollama": ("ollama", "langchain-ollama", ""),
}
_HINTS = {"google": "google_genai", "gemini": "google_genai", "claude": "anthropic"}


def connect(
    provider: str,
    name: str,
    *,
    url: str = "",
    tokens: int,
    silence: float,
    context: int = 0,
    temperature: float | None = None,
) -> BaseChatModel:
    """The chat model `name` of a provider; nothing is asked of it yet.

    Args:
        url: address of its server, where it is not the provider's own.
        tokens: the most that it may write in one answer.
        silence: seconds that its server may say nothing.
        context: tokens that it is to read, where it has to be told (Ollama); 0 leaves it.
        temperature: None leaves it to the provider.

    Raises:
        ModelError: naming the package that is missing, or the providers there are.
    """
    label = f"model {provider}:{name}"
    from langchain.chat_models import init_chat_model

    arguments: dict[str, Any] = {"max_tokens": tokens, "timeout": silence, "max_retries": 0}
    if provider == "ollama":
        arguments = {"num_predict": tokens, "client_kwargs": {"timeout": silence}}
        arguments |= {"num_ctx": context} if context else {}
    if url:
        arguments["base_url"] = url
        if provider == "openai" and not os.environ.get("OPENAI_API_KEY"):
            arguments["api_key"] = "none"  # a server of one's own wants no key, the client does
    if temperature is not None:
        arguments["temperature"] = temperature
    try:
        model: BaseChatModel = init_chat_model(name, model_provider=provider, **arguments)
    except ImportError:
        package = f"langchain-{provider.replace('_', '-')}"
        raise ModelError(f"{label} needs a package; install it: pip install {package}") from None
    except ValueError as error:
        if "Unsupported" in str(error):
            known = ", ".join((*_KNOWN, "gguf"))
            raise ModelError(
                f"{label}: there is no such provider; known are {known} and the others of"
                " LangChain's init_chat_model"
            ) from None
        raise ModelError(f"{label} cannot be set up; are its key and its address set?") from None
    except Exception as error:
        raise ModelError(
            f"{label} cannot be set up ({type(error).__name__}); is its key in the environment?"
        ) from None
    return model


def require(provider: str, name: str, *, url: str = "") -> bool:
    """Look, without an import, for what a model needs; whether that tells all there is to know.

    Raises:
        ModelError: naming the package or the key that is missing.
    """
    label = f"model {provider}:{name}"
    if provider in _HINTS:
        raise ModelError(f"{label}: the provider is called {_HINTS[provider]}")
    extra, package, key = _KNOWN.get(provider, ("model", "langchain", ""))
    for needed in ("langchain", package):
        if importlib.util.find_spec(needed.replace("-", "_")) is None:
            raise ModelError(
                f"{label} needs the package {needed}; install it: pip install 'qa-app[{extra}]'"
            )
    if key and not url and not os.environ.get(key):
        raise ModelError(f"{label} needs a key; put it into the environment: export {key}=…")
    return provider in _KNOWN


class LangChainModel(ChatModel):
    """A chat model of LangChain behind the limits of an answer.

    Args:
        make: connects it; called when it is first used, since importing LangChain takes seconds.
    """

    def __init__(
        self,
        make: Callable[[], BaseChatModel],
        name: str,
        *,
        url: str = "",
        context: int = 0,
        retries: int = 2,
        backoff: float = _BACKOFF,
    ) -> None:
        self.name = name
        self._make = make
        self._chat: BaseChatModel | None = None
        self._connecting = threading.Lock()
        self._url = url
        self._context = context
        self._retries = retries
        self._backoff = backoff

    def _connected(self) -> BaseChatModel:
        with self._connecting:
            if self._chat is None:
                self._chat = self._make()
            return self._chat

    def context(self) -> int:
        """What the setting says, else the model's own profile, else 4,096 tokens."""
        if self._context:
            return self._context
        told = (getattr(self._connected(), "profile", None) or {}).get("max_input_tokens")
        return int(told) if told else UNKNOWN_CONTEXT

    def count(self, text: str) -> int:
        """A safe estimate: the tokenizers of providers are fetched from the network."""
        return estimate(text)

    def stream(
        self, messages: Sequence[Message], allowance: Allowance, finish: Finish
    ) -> Iterator[str]:
        """What it writes; asked again, with back-off, as long as it has not said a word.

        Raises:
            ModelError: it cannot be reached, refuses, or breaks off.
        """
        for tried in range(self._retries + 1):
            pieces = pumped(
                lambda ended: self._pieces(messages, allowance.tokens, ended, finish),
                self.name,
                allowance,
                finish,
            )
            try:
                first = next(pieces, None)
            except ModelError as error:
                wait = self._backoff * 2**tried * random.uniform(1, 1.5)
                wait = wait if error.wait is None else max(wait, error.wait)
                late = time.monotonic() + wait >= allowance.until or wait > _LONGEST_WAIT
                if not error.again or tried == self._retries or late:
                    raise
                if allowance.stop.wait(wait):
                    raise ModelError(f"{self.name} was stopped") from None
                continue
            if first is not None:
                yield first
                yield from pieces
            return

    def _pieces(
        self, messages: Sequence[Message], tokens: int, ended: threading.Event, finish: Finish
    ) -> Iterator[str]:
        chat = _limited(self._connected(), tokens)
        told = [(message.role, message.text) for message in messages]
        reason: object = None
        try:
            # Nothing of a question leaves for a tracing service because of a variable.
            with untraced():
                for chunk in chat.stream(told):
                    reason = _finished(chunk) or reason
                    yield str(chunk.text)
                    if ended.is_set():
                        return
        except Exception as error:
            raise self._explained(error) from None
        if reason is None and self.name.startswith("openai:"):
            raise ModelError(f"{self.name} broke off in the middle of its answer")
        finish.cut = finish.cut or reason in _CUT

    def _explained(self, error: BaseException) -> ModelError:
        """What went wrong in our own words, from the kind of the error and its status alone."""
        causes = list(_causes(error))
        status = next((s for s in map(_status, causes) if s is not None), None)
        kinds = " ".join(type(cause).__name__ for cause in causes)
        where = f" at {server}" if (server := _server(self._url)) else ""
        if status is not None:
            again = status in _AGAIN
            return ModelError(
                f"{self.name}: {self._refusal(status)}", again=again, wait=_asked_to_wait(causes)
            )
        if "Timeout" in kinds:
            return ModelError(f"{self.name}: its server{where} did not answer in time")
        if "ConnectError" in kinds or "ConnectionRefused" in kinds:
            return ModelError(f"{self.name}: no server answers{where}; {self._start()}")
        if "Connection" in kinds or "RemoteProtocol" in kinds or "ReadError" in kinds:
            return ModelError(f"{self.name} broke off in the middle of its answer", again=True)
        return ModelError(
            f"{self.name} sent what cannot be read ({type(error).__name__}); is it a chat model?"
        )

    def _refusal(self, status: int) -> str:
        provider = self.name.partition(":")[0]
        key = _KNOWN.get(provider, ("", "", ""))[2] or "the environment"
        if status in (401, 403):
            return f"its server refuses the key ({status}); correct the one in {key}"
        if status == 404:
            return "its server knows no such model (404); correct the setting model or model_url"
        if status == 429:
            return "its server takes no more questions for now (429)"
        if status in (400, 413, 422):
            return f"its server refuses the question ({status}); is model_context too large?"
        return f"its server failed ({status})"

    def _start(self) -> str:
        if self.name.startswith("ollama:"):
            return "start it: ollama serve"
        return "start it, or correct the setting model_url" if self._url else "is there a network?"

    def warm_up(self) -> None:
        """Import what the first question would.

        Raises:
            ModelError: it cannot be set up.
        """
        self._connected()
        with untraced():
            pass

    def close(self) -> None:
        """Nothing is held."""


def _limited(chat: BaseChatModel, tokens: int) -> BaseChatModel:
    """The same model, its connections shared, that may write `tokens`."""
    fields = type(chat).model_fields
    name = next((one for one in _MOST_TOKENS if one in fields), None)
    return chat.model_copy(update={name: tokens}) if name else chat


def _server(url: str) -> str:
    """Scheme, host and port of an address: the rest of it may hold a password or a key."""
    try:
        parts = urlsplit(url)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return ""
    host = f"[{parts.hostname}]" if parts.hostname and ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{host}{port}" if host and parts.scheme else ""


def _finished(chunk: AIMessageChunk) -> object:
    told = chunk.response_metadata
    return next((told[name] for name in _FINISHED if told.get(name)), None)


def _causes(error: BaseException) -> Iterator[BaseException]:
    seen: BaseException | None = error
    for _ in range(8):
        if seen is None:
            return
        yield seen
        seen = seen.__cause__ or seen.__context__


def _status(error: BaseException) -> int | None:
    for holder in (error, getattr(error, "response", None)):
        for name in ("status_code", "code"):
            value = getattr(holder, name, None)
            if isinstance(value, int) and 400 <= value < 600:
                return value
    return None


def _asked_to_wait(causes: Sequence[BaseException]) -> float | None:
    for cause in causes:
        headers = getattr(getattr(cause, "response", None), "headers", None) or {}
        with contextlib.suppress(KeyError, ValueError):  # it may also be a date
            return float(headers["retry-after"])
    return None
