"""Words that must not change inside a sentence: raised marks, inline elements, hyphens."""

import json

import pytest

from ingest.hyphens import HYPHEN, Vocabulary
from ingest.raised import CLOSE, OPEN, raised, told, without_note_marks
from tests.ingest.kinds.samples import page, read, text, word


@pytest.mark.parametrize(
    ("before", "mark", "after", "written"),
    [
        ("opened in 1887", "2", " by the town", ""),
        ("the keeper", "12", " said", ""),
        ("1,450", "[3]", " people", ""),
        ("the tower.", "4, 5", " It", ""),
        ("the tower", "*", " is", ""),
        ("3 × 10", "7", " tonnes", "⁷"),
        ("at 10", "−3", " bar", "⁻³"),
        ("40 km", "2", " of land", "²"),
        ("12 m", "3", ".", "³"),
        ("2", "8", " = 256", "⁸"),
        ("15", "2", " = 225", "²"),
        ("the 5", "th", " of May", "th"),
        ("XIX", "e", " siècle", "e"),
        ("Inkwell", "TM", " pens", "TM"),
        ("y", "n", "", "ⁿ"),
        ("12,000", "b", " crowns", ""),
        ("", "3", " Report of 1990", "3 "),
    ],
)
def test_what_a_raised_mark_means(before, mark, after, written):
    assert raised(before, mark, after) == written


def test_a_linked_number_is_a_note_even_behind_a_ten():
    assert raised("about 10", "9", " people", linked=True) == ""


def test_marks_between_signs_and_marks_of_unicode():
    assert told(f"in 1887{OPEN}2{CLOSE} on 4 m{OPEN}2{CLOSE}") == "in 1887 on 4 m²"
    assert without_note_marks("in 1887² the keeper³ had 4 m² and 10⁶ lamps") == (
        "in 1887 the keeper had 4 m² and 10⁶ lamps"
    )


SUPERSCRIPT = "The lamp was lit in 1887<sup>2</sup> and gives 10<sup>5</sup> candles."
READ = "The lamp was lit in 1887 and gives 10⁵ candles."


@pytest.mark.parametrize(
    ("before", "mark", "after", "written"),
    [
        ("up to ", "1", "⁄4 inch", "1"),
        ("", "1", "⁄4 inch", "1"),
        ("from 2", "3", "⁄8 to 3 inches", " 3"),
        ("a length of 3", "1", "/₂ inches", " 1"),
        ("about (", "15", "/16) of it", "15"),
        ("in the year 1998", "3", "/1999 and after", ""),
        ("the lake", "2", "/1", ""),
    ],
)
def test_a_number_above_the_stroke_of_a_fraction_stays(before, mark, after, written):
    assert raised(before, mark, after) == written


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.html", page(f"<p>{SUPERSCRIPT}</p>")),
        ("a.html", page(f"<ul><li>{SUPERSCRIPT}</li></ul>")),
        ("a.md", f"# Lamp\n\n{SUPERSCRIPT}\n"),
        ("a.md", "# Lamp\n\nThe lamp was lit in 1887[^2] and gives 10^5^ candles.\n\n[^2]: So.\n"),
        ("a.json", json.dumps({"text": SUPERSCRIPT, "title": "Lamp"})),
        ("a.rtf", r"{\rtf1 The lamp was lit in 1887{\super 2} and gives 10{\super 5} candles.}"),
        ("a.docx", word("The lamp was lit in 1887", ("2", "superscript"), " and gives 10",
                        ("5", "superscript"), " candles.")),
        ("a.txt", "Lamp\n\nThe lamp was lit in 1887² and gives 10⁵ candles.\n\nIt is old."),
    ],
)  # fmt: skip
def test_raised_marks_in_every_format(name, content):
    assert READ in text(name, content)


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        (
            "It shut on <time datetime=1901-05-04>4 May 1901</time> at noon.",
            "on 4 May 1901 at noon",
        ),
        ("They call it <q>the long wait</q> for a reason.", "it the long wait for a reason"),
        ("Press <label>Start</label> and <kbd>Enter</kbd> now.", "Press Start and Enter now"),
        ("The sum is <output>42</output> crowns today.", "sum is 42 crowns"),
        ("So <math><mi>a</mi><mo>=</mo><mn>3</mn></math> holds here.", "So a=3 holds"),
        ("Half, <math><mfrac><mn>1</mn><mn>2</mn></mfrac></math>, is due.", "Half, 1/2, is due"),
        ("The <b><i>old</i></b> <u>red</u> <em>boat</em> sank.", "The old red boat sank"),
        ("The <button>dike</button> broke in the night.", "The dike broke"),
        ("A <span><abbr>km</abbr></span> <data value=1>one</data> mark.", "A km one mark"),
        ("He <x-note>quickly</x-note> left the quay.", "He quickly left"),
    ],
)
def test_words_in_inline_elements_stay(markup, words):
    assert words in text("a.html", page(f"<p>{markup}</p>"))
    assert words in text("a.html", page(f"<div>{markup} It was told to all who came by.</div>"))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.html", page("<p>A pass costs <del>9 crowns</del> 11 crowns now.</p>")),
        ("a.html", page("<p>A pass costs <span style='text-decoration: line-through'>9 crowns"
                        "</span> 11 crowns now.</p>")),
        ("a.md", "# P\n\nA pass costs ~~9 crowns~~ 11 crowns now.\n"),
        ("a.md", "# P\n\nA pass costs <s>9 crowns</s> 11 crowns now.\n"),
        ("a.docx", word("A pass costs ", ("9 crowns", "strike"), " 11 crowns now.")),
        ("a.rtf", r"{\rtf1\ansi A pass costs {\strike 9 crowns} 11 crowns now.}"),
    ],
)  # fmt: skip
def test_struck_out_words_are_left_out(name, content):
    assert "A pass costs 11 crowns now." in " ".join(text(name, content).split())


