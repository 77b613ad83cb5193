"""One thing that is inside a container."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive, or a record.

    Attributes:
        name: its path inside the container, without parts that lead anywhere else.
        data: its bytes; for a record the canonical bytes that `ingest.readers.record` reads.
        reason: why it is not to be read; empty when it is.
        failed: whether that is a fault rather than a choice.
    """

    name: str
    data: bytes = b""
    reason: str = ""
    failed: bool = False

    def under(self, folder: str) -> Member:
        """The same member seen from outside the container that lies at `folder`."""
        return replace(self, name=f"{folder}/{self.name}")


class Names:
    """Gives every member a name of its own."""

    def __init__(self, reserved: frozenset[str] = frozenset()) -> None:
        self._taken = set(reserved)

    def own(self, name: str) -> str:
        """`name`, with a tilde for each time it has been given before."""
        while name in self._taken:
            name += "~"
        self._taken.add(name)
        return name
