"""What the assistant says of itself: why it abstains, and what it can be asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from qa_app.contract import Outcome
from qa_app.retrieval.search import Retrieval

ABSTENTIONS: Mapping[Outcome, str] = {
    "unsure": "The articles may not say this. The closest passages:",
    "not_found": "The articles do not say.",
    "no_question": "Ask me something about the articles.",
}
NO_ARTICLES = "There are no articles yet. Add some with: qa-app ingest FOLDER"
NO_QUESTION = (
    "I look things up in the articles and quote what they say. Ask who, when, where, why or how"
    " much; or ask for an overview, a list of the articles, a comparison or a timeline."
)
CONFLICTS = (
    "Where articles disagree is shown with each answer: ask about one thing, such as a figure or a"
    " date, and what each of them says stands side by side."
)


_FOREIGN = 0.5
_LEAST_WORDS, _LEAST_SURE = 4, 0.9
_LANGUAGES = {
    "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek", "en": "English", "es": "Spanish",
    "fi": "Finnish", "fr": "French", "hu": "Hungarian", "it": "Italian", "ja": "Japanese",
    "ko": "Korean", "nl": "Dutch", "no": "Norwegian", "pl": "Polish", "pt": "Portuguese",
    "ro": "Romanian", "ru": "Russian", "sv": "Swedish", "tr": "Turkish", "uk": "Ukrainian",
    "vi": "Vietnamese", "zh": "Chinese", "ar": "Arabic",
}  # fmt: skip


def language(text: str) -> str:
    """The language that a text is surely in, in English, or ""."""
    if len(text.split()) < _LEAST_WORDS and text.isascii():
        return ""
    code, sure = _identifier().classify(text)
    return _LANGUAGES[code] if sure >= _LEAST_SURE else ""


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(list(_LANGUAGES))
    return identifier


def nothing(retrieval: Retrieval) -> str:
    """Why nothing at all was found."""
    if not retrieval.passages:
        return NO_ARTICLES
    if retrieval.query.where:
        return "No article passes the filter."
    return "Nothing in the articles shares a word or a meaning with the question."


def unsure(retrieval: Retrieval) -> str:
    """Why the closest passages may not answer."""
    return absent(retrieval) or "What was found is close to the question, but may not answer it."


def missing(retrieval: Retrieval) -> str:
    """What the articles do not hold."""
    return absent(retrieval) or no_clear_answer(retrieval)


def no_clear_answer(retrieval: Retrieval) -> str:
    """That nothing was found that surely answers, which the articles may tell all the same."""
    where = " that pass the filter" if retrieval.query.where else ""
    return f"No clear answer was found in the articles{where}."


def absent(retrieval: Retrieval) -> str:
    """That no article mentions a word of the question, where that is so, or that it names somebody
    only as who wrote or published it.
    """
    if not retrieval.absent:
        if not retrieval.asks_of_credited:
            return ""
        name, title = " ".join(retrieval.credited), next(iter(retrieval.credited.values()))
        return f"“{name}” is only named as who wrote or published “{title}”."
    if len(retrieval.absent) >= _FOREIGN * len(retrieval.query.terms):
        asked = language(retrieval.query.text)
        written = language(" ".join(r.candidate.passage.text for r in retrieval.ranked[:3]))
        if asked and written and asked != written:
            return f"The question seems to be in {asked}; the articles are in {written}."
    quoted = joined([f"“{word}”" for word in retrieval.absent])
    if set(retrieval.absent) <= set(retrieval.absent_names):
        return f"No article mentions {quoted}."
    # What an English word means may well be told in other words.
    return f"No article has the word{'s' if len(retrieval.absent) > 1 else ''} {quoted}."


def joined(words: Sequence[str]) -> str:
    """Words as a list in a sentence."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"
