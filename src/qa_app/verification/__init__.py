"""Does a sentence say no more than the words that it cites?"""

from qa_app.verification.entailment import Entailment, EntailmentError
from qa_app.verification.evidence import Evidence
from qa_app.verification.judge import verify
from qa_app.verification.model import Verdict

__all__ = ["Entailment", "EntailmentError", "Evidence", "Verdict", "verify"]
