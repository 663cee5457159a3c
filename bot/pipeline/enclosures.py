"""Files that go with a reply: what may be added, under which name and type."""

from collections.abc import Sequence
from mimetypes import MimeTypes

from bot.errors import InvalidInput
from bot.mail.attachments import safe_name
from bot.model import DraftText, Enclosure, Upload
from bot.pipeline.desk import Desk

MOST_FILES = 5
MOST_BYTES = 10_000_000
"""Of all files of a reply together; Base64 makes a third more of it, and mail servers often stop at 20 MB or more."""
REFUSED = frozenset({"exe", "bat", "cmd", "com", "scr", "msi", "ps1", "vbs", "js", "jar", "lnk", "hta"})
"""Endings of programs, which mail servers refuse."""
UNKNOWN = "application/octet-stream"
TYPES = MimeTypes()
"""The types that the language knows, whatever this machine has registered."""

for ending, kind in (("docx", "wordprocessingml.document"), ("xlsx", "spreadsheetml.sheet"),
                     ("pptx", "presentationml.presentation")):  # fmt: skip
    TYPES.add_type(f"application/vnd.openxmlformats-officedocument.{kind}", f".{ending}")


def enclosed(uploads: Sequence[Upload], kept: Sequence[Enclosure]) -> tuple[tuple[Enclosure, bytes], ...]:
    """The new files beside the kept ones. ``InvalidInput`` (Dutch) when they cannot go along."""
    new = tuple((_enclosure(upload), upload.content) for upload in uploads)
    if len(kept) + len(new) > MOST_FILES:
        raise InvalidInput(f"Een antwoord kan ten hoogste {MOST_FILES} bijlagen hebben.")
    if sum(each.size for each in (*kept, *(file for file, _ in new))) > MOST_BYTES:
        raise InvalidInput(
            f"De bijlagen zijn samen groter dan {MOST_BYTES // 1_000_000} MB. Stuur bijvoorbeeld een link."
        )
    return new


def _enclosure(upload: Upload) -> Enclosure:
    name = safe_name(upload.name, UNKNOWN)
    if not upload.content:
        raise InvalidInput(f"Het bestand {name} is leeg. Kies een ander bestand.")
    if name.rpartition(".")[2].casefold() in REFUSED:
        raise InvalidInput(f"Het bestand {name} is een programma. Mailservers weigeren dat; kies een ander bestand.")
    return Enclosure(0, name, _type(name), len(upload.content))


def _type(name: str) -> str:
    """By the ending alone; a mail inside the mail would need an encoding of its own (RFC 2046 section 5.2.1)."""
    found = TYPES.guess_type(name, strict=True)
    return found[0] if found[0] and not found[1] and not found[0].startswith(("message/", "multipart/")) else UNKNOWN


async def files_of(desk: Desk, draft: DraftText) -> tuple[tuple[str, str, bytes], ...]:
    """The (name, type, bytes) of the files of a version, as the mail takes them."""
    contents = await desk.screen.contents([each.id for each in draft.enclosures])
    return tuple((each.name, each.content_type, contents[each.id]) for each in draft.enclosures)
