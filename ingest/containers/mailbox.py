"""The mails of a mailbox file (mbox), each an article."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.containers.member import Member
from ingest.readers.budget import Budget
from ingest.readers.markers import MAIL_BEGINS

_QUOTED = re.compile(rb"^>(>*From )", re.MULTILINE)


def members(data: bytes, budget: Budget) -> Iterator[Member]:
    """The mails by their places, counted from 1.

    Raises:
        UnreadableError: there are too many.
    """
    found = [match.span() for match in MAIL_BEGINS.finditer(data)]
    budget.members(len(found))
    ends = [start for start, _ in found[1:]]
    parts = zip([end for _, end in found], [*ends, len(data)], strict=True)
    return (
        Member(f"{number}.eml", _QUOTED.sub(rb"\1", data[start:end]))
        for number, (start, end) in enumerate(parts, start=1)
    )
