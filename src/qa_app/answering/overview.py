"""What is no look-up: overviews, lists of articles, comparisons, timelines, summaries.

Built from titles, dates and sentences of the articles, every line cited.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from qa_app.answering import wording
from qa_app.answering.quotes import Said, abstained, cite, is_elsewhere
from qa_app.answering.sentences import Sentence, sentences_of, values_of
from qa_app.contract import AnswerSentence, Citation
from qa_app.injected import withheld
from qa_app.retrieval.query import Query
from qa_app.retrieval.search import Retrieval, Searcher
from qa_app.retrieval.words import STOPWORDS, stems
from qa_app.understanding import Wanted
from qa_app.values import When
from qa_app.verification import verify
from vectorstore.model import Filter, Span, StoredArticle, StoredPassage
from vectorstore.snapshot import Snapshot

_MOST_ARTICLES, _MOST_NEW, _MOST_EVENTS, _MOST_EACH = 12, 5, 12, 2
_MOST_SUMMARY, _MOST_READ = 5, 60
_ABOUT, _NAMED = 0.6, 0.4
_COVERED, _TOUCHED = 0.5, 0.25
_BEGINNING, _LEAD_AMONG = 3, 4
_UNDATED = "None of these articles says when it was published."
_LEAST_WORDS, _DATED_WORDS = 6, 4
_FULL_STOPS = frozenset(".!…。")
"""How a sentence ends that tells something; headings, questions and lead-ins end otherwise."""


@dataclass(frozen=True)
class Line:
    """A line of the answer: a sentence of an article, and what is put in front of it."""

    cited: Citation
    front: str = ""


def overview(
    wanted: Wanted, found: Retrieval, snapshot: Snapshot, searcher: Searcher
) -> Said | None:
    """The answer to what is no look-up; None where it is better looked up after all.

    Args:
        found: what a search for the question found.
        snapshot: one generation of the store.
        searcher: searches for each side of a comparison.
    """
    if wanted.intent in ("overview", "articles", "new"):
        articles = [a for a in snapshot.articles() if _passes(a, found.query.where)]
        if not articles:
            return abstained(wording.nothing(found), (), "not_found", 0.0)
        return _of_articles(wanted, articles, snapshot)
    if is_elsewhere(found):
        return None
    if wanted.intent == "compare":
        sides = [_evidence(searcher, found.query, about, _MOST_EACH) for about in wanted.about]
        if len(sides) < 2 or not all(sides):
            return None
        return _said([Line(c) for side in sides for c in side], ordered=False)
    if wanted.intent == "timeline":
        about = wanted.about[0] if wanted.about else ""
        events = _events(searcher, found.query, about, snapshot)
        return _said(map(Line, events), ordered=True) if len(events) > 1 else None
    if wanted.intent in ("author", "published"):
        return _of_itself(wanted, searcher, found.query, snapshot)
    lines, covered = _summary(searcher, found.query, wanted, snapshot)
    return _said([Line(c) for c in lines], ordered=False, confidence=covered) if lines else None


def _passes(article: StoredArticle, where: Filter) -> bool:
    published = article.metadata.published.value
    folders = tuple(folder.rstrip("/") + "/" for folder in where.folders)
    return (
        (not where.sources or article.source in where.sources)
        and (not folders or article.source.startswith(folders))
        and (not where.published_from or (bool(published) and published >= where.published_from))
        and (not where.published_to or (bool(published) and published <= where.published_to))
    )


def _of_articles(wanted: Wanted, articles: Sequence[StoredArticle], snapshot: Snapshot) -> Said:
    newest = sorted(
        articles, key=lambda a: (a.metadata.published.value or "", a.source), reverse=True
    )
    if wanted.intent == "new":
        chosen = [a for a in newest if a.metadata.published.value][:_MOST_NEW]
        if not chosen:
            return abstained(_UNDATED[:-1] + ", so none can be called new.", (), "not_found", 0.0)
    else:
        chosen = sorted(articles, key=lambda a: a.source)[:_MOST_ARTICLES]
    lines = [Line(lead, _front(a)) for a in chosen if (lead := _lead(a, snapshot)) is not None]
    if not lines:
        return abstained("The articles hold no sentence that could be shown.", (), "not_found", 0.0)
    said = _said(lines, ordered=True)
    left = len(articles) - len(chosen)
    more = f"\n\n… and {left} more articles." if left > 0 and wanted.intent != "new" else ""
    return replace(said, answer=said.answer + more)


def _front(article: StoredArticle) -> str:
    title = article.metadata.title.value or article.source
    published = article.metadata.published.value
    return f"{title} ({published}): " if published else f"{title}: "


def _of_itself(wanted: Wanted, searcher: Searcher, query: Query, snapshot: Snapshot) -> Said | None:
    """Who wrote an article, or when it was published; of all articles where it is not said which.

    Where no author is known it is looked up: a text may be one that an article tells of.
    """
    about = wanted.about[0] if wanted.about else ""
    articles = _articles_about(searcher, query, about, snapshot)
    by_author = wanted.intent == "author"
    known = [
        a for a in articles if (a.metadata.byline if by_author else a.metadata.published).value
    ]
    shown = known[:_MOST_ARTICLES]
    told = [_written(a, snapshot) if by_author else _published(a, snapshot) for a in shown]
    if lines := [line for line in told if line]:
        said = _said(lines, ordered=True)
        left, unknown = len(known) - len(shown), len(articles) - len(known)
        more = [f"… and {left} more articles."] if left else []
        if unknown:
            more.append(f"Of {unknown} {'articles' if unknown > 1 else 'article'} it is not known.")
        return replace(said, answer="\n\n".join([said.answer, *more]))
    if by_author or not articles:
        return None
    lead, title = _lead(articles[0], snapshot), articles[0].metadata.title.value
    reason = f"When “{title}” was published is not known." if len(articles) == 1 else _UNDATED
    return abstained(reason, (lead,) if lead else (), "not_found", 0.0)


def _articles_about(
    searcher: Searcher, query: Query, about: str, snapshot: Snapshot
) -> list[StoredArticle]:
    """The articles that name most of `about` at their beginning, if any names most of it there; all
    there are, without `about`.
    """
    articles = [a for a in snapshot.articles() if _passes(a, query.where)]
    if not about:
        return articles
    found = searcher.retrieve(replace(query, text=about), _MOST_READ)
    sources = set(_by_passages(found))
    articles = [a for a in articles if a.source in sources]
    named = {a.source: _named(found, _beginning(a, snapshot, _BEGINNING)) for a in articles}
    most = max(named.values(), default=0.0)
    return [a for a in articles if named[a.source] == most >= _ABOUT]


def _written(article: StoredArticle, snapshot: Snapshot) -> Line | None:
    """Who wrote it, cited where the article names the author; by its beginning where only what is
    known of the file does.
    """
    byline, front = article.metadata.byline.value, f"{_front(article)[:-2]}, by "
    for passage in snapshot.passages_of(article.source):
        for span in passage.sentences:
            at = _words(passage, span).find(byline)
            if at >= 0:
                cited = replace(_cite(passage, span, article), emphasis=((at, at + len(byline)),))
                return Line(cited, f"{front}{byline}: ")
    lead = _lead(article, snapshot)
    return Line(lead, f"{front}{byline}: ") if lead else None


def _published(article: StoredArticle, snapshot: Snapshot) -> Line | None:
    lead = _lead(article, snapshot)
    return Line(lead, _front(article)) if lead else None


def _lead(article: StoredArticle, snapshot: Snapshot) -> Citation | None:
    """Of the first sentences of an article the one that says most of its title again, as the lead
    of a story does and the caption above it does not; the first one of those that say as much.
    """
    begins = _beginning(article, snapshot, _LEAD_AMONG)
    title = set(stems(article.metadata.title.value)) - STOPWORDS
    return max(begins, key=lambda c: len(title & set(stems(c.quote))), default=None)


def _beginning(article: StoredArticle, snapshot: Snapshot, most: int) -> list[Citation]:
    """The first sentences of an article that tell something; the first one where all are short."""
    title = article.metadata.title.value
    first: Citation | None = None
    told: list[Citation] = []
    for passage in snapshot.passages_of(article.source):
        for span, hidden in zip(passage.sentences, withheld(passage), strict=True):
            text = _words(passage, span)
            if hidden or text.strip() == title or not any(letter.isalnum() for letter in text):
                continue
            ends = text.rstrip("\"'”’)]*_")[-1:]
            if len(text.split()) >= _LEAST_WORDS and ends in _FULL_STOPS:
                told.append(_cite(passage, span, article))
                if len(told) == most:
                    return told
            first = first or _cite(passage, span, article)
    return told or ([first] if first else [])


def _words(passage: StoredPassage, span: Span) -> str:
    base = passage.span.start
    return passage.text[span.start - base : span.end - base]


def _cite(passage: StoredPassage, span: Span, article: StoredArticle) -> Citation:
    return Citation(
        n=1,
        source=passage.source,
        title=article.metadata.title.value,
        published=article.metadata.published.value,
        start=span.start,
        end=span.end,
        quote=_words(passage, span),
    )


def _summary(
    searcher: Searcher, query: Query, wanted: Wanted, snapshot: Snapshot
) -> tuple[list[Citation], float]:
    """How the article that is most about it begins, and what else is said of it; and how much of
    what was asked about is named there, 0 to 1.

    The beginning of a news story or an encyclopedia article sums it up; an article is about
    something that its title or its beginning names. An article that was asked for by what it is
    about is summed up by more of its beginning.
    """
    about = wanted.about[0]
    found = searcher.retrieve(replace(query, text=about))
    articles = {a.source: a for a in snapshot.articles()}
    for source in _by_passages(found):
        most = _BEGINNING if wanted.of_article else 1
        begins = _beginning(articles[source], snapshot, most) if source in articles else []
        if not begins:
            continue
        words = " ".join([begins[0].title, *(lead.quote for lead in begins)])
        covered = found.weights.coverage(found.query.meant_by(stems(words)))
        if covered >= (_NAMED if wanted.of_article else _ABOUT):
            told = _evidence(searcher, query, about, _MOST_SUMMARY)
            own = [c for c in told if c.source == source]
            others = [] if wanted.of_article else [c for c in told if c.source != source]
            return [*begins, *own, *others][:_MOST_SUMMARY], covered
    told = _evidence(searcher, query, about, _MOST_SUMMARY)
    words = " ".join(c.quote for c in told)
    return told, found.weights.coverage(found.query.meant_by(stems(words)))


def _by_passages(found: Retrieval) -> list[str]:
    """The articles found, those with most of the passages first."""
    sources = [ranked.candidate.passage.source for ranked in found.ranked]
    return [source for source, _ in Counter(sources).most_common()]


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
        if not about or _named(found, _beginning(articles[source], snapshot, _BEGINNING)) >= _ABOUT
    }
    dated: list[tuple[tuple[int, int, int], float, Sentence]] = []
    for sentence in sentences_of(found, passages=len(found.ranked)):
        share, day = _share(found, sentence), _day(sentence.text)
        if (
            day
            and _tells(sentence, _DATED_WORDS)
            and (share >= _TOUCHED or sentence.passage.source in of_it)
        ):
            dated.append((day, share, sentence))
    order = sorted(range(len(dated)), key=lambda n: (-dated[n][1], n))
    first: dict[tuple[int, int, int], int] = {}
    for n in order:
        first.setdefault(dated[n][0], n)
    later = [n for n in order if n not in first.values()]
    by_day = sorted([*first.values(), *later][:_MOST_EVENTS], key=lambda n: (dated[n][0], n))
    return [cite(1, s.passage, s.span, found, ()) for _, _, s in (dated[n] for n in by_day)]


def _named(found: Retrieval, sentences: Sequence[Citation]) -> float:
    """The share of the words searched for that these sentences and their article's title name. Each
    counts alike: what all articles of a store are about tells none of them apart.
    """
    words = " ".join([*(c.title for c in sentences[:1]), *(c.quote for c in sentences)])
    held, asked = found.query.meant_by(stems(words)), found.query.stems
    return len(held & asked) / max(len(asked), 1)


def _evidence(searcher: Searcher, query: Query, about: str, most: int) -> list[Citation]:
    """The sentences that say most of `about`, at least half of it, none of them a heading."""
    found = searcher.retrieve(replace(query, text=about))
    if not found.ranked:
        return []
    every = sentences_of(found, passages=len(found.ranked))
    scored = sorted(
        ((_share(found, s), -n, s) for n, s in enumerate(every) if _tells(s)),
        key=lambda one: one[:2],
        reverse=True,
    )
    chosen = [s for share, _, s in scored if share >= _COVERED][:most]
    return [cite(1, s.passage, s.span, found, ()) for s in chosen]


def _share(found: Retrieval, sentence: Sentence) -> float:
    own = found.weights.coverage(found.query.meant_by(sentence.stems))
    title = found.weights.coverage(
        found.query.meant_by(sentence.stems | sentence.ranked.candidate.title_stems)
    )
    return 0.7 * own + 0.3 * title


def _tells(sentence: Sentence, least: int = _LEAST_WORDS) -> bool:
    long = len(sentence.text.split()) >= least
    return long and not sentence.is_heading and not sentence.text.rstrip().endswith("?")


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
