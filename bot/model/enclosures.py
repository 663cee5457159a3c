"""Files that go with a reply."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file of a reply, as a version of the draft names it; its bytes are kept beside the versions."""

    id: int
    """0 for one that is not kept yet."""
    name: str
    """Safe: without a path, controls or tricks with the direction of the text."""
    content_type: str
    size: int
    """In bytes."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as a browser sends it."""

    name: str
    content: bytes
