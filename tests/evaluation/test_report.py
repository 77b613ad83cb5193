"""The report is safe, whole and readable without a browser's help."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from qa_app.contract import Conflict, ConflictValue, Turn
from qa_app.evaluation.compare import compare
from qa_app.evaluation.contexts import Layer, pieces, window
from qa_app.evaluation.corpus import Corpus
from qa_app.evaluation.gate import Bound, Shortfall
from qa_app.evaluation.gold import Evidence, GoldQuestion, GoldSet, RemovedEvidence
from qa_app.evaluation.measures.confidence import Bin
from qa_app.evaluation.measures.cost import Spread
from qa_app.evaluation.report import plots
from qa_app.evaluation.report.markdown import comparison_markdown, plain, run_markdown
from qa_app.evaluation.report.markup import Html, el, join
from qa_app.evaluation.report.page import POLICY, write_report
from qa_app.evaluation.report.terminal import print_comparison, print_run, print_shortfalls
from qa_app.evaluation.run import evaluate
from qa_app.evaluation.wearing import Lost, Worn
from tests.evaluation.fakes import CORPUS, FakeAssistant, answer, cite, gold, passage, steady
from vectorstore.model import Span

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>&\"'\x1b[2J\x00\ud800"
SHORT = Shortfall(Bound("right", "minimum", 0.99), 0.5)


class Page(HTMLParser):
    """Tags, attributes and marked texts of a page."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.attributes, self.open = [], [], []
        self.marked = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs
        self.open.append(tag)
        if tag == "mark":
            self.marked.append("")

    def handle_endtag(self, tag):
        while self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data):
        if "mark" in self.open:
            self.marked[-1] += data


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    folder = tmp_path_factory.mktemp("report")
    return evaluate(FakeAssistant(threshold=0.9), gold(folder), folder / "a run", corpus=CORPUS)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """A run in which every text is an attack."""
    folder = tmp_path_factory.mktemp("hostile")
    text = f"Before. {HOSTILE.replace(chr(0xD800), '')} After."
    corpus = Corpus({f"{HOSTILE[:40]}.txt": text})
    source = next(iter(corpus.texts))
    question = GoldQuestion(
        "q" + HOSTILE[:30],
        HOSTILE[:-1],
        ("alert",),
        True,
        (Evidence(source, "script"),),
        HOSTILE[:25],
        (Turn("user", HOSTILE[:-1]),),
    )
    shown = replace(cite(corpus, source, "<script>alert(1)</script>"), title=HOSTILE[:-1])
    told = answer(
        question.id,
        HOSTILE[:-1] + " [1]",
        (shown,),
        (passage(corpus, source, "<script>"),),
        searched=HOSTILE[:-1],
        reason=HOSTILE[:-1],
        conflicts=(Conflict(HOSTILE[:-1], (ConflictValue(HOSTILE[:-1], 1),)),),
        timings_ms={HOSTILE[:-1]: 3.0},
    )
    return evaluate(lambda _: told, GoldSet((question,)), folder / "<b>run", corpus=corpus)


def test_nothing_that_was_said_becomes_markup(hostile):
    page = Page(write_report(hostile, [SHORT]).read_text())
    assert not {"script", "img", "iframe", "object", "link", "base", "b-"} & set(page.tags)
    assert not [name for name, _ in page.attributes if name.startswith("on")]
    assert "<script>alert(1)</script>" in page.marked


def test_the_page_needs_nothing_from_anywhere(run):
    text = write_report(run).read_text()
    page = Page(text)
    assert ("content", POLICY) in page.attributes
    assert POLICY == "default-src 'none'; style-src 'unsafe-inline'"
    assert not {name for name, _ in page.attributes} & {"src", "href", "srcset", "action"}
    assert not re.search(r"url\(|@import|https?://", text)


def test_every_question_is_there_with_its_stage_and_its_citation(run):
    text = write_report(run).read_text()
    page = Page(text)
    ids = [value for name, value in page.attributes if name == "data-id"]
    assert sorted(ids) == sorted(run.answers)
    classes = [value for name, value in page.attributes if name == "class" and value]
    assert classes.count("q s-refused") == run.summary.stages["refused"] == 20
    assert classes.count("q s-right") == run.summary.stages["right"] == 40
    quotes = {c.quote for a in run.answers.values() for c in a.citations}
    assert quotes <= set(page.marked)
    assert text.index('class="q s-refused"') < text.index('class="q s-right"')


