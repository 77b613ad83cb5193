"""The assistant: a store, a model for vectors, a reader, and questions answered from them.

One path, as events: understand, retrieve, read, answer, verify. `ask`, the page, the HTTP API and
the evaluation all consume `stream`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Self

from qa_app import inputs, reader
from qa_app.answering import overview, quotes, reading, wording
from qa_app.answering.articles import candidates, the_one
from qa_app.answering.choose import Limits
from qa_app.answering.citing import retrieved, shown
from qa_app.answering.follow_up import (
    in_context,
    may_refer_back,
    names_its_subject,
    refers_back,
    stand_alone,
)
from qa_app.answering.parts import found_together, parts, said_together
from qa_app.answering.quotes import Said, Thresholds
from qa_app.answering.reading import Reading
from qa_app.answering.timed import at_its_time, in_words, narrowed, with_dates
from qa_app.answering.wanted import wanted_in
from qa_app.answering.which import asked_back
from qa_app.clock import Clock
from qa_app.contract import (
    Answer,
    Done,
    Event,
    Found,
    FoundPassage,
    Request,
    Searched,
    Sentence,
    Turn,
)
from qa_app.generation.writer import writer
from qa_app.memory import EmbeddingMemory
from qa_app.opening import open_store
from qa_app.question import cleaned
from qa_app.retrieval.query import Query
from qa_app.retrieval.search import Options, Retrieval, Searcher
from qa_app.settings import Settings, load_settings
from qa_app.sources import details
from qa_app.timing import timing
from qa_app.understanding import Wanted, understand, undressed
from qa_app.values.spans import Days
from vectorstore.closing import Closing
from vectorstore.model import EVERYTHING, Filter, StoredArticle
from vectorstore.store import Store


class Assistant(Closing):
    """Answers questions from one store; a context manager. May be shared by threads."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self.store = store
        self.settings = settings
        self.reader = reader.load(settings.reader, threads=settings.threads or None)
        self._searcher = Searcher(store, Options.of(settings))
        self._embed = EmbeddingMemory(lambda texts: store.embedder.encode(texts))
        self._limits = Limits(most=settings.max_sentences)
        self.writer = writer(settings)
        self._thresholds = Thresholds.of(settings.threshold, read=self.reader is not None)

    @classmethod
    def open(cls, store: Path | str | None = None, settings: Settings | None = None) -> Self:
        """The assistant over the store in a folder; nothing heavy is loaded before a question.

        Raises:
            StoreMissingError: there is no store.
            ModelMismatchError: it was built with another embedding model than the settings name.
            ModelError: the language model of the settings cannot be there: a provider, a package, a
                key or a file is missing.
        """
        chosen = settings or load_settings()
        if store is not None:
            chosen = chosen.model_copy(update={"store": Path(store)})
        return cls(open_store(chosen), chosen)

    def ask(
        self,
        question: str,
        *,
        history: Sequence[Turn | Mapping[str, str]] = (),
        filters: Filter | Mapping[str, Any] | None = None,
        asked_on: date | str | None = None,
        id: str = "",
    ) -> Answer:
        """Answer a question from the current generation of the store.

        Args:
            question: anything; what is no question is refused in words, never with an error.
            history: the conversation so far, oldest first, as `Turn`s or {"role", "text"}.
            filters: which articles may be used: a `Filter`, or its fields as an object.
            asked_on: the day that "this week" refers to; today where it is not given.
            id: handed back with the answer.

        Raises:
            InputError: history, filters or date are not of the form they must have.
            StoreError: the store cannot be read.
            EmbeddingModelError, ReaderError, RerankerError, EntailmentError: a model is unusable.
                (A language model that is: the answer is quoted, and its note says why.)
        """
        given = {"history": history, "filters": filters, "asked_on": asked_on, "id": id}
        request = inputs.request({"question": "", **given})
        # The question is taken as it is: `stream` cleans it, and refuses what is none in words.
        return self.answer(replace(request, question=question))

    def answer(self, request: Request) -> Answer:
        """The answer that `stream` ends with."""
        for event in self.stream(request):
            if isinstance(event, Done):
                return event.answer
        raise AssertionError("a stream ends with Done")

    def stream(self, request: Request) -> Iterator[Event]:
        """What happens on the way to an answer; the last event carries the answer.

        Raises:
            StoreError: the store cannot be read.
            EmbeddingModelError, ReaderError, RerankerError, EntailmentError: a model is unusable.
        """
        clock = Clock()
        asked = cleaned(request.question)
        written = asked
        asked = self._searcher.cased(asked)
        wanted = understand(asked, alone=not request.history)
        if wanted.intent in ("none", "conflicts"):
            reason = wording.NO_QUESTION if wanted.intent == "none" else wording.CONFLICTS
            said = quotes.abstained(reason, (), "no_question", 0.0)
            yield Done(self._answer(request, written, "", said, None, clock))
            return
        query = Query(wanted.question, request.filters, request.asked_on or date.today())
        within = self._within(wanted, query) if wanted.within else None
        if within is not None:
            query = replace(query, where=replace(query.where, sources=(within.source,)))
        elif wanted.within:
            wanted = understand(asked, scoped=False)
            query = replace(query, text=wanted.question)
        thresholds = self._thresholds.at(request.strictness)
        plain = tuple(
            replace(turn, text=undressed(self._searcher.cased(cleaned(turn.text))))
            for turn in request.history
        )
        if plain:
            wanted = wanted_in(wanted, plain)
            query = replace(query, text=wanted.question)
        writer = None if request.quoted else self.writer
        told = None
        first, *left = parts(query.text)
        if left and (of_first := understand(first)).intent not in ("lookup", "none"):
            wanted = of_first
        else:
            left = []
        if wanted.intent == "lookup" and writer is None:
            told = self._in_parts(query, plain, thresholds, clock)
        found, read, said = told or self._said(wanted, query, plain, thresholds, clock)
        if told is None and wanted.intent == "lookup" and said.outcome == "answered":

            def ask(text: str) -> Said:
                one = Wanted("lookup", text), replace(query, text=text)
                return self._said(*one, (), thresholds, clock)[2]

            said = asked_back(said, query.text, plain, ask)
        if left:
            said = replace(said, note=f"Ask by itself: “{'” and “'.join(left)}”")
        if within is not None and said.outcome != "no_question":
            only = f"Only “{within.metadata.title.value or within.source}” was searched."
            said = replace(said, note=f"{only} {said.note}".strip())
        same = found.query.text.lower() == written.lower()  # but for the capitals of names
        searched = written if same else found.query.text
        yield Searched(searched, found.also)
        yield Found(retrieved(found))
        if writer is not None and read is not None and said.outcome == "answered":
            note = said.note
            said = yield from writer.stream(found, read, said, request.stop)
            if note and note not in said.note:
                said = replace(said, note=f"{note} {said.note}".strip())
            clock.mark("write")
        else:
            for sentence in said.sentences:
                cited = tuple(c for c in said.citations if c.n in sentence.citations)
                yield Sentence(sentence, cited)
        yield Done(self._answer(request, written, searched, said, found, clock))

    def _within(self, wanted: Wanted, query: Query) -> StoredArticle | None:
        """The article that a question is only of ("in the harbour article"), if there is one."""
        with self.store.read() as snapshot:
            meant, _ = candidates(wanted.within, query, self._searcher, snapshot, self._embed)
        return the_one(meant)

    def _in_parts(
        self, query: Query, history: Sequence[Turn], thresholds: Thresholds, clock: Clock
    ) -> tuple[Retrieval, Reading | None, Said] | None:
        """What is found and quoted for each part of a question that asks several things; a later
        one may lean on those before it. None where it asks one, a part is no look-up, or none is
        answered.
        """
        asks = parts(query.text)
        if len(asks) < 2 or any(understand(part).intent != "lookup" for part in asks):
            return None
        found, said = [], []
        for part in asks:
            one, wanted = replace(query, text=part), Wanted("lookup", part)
            there, _, told = self._said(wanted, one, history, thresholds, clock)
            found.append(there)
            said.append(told)
            history = (*history, Turn("user", part), Turn("assistant", told.answer))
        joined = said_together(asks, said)
        return (found_together(found), None, joined) if joined else None

    def _said(
        self,
        wanted: Wanted,
        query: Query,
        history: Sequence[Turn],
        thresholds: Thresholds,
        clock: Clock,
    ) -> tuple[Retrieval, Reading | None, Said]:
        """What is found, read and quoted; what is no look-up is looked up where that fails."""
        asked_on = query.asked_on or date.today()
        timed = timing(query.text, asked_on)
        # "What happened last month?", which an article may tell of any time
        of_days = wanted.intent == "lookup" and timed.is_all and timed.days != Days(None, None)
        if wanted.intent != "lookup" or (of_days and not history):
            told = replace(wanted, intent="new") if of_days else wanted
            where = narrowed(query.where, timed.days) if told.intent == "new" else query.where
            # "Summarise" and "compare" are no words of what is asked about; a name is one only
            # where it does not begin the question.
            of = f"What about {' and '.join(told.about)}?" if told.about else query.text
            found = self._searcher.retrieve(replace(query, text=of, where=where))
            found = replace(found, query=replace(found.query, text=query.text))
            clock.mark("retrieve")
            with self.store.read() as snapshot:
                said = overview.overview(told, found, snapshot, self._searcher, self._embed)
            clock.mark("answer")
            if said is not None and said.outcome != "answered" and where != query.where:
                reason = (
                    f"No article was published {in_words(timed.days)}, as far as they say when."
                )
                said = None if of_days else replace(said, reason=reason)
            if said is not None and said.outcome == "answered" and told.intent == "compare":
                between = f"What is the difference between {' and '.join(told.about)}?"
                differ = self._looked_up(replace(query, text=between), (), thresholds, clock)
                first = quotes.answer(*differ, thresholds, self._limits)
                said = overview.led_by(first, told.about, said)
            if said is not None:
                return found, None, said
            query, history = replace(query, text=of), ()
        found, read = self._looked_up(query, history, thresholds, clock)
        worded, note = found.query.text, ""
        timed = timing(worded, asked_on)
        if timed:
            looked: dict[tuple[str, Filter], tuple[Retrieval, Reading]] = {}

            def look(one: Query) -> tuple[Retrieval, Reading]:
                key = one.text, one.where
                if key not in looked:
                    looked[key] = self._read(one, clock, reading.ALL)
                return looked[key]

            (found, read), note = at_its_time(timed, (found, read), look, thresholds.answered)
        found = replace(found, query=replace(found.query, where=query.where))
        said = quotes.answer(found, read, thresholds, self._limits)
        clock.mark("answer")
        # What is shown as searched, and told to a model, is the question with its words of time.
        found = replace(found, query=replace(found.query, text=worded))
        return found, read, with_dates(said, worded, timed, note)

    def _looked_up(
        self, query: Query, history: Sequence[Turn], thresholds: Thresholds, clock: Clock
    ) -> tuple[Retrieval, Reading]:
        """What is found and read. A follow-up is searched as it stands alone and with all that the
        conversation lends it, a question that may be one as it is and so, and the surest is taken;
        any other, or one that names its subject in full, is worded anew only if not answered.
        """
        wordings = (stand_alone(query.text, history), in_context(query.text, history))
        leans = refers_back(query.text)
        may_lean = leans or may_refer_back(query.text)
        own = names_its_subject(wordings[0])
        sure = thresholds.answered if own else (1 + thresholds.answered) / 2
        tried = []
        for text in dict.fromkeys(wordings):
            of_a_time = timing(text, query.asked_on or date.today())
            enough = reading.ALL if of_a_time else thresholds.answered
            tried.append(self._read(replace(query, text=text), clock, enough))
            if (own or not leans) and tried[-1][1].confidence >= sure:
                return tried[-1]
        if not may_lean:
            return tried[0]
        surest = max(tried, key=lambda one: one[1].confidence)
        return surest if surest[1].confidence >= thresholds.unsure else tried[0]

    def _read(self, query: Query, clock: Clock, sure: float) -> tuple[Retrieval, Reading]:
        """What is found and read; the less likely passages only where nothing is as sure as `sure`,
        or a model is to be shown them.
        """
        found = self._searcher.retrieve(query)
        clock.mark("retrieve")
        enough = reading.ALL if self.writer else max(reading.ENOUGH, sure)
        read = reading.read(found, self._embed, self.reader, enough)
        clock.mark("read")
        return found, read

    def _answer(
        self,
        request: Request,
        question: str,
        searched: str,
        said: Said,
        found: Retrieval | None,
        clock: Clock,
    ) -> Answer:
        return Answer(
            id=request.id,
            question=question,
            searched=searched,
            answer=said.answer,
            sentences=said.sentences,
            citations=said.citations,
            outcome=said.outcome,
            reason=said.reason,
            closest=said.closest,
            confidence=round(said.confidence, 4),
            conflicts=said.conflicts,
            retrieved=retrieved(found) if found else (),
            mode=said.mode,
            model=said.model,
            prompt=said.prompt,
            note=said.note,
            choices=said.choices,
            generation=found.generation if found else self.generation(),
            timings_ms=clock.spent(),
        )

    def articles(self, where: Filter = EVERYTHING) -> list[StoredArticle]:
        """The current articles that pass."""
        with self.store.read() as snapshot:
            return snapshot.articles(where)

    def text(self, source: str) -> str:
        """The text of a current article, the base of every offset.

        Raises:
            StoreError: there is no such article.
        """
        with self.store.read() as snapshot:
            return snapshot.text(source)

    def article(self, source: str) -> dict[str, Any]:
        """All that is known of a current article, as `sources show --json` shows it.

        Raises:
            StoreError: there is no such article.
        """
        with self.store.read() as snapshot:
            return details(snapshot, source)

    def search(self, request: Request, most: int = 10) -> tuple[FoundPassage, ...]:
        """The passages that are retrieved for a question, best first, at most `most`.

        Raises:
            StoreError: the store cannot be read.
        """
        asked = cleaned(request.question)
        if not asked:
            return ()
        query = Query(asked, request.filters, request.asked_on or date.today())
        return shown(self._searcher.retrieve(query, most))

    def generation(self) -> int:
        """The number of the last committed ingest."""
        return self.store.generation()

    def warm_up(self) -> None:
        """Load the models now rather than with the first question."""
        self.store.embedder.encode(["ready"])
        if self.reader is not None:
            self.reader.read("ready?", [reader.Excerpt("", "Ready.", ((0, 6),))])
        if self.writer is not None:
            self.writer.warm_up()

    def close(self) -> None:
        """Let the store and the models go."""
        if self.writer is not None:
            self.writer.model.close()
        self.store.close()
