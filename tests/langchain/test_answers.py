"""The assistant as a runnable: the standard ways to call it, the standard form of its answers."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from langchain.agents import create_agent
from langchain_core.language_models import GenericFakeChatModel
from langchain_core.messages import AIMessage, HumanMessage, SystemMessage, ToolMessage
from langchain_core.output_parsers import StrOutputParser
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.runnables import RunnableLambda

from qa_app.assistant import Assistant
from qa_app.inputs import InputError
from qa_app.langchain import ArticleAnswers

ASKED = "How much was the grant for the six patrol boats?"
UNKNOWN = "Who painted the ceiling of the Sistine Chapel?"


@pytest.fixture
def answers(assistant: Assistant) -> ArticleAnswers:
    return ArticleAnswers(assistant, link=lambda c: f"http://here/{c.source}#{c.start}")


def annotations(message: AIMessage) -> list[tuple[str, dict[str, Any]]]:
    """Each citation with the text of its block."""
    return [
        (block["text"], note)  # type: ignore[typeddict-item]
        for block in message.content_blocks
        if block["type"] == "text"
        for note in block.get("annotations", [])
    ]


def test_every_sentence_is_a_block_with_standard_citations(
    answers: ArticleAnswers, assistant: Assistant
) -> None:
    message = answers.invoke(ASKED)
    found = annotations(message)
    assert found
    for text, note in found:
        assert note["type"] == "citation"
        place = note["extras"]
        article = assistant.text(place["source"])
        assert note["cited_text"] == article[place["start"] : place["end"]]
        assert text[note["start_index"] : note["end_index"]] == note["cited_text"]
        assert note["url"] == f"http://here/{place['source']}#{place['start']}"
        assert note["title"] == "Six boats for the coast guard"
    whole = message.response_metadata["answer"]
    assert whole == assistant.ask(ASKED).to_json() | {"timings_ms": whole["timings_ms"]}
    assert message.text == whole["answer"]
    assert "500 million yen" in message.text


def test_a_refusal_is_the_standard_block(answers: ArticleAnswers) -> None:
    message = answers.invoke(UNKNOWN)
    first, *rest = message.content_blocks
    assert first["type"] == "refusal"  # type: ignore[comparison-overlap]
    assert first["refusal"].startswith("The articles")
    assert first["extras"]["outcome"] == message.response_metadata["answer"]["outcome"]
    # A chain that reads the text only is told the same.
    assert message.text.startswith(message.response_metadata["answer"]["answer"])
    assert rest


def test_the_sum_of_a_stream_is_what_invoke_gives(answers: ArticleAnswers) -> None:
    for question in (ASKED, UNKNOWN, "hello"):
        chunks = list(answers.stream(question))
        whole = chunks[0]
        for chunk in chunks[1:]:
            whole = whole + chunk
        plain = [{k: v for k, v in block.items() if k != "index"} for block in whole.content_blocks]
        asked = answers.invoke(question)
        assert plain == asked.content_blocks
        assert whole.text == asked.text
        assert (
            whole.response_metadata["answer"]["outcome"]
            == (asked.response_metadata["answer"]["outcome"])
        )


def test_batch_and_the_asynchronous_ways_say_the_same(answers: ArticleAnswers) -> None:
    async def asynchronously() -> list[str]:
        one = await answers.ainvoke(ASKED)
        two = (await answers.abatch([ASKED, UNKNOWN]))[0]
        three = "".join([chunk.text async for chunk in answers.astream(ASKED)])
        return [one.text, two.text, three]

    expected = answers.invoke(ASKED).text
    assert [message.text for message in answers.batch([ASKED, ASKED])] == [expected] * 2
    assert asyncio.run(asynchronously()) == [expected] * 3


def test_astream_events_tell_what_is_searched_found_and_said(answers: ArticleAnswers) -> None:
    async def events() -> list[dict[str, Any]]:
        return [dict(event) async for event in answers.astream_events(ASKED)]

    heard = asyncio.run(events())
    named = [(event["event"], event["name"]) for event in heard]
    assert named[0] == ("on_chain_start", "articles")
    assert named[-1] == ("on_chain_end", "articles")
    assert ("on_custom_event", "searched") in named
    found = next(event["data"] for event in heard if event["name"] == "found")
    assert found["passages"][0]["source"] == "boats.md"
    said = [e["data"]["chunk"].text for e in heard if e["event"] == "on_chain_stream"]
    assert "".join(said) == answers.invoke(ASKED).text


def test_messages_are_a_conversation(answers: ArticleAnswers, assistant: Assistant) -> None:
    first = answers.invoke(ASKED)
    messages = [SystemMessage("Be kind."), HumanMessage(ASKED), first, HumanMessage("And when?")]
    told = answers.invoke(messages).response_metadata["answer"]
    assert told["question"] == "And when?"
    history = [{"role": "user", "text": ASKED}, {"role": "assistant", "text": str(first.text)}]
    assert told["searched"] == assistant.ask("And when?", history=history).searched
    again = answers.invoke({"messages": messages}).response_metadata["answer"]
    assert again == told | {"timings_ms": again["timings_ms"]}


def test_it_stands_in_a_chain(answers: ArticleAnswers) -> None:
    prompt = ChatPromptTemplate.from_messages([("human", "{asked}")])
    chain = prompt | answers | StrOutputParser()
    assert chain.invoke({"asked": ASKED}) == answers.invoke(ASKED).text
    assert "".join(chain.stream({"asked": ASKED})) == answers.invoke(ASKED).text


def test_filters_are_bound_or_part_of_the_question(answers: ArticleAnswers) -> None:
    only = answers.bind(filters={"sources": ["news/loans.md"]})
    retrieved = only.invoke(ASKED).response_metadata["answer"]["retrieved"]
    assert {one["source"] for one in retrieved} == {"news/loans.md"}
    asked = {"question": ASKED, "filters": {"folders": ["news"]}}
    again = answers.invoke(asked).response_metadata["answer"]["retrieved"]
    assert {one["source"] for one in again} == {"news/loans.md"}
    streamed = list(only.stream(ASKED))[-1].response_metadata["answer"]["retrieved"]
    assert streamed == retrieved


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (5, "a question"),
        ([SystemMessage("x")], "by a person"),
        ({"history": []}, "question"),
        ([{"role": "nobody"}], "a question"),
    ],
)
def test_what_is_no_question_is_one_clear_error(
    answers: ArticleAnswers, asked: object, told: str
) -> None:
    with pytest.raises(InputError, match=told):
        answers.invoke(asked)


class Scripted(GenericFakeChatModel):
    """Says what it was given to say; knows which tools it was given."""

    def bind_tools(self, tools: Any, **_: Any) -> Any:
        return self


def test_an_agent_asks_with_the_tool(answers: ArticleAnswers, assistant: Assistant) -> None:
    wanted = {"question": ASKED, "published_to": "2023-12-31"}
    call = {"name": "ask_articles", "args": wanted, "id": "1", "type": "tool_call"}
    model = Scripted(messages=iter([AIMessage("", tool_calls=[call]), AIMessage("500 million.")]))
    agent = create_agent(model, [answers.as_tool()])
    messages = agent.invoke({"messages": [HumanMessage("How much was it?")]})["messages"]
    (told,) = [message for message in messages if isinstance(message, ToolMessage)]
    assert told.status == "success"
    assert "500 million yen. [1]" in told.text
    assert "boats.md, characters" in told.text
    assert told.artifact["citations"][0]["source"] == "boats.md"
    assert {one["source"] for one in told.artifact["retrieved"]} == {"boats.md"}
    assert messages[-1].text == "500 million."


def test_a_function_in_a_chain_around_it_still_runs(answers: ArticleAnswers) -> None:
    chain = RunnableLambda(lambda asked: answers.invoke(asked).text)
    assert chain.invoke(ASKED) == answers.invoke(ASKED).text
