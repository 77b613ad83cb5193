"""The wheel works outside the checkout: installed in a new environment, it ingests and answers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

from tests.answering.build import BOATS, LOANS, write_articles

PROJECT = Path(__file__).parents[2]


def run(*command: str | Path, cwd: Path) -> str:
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "QA_APP_"))}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
    return done.stdout


@pytest.mark.slow
def test_a_question_is_answered_from_the_wheel(tmp_path: Path) -> None:
    dist, home = tmp_path / "dist", tmp_path / "env"
    build = ("build", "--wheel", "--no-isolation", "--outdir", dist)
    run(sys.executable, "-m", *build, PROJECT, cwd=tmp_path)
    (wheel,) = dist.glob("*.whl")
    venv.create(home, with_pip=True, symlinks=True)
    python = home / "bin" / "python"
    run(python, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", wheel, cwd=tmp_path)
    # The dependencies are the ones of this environment; the packages themselves are not: its
    # `.pth` files, which point at the checkout, are not followed from here.
    (site,) = home.glob("lib/python*/site-packages")
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    where = run(python, "-c", "import qa_app, ingest; print(qa_app.__file__)", cwd=tmp_path)
    assert where.startswith(str(home))

    write_articles(tmp_path / "corpus", {"boats.md": BOATS, "loans.md": LOANS})
    program = home / "bin" / "qa-app"
    report = json.loads(run(program, "ingest", "corpus", "--json", cwd=tmp_path))
    assert (report["added"], report["failed"]) == (2, 0)
    asked = ("ask", "--json", "How many patrol boats did Japan give to Vietnam in 2014?")
    answer = json.loads(run(program, *asked, cwd=tmp_path))
    assert not answer["abstained"]
    assert "six patrol boats" in answer["citations"][0]["quote"]
