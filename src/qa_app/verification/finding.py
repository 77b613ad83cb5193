"""What a rule has to object to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Weight = Literal["hard", "soft"]


@dataclass(frozen=True, slots=True)
class Finding:
    """An objection. A hard one makes a sentence unsupported, a soft one at most partly supported.

    `rule` is a short name for tests and features; `reason` a sentence for people.
    """

    rule: str
    weight: Weight
    reason: str
