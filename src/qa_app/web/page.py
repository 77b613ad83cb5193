"""The layout of the page in Gradio, and which event calls which handler."""

from __future__ import annotations

import os

os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
# Gradio would keep 10,000 events and summarise them with pandas after each one.
os.environ.setdefault("GRADIO_ANALYTICS_MAX_EVENTS", "100")
os.environ.setdefault("GRADIO_ANALYTICS_CACHE_FREQUENCY", "1000000000")

from collections.abc import Iterator
from typing import Any

import gradio as gr

from qa_app.conversation import Conversation
from qa_app.web.handlers import LIST_VIEW, Handlers, Shown
from qa_app.web.render.scope import tools
from qa_app.web.service import Service
from qa_app.web.users import asker_of, user_of

TITLE = "qa-app: answers from your articles"
HEADER = """
<header class="masthead">
  <h1 class="wordmark">qa<span>·</span>app</h1>
  <p class="tagline">Answers from your articles, every sentence cited</p>
  <nav aria-label="Pages">
    <button type="button" data-tab-name="chat" aria-current="page">Ask</button>
    <button type="button" data-tab-name="articles" aria-current="false">Articles</button>
    <button type="button" class="to-conversations" data-sheet="conversations">Conversations</button>
  </nav>
</header>"""
QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
SESSIONS = 500
SESSION_SECONDS = 12 * 3600


def build_page(service: Service) -> Any:
    """The `gr.Blocks` of the page."""
    with gr.Blocks(title=TITLE, analytics_enabled=False, fill_width=True) as page:
        parts = _layout(service.options.max_question)
        _wire(page, parts, Handlers(service))
    page.state_session_capacity = SESSIONS
    page.queue(
        max_size=4 * (service.options.running + service.options.waiting),
        default_concurrency_limit=service.options.running,
        api_open=False,
    )
    return page


def _layout(longest: int) -> dict[str, Any]:
    parts: dict[str, Any] = {
        "conversation": gr.State(Conversation(), time_to_live=SESSION_SECONDS),
        "view": gr.State(LIST_VIEW, time_to_live=SESSION_SECONDS),
        "address": _text_box(visible=False),
        "chosen": _text_box(visible=False),
    }
    gr.HTML(HEADER, elem_id="qa-masthead", js_on_load=None, apply_default_css=False)
    with gr.Row(elem_id="qa-main"):
        with gr.Column(elem_id="qa-chat"):
            parts["notice"] = _html("qa-notice", "qaApp.notice")
            parts["transcript"] = _html("qa-transcript", "qaApp.transcript")
            parts["live"] = _html("qa-live", "qaApp.live")
            with gr.Column(elem_id="qa-composer"):
                parts["message"] = _html("qa-message", "qaApp.message")
                _composer(parts, longest)
        with gr.Column(elem_id="qa-side"):
            parts["panel"] = _html("qa-panel", "qaApp.panel")
    gr.HTML(elem_id="qa-library", js_on_load="qaLibrary.start(element)", apply_default_css=False)
    return parts


def _html(name: str, script: str) -> Any:
    """A place for HTML that render/ has made; its clicks are told apart by static/chat.js."""
    return gr.HTML(
        elem_id=name,
        js_on_load=f"{script}(element, trigger, watch); // 'click' 'select' 'submit'",
        apply_default_css=False,
    )


def _text_box(**settings: Any) -> Any:
    """A text box that hands over what was sent as it is.

    Gradio's own turns numbers, lists and objects into text; here they are to be refused.
    """
    box = gr.Textbox(**settings)
    box.preprocess = lambda payload: payload
    return box


def _composer(parts: dict[str, Any], longest: int) -> None:
    with gr.Row(elem_id="qa-ask"):
        gr.HTML(elem_id="qa-scope", js_on_load="qaScope.chips(element)", apply_default_css=False)
        parts["question"] = _text_box(
            label="Your question",
            placeholder="Ask a question…",
            lines=1,
            max_lines=6,
            max_length=10 * longest,  # the server says when it is too long; nothing is cut unseen
            container=False,
            autofocus=True,
            elem_id="qa-question",
            html_attributes=gr.InputHTMLAttributes(autocomplete="off", enterkeyhint="send"),
        )
        parts["stop"] = gr.Button("Stop", elem_id="qa-stop", scale=0)
        parts["send"] = gr.Button("Ask", variant="primary", elem_id="qa-send", scale=0)
    with gr.Row(elem_id="qa-tools"):
        gr.HTML(
            tools(), elem_id="qa-choices", js_on_load="qaScope.tools()", apply_default_css=False
        )
        parts["clear"] = gr.Button("New conversation", elem_id="qa-clear", scale=0, size="sm")


