"""Files of replies: kept once, named by the versions of the draft, gone with the message.

What a reviewer takes out of the reply stays here, as older versions name it and a copy in Concepten is compared with
the version that it is of.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlite_utils import Database

from bot.errors import NotFound
from bot.model import DraftText, Enclosure
from bot.store.drafts import save_draft
from bot.store.sql import insert, moment, one


def save_reply(
    db: Database,
    message_id: int,
    expected: int,
    draft: DraftText,
    new: Sequence[tuple[Enclosure, bytes]],
    actor: str,
    at: datetime,
) -> int:
    """Keep new files and write the next version, with them behind those that it names already."""
    added = tuple(replace(file, id=keep(db, message_id, content, actor, at)) for file, content in new)
    whole = replace(draft, enclosures=(*draft.enclosures, *added))
    return save_draft(db, message_id, expected, whole, actor, at)


def keep(db: Database, message_id: int, content: bytes, actor: str, at: datetime) -> int:
    """Keep the bytes of a file with its message; returns its id."""
    return insert(
        db, "enclosures", {"message_id": message_id, "content": content, "colleague": actor, "at": moment(at)}
    )


def contents(db: Database, ids: Sequence[int]) -> Mapping[int, bytes]:
    """The bytes of these files. ``NotFound`` when one of them is gone."""
    return {enclosure_id: _content(db, enclosure_id) for enclosure_id in ids}


def _content(db: Database, enclosure_id: int) -> bytes:
    row = one(db, "SELECT content FROM enclosures WHERE id = ?", (enclosure_id,))
    if row is None:
        raise NotFound("Deze bijlage is er niet meer.")
    return bytes(row["content"])
