"""The limits and looks of the web chat."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qa_app.evaluating import Evaluations
    from qa_app.library import Library
    from qa_app.originals import Originals
    from qa_app.users import Users


@dataclass(frozen=True, slots=True)
class Options:
    """Settings of the page and of its guards.

    Attributes:
        host, port: where the application will listen; used to judge Host headers.
        allowed_hosts: further names the page may be reached under, as behind a proxy.
        examples: questions offered on the empty page; none means chosen from what is stored.
        max_question: longest question in characters; a longer one is refused.
        max_body: longest request body in bytes.
        body_seconds: how long a request body may take to arrive.
        running, waiting: questions answered at one time, and how many more may wait.
        history_turns: exchanges of a conversation that a follow-up question can refer to.
        kept_exchanges: exchanges of a conversation that stay on the page.
        poll_seconds: how often an open page asks whether the articles changed.
        store: the folder of the store, to be named on the page.
        saved: the database that conversations are kept in; with None a refresh forgets them.
        feedback: the file that judgements of answers are added to; with None they are refused.
        library: the articles, where they can be changed from the page.
        evaluations: what can be evaluated from the page, where anything can be.
        users: who may log in; with None nobody has to.
        sessions: the database that log-ins are kept in; with None a restart ends them.
        originals: the files that articles were read from, where they may be seen.
        no_auth: whether that is meant where others can reach the address.
        base_path: where the page is below the address, as "/qa", behind a proxy.
        prompts: a folder whose example questions come before the shipped ones.
        token: what every request must show; empty lets everybody in who reaches the address.
        public_url: what the links of citations begin with; empty is what a request was sent to.
    """

    host: str = "127.0.0.1"
    port: int = 7860
    allowed_hosts: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    max_question: int = 2_000
    max_body: int = 256 * 1024
    body_seconds: float = 15.0
    running: int = 2
    waiting: int = 200
    history_turns: int = 6
    kept_exchanges: int = 40
    poll_seconds: float = 5.0
    store: Path | None = None
    saved: Path | None = None
    feedback: Path | None = None
    library: Library | None = None
    evaluations: Evaluations | None = None
    prompts: Path | None = None
    users: Users | None = None
    sessions: Path | None = None
    originals: Originals | None = None
    no_auth: bool = False
    base_path: str = ""
    token: str = field(default="", repr=False)
    public_url: str = ""
