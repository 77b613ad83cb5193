"""A GGUF file, run in this process by llama.cpp, its own chat template included."""

from __future__ import annotations

import atexit
import importlib.util
import json
import os
import secrets
import threading
import urllib.request
import weakref
from collections.abc import Iterator, Sequence
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from qa_app.generation.base import Allowance, ChatModel, Finish, Message, ModelError, pumped

DEFAULT_CONTEXT = 8192
_MAGIC = b"GGUF"
_PATIENCE = 10.0
_open: weakref.WeakSet[GgufModel] = weakref.WeakSet()


@atexit.register
def _close_all() -> None:
    # A model that is still loaded when the interpreter goes keeps the process from ending.
    for model in list(_open):
        model.close()


class GgufModel(ChatModel):
    """A model file; it is loaded with the first question. May be shared by threads.

    llama.cpp opens a port on loopback for itself; a random key keeps others from using it.
    """

    def __init__(
        self, path: Path, *, context: int = 0, threads: int = 0, temperature: float = 0.0
    ) -> None:
        self.name = f"gguf:{path.name}"
        self._path = path
        self._asked_context = context or DEFAULT_CONTEXT
        # Threads wait for one another by spinning: with more of them than free cores each word
        # takes ten times as long.
        self._threads = threads or max(1, (os.cpu_count() or 1) // 2)
        self._temperature = temperature
        self._loading = threading.Lock()
        self._server: Any = None
        self._context = 0
        self._key = secrets.token_urlsafe(32)
        _check(path)

    def context(self) -> int:
        """What was asked for, as far as the model was trained for it."""
        self._loaded()
        return self._context

    def count(self, text: str) -> int:
        """The tokens of a text, by the model's own tokenizer."""
        told = self._call("/tokenize", {"content": text})
        return len(told["tokens"])

    def stream(
        self, messages: Sequence[Message], allowance: Allowance, finish: Finish
    ) -> Iterator[str]:
        """What it writes.

        Raises:
            ModelError: the file cannot be loaded, or the messages do not fit.
        """
        server = self._loaded()
        body = {
            "messages": [{"role": one.role, "content": one.text} for one in messages],
            "max_tokens": allowance.tokens,
            "temperature": self._temperature,
            "stream": True,
        }
        yield from pumped(
            lambda ended: self._pieces(server, body, ended, finish), self.name, allowance, finish
        )

    def _pieces(
        self, server: Any, body: dict[str, Any], ended: threading.Event, finish: Finish
    ) -> Iterator[str]:
        heard: SimpleQueue[dict[str, Any] | BaseException | None] = SimpleQueue()

        def hear(chunk: dict[str, Any]) -> bool:
            heard.put(chunk)
            return ended.is_set()  # true ends it

        def run() -> None:
            try:
                server.handle_chat_completions(body, hear)
            except BaseException as error:
                heard.put(error)
            finally:
                heard.put(None)

        threading.Thread(target=run, name="llama.cpp", daemon=True).start()
        while (chunk := heard.get()) is not None:
            if isinstance(chunk, BaseException) or "choices" not in chunk:
                raise ModelError(f"{self.name} cannot answer; is model_context too small?")
            for choice in chunk["choices"]:
                finish.cut = finish.cut or choice.get("finish_reason") == "length"
                text = choice.get("delta", {}).get("content")
                if text:
                    yield text

    def _loaded(self) -> Any:
        with self._loading:
            if self._server is None:
                server = self._load()
                # Both or neither: what is loaded and cannot be asked is loaded anew.
                self._server, self._context = server, self._trained_for(server)
                _open.add(self)
            return self._server

    def _load(self) -> Any:
        import xllamacpp

        params = xllamacpp.CommonParams()
        params.model.path = str(self._path)
        params.n_ctx = self._asked_context
        params.n_parallel = 1
        params.warmup = False
        params.verbosity = -1
        params.api_keys = [self._key]
        for cpu in (params.cpuparams, params.cpuparams_batch):
            cpu.n_threads = self._threads
            cpu.poll = 0
        try:
            return xllamacpp.Server(params)
        except Exception:
            raise ModelError(
                f"model {self._path}: llama.cpp cannot load it; is the file whole, and is there"
                " enough memory?"
            ) from None

    def _trained_for(self, server: Any) -> int:
        listed = self._call("/v1/models", server=server)
        meta = listed["data"][0].get("meta") or {}
        return min(self._asked_context, int(meta.get("n_ctx_train") or self._asked_context))

    def _call(self, path: str, body: Any = None, server: Any = None) -> Any:
        address = (server or self._loaded()).listening_address + path
        headers = {"Authorization": f"Bearer {self._key}", "Content-Type": "application/json"}
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(address, data, headers)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=_PATIENCE) as answer:
                return json.load(answer)
        except (OSError, ValueError):
            raise ModelError(f"{self.name}: llama.cpp does not answer") from None

    def warm_up(self) -> None:
        """Load the file."""
        self._loaded()

    def close(self) -> None:
        """Let the memory go."""
        with self._loading:
            self._server = None


def _check(path: Path) -> None:
    if importlib.util.find_spec("xllamacpp") is None:
        raise ModelError(
            f"model gguf:{path} needs the package xllamacpp; install it: pip install"
            " 'qa-app[local]'"
        )
    try:
        with path.open("rb") as file:
            magic = file.read(len(_MAGIC))
    except OSError as error:
        raise ModelError(f"model {path}: {error.strerror}; correct the setting model") from None
    if magic != _MAGIC:
        raise ModelError(f"model {path}: this is no GGUF file; download one and name it here")