def test_failures_can_be_filtered_without_a_script(run):
    text = write_report(run).read_text()
    for slug in ("all", "failed", "refused", "right"):
        assert f'id="f-{slug}"' in text
        assert f'for="f-{slug}"' in text
    assert "#f-refused:checked ~ .questions .q:not(.s-refused){display:none}" in text


def test_what_fell_short_of_the_gate_is_on_top(run):
    text = write_report(run, [SHORT]).read_text()
    assert "right is 0.5, below its minimum of 0.99" in text
    assert "Below the gate" not in write_report(run).read_text()


def test_a_page_with_too_many_questions_says_so(run, monkeypatch):
    monkeypatch.setattr("qa_app.evaluation.report.page.MOST_QUESTIONS", 25)
    text = write_report(run).read_text()
    assert text.count('class="q s-') == 25
    assert "35 more" in text


def test_the_report_can_be_written_twice_with_the_same_bytes(run):
    assert write_report(run).read_bytes() == write_report(run).read_bytes()


def test_markup_is_safe_by_construction():
    assert el("p", "<b>", el("b", 1), None, ["&", 2.5]) == "<p>&lt;b&gt;<b>1</b>&amp;2.5</p>"
    assert el("input", for_='"x"', stroke_width=0.5, checked=True, open=False, id=None) == (
        '<input for="&quot;x&quot;" stroke-width="0.5" checked>'
    )
    assert join("\x00\ud800") == "\N{REPLACEMENT CHARACTER}" * 2
    assert join(Html("<b>")) == "<b>"


def test_plots_of_nothing_say_so():
    assert "no questions" in plots.risk_coverage([], 0.0)
    assert "no questions" in plots.reliability([])
    assert "no answerable questions" in plots.rank_histogram({"1": 0, "none": 0})
    assert "no times" in plots.stage_times({})


def test_plots_draw_what_they_are_given():
    curve = plots.risk_coverage([(0.5, 0.0), (1.0, 0.5)], 0.5)
    assert 'class="line"' in curve
    assert "answered 50%, risk 0.0%" in curve
    dots = plots.reliability([Bin(0.9, 1.0, 4, 0.95, 0.5), Bin(0.1, 0.2, 1, 0.15, 0.0)])
    assert dots.count('class="bin"') == 2
    assert "confidence 0.95: 50% of 4 right" in dots
    bars = plots.rank_histogram({"1": 7, "2": 0, "none": 2})
    assert "rank 1: 7" in bars
    assert bars.count('class="miss"') == 1
    times = plots.stage_times({"find": Spread(10.0, 20.0, 3), "total": Spread(1500.0, 2500.0, 3)})
    assert "10 ms / 20 ms" in times
    assert "1.5 s / 2.5 s" in times


finite = st.floats(0, 1)


@steady
@given(st.lists(st.tuples(finite, finite), max_size=20), finite)
def test_plots_stay_inside_their_picture(points, answered):
    drawn = plots.risk_coverage(sorted(points), answered)
    drawn += plots.reliability([Bin(0, 0.1, 1, x, y) for x, y in points])
    for name, limit in (("x", plots.WIDTH), ("y", plots.HEIGHT)):
        for value in re.findall(rf' c?{name}[12]?="([^"]+)"', drawn):
            assert 0 <= float(value) <= limit


@steady
@given(st.text("ab \n", max_size=40), st.data())
def test_pieces_put_together_are_the_text(text, data):
    def span():
        start = data.draw(st.integers(0, max(0, len(text) - 1)))
        return Span(start, data.draw(st.integers(start + 1, len(text) + 1)))

    layers = [Layer("q", [span()]), Layer("g", [span(), span()])]
    start, end = window(text, *sorted((min(1, len(text)), len(text))))
    cut = pieces(text, start, end, layers)
    assert "".join(piece for piece, _ in cut) == text[start:end]


def test_a_window_keeps_to_its_paragraph_and_cuts_between_words():
    text = "Other.\n\n" + "word " * 200 + "QUOTE" + " tail" * 200 + "\n\nOther."
    start = text.index("QUOTE")
    low, high = window(text, start, start + 5)
    assert text[low:high].startswith("word ")
    assert text[low:high].endswith(" tail")
    assert "QUOTE" in text[low:high]
    assert 600 < high - low < 660
    short = "One.\n\nTwo QUOTE two.\n\nThree."
    assert window(short, 10, 15) == (6, 20)


def printed(show, *what):
    console = Console(record=True, width=100, color_system=None, file=open("/dev/null", "w"))  # noqa: SIM115
    show(*what, console)
    console.file.close()
    return console.export_text()


