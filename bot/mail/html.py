"""HTML mail: as plain text that keeps its quotes visible, and as inert HTML for the page.

``to_text`` walks the tree without recursion. What a mail program marks as a quote gets ``>`` before each line, as in
plain text mail, and above an older mail that Outlook marks without indenting it comes the line that plain text has
there, so that ``body.split`` needs to know one notation only. ``sanitise`` leaves nothing that runs, loads
from elsewhere, or is hidden from the reader.
"""

import re
from html import escape

import nh3
from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from bot.mail.charset import clean
from bot.patterns import compiled_later

MAX_HTML = 1_000_000
"""Characters; more is cut off, the raw mail stays whole."""
MAX_OPEN = 200
"""Elements that are open at once; both parsers take quadratic time far beyond that."""
MAX_TAGS = 50_000
MAX_ENTITIES = 20_000

_SKIPPED = {"head", "style", "script", "title", "noscript", "template", "svg", "object", "iframe", "textarea"}
_BLOCKS = {"div", "section", "article", "header", "footer", "main", "center", "form", "fieldset", "table", "tbody",
           "thead", "tfoot", "tr", "dl", "dt", "dd", "address", "figure", "body", "html", "blockquote", "hr", "li",
           "ul", "ol", "pre", "p", "h1", "h2", "h3", "h4", "h5", "h6", "caption", "aside", "nav"}  # fmt: skip
_SPACED = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "blockquote", "table", "pre"}
_SPACES = compiled_later(r"[ \t\n\r\f]+")
_HIDDEN = compiled_later(r"(?:display\s?:\s?none|visibility\s?:\s?hidden|mso-hide\s?:\s?all)", re.IGNORECASE)
_TAG = compiled_later(r"</?[a-zA-Z!][^<>]{0,2000}>")
_TAG_NAME = compiled_later(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})")
_QUOTE_CLASSES = {"moz-cite-prefix", "yahoo_quoted", "protonmail_quote", "tutanota_quote"}
_OLDER_MAIL = {"divRplyFwdMsg", "x_divRplyFwdMsg", "OLK_SRC_BODY_SECTION", "mail-editor-reference-message-container"}
"""The ids by which Outlook on the web, on the Mac and on phones marks where an older mail begins."""
_OLDER_MAIL_LINE = "----- Oorspronkelijk bericht -----"
_OUTLOOK_BORDER = compiled_later(r"border-top\s?:\s?solid #(?:e1e1e1|b5c4df) 1(?:\.0)?pt", re.IGNORECASE)
"""What Outlook on the desktop draws above the header lines of an older mail."""
_INDENTED = compiled_later(r"border(?:-left)?\s?:\s?(?:none|0)", re.IGNORECASE)
_UNCLOSED = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "wbr",
             "p", "li", "dt", "dd", "option", "tr", "td", "th"}  # fmt: skip

_ALLOWED_TAGS = {
    "a", "abbr", "b", "blockquote", "br", "center", "cite", "code", "dd", "del", "div", "dl", "dt", "em", "h1", "h2",
    "h3", "h4", "h5", "h6", "hr", "i", "ins", "li", "ol", "p", "pre", "q", "s", "small", "span", "strike", "strong",
    "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "tt", "u", "ul",
}  # fmt: skip
_ALLOWED_ATTRIBUTES = {"a": {"href"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}, "ol": {"start"}}


def sanitise(html: str) -> str:
    """Inert HTML: no scripts, styles, images, forms or remote content; links open nothing by themselves."""
    source = clean(html[:MAX_HTML])
    if _is_tangled(source):
        return f"<pre>{escape(_without_tags(source))}</pre>"
    return nh3.clean(
        source,
        tags=_ALLOWED_TAGS,
        attributes=_ALLOWED_ATTRIBUTES,
        url_schemes={"http", "https", "mailto", "tel"},
        url_relative="deny",  # it would lead to a page of our own
        clean_content_tags={"script", "style", "title", "textarea", "noscript"},
        link_rel="noopener noreferrer nofollow",
        strip_comments=True,
    )


