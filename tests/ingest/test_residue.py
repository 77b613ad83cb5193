import time

import pytest

from ingest.residue import residue

BODY = ["The council met on Tuesday and agreed to build the bridge after all, members said."] * 3

RESIDUE = """\
Close this search box.
Advertisement here
ADVERTISEMENT - CONTINUE READING BELOW
Story continues below
top of page
Bottom of page
Back to top
2 views0 comments
14 Comments
1.2K shares
3 hours ago
Accessibility links
Skip to main content
Breaking News
WonderCount: 1,369 words (7 minutes reading time)
5 min read
Reading time: 4 minutes
Share on Facebook
Share this article
Tweet this
Facebook | Twitter | Email | WhatsApp
Copy link
Link copied!
Follow us on Instagram
Read more: The bridge that nobody wanted
RELATED: Ten bridges to see before they fall
Related stories
You may also like
Most read
Editors' picks
We use cookies to improve your experience. By staying you agree.
This website uses cookies
Accept all cookies
Manage preferences
By continuing to use this site you accept our terms and privacy policy.
Sign up for our daily newsletter
Subscribe to our newsletter and never miss a story
Get the best stories in your inbox
Enter your email address
Already a subscriber? Log in
© 2023 The Daily Inkwell. All rights reserved.
Copyright 2021 Inkwell Media
Reuters
Getty Images
Ada Quill/AFP via Getty Images
Photo: Ada Quill / Reuters
Image by author
Photo by Ada Quill on Unsplash
https://example.org/news/bridge
Category:Bridges Category:Ferries of the north
[12]
[1] [2] [3]
If you buy something through our links we may earn a commission.
Your browser does not support the video tag.
Leave a comment
(Article reprinted with the permission of the Inkwell Society)"""

TEXT = """\
The site said that it uses cookies to follow what its readers buy.
Advertisement spending rose by a tenth last year.
She read more books than anybody else in the village.
Share prices on both exchanges fell sharply after the news.
The newsletter of the society appeared four times a year.
He told Reuters that the talks had failed.
Copyright law protects the author for seventy years.
Breaking news of the attack reached the capital at noon.
The search box on the page was the first thing people used.
Twitter
Category: the storm was one of the third
[12] Ada Quill, The Bridge, 1931.
Comments
About 2 million views were counted in the first week.
Watch for ice on the road, the police said.
Related to this is the question of who pays.
The report may not be published before the election.
Follow the river for two miles and turn left.
Subscribe or perish was the motto of the time.
Photo identification is needed to vote in nine counties.
Back to top form, the team won four matches in a row.
More people than ever took the ferry in May.
The top of page one was kept for the king.
At 5 minutes past nine the reading began.
(Article reprinted with the permission of the author Ada Quill, Professor, email:"""


@pytest.mark.parametrize("line", RESIDUE.splitlines())
def test_residue_goes_wherever_it_stands(line):
    for lines in ([line, *BODY], [*BODY, line, *BODY], [*BODY, line]):
        kinds = residue(lines)
        assert kinds[lines.index(line)], line
        assert kinds.count("") == len(lines) - 1 - kinds.count("repeated")


@pytest.mark.parametrize("line", TEXT.splitlines())
def test_sentences_that_mention_such_things_stay(line):
    for lines in ([line, BODY[0]], [BODY[0], "", line, "", BODY[1]]):
        assert residue(lines)[lines.index(line)] == ""


def test_doubtful_lines_go_in_company_only():
    assert residue(["Search", *BODY])[0] == ""
    assert residue(["Search", "Menu", "Home", BODY[0]])[:3] == ["menu"] * 3
    assert residue([BODY[0], "Share", "Share on Facebook", BODY[1]])[1] == "menu"


