"""What is stored as JSON in one column, since it is only ever read whole."""

from bot.documents import Document
from bot.model import Absence, Attachment, DraftText, Understanding

UNDERSTANDING: Document[Understanding] = Document(Understanding)
DRAFT: Document[DraftText] = Document(DraftText)
ABSENCE: Document[Absence] = Document(Absence)
ATTACHMENTS: Document[tuple[Attachment, ...]] = Document(tuple[Attachment, ...])
STRINGS: Document[tuple[str, ...]] = Document(tuple[str, ...])
NUMBERS: Document[tuple[int, ...]] = Document(tuple[int, ...])
