"""What a person wants: clothes come off, what is no look-up is told, nothing else is touched."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_app.question import cleaned
from qa_app.understanding import Wanted, understand, undressed

CLOTHES = [
    "{q}",
    "Hello, {l}",
    "hello {l}",
    "Hi there! {q}",
    "HEY, {q}",
    "Good morning, {l}",
    "Good evening everybody. {q}",
    "Dear all, {l}",
    "Hello. I have a question: {l}",
    "Sorry to bother you again, but {l}",
    "I'm sorry for disturbing you, {l}",
    "Excuse me, {l}",
    "Thanks! {q}",
    "Okay, {l}",
    "So, {l}",
    "Well: {l}",
    "Hmm, {l}",
    "Quick question: {l}",
    "One more question – {l}",
    "Just curious, {l}",
    "Please: {l}",
    "Please, please tell me {l}",
    "please {l}",
    "Please let me know {l}",
    "Can you tell me {l}",
    "Could you please tell us {l}",
    "Could you kindly explain to me {l}",
    "Would you be so kind as to tell me {l}",
    "Please, could you find out {l}",
    "Would it be possible to find out {l}",
    "I'd like to know {l}",
    "I would really love to learn {l}",
    "I would be grateful if you could tell me {l}",
    "I was just wondering {l}",
    "I am curious: {l}",
    "I want to know {l}",
    "I wonder {l}",
    "My question is: {l}",
    "Do you happen to know {l}",
    "Does anybody remember {l}",
    "Any idea {l}",
    "I just wanted to ask you: {l}",
    "I have to ask {l}",
    "May I ask {l}",
    "Can I ask you something: {l}",
    "Could someone tell me {l}",
    "What I'd like to know is {l}",
    "One thing I want to know: {l}",
    "Any chance you could tell me {l}",
    "Do we know {l}",
    "Is it known {l}",
    "Remind me again {l}",
    "I can't find out {l}",
    "I don't remember {l}",
    "My boss wants to know {l}",
    "I was asked to find out {l}",
    "Do the articles say {l}",
    "Does it say anywhere {l}",
    "Is there anything in the articles about {l}",
    "By the way, {l}",
    "btw {l}",
    "One last question: {l}",
    "For my homework: {l}",
    "In your opinion, {l}",
    "Given these articles, {l}",
    "Tell me {l}",
    "Say {l}",
    "Help me find out {l}",
    "According to the articles, {l}",
    "Based on your sources, {l}",
    "From these texts, {l}",
    "In the news, {l}",
    "What do the articles say about {l}",
    "Hello, according to the articles, could you please tell me {l}",
    "{q} Thanks!",
    "{q} Thank you very much in advance.",
    "{q} Many thanks, best regards",
    "{q} thx",
    "{q} Cheers",
    "{q} Please.",
    "{q} Answer in one sentence.",
    "{q} Please answer briefly",
    "{q} Keep it short, please.",
    "{q} Answer me in 20 words. Thanks",
    "{q} In a few words, please.",
    "{q} I would appreciate your help",
    "{q} Have a nice day!",
    "{q} Any idea?",
    "{q} Do you know?",
    "{q} Can anyone tell me?",
]
# Without a question mark in front of it.
CLOTHES_BEHIND = [
    "{b} thanks",
    "{b}, please?",
    "{b} please",
    "{b}, thank you so much!",
    "{b} according to the articles?",
    "{b}, based on all your sources?",
    "{b} in one sentence",
    "{b} answer in two sentences please",
    "{b}, cheers",
    "{b}, do you happen to know?",
    "{b}, just curious",
]
QUESTIONS = [
    "Who signed the treaty with Laos?",
    "When did the bridge over the river open?",
    "How much did the harbour cost?",
    "Why was the ferry stopped?",
]


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("clothes", CLOTHES)
def test_clothes_come_off(clothes: str, question: str) -> None:
    lower = question[0].lower() + question[1:]
    wanted = understand(clothes.format(q=question, l=lower))
    assert wanted.intent == "lookup"
    assert wanted.question.lower() == question.lower()


@pytest.mark.parametrize("clothes", CLOTHES_BEHIND)
@pytest.mark.parametrize("question", QUESTIONS)
def test_clothes_behind_come_off_without_a_question_mark(clothes: str, question: str) -> None:
    bare = question.rstrip("?")
    assert understand(clothes.format(b=bare)) == Wanted("lookup", bare)


@pytest.mark.parametrize("clothes", CLOTHES)
def test_in_capitals_too(clothes: str) -> None:
    question = "Who signed the treaty with Laos?"
    dressed = clothes.format(q=question, l=question).upper()
    assert understand(dressed) == Wanted("lookup", question.upper())


def test_whether_goes_with_what_stands_before_it_only() -> None:
    assert undressed("I wonder if the port was closed") == "the port was closed"
    assert undressed("Could you tell me whether it opened?") == "it opened?"
    assert undressed("If it rains, who pays?") == "If it rains, who pays?"


@pytest.mark.parametrize(
    "question",
    [
        "Hello Kitty was designed by whom?",
        "Hey Jude was written by whom?",
        "Hi-tech exports grew by how much?",
        "Good Morning America is hosted by whom?",
        "Sir Keir Starmer said what?",
        "Dear Leader was the title of whom?",
        "Please Please Me was released when?",
        "Okay Kaya sang what?",
        "So who won?",
        "Well water is tested by whom?",
        "Sorry seems to be the hardest word of whom?",
        "Question Time is broadcast when?",
        "Thanks to what did trade grow?",
        "Thank You for Smoking was filmed when?",
        "Who said please?",
        "Who said thanks",
        "Who sang 'Thank You'?",
        "Which word means please?",
        "Did they say thank you?",
        "Who created Cheers?",
        "Who sent best regards?",
        "Which film is based on the stories?",
        "What did he say in one word?",
        "What did she answer in two words?",
        "Did he keep it short?",
        "Who can you tell apart?",
        "Could you see the moon from there?",
        "Do you know the muffin man?",
        "Who wrote the history of the harbour?",
        "Who compared tea with coffee?",
        "What is compare and swap?",
        "What did the summary of the report say?",
        "How much does an overview of the market cost?",
        "What is New York famous for?",
        "What is new in Paris?",
        "What did the new law change?",
        "What news did the minister bring?",
        "Who reads the articles?",
        "How many articles did she write?",
        "List all boats.",
        "Name all the presidents of Laos.",
        "How do bees and flowers live together?",
        "How did trade and tourism grow?",
        "How was the port built?",
        "No Time to Die was released when?",
        "Yes Minister was broadcast when?",
        "OK Computer was recorded where?",
        "Testing of cars began when?",
        "Help arrived when?",
        "Good Friday falls on which day?",
        "Great Britain joined when?",
        "What helps against thanks fatigue?",
        "Compare",
        "Is it known as the Velm?",
        "Did they say who won?",
        "Do they know who paid?",
        "Can I ask for my money back?",
        "Who may ask?",
        "So what?",
        "So-called reforms began when?",
        "Right-wing parties won what?",
        "Well-known boats came when?",
        "By the way of the cross is which book?",
        "Who said do you know?",
        "How is urgent care paid?",
        "What I did for love was sung by whom?",
    ],
)
def test_what_belongs_to_the_question_stays(question: str) -> None:
    assert understand(question) == Wanted("lookup", question)
    assert understand(question.lower()).intent == "lookup"


@pytest.mark.parametrize(
    "question",
    [
        "", " ", "?", "...", "😀", "¿?", "Thanks", "thanks!", "Thank you.", "Thank you very much!",
        "thanks a lot", "Thanks again for your help", "thx", "ok", "Okay.", "OK great, thanks!",
        "Hello", "Hi there!", "good morning", "Good evening everyone.", "Hello, how are you?",
        "bye", "See you, thanks", "Great!", "Very good, thank you.", "yes", "No", "Got it.",
        "I see, thanks", "That's all, thanks", "that was helpful", "That’s great", "Never mind.",
        "Who are you?", "What can you do?", "What can I ask you?", "help", "test", "Please",
        "Hello, please", "Quick question: thanks", "Okay, hello.", "HELLO", "THANKS!!!",
    ],
)  # fmt: skip
def test_what_is_no_question(question: str) -> None:
    assert understand(cleaned(question)).intent == "none"


@pytest.mark.parametrize(
    ("question", "intent", "about"),
    [
        ("What are these articles about?", "overview", ()),
        ("What are the articles all about", "overview", ()),
        ("What is in the documents?", "overview", ()),
        ("What is covered by these texts?", "overview", ()),
        ("What topics do the articles cover?", "overview", ()),
        ("Which themes are in the texts?", "overview", ()),
        ("Summarise the articles", "overview", ()),
        ("Summarize these texts, please.", "overview", ()),
        ("Can you summarise the articles?", "overview", ()),
        ("Give me an overview of the articles.", "overview", ()),
        ("An overview of all sources", "overview", ()),
        ("What do the articles talk about?", "overview", ()),
        ("what is this about?", "overview", ()),
        ("What can I find here?", "overview", ()),
        ("List all articles", "articles", ()),
        ("Show me the articles", "articles", ()),
        ("Give me a list of all documents!", "articles", ()),
        ("Could you please list all the articles?", "articles", ()),
        ("Which articles do you have?", "articles", ()),
        ("What sources are available?", "articles", ()),
        ("How many articles are there?", "articles", ()),
        ("What's new?", "new", ()),
        ("What is new today?", "new", ()),
        ("What is the latest news?", "new", ()),
        ("Hello, what is new?", "new", ()),
        ("any news?", "new", ()),
        ("The latest articles", "new", ()),
        ("Which article is the most recent?", "new", ()),
        ("Timeline", "timeline", ()),
        ("Please make a timeline of the articles", "timeline", ()),
        ("Timeline of the war in Laos", "timeline", ("the war in Laos",)),
        ("Give me a timeline of the treaty, please.", "timeline", ("the treaty",)),
        ("Show me the chronology of the talks", "timeline", ("the talks",)),
        ("History of the harbour?", "timeline", ("the harbour",)),
        ("list all the dates for the metro", "timeline", ("the metro",)),
        ("What are the key dates of the case?", "timeline", ("the case",)),
        ("What are the dates of the festival?", "lookup", ()),
        ("List all dates of birth of the twins", "lookup", ()),
        ("What happened when in Laos?", "timeline", ("Laos",)),
        ("What do the articles disagree about?", "conflicts", ()),
        ("What's this about?", "overview", ()),
        ("what are these all about", "overview", ()),
        ("Latest news on the ferry?", "topic", ("the ferry",)),
        ("what's the latest about Laos", "topic", ("Laos",)),
        ("Are there any contradictions between the sources?", "conflicts", ()),
        ("Do the articles contradict each other?", "conflicts", ()),
        ("Compare Laos and Vietnam", "compare", ("Laos", "Vietnam")),
        ("compare the old port with the new port.", "compare", ("the old port", "the new port")),
        ("Could you compare tea and coffee?", "compare", ("tea", "coffee")),
        ("Contrast trains vs. buses", "compare", ("trains", "buses")),
        ("What is the difference between tea and coffee?", "compare", ("tea", "coffee")),
        ("What are the similarities between Laos and Vietnam?", "compare", ("Laos", "Vietnam")),
        ("How do tea and coffee differ?", "compare", ("tea", "coffee")),
        (
            "What is the difference between tea and coffee and cocoa?",
            "compare", ("tea", "coffee and cocoa"),
        ),
        ("How are cats different from dogs?", "compare", ("cats", "dogs")),
        ("How does Japan compare to China?", "compare", ("Japan", "China")),
        ("How did plan A differ from plan B?", "compare", ("plan A", "plan B")),
        ("Summarise the treaty", "summary", ("the treaty",)),
        ("Sum up the talks in Hanoi.", "summary", ("the talks in Hanoi",)),
        ("Give me a summary of the report", "summary", ("the report",)),
        ("The gist of the report", "summary", ("the report",)),
        ("give me the gist of what's been happening in Laos", "summary", ("Laos",)),
        ("What's going on in Laos?", "topic", ("Laos",)),
        ("Summarise the story about Laos", "summary", ("Laos",)),
        ("catch me up on the trial", "topic", ("the trial",)),
        ("Which article is about Laos?", "mentions", ("Laos",)),
        ("List all articles that mention the fire", "mentions", ("the fire",)),
        ("Where is Ann Lee mentioned?", "mentions", ("Ann Lee",)),
        ("Is Laos mentioned?", "mentions", ("Laos",)),
        ("Are submarines mentioned anywhere in the articles?", "mentions", ("submarines",)),
        ("Do any of the articles mention Ann Lee?", "mentions", ("Ann Lee",)),
        ("Was the ship named?", "lookup", ()),
        ("Is it clear why Laos was mentioned by Ann Lee?", "lookup", ()),
        ("What is the oldest article?", "oldest", ()),
        ("Which of these articles is the earliest?", "oldest", ()),
        ("What is the most recent article?", "new", ()),
        ("which article is the newest", "new", ()),
        ("What is the oldest bridge?", "lookup", ()),
        ("What is the first article about?", "summary", ()),
        ("Name three people in the fire article", "names", ("fire",)),
        ("Which experts are quoted in the fire article?", "names", ("fire",)),
        ("who is cited in the articles", "names", ()),
        ("name the analysts who are quoted", "names", ()),
        ("Who is quoted by Lee?", "lookup", ()),
        ("Who are the main people in the fire article?", "names", ("fire",)),
        ("Tell me about Laos", "topic", ("Laos",)),
        ("Can you tell me about Laos?", "topic", ("Laos",)),
        ("Please tell me everything about Laos!", "topic", ("Laos",)),
        ("What do we know about Laos?", "topic", ("Laos",)),
        ("What is known about the fire?", "topic", ("the fire",)),
        ("What do the articles say about the tax?", "topic", ("the tax",)),
        ("What does the report say about Laos?", "topic", ("Laos",)),
        ("What does Smyth say about Laos?", "lookup", ()),
        ("Summarise the treaty for me", "summary", ("the treaty",)),
        ("Sum up the talks in three sentences", "summary", ("the talks",)),
        ("Give me a quick summary of the talks in bullet points please", "summary", ("the talks",)),
        ("tl;dr of the pear jam post", "summary", ("pear jam",)),
        ("TLDR the treaty", "summary", ("the treaty",)),
        ("tl;dr", "overview", ()),
        ("Summary?", "overview", ()),
        ("Summarise everything for me", "overview", ()),
        ("sum it up please", "overview", ()),
        ("What are the key points of the Laos story?", "summary", ("Laos",)),
        ("Summarise the interview with Lee", "summary", ("Lee",)),
        ("When was the harbour article published?", "published", ("harbour",)),
        ("Who wrote the Harwick Mills story?", "author", ("Harwick Mills",)),
        ("When was the latest news article published?", "published", ()),
        ("Who wrote the long article about tea?", "author", ("tea",)),
        ("Who is the author of the mayor’s interview?", "author", ("mayor’s",)),
    ],
)  # fmt: skip
def test_intents(question: str, intent: str, about: tuple[str, ...]) -> None:
    wanted = understand(question)
    assert (wanted.intent, wanted.about) == (intent, about)
    louder = understand(question.upper())
    assert (louder.intent, louder.about) == (intent, tuple(part.upper() for part in about))


words = st.sampled_from(
    "hello please thanks tell me who won the war , . ! ? - ok so the articles according to in one"
    " sentence compare and list what is new hi all you how are dear".split()
)


@given(st.lists(words, max_size=25).map(" ".join) | st.text(max_size=60))
def test_undressing_ends_and_takes_from_the_ends_only(question: str) -> None:
    asked = cleaned(question)
    bare = undressed(asked)
    assert bare in asked
    assert undressed(bare) == bare or bare.lower().startswith(("whether ", "if "))
    assert understand(asked) == understand(asked)


@pytest.mark.parametrize(
    "part", ["hi all ", "thanks a lot, ", "how are you hi ", "please ", "dear all, "]
)
def test_a_long_row_of_greetings_takes_no_time(part: str) -> None:
    # Two readings of each part would be 2 to the power of 200 of the whole.
    assert understand(part * 200 + "x").intent == "lookup"


@pytest.mark.parametrize(
    ("question", "of_article"),
    [
        ("Summarise the tuft cell article", True),
        ("Sum up the interview with Lee in a few words", True),
        ("Summarise the article about Laos", True),
        ("Summarise the treaty", False),
        ("Tell me about Laos", False),
    ],
)
def test_an_article_may_be_meant_by_what_it_is_about(question: str, of_article: bool) -> None:
    assert understand(question).of_article is of_article


def test_people_who_are_quoted_are_another_sort_than_those_who_are_named() -> None:
    assert understand("Which experts are quoted in the articles?").sort == "speaker"
    assert understand("Who is quoted?").sort == "speaker"
    assert understand("Who is mentioned in the articles?").sort == "person"


@pytest.mark.parametrize(
    ("question", "bare"),
    [
        ("whats japans view of it", "what's japan's view of it"),
        ("why didnt they come", "why didn't they come"),
        ("Isnt the pier closed?", "Isn't the pier closed?"),
        ("what cant we bring", "what can't we bring"),
        ("who wont come as is his wont", "who wont come as is his wont"),
        ("Do the articles agree on how many boats came?", "how many boats came?"),
        ("do the sources disagree about the price of tea", "the price of tea"),
        ("Is there a disagreement about the price of tea?", "the price of tea?"),
        ("Whos the mayor?", "Who's the mayor?"),
        ("who is vietnams president", "who is vietnam's president"),
        ("how many turkeys were sold", "how many turkeys were sold"),
        ("Is this what it says?", "Is this what it says?"),
    ],
)
def test_an_apostrophe_that_is_left_out(question: str, bare: str) -> None:
    assert understand(question).question == bare


@pytest.mark.parametrize(
    ("word", "intent"),
    [("Haiphong", "topic"), ("haiphong?", "topic"), ("Why?", "lookup"), ("Thanks", "none")],
)
def test_a_word_alone_is_what_to_tell_of_unless_it_follows_something(
    word: str, intent: str
) -> None:
    assert understand(word, alone=True).intent == intent
    assert understand(word).intent != "topic"
