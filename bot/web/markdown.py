"""The Markdown of knowledge entries as safe HTML: no raw HTML, no pictures, links to the web and to mail only."""

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from markupsafe import Markup

if TYPE_CHECKING:
    from markdown_it import MarkdownIt


@cache
def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt  # noqa: PLC0415  (the first page that shows an entry pays)

    return MarkdownIt("commonmark", {"html": False}).disable("image")


@lru_cache(maxsize=512)
def to_html(text: str) -> Markup:
    """HTML for a page; markdown-it escapes the text and refuses ``javascript:`` and its like.

    A page of the chat shows every answer of its conversation anew, and many visitors get the same.
    """
    return Markup(_parser().render(text))  # noqa: S704  (raw HTML is switched off in the parser)
