"""The parts that are no body: what a person may see of them. Nothing is unpacked."""

import mimetypes
import re

from bot.mail.charset import clean_line
from bot.mail.mime import OUTLOOK, WRAPPED, Part
from bot.mail.texts import is_body
from bot.model import Attachment
from bot.patterns import compiled_later

MAX_NAME = 120

_UNSAFE = compiled_later(r"[\x00-\x1f<>:\"|?*\u200b-\u200f\u2028-\u202e\u2066-\u2069]")


def attachments_of(root: Part) -> tuple[Attachment, ...]:
    """Every leaf that is no body text, and every enclosed mail."""
    return tuple(_attachment(part) for part in root.walk() if _is_attachment(part))


def _is_attachment(part: Part) -> bool:
    if part.content_type in {"message/rfc822", "message/global"}:
        return part.depth > 0
    if part.content_type in {WRAPPED, OUTLOOK}:
        return not part.children
    if part.maintype == "multipart" or part.content_type == "message/delivery-status":
        return False
    return not is_body(part)


def _attachment(part: Part) -> Attachment:
    size = part.end - part.start if part.maintype == "message" else len(part.content())
    inline = part.disposition == "inline" or (part.disposition != "attachment" and bool(part.headers.raw("content-id")))
    return Attachment(safe_name(_name(part), part.content_type), part.content_type, size, inline)


def _name(part: Part) -> str:
    if part.filename or part.maintype != "message" or not part.children:
        return part.filename
    subject = part.children[0].headers.line("subject")[:80]
    return f"{subject}.eml" if subject else ""


def safe_name(name: str, content_type: str) -> str:
    """A file name without path, controls or direction tricks; never empty."""
    last = re.split(r"[/\\]", clean_line(name))[-1]
    plain = _UNSAFE.sub("", last).strip(" .")
    if not plain:
        return "bijlage" + (mimetypes.guess_extension(content_type) or "")
    stem, dot, extension = plain.rpartition(".")
    if len(plain) > MAX_NAME and dot and len(extension) <= 10:
        return stem[: MAX_NAME - len(extension) - 1] + "." + extension
    return plain[:MAX_NAME]
