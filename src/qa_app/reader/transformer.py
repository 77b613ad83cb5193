"""Any model of transformers, from a folder or the hub, loaded when it is first needed."""

from __future__ import annotations

import threading
from typing import Any

from vectorstore.errors import QaAppError


class Transformer:
    """A tokenizer and a model of one kind. May be shared by threads.

    Args:
        name: a folder, or a name on the hub.
        kind: a class of transformers, as "AutoModelForQuestionAnswering".
        setting: the setting that named it, with what may be put there instead, for error texts.
        error: what is raised where it cannot be loaded.
    """

    def __init__(
        self,
        name: str,
        kind: str,
        setting: tuple[str, str],
        error: type[QaAppError],
        threads: int | None = None,
    ) -> None:
        self.name = name
        self._kind, self._setting, self._error, self._threads = kind, setting, error, threads
        self._loading = threading.Lock()
        self._parts: tuple[Any, Any] | None = None

    def loaded(self) -> tuple[Any, Any]:
        """The tokenizer and the model.

        Raises:
            `error`: they cannot be loaded.
        """
        with self._loading:
            if self._parts is None:
                import torch
                import transformers

                if self._threads:
                    torch.set_num_threads(self._threads)
                try:
                    tokenizer = transformers.AutoTokenizer.from_pretrained(self.name)
                    model = getattr(transformers, self._kind).from_pretrained(self.name).eval()
                except Exception as error:
                    reason = next(iter(str(error).splitlines()), type(error).__name__)
                    setting, instead = self._setting
                    raise self._error(
                        f"{setting} {self.name}: cannot be loaded ({reason}); set a folder or hub"
                        f" name of {instead}, packaged or none"
                    ) from error
                self._parts = tokenizer, model
            return self._parts
