"""`qa-app chat`: the web chat."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qa_app.cli.options import ModelOption, ModelUrlOption, StoreOption, TokenFileOption

if TYPE_CHECKING:
    from qa_app.assistant import Assistant
    from qa_app.evaluating import Evaluations
    from qa_app.library import Library
    from qa_app.settings import Settings
    from qa_app.web import Options


def chat_command(
    store: StoreOption = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[
        int | None, typer.Option(help="Port to listen on; 0 takes a free one (default: 7860).")
    ] = None,
    token_file: TokenFileOption = None,
    open_browser: Annotated[
        bool, typer.Option("--open", help="Open the page in the default browser.")
    ] = False,
    watch: Annotated[
        list[Path] | None,
        typer.Option(
            "--watch", metavar="FOLDER", help="Put changes of this folder in as they happen."
        ),
    ] = None,
    model: ModelOption = None,
    model_url: ModelUrlOption = None,
    auth_file: Annotated[
        Path | None,
        typer.Option("--auth-file", metavar="FILE", help="Who may log in, with hashed passwords."),
    ] = None,
    add_user: Annotated[
        str | None,
        typer.Option("--add-user", metavar="NAME", help="Add a user to --auth-file, and end."),
    ] = None,
    log_file: Annotated[
        Path | None,
        typer.Option(
            "--log-file",
            metavar="FILE",
            help="Keep what the server does there, a JSON object a line, without anybody's words.",
        ),
    ] = None,
    no_auth: Annotated[
        bool, typer.Option("--no-auth", help="Let everybody in who can reach the address.")
    ] = False,
    allowed_host: Annotated[
        list[str] | None,
        typer.Option("--allowed-host", metavar="NAME", help="A name it is reached under."),
    ] = None,
    base_path: Annotated[
        str | None, typer.Option("--base-path", metavar="/PATH", help="Its place behind a proxy.")
    ] = None,
) -> None:
    """Open the web chat; the page's address is printed when it is ready."""
    from qa_app.settings import load_settings
    from qa_app.web import logs
    from qa_app.web.listening import listen

    settings = load_settings(
        store=store,
        host=host,
        port=port,
        token_file=token_file,
        auth_file=auth_file,
        log_file=log_file,
        no_auth=no_auth or None,
        allowed_hosts=tuple(allowed_host) if allowed_host else None,
        base_path=base_path,
        model=model,
        model_url=model_url,
    )
    if add_user is not None:
        _add_user(settings, add_user)
        return
    options = _options(settings)
    with logs.kept(settings.log_file), listen(settings.host, settings.port) as listener:
        _serve(settings, options, listener, watch or [], open_browser)


def _options(settings: Settings) -> Options:
    """How the page is served; whoever may not be let in is found out here."""
    from qa_app import conversations, feedback, sessions, users
    from qa_app.web import Options, token
    from qa_app.web.listening import refuse_open

    saving = settings.save_conversations
    options = Options(
        allowed_hosts=settings.names(),
        store=settings.store,
        feedback=settings.store / feedback.FILE,
        saved=settings.store / conversations.FILE if saving else None,
        prompts=settings.prompts,
        users=users.Users(settings.auth_file) if settings.auth_file else None,
        sessions=settings.store / sessions.FILE,
        no_auth=settings.no_auth,
        base_path=settings.base_path,
        token=token.load(settings),
        public_url=settings.public_url,
    )
    refuse_open(settings.host, options)
    return options


def _serve(
    settings: Settings,
    options: Options,
    listener: socket.socket,
    watch: list[Path],
    open_browser: bool,
) -> None:
    from qa_app import ingesting
    from qa_app.assistant import Assistant
    from qa_app.originals import Originals
    from qa_app.web import serve
    from qa_app.web.listening import is_private

    with ExitStack() as stack:
        if watch:
            stack.enter_context(_watching(settings, watch))
        assistant = stack.enter_context(Assistant.open(settings=settings))
        assistant.generation()  # a store that cannot be read is said before the page is built
        originals = Originals(assistant.store, ingesting.options(settings))
        options = replace(options, originals=originals)
        if is_private(settings.host, options) or options.users is not None:
            library = stack.enter_context(_library(assistant, settings))
            evaluations = stack.enter_context(_evaluations(assistant, settings))
            options = replace(options, library=library, evaluations=evaluations)
        serve(
            assistant,
            host=settings.host,
            port=settings.port,
            open_browser=open_browser,
            options=options,
            listener=listener,
        )


def _add_user(settings: Settings, name: str) -> None:
    from qa_app import users

    if settings.auth_file is None:
        raise users.UsersError("--add-user needs --auth-file FILE, the file to add to")
    password = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    users.add(settings.auth_file, name, password)
    typer.echo(f"{settings.auth_file}: {name} may log in")


@contextmanager
def _library(assistant: Assistant, settings: Settings) -> Iterator[Library]:
    """The articles, to be changed from the page; what is being done then ends with the chat."""
    from qa_app import ingesting
    from qa_app.library import Library

    library = Library(assistant.store, ingesting.options(settings))
    try:
        yield library
    finally:
        library.stop()


@contextmanager
def _evaluations(assistant: Assistant, settings: Settings) -> Iterator[Evaluations]:
    """What is evaluated from the page, kept where `qa-app eval` keeps its runs."""
    from qa_app.cli.eval import RUNS
    from qa_app.evaluating import FOLDER, Evaluations

    evaluations = Evaluations(assistant, RUNS, Path("evals"), settings.store / FOLDER)
    try:
        yield evaluations
    finally:
        evaluations.end()


def _watching(settings: Settings, folders: list[Path]) -> AbstractContextManager[None]:
    """Ingest the folders once, so that there is something to ask, and then watch them."""
    from ingest.run import ingest
    from qa_app import ingesting, watching
    from qa_app.cli.progress import ingest_progress
    from qa_app.opening import open_store

    options = ingesting.options(settings)
    with open_store(settings, create=True) as store, ingest_progress(quiet=False) as progress:
        ingest(store, folders, options, progress)
    return watching.beside(lambda: open_store(settings), folders, options)