def _wire(page: Any, parts: dict[str, Any], handlers: Handlers) -> None:
    outputs = [
        parts[name]
        for name in (
            "transcript", "live", "panel", "notice", "message", "question",
            "conversation", "view",
        )
    ]  # fmt: skip
    state = parts["conversation"]
    # "multiple": else Gradio drops what is sent in the moment before the last answer has ended.
    asking = {**QUIET, "concurrency_id": "ask", "trigger_mode": "multiple"}
    reading = {**QUIET, "concurrency_id": "read", "concurrency_limit": 4}

    # Whose an event is, is what its request says: a tab's state can be the default one, or may
    # have been begun by somebody else.
    def mine(conversation: Conversation, request: gr.Request) -> Conversation:
        return handlers.held(conversation, user_of(request.request))

    def ask(
        question: object, conversation: Conversation, chosen: object, request: gr.Request
    ) -> Iterator[tuple[Any, ...]]:
        limits = chosen if isinstance(chosen, dict) else {}
        held, asker = mine(conversation, request), asker_of(request.request)
        lost = held is not conversation
        for shown in handlers.ask(question, held, limits, asker=asker, lost=lost):
            yield _updates(shown)

    def ask_example(
        conversation: Conversation, event: gr.EventData, request: gr.Request
    ) -> Iterator[tuple[Any, ...]]:
        data = event._data if isinstance(event._data, dict) else {}
        yield from ask(data.get("question", ""), conversation, data.get("chosen"), request)

    def open_citation(
        conversation: Conversation, event: gr.EventData, request: gr.Request
    ) -> tuple[Any, ...]:
        return _updates(handlers.open_citation(event._data, mine(conversation, request)))

    def select(
        conversation: Conversation, event: gr.EventData, request: gr.Request
    ) -> tuple[Any, ...]:
        return _updates(handlers.select(event._data, mine(conversation, request)))

    def refresh(conversation: Conversation, view: str, request: gr.Request) -> tuple[Any, ...]:
        return _updates(handlers.refresh(mine(conversation, request), view))

    def stop(conversation: Conversation, request: gr.Request) -> None:
        handlers.stop(mine(conversation, request))

    def clear(conversation: Conversation, request: gr.Request) -> tuple[Any, ...]:
        return _updates(handlers.clear(mine(conversation, request)))

    def load(address: object, request: gr.Request) -> tuple[Any, ...]:
        return _updates(handlers.load(address, user_of(request.request)))

    page.load(
        load, [parts["address"]], outputs, js="() => [location.pathname]", **reading,
    )  # fmt: skip
    gr.on(
        [parts["question"].submit, parts["send"].click],
        ask, [parts["question"], state, parts["chosen"]], outputs,
        js="(question, state) => [question, state, qaScope.value()]", **asking,
    )  # fmt: skip
    parts["transcript"].submit(ask_example, [state], outputs, **asking)
    reading["trigger_mode"] = "multiple"
    parts["transcript"].click(open_citation, [state], outputs, **reading)
    parts["panel"].select(select, [state], outputs, **reading)
    parts["notice"].select(refresh, [state, parts["view"]], outputs, **reading)
    parts["stop"].click(stop, [state], None, **reading)
    parts["clear"].click(clear, [state], outputs, **reading)


def _updates(shown: Shown) -> tuple[Any, ...]:
    """`shown` in the order of the outputs."""
    kept = [
        gr.skip() if value is None else value
        for value in (
            shown.transcript, shown.live, shown.panel, shown.notice, shown.message, shown.question
        )
    ]  # fmt: skip
    conversation = gr.skip() if shown.conversation is None else shown.conversation
    view = gr.skip() if shown.view is None else shown.view
    return (*kept, conversation, view)
