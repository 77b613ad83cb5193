"""Failures of a request, each with a name for programs and a sentence for people."""

from __future__ import annotations

from typing import ClassVar

from vectorstore.errors import QaAppError


class RequestError(QaAppError):
    """The request is not one that can be answered."""

    kind: ClassVar[str] = "invalid_request"
    status: ClassVar[int] = 422


class QuestionError(RequestError):
    """The question is empty, too long or no text."""

    kind = "invalid_question"


class MissingError(RequestError):
    """There is nothing of that name."""

    kind = "not_found"
    status = 404


class BusyError(RequestError):
    """Too many questions are being answered already."""

    kind = "busy"
    status = 503

    def __init__(self, message: str, retry_after: int = 1) -> None:
        super().__init__(message)
        self.retry_after = retry_after
