"""Which article a person means, how it begins, what sums it up, and whom it names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from qa_app.answering.sentences import leans_back, values_of
from qa_app.answering.speaker import speakers_of
from qa_app.contract import Citation
from qa_app.injected import withheld
from qa_app.retrieval.english import is_english
from qa_app.retrieval.query import Query
from qa_app.retrieval.search import Retrieval, Searcher
from qa_app.retrieval.words import STOPWORDS, stems, tokens
from qa_app.values import Name, Value
from vectorstore.model import Span, StoredArticle, StoredPassage
from vectorstore.snapshot import Snapshot

Embed = Callable[[Sequence[str]], NDArray[np.float32]]

BEGINNING, LEAST_WORDS = 3, 6
_LEAD_AMONG = 4
_MOST_READ, _MOST_WEIGHED = 60, 160
_NAMED, _ALIKE = 0.6, 0.45
_NAMED_AS_ARTICLE, _ALIKE_AS_ARTICLE = 0.4, 0.2
_APART = 0.05
"""Two articles nearer than this are not told apart by what they are called."""
_TITLE, _OPENS, _LEANS, _SAID_ALREADY = 0.4, 0.05, 0.12, 0.5
_VALUE, _VALUES, _SHORT = 0.02, 4, 10
_CONTINUES = re.compile(
    r"^\W*(?:another|others?|one (?:idea|reason|of|is)|a (?:second|third)|an? \w+ one|some|both|two"
    r"|the (?:other|rest|remaining|latter)|and|or|but|so|then|there|here|these|those|even|also)\b",
    re.IGNORECASE,
)
_ITEM = re.compile(r"^\s*(?:\d{1,2}[.)]|[-*•–])\s")
_FULL_STOPS = frozenset(".!…。")
"""How a sentence ends that tells something; headings, questions and lead-ins end otherwise."""


@dataclass(frozen=True)
class Meant:
    """An article that may be meant.

    Attributes:
        named: the share of the words asked for that its title and its beginning name, 0 to 1.
        alike: the cosine of what was asked for with its title and its beginning.
    """

    article: StoredArticle
    named: float
    alike: float


def candidates(
    about: str, query: Query, searcher: Searcher, snapshot: Snapshot, embed: Embed
) -> tuple[list[Meant], Retrieval]:
    """The articles with passages on something, the likeliest to be meant first, and what was found.

    Args:
        about: what an article is said to be about, in a few words.
        query: which articles may be used.
    """
    found = searcher.retrieve(replace(query, text=about), _MOST_READ)
    articles = {a.source: a for a in snapshot.articles(query.where)}
    sources = dict.fromkeys(ranked.candidate.passage.source for ranked in found.ranked)
    words = set(stems(about)) - STOPWORDS
    by = [a.source for a in articles.values() if words and words <= set(stems(_credits(a)))]
    kept = [articles[source] for source in dict.fromkeys((*by, *sources)) if source in articles]
    if not kept:
        return [], found
    begins = [beginning(a, snapshot, BEGINNING) for a in kept]
    heads = [
        " ".join([a.metadata.title.value.rstrip(".") + ".", *(c.quote for c in begin[:2])])
        for a, begin in zip(kept, begins, strict=True)
    ]
    vectors = embed([about, *heads])
    alike = vectors[1:] @ vectors[0]
    meant = [
        Meant(a, 1.0 if a.source in by else named_share(found, begin), float(cosine))
        for a, begin, cosine in zip(kept, begins, alike, strict=True)
    ]
    return sorted(meant, key=lambda m: (-m.named - m.alike, m.article.source)), found


def _credits(article: StoredArticle) -> str:
    """Who wrote and who published an article."""
    return f"{article.metadata.byline.value} {article.metadata.publisher.value}"


def the_one(meant: Sequence[Meant]) -> StoredArticle | None:
    """The article that was called one ("the harbour article"), if one fits and no other as well."""
    if not meant:
        return None
    first, rest = meant[0], meant[1:]
    fits = first.named >= _NAMED_AS_ARTICLE or first.alike >= _ALIKE_AS_ARTICLE
    ahead = not rest or first.named + first.alike >= rest[0].named + rest[0].alike + _APART
    return first.article if fits and ahead else None


def all_about(meant: Sequence[Meant]) -> list[StoredArticle]:
    """The articles that are about what was asked for as a whole, the likeliest first."""
    return [m.article for m in meant if m.named >= _NAMED or m.alike >= _ALIKE]


def named_share(found: Retrieval, sentences: Sequence[Citation]) -> float:
    """The share of the words searched for that these sentences and their article's title name. Each
    counts alike: what all articles of a store are about tells none of them apart.
    """
    words = " ".join([*(c.title for c in sentences[:1]), *(c.quote for c in sentences)])
    held, asked = found.query.meant_by(stems(words)), found.query.stems
    return len(held & asked) / max(len(asked), 1)


def lead(article: StoredArticle, snapshot: Snapshot) -> Citation | None:
    """Of the first sentences of an article the one that says most of its title again, as the lead
    of a story does and the caption above it does not; the first one of those that say as much.
    """
    begins = beginning(article, snapshot, _LEAD_AMONG)
    title = set(stems(article.metadata.title.value)) - STOPWORDS
    return max(begins, key=lambda c: len(title & set(stems(c.quote))), default=None)


def beginning(article: StoredArticle, snapshot: Snapshot, most: int) -> list[Citation]:
    """The first sentences of an article that tell something; the first one where all are short."""
    first: Citation | None = None
    told: list[Citation] = []
    for passage, span, _ in _told(article, snapshot):
        if tells(words_of(passage, span)):
            told.append(quoted(passage, span, article))
            if len(told) == most:
                return told
        first = first or quoted(passage, span, article)
    return told or ([first] if first else [])


def tells(text: str) -> bool:
    """Whether a sentence is long enough and ends as one that tells something."""
    return len(text.split()) >= LEAST_WORDS and text.rstrip("\"'”’)]*_")[-1:] in _FULL_STOPS


def _told(article: StoredArticle, snapshot: Snapshot) -> Iterator[tuple[StoredPassage, Span, bool]]:
    """The sentences of an article once each, with whether a paragraph begins with it; without its
    title and what is addressed to a language model.
    """
    title, end = article.metadata.title.value, -1
    for passage in snapshot.passages_of(article.source):
        base = passage.span.start
        for span, hidden in zip(passage.sentences, withheld(passage), strict=True):
            text = words_of(passage, span)
            if span.start < end or hidden or text.strip() == title:
                continue
            between = passage.text[max(end - base, 0) : span.start - base]
            opens = span.start == base or "\n" in between
            end = span.end
            if any(letter.isalnum() for letter in text):
                yield passage, span, opens


def gist(article: StoredArticle, snapshot: Snapshot, embed: Embed, most: int) -> list[Citation]:
    """The sentences that sum an article up, at most `most`, in the order of its text.

    The lead, then those nearest to the centre of all its sentences and to its title that say
    something else than those taken before (maximal marginal relevance, Carbonell and Goldstein
    1998); sentences that open a paragraph are preferred, those that lean back are not.
    """
    first = lead(article, snapshot)
    if first is None:
        return []
    every = [
        (quoted(passage, span, article), opens)
        for passage, span, opens in _told(article, snapshot)
        if tells(words_of(passage, span)) and " | " not in words_of(passage, span)
    ][:_MOST_WEIGHED]
    if first not in [cited for cited, _ in every]:
        every.insert(0, (first, True))
    vectors = embed([article.metadata.title.value, *(cited.quote for cited, _ in every)])
    title, vectors = vectors[0], vectors[1:]
    centre = vectors.mean(axis=0)
    aim = centre / max(float(np.linalg.norm(centre)), 1e-9) + _TITLE * title
    worth = vectors @ (aim / max(float(np.linalg.norm(aim)), 1e-9))
    worth = worth + np.array([_form(cited.quote, opens) for cited, opens in every])
    taken = [next(n for n, (cited, _) in enumerate(every) if cited == first)]
    while len(taken) < min(most, len(every)):
        said = (vectors @ vectors[taken].T).max(axis=1)
        left = worth - _SAID_ALREADY * said
        left[taken] = -np.inf
        taken.append(int(np.argmax(left)))
    return [every[n][0] for n in sorted(taken)]


def _form(text: str, opens: bool) -> float:
    """What the form of a sentence says of its worth in a summary: better one that opens a paragraph
    and tells figures and names; worse one that is short, leans back, or is a step or an item.
    """
    values = min(len(values_of(text)), _VALUES)
    short = len(text.split()) < _SHORT
    leans = leans_back(text) or _CONTINUES.match(text) is not None
    return (
        _OPENS * opens
        + _VALUE * values
        - _LEANS * leans
        - _LEANS * (short or _ITEM.match(text) is not None)
    )


def named_in(
    articles: Sequence[StoredArticle], snapshot: Snapshot, sort: str
) -> dict[str, Citation]:
    """Who or what the articles name, in the longest form of each name, with the sentence in which
    that stands first.

    Args:
        sort: "person", "organisation", "place", or "speaker" for people whose words are told.
    """
    known: dict[str, tuple[str, Citation]] = {}
    spoke: set[str] = set()
    for article in articles:
        every = [(p, span, words_of(p, span)) for p, span, _ in _told(article, snapshot)]
        alone = {v.text for _, _, text in every for v in values_of(text) if v.kind == "name"}
        speakers = [frozenset(speakers_of(text) if sort == "speaker" else ()) for *_, text in every]
        speaking = frozenset[str]().union(*speakers)
        for (passage, span, text), here in zip(every, speakers, strict=True):
            for value in values_of(text):
                if not isinstance(value.detail, Name):
                    continue
                words = tokens(value.text)
                if sort in ("person", "speaker"):
                    if not _is_person(value, text, alone):
                        continue
                    if sort == "speaker" and speaking.isdisjoint(words):
                        continue
                elif value.detail.type != sort:
                    continue
                # Whoever speaks is shown where he speaks.
                speaks = value.normal not in spoke and not here.isdisjoint(words)
                if value.normal not in known or speaks:
                    cited = quoted(passage, span, article)
                    cited = replace(cited, emphasis=((value.start, value.end),))
                    known[value.normal] = (value.text, cited)
                    spoke |= {value.normal} if speaks else set()
    names = [f" {name}" for name in known]
    # "Van Thuong" is not told beside "Vo Van Thuong".
    parts = {
        name for name in names if any(other != name and other.endswith(name) for other in names)
    }
    return dict(told for name, told in known.items() if f" {name}" not in parts)


_PERSON_AFTER = re.compile(
    r"^(?:['’]s?)?,?\s*(?:(?:who|whose|says?|said|told|adds?|added|asks?|asked|wrote|writes|argue[sd]?"
    r"|explain(?:s|ed)|recalls?|recalled|thinks|believes|was born|died|married)\b"
    r"|(?<=,)\s(?:aged )?\d{1,3}\b|(?<=,)\s(?:an?|the|his|her|their|its|former|then)\s+[a-z])"
)
_PERSON_BEFORE = re.compile(
    r"(?:\b(?:said|says|told|asked|according to|interviewed|married|called|named)"
    r"|\b(?!(?:news)?paper|after|other|under|over|later|former\b|[a-z]*ever\b|number|quarter|center)"
    r"(?:[a-z]+(?:er|or|ist|ian|ant|man|woman|eer)|president|student|chief|head|captain|coach|mayor"
    r"|judge|boss|nurse|chair|critic|friend|mother|father|wife|husband|partner|son|daughter|brother"
    r"|sister|aunt|uncle|cousin|widow|designer|host|poet|chef|cook|pilot|guide|author|expert),?)\s+$"
)


def _is_person(value: Value, text: str, alone: AbstractSet[str]) -> bool:
    """Whether a name is a person's: by its form, by the words around it, or since the article goes
    on with its last word alone.
    """
    words = value.text.split()
    if not isinstance(value.detail, Name) or not 2 <= len(words) <= 5:
        return False
    if value.detail.type == "person":
        return True
    if all(is_english(word.lower()) for word in words):  # "Research Fellow"
        return _PERSON_BEFORE.search(text[: value.start]) is not None
    plain = all(word[:1].isalpha() for word in words) and not any(word.isupper() for word in words)
    if value.detail.type != "other" or not plain:
        return False
    return (
        words[-1] in alone
        or _PERSON_AFTER.search(text[value.end :]) is not None
        or _PERSON_BEFORE.search(text[: value.start]) is not None
    )


def words_of(passage: StoredPassage, span: Span) -> str:
    """The words of a span of a passage."""
    base = passage.span.start
    return passage.text[span.start - base : span.end - base]


def quoted(passage: StoredPassage, span: Span, article: StoredArticle) -> Citation:
    """The citation of a span of an article, its number still to be given."""
    return Citation(
        n=1,
        source=passage.source,
        title=article.metadata.title.value,
        published=article.metadata.published.value,
        start=span.start,
        end=span.end,
        quote=words_of(passage, span),
    )