def test_the_terminal_shows_measures_stages_and_time(run):
    text = printed(print_run, run)
    assert re.search(r"abstention\.false_refusals\[year\] +1\.000 +1\.000 – 1\.000 +20", text)
    assert "60 questions: 20 refused, 40 right" in text
    assert re.search(r"questions +answered +unsure +not found *\n", text)
    assert re.search(r"unanswerable +0 +0 +20 *\n", text)
    assert re.search(r"\banswerable +20 +0 +20 *\n", text)
    assert "total 5/5 ms" in text
    assert "judge" not in text
    assert "below the gate: right is 0.5" in printed(print_shortfalls, [SHORT])


def test_the_terminal_shows_what_flipped_first(run, tmp_path):
    better = evaluate(FakeAssistant(), run.gold, tmp_path / "better", corpus=CORPUS)
    text = printed(print_comparison, compare(better, run))
    assert text.index("right -> refused") < text.index("20 of 60 questions flipped")
    assert re.search(r"abstention\.false_refusals +0\.000 +0\.500 +\+0\.500 .* worse", text)
    assert re.search(r"\banswerable +40 → 20 +0 +0 → 20 *\n", text)
    assert re.search(r"unanswerable +0 +0 +20 *\n", text)
    assert "no measure differs" in printed(print_comparison, compare(run, run))


def test_markdown_for_a_pull_request(run, tmp_path):
    text = run_markdown(run, [SHORT])
    assert "| `right` | 0.667 |" in text
    assert "| questions | answered | unsure | not found |" in text
    assert "| answerable | 20 | 0 | 20 |" in text
    assert "**below the gate:** right is 0.5" in text
    assert "| council-Alder | refused | When was the council of Alder founded? |" in text
    better = evaluate(FakeAssistant(), run.gold, tmp_path / "better", corpus=CORPUS)
    told = comparison_markdown(compare(better, run))
    assert "20 of 60 questions flipped." in told
    assert "| answerable | 40 → 20 | 0 | 0 → 20 |" in told
    assert "| council-Alder | right → **refused** |" in told
    assert "No measure differs." in comparison_markdown(compare(run, run))


def test_outcomes_clothes_and_what_the_cleaning_removed_are_shown_everywhere(run):
    lost = (Lost("q1", "HOW LONG <b>IS</b> IT?", "not_found"),)
    shown = replace(
        run,
        clothes=[Worn("capitals", 40, lost), Worn("thanks", 38, ())],
        removed=[RemovedEvidence("q1", "elm.txt", "A <i>lead</i>\n of it.")] * 21,
    )
    page = write_report(shown).read_text()
    for text in (printed(print_run, shown), run_markdown(shown), page):
        assert "in other clothes" in text
        assert re.search(r"capitals\W.*?\b40\W.*?\b1\W.*?\b2\.5%", text, re.DOTALL)
        assert "the cleaning removed 21 pieces of evidence of 1 of the questions" in text
        assert "elm.txt" in text
        assert "1 more" in text
    assert "HOW LONG &lt;b&gt;IS&lt;/b&gt; IT?" in page
    assert "A &lt;i&gt;lead&lt;/i&gt; of it." in page
    rows = re.findall(r"<tr><th>(un)?answerable</th>((?:<td>\d+</td>)+)</tr>", page)
    assert [re.findall(r"\d+", cells) for _, cells in rows] == [["20", "0", "20"], ["0", "0", "20"]]
    plain_page = write_report(run).read_text()
    for text in (printed(print_run, run), run_markdown(run), plain_page):
        assert "other clothes" not in text
        assert "cleaning removed" not in text


def test_markdown_takes_nothing_for_its_own():
    assert plain("a|b\n<script> ![x](http://y) @me `c`") == (
        r"a\|b \<script\> \!\[x\](http://y) \@me \`c\`"
    )


def test_the_hostile_run_is_harmless_in_markdown_and_terminal(hostile):
    assert "<script>" not in run_markdown(hostile)
    assert not {"\x00", "\x1b"} & set(printed(print_run, hostile))


def test_a_judge_is_shown_with_its_calibration(run):
    judge = {"identity": "judge 1", "n": 24, "agreement": 0.9, "kappa": 0.8}
    judged = replace(run, meta=replace(run.meta, judge=judge))
    page = write_report(judged).read_text()
    for text in (printed(print_run, judged), run_markdown(judged), page):
        assert "judge 1" in text
        assert "0.80" in text
