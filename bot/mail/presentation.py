"""How our answers look: the plain text with the original quoted below, and the HTML that is derived from it.

The HTML knows paragraphs, lists and links, nothing else; every character of it is escaped first.
"""

from dataclasses import dataclass
from datetime import datetime
from html import escape

from bot.clock import dutch_moment
from bot.mail.charset import clean, clean_line
from bot.model import Address
from bot.patterns import compiled_later

MAX_QUOTE = 20_000
"""Characters of the original that are quoted."""

_BULLET = compiled_later(r"[ \t]{0,6}[-*\u2022][ \t]+")
_NUMBER = compiled_later(r"[ \t]{0,6}\d{1,3}[.)][ \t]+")
_LINK = compiled_later(
    r"https?://[^\s<>\"']{1,500}|[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,6}"
)
_QUOTE = '<blockquote type="cite" style="margin:0 0 0 .8ex;border-left:1px solid #ccc;padding-left:1ex">'
_HEAD = '<!DOCTYPE html>\n<html lang="nl"><head><meta charset="utf-8"><title></title></head>'


@dataclass(frozen=True, slots=True)
class Quote:
    """The original below an answer."""

    sender: Address | None
    date: datetime | None
    text: str

    @property
    def introduction(self) -> str:
        """``Op 29 januari 2026 om 14.05 uur schreef Jan Jansen:``."""
        moment = f"Op {dutch_moment(self.date)} " if self.date else "Eerder "
        name = clean_line(self.sender.display_name or self.sender.addr_spec) if self.sender else "u"
        return f"{moment}schreef {name}:"

    @property
    def lines(self) -> list[str]:
        return clean(self.text[:MAX_QUOTE]).strip("\n").split("\n")


def text_with_quote(text: str, quote: Quote | None) -> str:
    """The plain text part."""
    own = clean(text).strip("\n")
    if quote is None:
        return own + "\n"
    quoted = "\n".join((">" if line.startswith(">") else "> ") + line if line else ">" for line in quote.lines)
    return f"{own}\n\n{quote.introduction}\n{quoted}\n"


def html_of(text: str, quote: Quote | None) -> str:
    """The HTML part, with the same words."""
    body = "\n".join(_block(block) for block in _blocks(clean(text)))
    if quote is not None:
        quoted = "<br>\n".join(_inline(line) for line in quote.lines)
        body += f"\n<p>{escape(quote.introduction)}</p>\n{_QUOTE}{quoted}</blockquote>"
    return f"{_HEAD}\n<body>\n{body}\n</body></html>\n"


def _blocks(text: str) -> list[list[str]]:
    """Runs of lines of one sort: paragraphs end at a blank line, lists where their marks end."""
    blocks: list[list[str]] = []
    sort = ""
    for line in text.split("\n"):
        here = "" if not line.strip() else "ul" if _BULLET.match(line) else "ol" if _NUMBER.match(line) else "p"
        if sort in {"ul", "ol"} and here == "p" and line.startswith("  "):
            here = sort  # the next line of the same item
            blocks[-1][-1] += " " + line.strip()
            continue
        if here and here == sort:
            blocks[-1].append(line)
        elif here:
            blocks.append([line])
        sort = here
    return blocks


def _block(lines: list[str]) -> str:
    for tag, mark in (("ul", _BULLET), ("ol", _NUMBER)):
        if mark.match(lines[0]):
            items = "\n".join(f"<li>{_inline(mark.sub('', line, count=1))}</li>" for line in lines)
            return f"<{tag}>\n{items}\n</{tag}>"
    return "<p>" + "<br>\n".join(_inline(line) for line in lines) + "</p>"


def _inline(line: str) -> str:
    out, position = [], 0
    for match in _LINK.finditer(line):
        target = match[0].rstrip(".,;:!?)")
        href = target if target.startswith("http") else f"mailto:{target}"
        out += [escape(line[position : match.start()]), f'<a href="{escape(href)}">{escape(target)}</a>']
        position = match.start() + len(target)
    return "".join([*out, escape(line[position:])])
