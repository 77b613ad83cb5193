"""The evaluation's report in a real browser: plots, highlighted citations, nothing from outside."""

from dataclasses import replace

import pytest

from qa_app.evaluation.report.page import write_report
from qa_app.evaluation.run import evaluate
from tests.browser.tabs import leave
from tests.evaluation.fakes import CORPUS, FakeAssistant, gold

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    folder = tmp_path_factory.mktemp("report")
    assistant = FakeAssistant(threshold=0.9)

    def hostile(question):
        answer = assistant(question)
        if question.id != "bridge-Alder":
            return answer
        attack = "<img src='http://example.org/x.png' onerror='document.title=1'><script>1</script>"
        return replace(answer, answer=f"{answer.answer} {attack}", reason=attack)

    return evaluate(hostile, gold(folder), folder / "sample", corpus=CORPUS)


@pytest.fixture(scope="module")
def report(run):
    return write_report(run)


@pytest.fixture
def page(context, report):
    """The report, open, with every request it made and everything it complained of."""
    opened = context.new_page()
    opened.requested, opened.complaints = [], []
    opened.on("request", lambda request: opened.requested.append(request.url))
    opened.on("console", lambda message: opened.complaints.append(message.text))
    opened.goto(report.as_uri())
    yield opened
    leave(context)


def test_all_four_plots_are_drawn(page):
    assert page.locator("svg.plot").count() == 4
    for name in ("risk-coverage", "reliability", "ranks", "times"):
        box = page.locator(f"svg.{name}").bounding_box()
        assert box["width"] > 200
        assert box["height"] > 100
    line = page.locator("svg.risk-coverage path.line")
    assert line.evaluate("path => path.getTotalLength()") > 100
    assert line.evaluate("path => getComputedStyle(path).stroke") != "none"
    assert page.locator("svg.reliability circle.bin").count() >= 1
    assert page.locator("svg.ranks rect.bar").first.bounding_box()["height"] > 10


def test_a_citation_is_highlighted_in_its_passage(page, run):
    question = page.locator("details[data-id='bridge-Elm']")
    mark = question.locator(".cited mark")
    assert not mark.is_visible()
    question.locator("summary").click()
    quote = run.answers["bridge-Elm"].citations[0].quote
    assert mark.inner_text() == quote == "The long bridge at Elm measures 104 metres."
    passage = question.locator(".cited blockquote").inner_text()
    assert quote in passage
    assert "It carries two roads." in passage
    colour = "element => getComputedStyle(element).backgroundColor"
    assert mark.evaluate(colour) != question.locator(".cited blockquote").evaluate(colour)
    assert question.locator(".cited u.gold").inner_text() == quote


def test_questions_are_filtered_by_stage_without_a_script(page, run):
    assert page.locator(".q:visible").count() == 60
    page.locator("label[for='f-refused']").click()
    assert page.locator(".q:visible").count() == run.summary.stages["refused"] == 20
    page.locator("label[for='f-failed']").click()
    assert page.locator(".q:visible").count() == 20
    page.locator("label[for='f-all']").click()
    assert page.locator(".q:visible").count() == 60


def test_nothing_is_requested_and_nothing_runs(page, run):
    attacked = page.locator("details[data-id='bridge-Alder']")
    attacked.locator("summary").click()
    assert "<script>1</script>" in attacked.locator(".answer").inner_text()
    assert page.requested == [(run.path / "report.html").as_uri()]
    assert page.locator("script, img, link, iframe").count() == 0
    assert page.title() == "sample: evaluation"
    assert page.complaints == []


def test_the_policy_refuses_what_the_page_never_asks_for(page, watched):
    with page.expect_console_message(lambda one: "Content Security Policy" in one.text):
        page.evaluate("() => { new Image().src = 'http://127.0.0.1:9/x.png' }")
    watched.complaints.clear()


def test_it_reads_in_the_dark_and_on_a_narrow_screen(page):
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 420, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 420
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert background == "rgb(20, 23, 28)"
