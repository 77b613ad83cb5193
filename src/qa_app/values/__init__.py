"""Typed values in English news text, their places, and whether two of them agree."""

from qa_app.values.compare import Agreement, compare, entails, same_value
from qa_app.values.extract import extract
from qa_app.values.model import Amount, Kind, Name, Value, When
from qa_app.values.question import ExpectedAnswer, question_type

__all__ = [
    "Agreement",
    "Amount",
    "ExpectedAnswer",
    "Kind",
    "Name",
    "Value",
    "When",
    "compare",
    "entails",
    "extract",
    "question_type",
    "same_value",
]
