from hypothesis import given
from hypothesis import strategies as st

from ingest.plan import plan
from vectorstore.model import Rename

states = st.dictionaries(
    st.sampled_from([f"{c}.txt" for c in "abcdef"] + ["a.md"]), st.sampled_from("123")
)


def test_all_outcomes_at_once():
    known = {"a.txt": "1", "b.txt": "2", "c.txt": "3", "d.txt": "4"}
    found = {"a.txt": "1", "b.txt": "22", "moved/c.txt": "3", "e.txt": "5"}
    steps = plan(known, found)
    assert steps.unchanged == ("a.txt",)
    assert steps.changed == ("b.txt",)
    assert steps.renamed == (Rename("c.txt", "moved/c.txt"),)
    assert steps.removed == ("d.txt",)
    assert steps.added == ("e.txt",)


def test_row_14_identical_files_are_paired_in_the_order_of_their_names():
    steps = plan({"b.txt": "1", "a.txt": "1"}, {"y.txt": "1", "x.txt": "1", "z.txt": "1"})
    assert steps.renamed == (Rename("a.txt", "x.txt"), Rename("b.txt", "y.txt"))
    assert steps.added == ("z.txt",)


def test_a_copy_is_no_rename():
    assert plan({"a.txt": "1"}, {"a.txt": "1", "b.txt": "1"}).added == ("b.txt",)


def test_the_same_bytes_read_as_another_format_are_another_article():
    steps = plan({"a.txt": "1"}, {"a.md": "1"})
    assert (steps.renamed, steps.removed, steps.added) == ((), ("a.txt",), ("a.md",))


@given(states, states)
def test_the_plan_leads_from_one_state_to_the_other(known, found):
    steps = plan(known, found)
    state = {source: known[source] for source in known if source not in steps.removed}
    for rename in steps.renamed:
        state[rename.new] = state.pop(rename.old)
    for source in (*steps.added, *steps.changed):
        state[source] = found[source]
    assert state == found
    assert set(steps.unchanged) == {s for s in known if found.get(s) == known[s]}
    assert steps == plan(dict(reversed(known.items())), dict(reversed(found.items())))
