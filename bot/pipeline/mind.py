"""What the service knows and how it reads: the curated content and everything that is made of it.

The pages need the library only. The rest takes as long again to make, so it waits for its first use, or for ``warm``,
which the service calls beside its first pages.
"""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from bot.content.learned import load_learned
from bot.content.library import Library, load_library
from bot.content.location import content_root
from bot.pipeline.inquiries.reading import Grammar
from bot.pipeline.municipalities import Atlas
from bot.understanding.match import Retriever
from bot.understanding.places import Register
from bot.understanding.reader import Reader, build_reader


@dataclass(frozen=True)
class Mind:
    """Needs no database and no network. Never changes; two threads that make a part at once make the same."""

    library: Library

    @cached_property
    def reader(self) -> Reader:
        """Reads mail. Raises ``ContentError`` when the learned weights are missing or broken."""
        return build_reader(
            municipalities=self.library.municipalities,
            shared_organisations=self.library.shared_organisations,
            vocabulary=self.library.vocabulary,
            learned=load_learned(self.library.root / "knowledge"),
        )

    @cached_property
    def register(self) -> Register:
        """The municipalities by what people call them; the chat needs no more of the reader."""
        return Register(self.library.municipalities, self.library.shared_organisations)

    @cached_property
    def atlas(self) -> Atlas:
        """Finds municipalities by any name."""
        return Atlas(self.library)

    @cached_property
    def grammar(self) -> Grammar:
        """Reads questions of colleagues."""
        return Grammar(self.library)

    @cached_property
    def retriever(self) -> Retriever:
        """Finds entries."""
        return Retriever(tuple(self.library.entries.values()))

    def warm(self) -> None:
        """Make everything now, and look at every template. Raises ``ContentError`` with every problem of a part."""
        self.library.replies.check()
        self.reader  # noqa: B018  (made by being asked for)
        self.retriever.warm()


def build_mind(content_dir: Path | None) -> Mind:
    """Load ``knowledge/`` and ``replies/``; raises ``ContentError`` with every problem."""
    return Mind(load_library(content_root(content_dir)))