@pytest.mark.parametrize(
    ("line", "following", "whole"),
    [
        (f"the wage{HYPHEN}", "related talks", "the wage-related talks"),
        (f"an n{HYPHEN}", "octane mark", "an n-octane mark"),
        (f"the deter{HYPHEN}", "mination of", "the determination of"),
        (f"an X{HYPHEN}", "ray of it", "an X-ray of it"),
        ("from 1914-", "1918 and", "from 1914-1918 and"),
        ("from 1914–", "1918 and", "from 1914–1918 and"),
        ("the over-", "and underpass", "the over- and underpass"),
        ("it rained –", "and how", "it rained – and how"),
    ],
)
def test_hyphens_at_line_ends(line, following, whole):
    assert Vocabulary([line]).joined(line, following) + following == whole


def test_the_text_itself_knows_how_a_word_is_written():
    closed = Vocabulary(["a lighthouse stands", f"the light{HYPHEN}"])
    open_ = Vocabulary(["a light-house stands", f"the light{HYPHEN}"])
    assert closed.joined(f"the light{HYPHEN}", "house") == "the light"
    assert open_.joined(f"the light{HYPHEN}", "house") == "the light-"


def test_hyphens_of_wrapped_plain_text():
    wrapped = (
        "The council met on a cold evening in the old school to hear of the price-\n"
        "determining matter of the pier, and it was said that the county would pay\n"
        "for the whole of it by the end of the summer if the weather allowed it."
    )
    assert "price-determining matter" in text("a.txt", f"Notes\n\n{wrapped}")


def test_pages_of_a_printed_edition_and_notes_of_books():
    body = (
        "<html xmlns='http://www.w3.org/1999/xhtml' xmlns:e='http://www.idpf.org/2007/ops'><body>"
        "<p>Lit in 1887<a e:type='noteref' href='#n'>2</a>, it cost 8<span e:type='pagebreak'>31"
        "</span>00 crowns.</p></body></html>"
    )
    assert "Lit in 1887, it cost 800 crowns." in read("a.xhtml", body).text


@pytest.mark.parametrize(
    ("divided", "whole"),
    [
        ("over-night", "overnight"),
        ("inter-view", "interview"),
        ("under-neath", "underneath"),
        ("re-elected", "re-elected"),
        ("long-term", "long-term"),
        ("post-war", "post-war"),
    ],
)
def test_a_common_word_is_closed_whatever_it_begins_with(divided, whole):
    first, _, second = divided.partition("-")
    line = f"they said {first}{HYPHEN}"
    assert Vocabulary([line]).joined(line, second) + second == f"they said {whole}"


def test_a_hyphen_that_shows_only_at_a_line_end_goes():
    assert text("a.txt", "It is the har\u00ad\nbour of Harwick.").endswith(
        "the harbour of Harwick."
    )


def test_ions_and_ways_back_from_notes():
    markup = (
        "<p>It held 3 mg of Ca<sup>2+</sup> and Na⁺, Mg²⁺, it says.<a href='#n1'>[1]</a></p>"
        "<ol><li id=n1>A report. <a href='#m1'>↩\ufe0e</a></li></ol>"
    )
    kept = text("a.html", page(markup))
    assert "3 mg of Ca²⁺ and Na⁺, Mg²⁺, it says.\n" in kept
    assert "1. A report.\n" in kept
