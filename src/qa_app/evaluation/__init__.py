"""How good the answers are: gold questions, measures, runs, reports, comparison and gate.

The way through it: `load_gold` reads questions, `evaluate` asks them and scores the answers into a
folder, `load_run` reads it back, `compare` holds two against each other, `shortfalls` holds one
against its gate.
"""

from qa_app.evaluation.compare import Comparison, compare
from qa_app.evaluation.corpus import Corpus
from qa_app.evaluation.errors import (
    CompareError,
    EvaluationError,
    GateError,
    GoldError,
    JudgeError,
    MissingExtraError,
    RunError,
)
from qa_app.evaluation.gate import Bound, Shortfall, load_gate, shortfalls
from qa_app.evaluation.gold import Evidence, GoldQuestion, GoldSet, load_gold
from qa_app.evaluation.meta import About
from qa_app.evaluation.run import Run, evaluate, load_run

__all__ = [
    "About",
    "Bound",
    "CompareError",
    "Comparison",
    "Corpus",
    "EvaluationError",
    "Evidence",
    "GateError",
    "GoldError",
    "GoldQuestion",
    "GoldSet",
    "JudgeError",
    "MissingExtraError",
    "Run",
    "RunError",
    "Shortfall",
    "compare",
    "evaluate",
    "load_gate",
    "load_gold",
    "load_run",
    "shortfalls",
]