def test_a_menu_is_known_by_its_sections_and_its_length():
    menu = [
        "News",
        "Politics",
        "Opinion",
        "Sports",
        "Harbour Watch",
        "Letters",
        "Weather",
        "About us",
    ]
    kinds = residue([*menu, "The bridge opens", *BODY])
    assert kinds[:8] == ["menu"] * 8
    assert kinds[8] == ""


@pytest.mark.parametrize(
    "lines",
    [
        ["Flour", "Two eggs", "Sugar", "Butter", "Milk", "A pinch of salt", "Vanilla"],
        ["Variables", "Operators", "Comments", "Functions", "Blocks", "Data types", "Lists"],
        ["Japan", "Vietnam", "Laos", "Thailand", "Malaysia", "Brunei", "Myanmar"],
    ],
)
def test_lists_of_an_article_are_no_menu(lines):
    assert set(residue([BODY[0], *lines, BODY[1]])) <= {"", "repeated"}


def test_a_caption_that_is_said_twice_is_kept_once():
    caption = "Ada Quill opens the bridge in Inkwell on May 3, 2023."
    assert residue([caption, caption, BODY[0]]) == ["", "repeated", ""]
    assert residue(["No, no", "No, no", BODY[0]]) == ["", "", ""]


@pytest.mark.parametrize(
    "line",
    [
        "Edited by Ada Quill and Bo Reed.",
        "Contributing: Ada Quill, The Inkwell",
        "Bo Reed covers the port. Follow him on Twitter @boreed.",
        "Ada Quill is a reporter; reach her at ada@ink.example.",
        "Harwick —",
        "Reuters —",
    ],
)
def test_who_wrote_an_article_and_where_is_its_own(line):
    assert residue([*BODY, line])[-1] == ""
    assert residue([line, *BODY])[0] == ""


@pytest.mark.parametrize(
    "line",
    ["Follow Ada Quill on Twitter: @ada", "Contact Bo Reed: bo@ink.example, or by telephone."],
)
def test_calls_to_write_to_the_author_go_at_the_end_only(line):
    assert residue([*BODY, line])[-1] == "contact"
    assert residue([line, *BODY * 6])[0] == ""


@pytest.mark.parametrize(
    ("lines", "kept"),
    [
        (["Write: 90 MB a second", "Read: 120 MB a second"], 1),
        (["Look: the face of a dial", "Watch: a clock for the wrist"], 1),
        (["Our customers", "Reuters", "The Harwick Bank"], 1),
        ([BODY[0], "", "Pool", "", BODY[1]], 2),
        (["Privacy policy", "", BODY[0]], 0),
        ([BODY[0], "", "Terms of use", "", BODY[1]], 2),
        (["Thank you for reading the meters on Sunday"], 0),
        (["Support us with words was the motto of the town"], 0),
    ],
)
def test_entries_of_a_list_and_headings_are_no_residue(lines, kept):
    assert residue(lines)[kept] == ""


def test_the_small_print_below_a_page_goes():
    lines = [*BODY, "© 2022 The Inkwell", "Privacy policy", "Terms of use"]
    assert residue(lines)[-2:] == ["menu", "menu"]
    assert residue([*BODY, "Terms of use | Privacy policy | Contact us"])[-1] == "rights"


def test_a_headline_that_looks_like_a_link_stays():
    assert residue(["Watch: the bridge that walks", *BODY])[0] == ""


@pytest.mark.parametrize("word", ["1 view ", "A and ", "AP/", "A. ", "(A) ", "12 words ", "share "])
def test_hostile_lines_take_no_time(word):
    lines = [(word * 200)[:318] + "!"] * 50
    start = time.process_time()
    residue(lines)
    assert time.process_time() - start < 5


def test_a_paragraph_before_addresses_is_no_menu():
    lines = [
        "A long first paragraph that says what this is all about, and says it at some length.",
        *(f"https://example.org/page{n}" for n in range(6)),
        "Another paragraph that goes on with what the first one said, and is as long as that.",
    ]
    kinds = residue(lines)
    assert kinds[0] == kinds[-1] == ""
