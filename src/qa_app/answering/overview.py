"""What is no look-up: overviews, lists, comparisons, timelines, summaries, who is named.

Built from titles, dates and sentences of the articles, every line cited.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from qa_app.answering import wording
from qa_app.answering.articles import (
    BEGINNING,
    Embed,
    Meant,
    all_about,
    beginning,
    candidates,
    gist,
    lead,
    named_in,
    named_share,
    quoted,
    the_one,
    words_of,
)
from qa_app.answering.citing import cite
from qa_app.answering.evidence import COVERED, evidence, share_of, tells
from qa_app.answering.quotes import Said, abstained, is_elsewhere
from qa_app.answering.sentences import Sentence, sentences_of, values_of
from qa_app.contract import AnswerSentence, Citation
from qa_app.retrieval.query import Query
from qa_app.retrieval.search import Retrieval, Searcher
from qa_app.retrieval.words import STOPWORDS, stem, stems, tokens
from qa_app.understanding import Wanted
from qa_app.values import When
from qa_app.verification import verify
from vectorstore.model import StoredArticle
from vectorstore.snapshot import Snapshot

_MOST_ARTICLES, _MOST_NEW, _MOST_EVENTS, _MOST_EACH, _MOST_BOTH = 12, 5, 12, 2, 4
_MOST_SUMMARY, _MOST_READ, _MOST_NAMES = 5, 60, 20
_ABOUT = 0.6
_TOUCHED = 0.25
_DATED_WORDS = 4
_COUNTED = re.compile(r"^\W*how many\b", re.IGNORECASE)
_TELLS = frozenset("what who whom whose when where why how which that if whether".split())
_UNTIMED = "The articles date no two events of this; what they say of it stands here."
_UNDATED = "None of these articles says when it was published."


@dataclass(frozen=True)
class Line:
    """A line of the answer: a sentence of an article, and what is put in front of it."""

    cited: Citation
    front: str = ""


def overview(
    wanted: Wanted, found: Retrieval, snapshot: Snapshot, searcher: Searcher, embed: Embed
) -> Said | None:
    """The answer to what is no look-up; None where it is better looked up after all.

    Args:
        found: what a search for the question found.
        snapshot: one generation of the store.
        searcher: searches for each side of a comparison.
        embed: the vectors of texts, shape (n, dimension).
    """
    if wanted.intent in ("overview", "articles", "new", "oldest"):
        articles = snapshot.articles(found.query.where)
        if not articles:
            return abstained(wording.nothing(found), (), "not_found", 0.0)
        if wanted.intent == "overview" and len(articles) == 1:
            told = gist(articles[0], snapshot, embed, wanted.most or _MOST_SUMMARY)
            return _said(map(Line, told), ordered=False) if told else None
        return _of_articles(wanted, articles, snapshot)
    about = wanted.about[0] if wanted.about else ""
    if wanted.intent == "names":
        articles = snapshot.articles(found.query.where)
        if about:
            meant, _ = candidates(about, found.query, searcher, snapshot, embed)
            articles = [one] if (one := the_one(meant)) else []
        return _of_names(wanted, articles, snapshot)
    if is_elsewhere(found):
        return None
    if wanted.intent == "mentions":
        return _mentioned(searcher, found.query, about, snapshot)
    if wanted.intent == "compare":
        return _compared(wanted.about, found, searcher)
    if wanted.intent == "timeline":
        events = _events(searcher, found.query, about, snapshot)
        if len(events) > 1:
            return _said(map(Line, events), ordered=True)
        if not about:
            return None
    if wanted.intent in ("author", "published"):
        return _of_itself(wanted, searcher, found.query, snapshot, embed)
    meant, of_it = candidates(about, found.query, searcher, snapshot, embed)
    whole = _summary(meant, wanted, snapshot, embed)
    told, covered = (whole, 1.0) if whole else _topic(searcher, wanted, meant, of_it, snapshot)
    if not told:
        return None
    said = _said(map(Line, told), ordered=False, confidence=covered)
    return replace(said, note=_UNTIMED) if wanted.intent == "timeline" else said


def _of_articles(wanted: Wanted, articles: Sequence[StoredArticle], snapshot: Snapshot) -> Said:
    newest = sorted(
        articles, key=lambda a: (a.metadata.published.value or "", a.source), reverse=True
    )
    if wanted.intent in ("new", "oldest"):
        dated = [a for a in newest if a.metadata.published.value]
        chosen = dated[:_MOST_NEW] if wanted.intent == "new" else dated[::-1][:1]
        if not chosen:
            reason = _UNDATED[:-1] + ", so none can be called {}.".format(
                "new" if wanted.intent == "new" else "old"
            )
            return abstained(reason, (), "not_found", 0.0)
    else:
        chosen = sorted(articles, key=lambda a: a.source)[:_MOST_ARTICLES]
    lines = [Line(one, _front(a)) for a in chosen if (one := lead(a, snapshot)) is not None]
    if not lines:
        return abstained("The articles hold no sentence that could be shown.", (), "not_found", 0.0)
    said = _said(lines, ordered=True)
    left = len(articles) - len(chosen)
    listed = wanted.intent in ("overview", "articles")
    more = f"\n\n… and {left} more articles." if left > 0 and listed else ""
    counted = f"{len(articles)} articles:\n\n" if _COUNTED.match(wanted.question) else ""
    return replace(said, answer=counted + said.answer + more)


def _front(article: StoredArticle) -> str:
    title = article.metadata.title.value or article.source
    published = article.metadata.published.value
    return f"{title} ({published}): " if published else f"{title}: "


def _of_itself(
    wanted: Wanted, searcher: Searcher, query: Query, snapshot: Snapshot, embed: Embed
) -> Said | None:
    """Who wrote an article, or when it was published; of all articles where it is not said which.

    Where no author is known it is looked up: a text may be one that an article tells of.
    """
    about = wanted.about[0] if wanted.about else ""
    articles = _articles_about(searcher, query, about, snapshot, embed)
    by_author = wanted.intent == "author"
    known = [
        a for a in articles if (a.metadata.byline if by_author else a.metadata.published).value
    ]
    shown = known[:_MOST_ARTICLES]
    told = [_written(a, snapshot, by_author=by_author) for a in shown]
    if lines := [line for line in told if line]:
        said = _said(lines, ordered=True)
        left, unknown = len(known) - len(shown), len(articles) - len(known)
        more = [f"… and {left} more articles."] if left else []
        if unknown:
            more.append(f"Of {unknown} {'articles' if unknown > 1 else 'article'} it is not known.")
        return replace(said, answer="\n\n".join([said.answer, *more]))
    if by_author or not articles:
        return None
    first, title = lead(articles[0], snapshot), articles[0].metadata.title.value
    reason = f"When “{title}” was published is not known." if len(articles) == 1 else _UNDATED
    return abstained(reason, (first,) if first else (), "not_found", 0.0)


def _articles_about(
    searcher: Searcher, query: Query, about: str, snapshot: Snapshot, embed: Embed
) -> list[StoredArticle]:
    """The articles that name most of `about` at their beginning, or the one that is most like it;
    all there are, without `about`.
    """
    if not about:
        return snapshot.articles(query.where)
    meant, _ = candidates(about, query, searcher, snapshot, embed)
    most = max((m.named for m in meant), default=0.0)
    if most >= _ABOUT:
        return [m.article for m in meant if m.named == most]
    return [one] if (one := the_one(meant)) else []


def _written(article: StoredArticle, snapshot: Snapshot, *, by_author: bool) -> Line | None:
    """When it was published, by its beginning; or who wrote it, cited where the article names the
    author, by its beginning where only what is known of the file does.
    """
    first = lead(article, snapshot)
    if not by_author:
        return Line(first, _front(article)) if first else None
    byline, front = article.metadata.byline.value, f"{_front(article)[:-2]}, by "
    for passage in snapshot.passages_of(article.source):
        for span in passage.sentences:
            at = words_of(passage, span).find(byline)
            if at >= 0:
                cited = replace(quoted(passage, span, article), emphasis=((at, at + len(byline)),))
                return Line(cited, f"{front}{byline}: ")
    return Line(first, f"{front}{byline}: ") if first else None


def _mentioned(searcher: Searcher, query: Query, about: str, snapshot: Snapshot) -> Said | None:
    """The articles that say something of it, each by the sentence that says most."""
    articles = {a.source: a for a in snapshot.articles()}
    first: dict[str, Citation] = {}
    for cited in evidence(searcher, query, about, _MOST_READ, _MOST_READ):
        if _names(about, cited.quote):
            first.setdefault(cited.source, cited)
    if not first:
        return None
    told = sorted(first.values(), key=lambda c: c.source)[:_MOST_ARTICLES]
    lines = [Line(cited, _front(articles[cited.source])) for cited in told]
    said, left = _said(lines, ordered=True), len(first) - len(told)
    return replace(said, answer=f"{said.answer}\n\n… and {left} more.") if left else said


def _of_names(wanted: Wanted, articles: Sequence[StoredArticle], snapshot: Snapshot) -> Said | None:
    """Who or what is named, with the sentences that name them."""
    named = list(named_in(articles, snapshot, wanted.sort).items())
    if not named:
        return None
    together: dict[tuple[str, int], list[tuple[str, Citation]]] = {}
    for name, cited in named[:_MOST_NAMES]:
        together.setdefault((cited.source, cited.start), []).append((name, cited))
    lines = []
    for same in together.values():
        marked = tuple(sorted(span for _, cited in same for span in cited.emphasis))
        front = ", ".join(name for name, _ in same) + ": "
        lines.append(Line(replace(same[0][1], emphasis=marked), front))
    said, left = _said(lines, ordered=True), len(named) - _MOST_NAMES
    return replace(said, answer=f"{said.answer}\n\n… and {left} more.") if left > 0 else said


def _compared(about: Sequence[str], found: Retrieval, searcher: Searcher) -> Said | None:
    """What is said of both sides at once, as the rows of a table do, then what is said of each.
    Where nothing is said of one of them that is told; None where it is so of both.
    """
    sides = [
        next(
            filter(None, (_of_side(searcher, found.query, one) for one in (side, _name(side)))), []
        )
        for side in about
    ]
    if not any(sides) or (not all(sides) and not all(map(_is_name, about))):
        return None
    if not all(sides):
        unknown = next(one for one, side in zip(about, sides, strict=True) if not side)
        known = next(side for side in sides if side)
        closest = tuple(replace(c, n=n) for n, c in enumerate(known[:_MOST_EACH], start=1))
        return abstained(f"Nothing was found on “{unknown}”.", closest, "unsure", 0.5)
    places = [{(c.source, c.start) for c in side} for side in sides]
    both = [c for c in sides[0] if (c.source, c.start) in places[1]][:_MOST_BOTH]
    told = {(c.source, c.start) for c in both}
    each = [
        c
        for side in sides
        for c in [c for c in side if (c.source, c.start) not in told][:_MOST_EACH]
    ]
    both.sort(key=lambda c: (c.source, c.start))
    return _said(map(Line, [*both, *each]), ordered=False)


def _of_side(searcher: Searcher, query: Query, side: str) -> list[Citation]:
    found = evidence(searcher, query, side, _MOST_READ) if side else []
    return [cited for cited in found if _names(side, cited.quote)]


def _name(side: str) -> str:
    """The name in what is compared: "Laos" of "the roads of Laos"."""
    return " ".join(re.findall(r"\b[A-Z][\w'’-]*", side))


def led_by(first: Said, about: Sequence[str], said: Said) -> Said:
    """A comparison that begins with what tells the difference and names all that is compared."""
    of_all = [c for c in first.citations if all(_names(one, c.quote) for one in about)]
    if first.outcome != "answered" or not of_all:
        return said
    lines = map(Line, [*of_all, *said.citations])
    return _said(lines, ordered=False, confidence=first.confidence)


def _is_name(side: str) -> bool:
    """Whether a side of a comparison is called by a few words; "what the maker claims" is told."""
    words = side.split()
    return len(words) <= _MOST_EACH + _MOST_EACH and words[0].lower() not in _TELLS


def _names(side: str, quote: str) -> bool:
    """Whether a sentence is of a side of a comparison: it has the side's name, or most of its
    words. "The desserts business" is none of "business permits".
    """
    words = [word for word in tokens(side) if word not in STOPWORDS]
    held = set(stems(quote))
    own = {
        stem(word) for word in tokens(" ".join(re.findall(r"\b[A-Z][\w'’-]*", side)))
    } - STOPWORDS
    return bool(own & held) or sum(stem(word) in held for word in words) >= _ABOUT * len(words)


def _summary(
    meant: Sequence[Meant], wanted: Wanted, snapshot: Snapshot, embed: Embed
) -> list[Citation]:
    """What sums up an article that is about it; where several are, the lead of each as well.
    Nothing where a topic was asked for, or no article is about it.
    """
    if wanted.intent != "summary" and not wanted.of_article:
        return []
    most = wanted.most or _MOST_SUMMARY
    one = the_one(meant) if wanted.of_article else None
    whole = [one] if one else all_about(meant)
    leads = [first for a in whole[1:] if (first := lead(a, snapshot))][: most // 2]
    return [*gist(whole[0], snapshot, embed, most - len(leads)), *leads] if whole else []


def _topic(
    searcher: Searcher,
    wanted: Wanted,
    meant: Sequence[Meant],
    found: Retrieval,
    snapshot: Snapshot,
) -> tuple[list[Citation], float]:
    """What is said of something, and how much of what was asked about is named there, 0 to 1: how
    the article begins that is most about it, if one is, and the sentences that say most of it.
    """
    about, most = wanted.about[0], wanted.most or _MOST_SUMMARY
    told = evidence(searcher, found.query, about, most)
    if meant and meant[0].named >= _ABOUT and (first := lead(meant[0].article, snapshot)):
        own = [c for c in told if c.source == first.source]
        told = [first, *own, *(c for c in told if c.source != first.source)]
    words = " ".join(text for c in told for text in (c.title, c.quote))
    return told[:most], found.weights.coverage(found.query.meant_by(stems(words)))


def _events(searcher: Searcher, query: Query, about: str, snapshot: Snapshot) -> list[Citation]:
    """The sentences that name a year, by date: those that say something of `about`, and all of an
    article that is about it; without `about` all there are. Where there are many, one for each date
    goes before a second one.
    """
    found = searcher.retrieve(replace(query, text=about or query.text), _MOST_READ)
    articles = {a.source: a for a in snapshot.articles()}
    sources = {ranked.candidate.passage.source for ranked in found.ranked}
    of_it = {
        source
        for source in sources & articles.keys()
        if not about
        or named_share(found, beginning(articles[source], snapshot, BEGINNING)) >= _ABOUT
    }
    dated: list[tuple[tuple[int, int, int], float, Sentence]] = []
    for sentence in sentences_of(found, passages=len(found.ranked)):
        share, day = share_of(found, sentence), _day(sentence.text)
        of_other = share >= (COVERED if of_it else _TOUCHED)
        if day and tells(sentence, _DATED_WORDS) and (of_other or sentence.passage.source in of_it):
            dated.append((day, share, sentence))
    order = sorted(range(len(dated)), key=lambda n: (-dated[n][1], n))
    first: dict[tuple[int, int, int], int] = {}
    for n in order:
        first.setdefault(dated[n][0], n)
    later = [n for n in order if n not in first.values()]
    by_day = sorted([*first.values(), *later][:_MOST_EVENTS], key=lambda n: (dated[n][0], n))
    return [cite(1, s.passage, s.span, found, ()) for _, _, s in (dated[n] for n in by_day)]


def _day(text: str) -> tuple[int, int, int] | None:
    """The first date of a text that names a year, as something to sort by."""
    for value in values_of(text):
        when = value.detail
        if isinstance(when, When) and when.year is not None:
            return when.year, when.month or 0, when.day or 0
    return None


def _said(lines: Iterable[Line], *, ordered: bool, confidence: float = 1.0) -> Said:
    """The lines as an answer, each with its citation."""
    kept: dict[tuple[str, int], Line] = {}
    for line in lines:
        kept.setdefault((line.cited.source, line.cited.start), line)
    cited, sentences, texts = [], [], []
    for n, line in enumerate(kept.values(), start=1):
        cite = replace(line.cited, n=n)
        support = verify(cite.quote, [cite.quote]).support
        cited.append(cite)
        sentences.append(AnswerSentence(cite.quote, (n,), support))
        texts.append(f"- {line.front}{cite.quote} [{n}]" if ordered else f"{cite.quote} [{n}]")
    answer = "\n".join(texts) if ordered else " ".join(texts)
    return Said(answer, tuple(sentences), tuple(cited), (), "answered", confidence=confidence)
