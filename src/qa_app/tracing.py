"""LangSmith kept out of the assistant's own calls, unless a setting asks for it.

langchain-core sends every call of a chain, inputs and results included, to a server as soon as
`LANGSMITH_TRACING` is in the environment, which many set for another program.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from contextvars import Context, copy_context
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from langchain_core.runnables import RunnableConfig

T = TypeVar("T")


def untraced(allowed: bool = False) -> AbstractContextManager[Any]:
    """A block in which nothing is traced because of the environment; nothing if `allowed`."""
    if allowed:
        return nullcontext()
    from langsmith import tracing_context

    return tracing_context(enabled=False)


def without_tracers(config: RunnableConfig | None, allowed: bool = False) -> RunnableConfig:
    """The configuration of a call, without the tracers that a chain around it has handed down."""
    from langchain_core.runnables.config import ensure_config

    config = ensure_config(config)
    if allowed:
        return config
    from langchain_core.callbacks import BaseCallbackManager
    from langchain_core.tracers.langchain import LangChainTracer

    def kept(handlers: list[Any]) -> list[Any]:
        return [one for one in handlers if not isinstance(one, LangChainTracer)]

    given = config.get("callbacks")
    if isinstance(given, BaseCallbackManager):
        given = given.copy()
        given.handlers = kept(given.handlers)
        given.inheritable_handlers = kept(given.inheritable_handlers)
    elif given:
        given = kept(given)
    config["callbacks"] = given
    return config


def stepwise(make: Callable[[], Iterator[T]], allowed: bool = False) -> Iterator[T]:
    """What an iterator gives, each step untraced, and what is done between the steps as it was."""
    context = _context(allowed)
    iterator = context.run(make)
    try:
        while True:
            try:
                item = context.run(next, iterator)
            except StopIteration:
                return
            yield item
    finally:
        close = getattr(iterator, "close", None)
        if close is not None:
            context.run(close)


async def stepwise_async(
    make: Callable[[], AsyncIterator[T]], allowed: bool = False
) -> AsyncIterator[T]:
    """The same for an asynchronous iterator."""
    context = _context(allowed)
    iterator = context.run(make)

    async def step() -> T:
        return await anext(iterator)

    async def close() -> None:
        if hasattr(iterator, "aclose"):
            await iterator.aclose()

    try:
        while True:
            try:
                item = await asyncio.create_task(step(), context=context)
            except StopAsyncIteration:
                return
            yield item
    finally:
        await asyncio.create_task(close(), context=context)


def _context(allowed: bool) -> Context:
    context = copy_context()
    context.run(untraced(allowed).__enter__)  # it ends with the context, which nobody else has
    return context