def to_text(html: str) -> str:
    """The words of an HTML body as lines; quotes begin with ``>``. Never raises."""
    source = clean(html[:MAX_HTML])
    if _is_tangled(source):
        return _without_tags(source)
    try:
        parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
        root = document_fromstring(source.encode("utf-8"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return _without_tags(source)
    return _Writer().write(root)


def _is_tangled(source: str) -> bool:
    """Whether this nests too deep or holds too many tags to be parsed in reasonable time."""
    if source.count("&") > MAX_ENTITIES or source.count("<") > 2 * MAX_TAGS:
        return True
    depth = 0
    for count, match in enumerate(_TAG_NAME.finditer(source)):
        if match[2].lower() not in _UNCLOSED:
            depth = max(0, depth - 1) if match[1] else depth + 1
        if depth > MAX_OPEN or count > MAX_TAGS:
            return True
    return False


def _without_tags(source: str) -> str:
    """For what no parser takes: empty documents, bare fragments, tangles."""
    return _TAG.sub(" ", source).strip()


def _is_quote(element: HtmlElement, tag: str) -> bool:
    """Whether a mail program marked this as what somebody else wrote, rather than only indented it."""
    if tag == "blockquote":
        return element.get("type") == "cite" or not _INDENTED.search(element.get("style") or "")
    classes = element.get("class")
    return bool(classes) and not _QUOTE_CLASSES.isdisjoint(classes.split())


class _Writer:
    """Collects lines while the tree is walked."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._line: list[str] = []
        self._quotes = 0
        self._preformatted = 0

    def write(self, root: HtmlElement) -> str:
        """Walk the tree with a stack of our own: hostile mail nests deeper than Python recurses."""
        waiting: list[tuple[HtmlElement, bool]] = [(root, True)]
        while waiting:
            element, opening = waiting.pop()
            tag = element.tag if isinstance(element.tag, str) else ""
            if opening and tag and tag not in _SKIPPED and not self._hidden(element):
                self._open(element, tag)
                waiting.append((element, False))
                waiting += [(child, True) for child in reversed(element)]
                continue
            if not opening:
                self._close(element, tag)
            if element is not root:
                self._words(element.tail)
        self._break()
        return re.sub(r"\n{3,}", "\n\n", "\n".join(self._lines)).strip("\n")

    @staticmethod
    def _hidden(element: HtmlElement) -> bool:
        return bool(_HIDDEN.search(element.get("style") or "")) or element.get("hidden") is not None

    def _open(self, element: HtmlElement, tag: str) -> None:
        if tag == "br":
            self._break(always=True)
        elif tag == "hr":
            self._break()
            self._lines.append(self._prefix() + "_" * 32)
        elif tag == "img":
            self._words(element.get("alt"))
        elif tag in {"td", "th"} and self._line:
            self._line.append(" ")
        elif tag in _BLOCKS:
            self._break()
            self._space(tag)
        self._quotes += _is_quote(element, tag)
        self._preformatted += tag == "pre"
        self._announce(element, tag)
        if tag == "li":
            self._line.append("- ")
        self._words(element.text)

    def _announce(self, element: HtmlElement, tag: str) -> None:
        """The lines that plain text has above an older mail and above a signature."""
        if element.get("id") in _OLDER_MAIL or (tag == "div" and _OUTLOOK_BORDER.search(element.get("style") or "")):
            self._break()
            self._lines.append(self._prefix() + _OLDER_MAIL_LINE)
        elif "gmail_signature" in (element.get("class") or "").split():
            self._break()
            if not any(line.strip("> ") == "--" for line in self._lines[-2:]):
                self._lines.append(self._prefix() + "--")

    def _close(self, element: HtmlElement, tag: str) -> None:
        if tag == "a":
            self._link(element)
        if tag in _BLOCKS:
            self._break()
        self._quotes -= _is_quote(element, tag)
        self._preformatted -= tag == "pre"
        self._space(tag)

    def _link(self, element: HtmlElement) -> None:
        """The target of a link whose words are not the target themselves."""
        target = (element.get("href") or "").strip()
        words = "".join(self._line[-5:])[-600:].rpartition(">")[2]
        if target.startswith(("http://", "https://")) and len(target) <= 300 and "://" not in words[-len(target) - 8 :]:
            self._line.append(f" <{target}>")

    def _words(self, text: str | None) -> None:
        if not text:
            return
        if self._preformatted:
            first, *rest = text.split("\n")
            self._line.append(first)
            for line in rest:
                self._break(always=True)
                self._line.append(line)
        else:
            self._line.append(_SPACES.sub(" ", text))

    def _space(self, tag: str) -> None:
        if tag in _SPACED and self._lines and self._lines[-1].strip("> "):
            self._lines.append(self._prefix().rstrip())

    def _break(self, *, always: bool = False) -> None:
        text = "".join(self._line)
        self._line.clear()
        text = text.rstrip() if self._preformatted else _SPACES.sub(" ", text).strip(" ")
        if text.strip() or always:
            self._lines.append((self._prefix() + text).rstrip())

    def _prefix(self) -> str:
        return "> " * min(self._quotes, 20)
