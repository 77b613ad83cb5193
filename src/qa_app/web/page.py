"""The layout of the page in Gradio, and which event calls what."""

from __future__ import annotations

import os

os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
# Gradio would keep 10,000 events and summarise them with pandas after each one.
os.environ.setdefault("GRADIO_ANALYTICS_MAX_EVENTS", "100")
os.environ.setdefault("GRADIO_ANALYTICS_CACHE_FREQUENCY", "1000000000")

from typing import Any

import gradio as gr

from qa_app.web.events import Events
from qa_app.web.handlers import LIST_VIEW, Handlers
from qa_app.web.options import Options
from qa_app.web.render.scope import tools
from qa_app.web.service import Service
from qa_app.web.tabs import MOST

TITLE = "qa-app: answers from your articles"
HEADER = """
<header class="masthead">
  <h1 class="wordmark">qa<span>·</span>app</h1>
  <p class="tagline">Answers from your articles, every sentence cited</p>
  <nav aria-label="Pages">
    <button type="button" data-tab-name="chat" aria-current="page">Ask</button>
    <button type="button" data-tab-name="articles" aria-current="false">Articles</button>
    <button type="button" data-tab-name="evaluate" aria-current="false">Evaluate</button>
    <button type="button" class="to-conversations" data-sheet="conversations">Conversations</button>
    {more}
  </nav>
</header>"""
LOG_OUT = '<button type="button" data-log-out="">Log out</button>'
QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
SESSION_SECONDS = 12 * 3600
SHOWN_WAITING = 32
"""So many questions of the page are shown at once with those that are answered; they wait in the
queue that everybody waits in, and each costs a thread. More wait unseen, at Gradio."""
READING = 40
"""Threads for all else: Gradio's own number."""


def build_page(service: Service) -> Any:
    """The `gr.Blocks` of the page."""
    with gr.Blocks(title=TITLE, analytics_enabled=False, fill_width=True) as page:
        parts = _layout(service.options)
        _wire(page, parts, Events(Handlers(service)))
    page.state_session_capacity = MOST
    page.max_threads = SHOWN_WAITING + READING
    page.queue(
        max_size=4 * (service.options.running + service.options.waiting),
        default_concurrency_limit=service.options.running,
        api_open=False,
    )
    return page


def _layout(options: Options) -> dict[str, Any]:
    parts: dict[str, Any] = {
        "view": gr.State(LIST_VIEW, time_to_live=SESSION_SECONDS),
        "address": _text_box(visible=False),
        "chosen": _text_box(visible=False),
        "meant": _text_box(visible=False),
    }
    header = HEADER.format(more=LOG_OUT if options.users is not None else "")
    gr.HTML(header, elem_id="qa-masthead", js_on_load=None, apply_default_css=False)
    with gr.Row(elem_id="qa-main"):
        with gr.Column(elem_id="qa-chat"):
            parts["notice"] = _html("qa-notice", "qaApp.notice")
            parts["transcript"] = _html("qa-transcript", "qaApp.transcript")
            parts["live"] = _html("qa-live", "qaApp.live")
            with gr.Column(elem_id="qa-composer"):
                parts["message"] = _html("qa-message", "qaApp.message")
                _composer(parts, options.max_question)
        with gr.Column(elem_id="qa-side"):
            parts["panel"] = _html("qa-panel", "qaApp.panel")
    for name, script in (("qa-library", "qaLibrary"), ("qa-evaluate", "qaEvaluation")):
        gr.HTML(elem_id=name, js_on_load=f"{script}.start(element)", apply_default_css=False)
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


def _wire(page: Any, parts: dict[str, Any], events: Events) -> None:
    names = ("transcript", "live", "panel", "notice", "message", "question", "view")
    outputs = [parts[name] for name in names]
    # "multiple": else Gradio drops what is sent in the moment before the last answer has ended.
    asking = {
        **QUIET,
        "concurrency_id": "ask",
        "concurrency_limit": SHOWN_WAITING,
        "trigger_mode": "multiple",
    }
    reading = {**QUIET, "concurrency_id": "read", "concurrency_limit": 4}
    page.load(
        events.load, [parts["address"]], outputs, js="() => [location.pathname]", **reading,
    )  # fmt: skip
    gr.on(
        [parts["question"].submit, parts["send"].click],
        events.ask, [parts["question"], parts["chosen"], parts["meant"]], outputs,
        js="(question) => [question, qaScope.value(), qaConversations.meant()]", **asking,
    )  # fmt: skip
    here = {"inputs": [parts["meant"]], "js": "() => [qaConversations.meant()]"}
    parts["transcript"].submit(events.ask_example, outputs=outputs, **here, **asking)
    reading["trigger_mode"] = "multiple"
    parts["transcript"].click(events.open_citation, outputs=outputs, **here, **reading)
    parts["panel"].select(events.select, outputs=outputs, **here, **reading)
    parts["notice"].select(
        events.refresh, [parts["meant"], parts["view"]], outputs,
        js="(_, view) => [qaConversations.meant(), view]", **reading,
    )  # fmt: skip
    parts["stop"].click(events.stop, **reading)
    page.unload(events.leave)
    parts["clear"].click(events.clear, outputs=outputs, **here, **reading)
