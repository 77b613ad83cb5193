import pytest

from ingest.clean import clean, join_blocks, split_blocks
from ingest.metadata import describe
from vectorstore.model import Field, Metadata

BODY = """\
The old bridge over the Ink was opened again on Monday after nine months of work.

Engineers said that the arches would now carry lorries of forty tonnes, twice as much as before."""


def _described(text, given=None):
    described = describe(clean(text).split("\n"), given or Metadata())
    return described.metadata, join_blocks(split_blocks(list(described.lines)))


def test_the_first_line_is_the_title_and_leaves_the_text():
    metadata, text = _described(f"Bridge over the Ink opens again\n\n{BODY}")
    assert metadata.title == Field("Bridge over the Ink opens again", "first line")
    assert text == BODY
    assert metadata.byline == metadata.published == metadata.url == metadata.publisher == Field()


@pytest.mark.parametrize(
    "title",
    [
        "1973 oil crisis",
        "llmware",
        "Who pays for the bridge?",
        "The Bridge",
        "Ink opens. Here's why",
    ],
)
def test_odd_titles(title):
    assert _described(f"{title}\n\n{BODY}")[0].title.value == title


@pytest.mark.parametrize(
    "first",
    [
        "The bridge is open.",
        "By Ada Quill",
        "3 May 2022",
        "https://example.org/a",
        "INKWELL, Ruritania —",
        "and then it rained for a week on everything",
    ],
)
def test_first_lines_that_are_no_title(first):
    assert _described(f"{first}\n\n{BODY}")[0].title == Field()


def test_a_single_line_is_text_and_no_title():
    metadata, text = _described("Hello")
    assert metadata.title == Field()
    assert text == "Hello"


def test_residue_above_the_title_does_not_hide_it():
    metadata, text = _described(f"Skip to content\n\nAdvertisement\n\nBridge opens\n\n{BODY}")
    assert metadata.title.value == "Bridge opens"
    assert text == BODY


def test_a_section_name_above_the_headline_is_not_the_title():
    metadata, _ = _described(f"Politics\n\nBridge over the Ink opens again\n\n{BODY}")
    assert metadata.title.value == "Bridge over the Ink opens again"


def test_lines_that_say_what_they_are():
    metadata, text = _described(
        "Title: Bridge opens | Inkwell\nURL: https://example.org/bridge\nPublished: 2022-05-03\n"
        f"Author: Ada Quill\nSource: The Inkwell\n\n{BODY}"
    )
    assert metadata.title == Field("Bridge opens | Inkwell", "title line")
    assert metadata.url == Field("https://example.org/bridge", "URL line")
    assert metadata.published == Field("2022-05-03", "published line")
    assert metadata.byline == Field("Ada Quill", "author line")
    assert metadata.publisher == Field("The Inkwell", "source line")
    assert text == BODY


def test_a_byline_with_a_date_behind_it():
    metadata, text = _described(
        "Bridge opens\n\nBy Ada Quill and Bo Reed  Updated Dec 8, 2023, 10:00am EST  34 Comments"
        f"\n\n{BODY}"
    )
    assert metadata.byline == Field("Ada Quill and Bo Reed", "byline line")
    assert metadata.published == Field("2023-12-08", "byline line")
    assert text == BODY


def test_a_date_before_the_byline():
    metadata, text = _described(f"Bridge opens\n\n2023-01-30 by Ada Quill 1,664 Comments\n\n{BODY}")
    assert metadata.byline.value == "Ada Quill"
    assert metadata.published.value == "2023-01-30"
    assert text == BODY


def test_names_above_a_news_outlet_are_a_byline():
    metadata, text = _described(f"Bridge opens\n\nAda Quill\n\nAssociated Press\n\n{BODY}")
    assert metadata.byline == Field("Ada Quill", "byline line")
    assert text == BODY


def test_names_above_a_date_are_a_byline():
    metadata, _ = _described(f"Bridge opens\nADA QUILL\nMAY 29, 2024\n\n{BODY}")
    assert metadata.byline.value == "ADA QUILL"
    assert metadata.published == Field("2024-05-29", "date line")


def test_a_name_with_more_behind_it_gives_the_byline_and_stays():
    metadata, text = _described(f"Bridge opens\n\nAda B. Quill, Inkwell Paper No. 7\n\n{BODY}")
    assert metadata.byline == Field("Ada B. Quill", "byline line")
    assert text.startswith("Ada B. Quill, Inkwell Paper No. 7")


def test_a_line_about_permission_gives_the_byline_when_nothing_else_does():
    line = "(Reprinted with the permission of the author Ada B. Quill, Professor of Bridges, email:"
    metadata, text = _described(f"Bridge opens\n\n{BODY}\n\n{line}")
    assert metadata.byline == Field("Ada B. Quill", "credit line")
    assert text == f"{BODY}\n\n{line}"  # who he is can be asked


