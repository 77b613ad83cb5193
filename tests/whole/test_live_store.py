"""A running assistant beside an ingest in another process."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from qa_app.assistant import Assistant
from tests.answering.build import BOATS, LOANS, assistant_over, write_articles

CHILD = """
import sys
from pathlib import Path
from ingest.run import ingest
from tests.fakes import FakeEmbedder
from vectorstore.store import Store
with Store.open(Path(sys.argv[1]), FakeEmbedder()) as store:
    ingest(store, [Path(sys.argv[2])])
"""


def ingest_elsewhere(tmp_path: Path) -> None:
    """What `qa-app ingest` in another terminal does."""
    command = [sys.executable, "-c", CHILD, str(tmp_path / "store"), str(tmp_path / "corpus")]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2]
    )
    assert done.returncode == 0, done.stderr


def sources(assistant: Assistant, question: str) -> set[str]:
    answer = assistant.ask(question)
    assert all(assistant.text(found.source) for found in answer.retrieved)
    return {found.source for found in answer.retrieved}


def test_the_next_question_shows_what_was_added_edited_and_removed(tmp_path: Path) -> None:
    """FAULTS 28."""
    corpus = tmp_path / "corpus"
    with assistant_over(tmp_path, {"boats.md": BOATS, "c.md": "Rice is grown."}) as assistant:
        before = assistant.generation()
        assert "loans.md" not in sources(assistant, "How large was the loan for vessels?")

        write_articles(corpus, {"loans.md": LOANS})
        ingest_elsewhere(tmp_path)
        assert "loans.md" in sources(assistant, "How large was the loan for vessels?")
        assert assistant.generation() > before

        write_articles(corpus, {"boats.md": BOATS.replace("six patrol boats", "nine patrol boats")})
        ingest_elsewhere(tmp_path)
        answer = assistant.ask("How many patrol boats did Japan give to Vietnam?")
        spans = [assistant.text(f.source)[f.start : f.end] for f in answer.retrieved]
        assert any("nine patrol boats" in words for words in spans)
        assert not any("six patrol boats" in words for words in spans)

        (corpus / "boats.md").unlink()
        ingest_elsewhere(tmp_path)
        assert "boats.md" not in sources(assistant, "How many patrol boats did Japan give?")
