"""The mutation suite itself: what it makes is another sentence, and the same one every time."""

from random import Random

import pytest

from bench.mutants import Truth, gather, mutants, truths
from bench.mutations import BROKEN

PASSAGE = (
    "On 4 May 1921 Mayor Ada Brill said most of the 40 boats could leave after the storm. "
    "Tor Lind beat Ada Brill in the largest race, 12 miles long, and won 3 million crowns."
)


@pytest.mark.parametrize("kind", sorted(BROKEN))
def test_a_mutation_changes_the_sentence_or_does_not_apply(kind):
    for sentence in PASSAGE.split(". "):
        made = [BROKEN[kind](sentence, PASSAGE, Random(3)) for _ in range(2)]
        assert made[0] == made[1]
        assert made[0] is None or (made[0] != sentence and made[0] not in PASSAGE)


def test_every_kind_is_made_from_the_sample():
    bases = gather(None)
    made = list(mutants(bases))
    assert {"number", "date", "name", "negation", "wrong citation"} <= {one.kind for one in made}
    assert [one.text for one in made] == [one.text for one in mutants(gather(None))]
    assert {base.half for base in bases} == {"A", "B"}


def test_true_sentences_keep_what_they_cite():
    base = Truth("quotes", "a.md", "The 5 boats left.", "The 5 boats left. It rained.")
    assert next(one.text for one in truths([base])) == base.text