def test_published_counts_before_updated():
    metadata, text = _described(
        f"Bridge opens\n\nLast updated: 4 June 2022\n\nPublished on 3 May 2022\n\n{BODY}"
    )
    assert metadata.published == Field("2022-05-03", "date line")
    assert text == BODY


def test_a_dateline_with_a_full_date():
    metadata, _ = _described(f"Bridge opens\n\nINKWELL, Oct. 25, 2023 — {BODY}")
    assert metadata.published == Field("2023-10-25", "dateline")


@pytest.mark.parametrize(
    "line",
    [
        "Ada Quill opens the bridge in Inkwell, Sept. 13, 2023.",
        "It was June 9, 2019 – and the bridge was about to change for ever, people thought.",
        "The bridge was first opened on 2 May 1911.",
        "INKWELL, Oct. 25 — The mayor spoke.",
        "Original airdate: 11 May 2024",
        "Yesterday",
    ],
)
def test_dates_of_what_happened_are_not_the_date_of_publication(line):
    assert _described(f"Bridge opens\n\n{line}\n\n{BODY}")[0].published == Field()


def test_dates_over_entries_are_not_the_date_of_publication():
    entries = "\n\n".join(f"{day} May 2024\n\n{BODY}" for day in (4, 3, 2, 1))
    assert _described(f"Bridge diary\n\n{entries}")[0].published == Field()


def test_the_title_is_not_repeated_in_the_text():
    title = "The bridge over the Ink opens again"
    metadata, text = _described(f"{title}\n\n{title.upper()}\n\n{title} {BODY}")
    assert metadata.title.value == title
    assert text == BODY


def test_a_title_that_a_sentence_begins_with_stays_in_it():
    _, text = _described("The bridge over the Ink\n\nThe bridge over the Ink is open again now.")
    assert text == "The bridge over the Ink is open again now."


def test_what_was_given_wins():
    given = Metadata(title=Field("Given", "front matter"), byline=Field("Bo Reed", "front matter"))
    metadata, text = _described(f"A headline\n\nBy Ada Quill\n\n{BODY}", given)
    assert metadata.title.value == "Given"
    assert metadata.byline.value == "Bo Reed"
    assert text.startswith("A headline")


def test_a_book_that_is_reviewed_does_not_name_the_author():
    metadata, _ = _described(f"Four books\n\n{BODY}\n\n“The Bridge”\n\nBy Ada Quill\n\n{BODY}")
    assert metadata.byline == Field()


@pytest.mark.parametrize(
    ("line", "byline", "published"),
    [
        ("City desk, 4 June 2022. By Ada Quill", "Ada Quill", "2022-06-04"),
        ("4 June 2022. By Ada Quill and Bo Reed.", "Ada Quill and Bo Reed", "2022-06-04"),
        ("Tried out by nobody. By Ada Quill", "Ada Quill", ""),
        ("Tested by Ada Quill. Published 4 June 2022.", "Ada Quill", "2022-06-04"),
        ("Our arts correspondent, June 4, 2022. Photos: Bo Reed", "", "2022-06-04"),
        ("Published on 4 June 2022 in Bridges", "", "2022-06-04"),
    ],
)
def test_a_line_of_several_sentences_about_the_article(line, byline, published):
    metadata, text = _described(f"Bridge opens\n\n{line}\n\n{BODY}")
    assert (metadata.byline.value, metadata.published.value) == (byline, published)
    assert text == (f"{line}\n\n{BODY}" if line.startswith("Tried") else BODY)


def test_the_last_sentences_of_a_standfirst_say_who_and_when_and_stay():
    lead = "Bo Reed has looked after the bridge for forty years. Interview: Ada Quill. Photographs:"
    lead += " Sue Lee. Published on 3 August 2022 in Northern Bridges."
    metadata, text = _described(f"Bridge opens\n\n{lead}\n\n{BODY}")
    assert (metadata.byline.value, metadata.published.value) == ("Ada Quill", "2022-08-03")
    assert text == f"{lead}\n\n{BODY}"


@pytest.mark.parametrize(
    "line",
    [
        "It was opened on 3 May 2022. Ada Quill wept.",
        "The old one fell on 3 May 2022. By Monday it was gone.",
        "The engineer came on 3 May 2022. Review: none.",
    ],
)
def test_sentences_of_the_story_are_no_credits(line):
    metadata, text = _described(f"Bridge opens\n\n{line}\n\n{BODY}")
    assert metadata.byline == metadata.published == Field()
    assert text == f"{line}\n\n{BODY}"


def test_another_date_than_the_known_one_stays():
    given = Metadata(published=Field("2022-06-01", "meta"))
    line = "City desk, 4 June 2022. By Ada Quill"
    metadata, text = _described(f"Bridge opens\n\n{line}\n\n{BODY}", given)
    assert metadata.published.value == "2022-06-01"
    assert metadata.byline.value == "Ada Quill"
    assert text == f"{line}\n\n{BODY}"
