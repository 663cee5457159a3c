"""The whole curated content of one folder, loaded once and shared by everything that reads it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from bot.content.allowed import AllowList, load_allow_list
from bot.content.entries import load_entries
from bot.content.four_eyes import load_four_eyes
from bot.content.handovers import load_handovers
from bot.content.intakes import load_intakes
from bot.content.municipalities import load_municipalities, load_shared_organisations
from bot.content.reminders import load_reminder_rules
from bot.content.sayings import load_sayings
from bot.content.templates import Replies
from bot.content.vocabulary import load_vocabulary
from bot.model import FourEyes, KnowledgeEntry, Municipality, SharedOrganisation, Vocabulary
from bot.model.following import ReminderRules
from bot.model.intake import Intakes


@dataclass(frozen=True, slots=True)
class Library:
    """What the service says and reads by, from ``root``, and the hash of all content that goes with each draft."""

    root: Path
    entries: Mapping[str, KnowledgeEntry]
    vocabulary: Vocabulary
    municipalities: tuple[Municipality, ...]
    shared_organisations: tuple[SharedOrganisation, ...]
    allowed: AllowList
    replies: Replies
    handovers: Mapping[str, str]
    sayings: Mapping[str, str]
    four_eyes: FourEyes
    intakes: Intakes
    reminders: ReminderRules
    content_hash: str


def load_library(root: Path) -> Library:
    """Load the content below ``root``. Raises ``ContentError`` for the first part that is broken."""
    knowledge = root / "knowledge"
    municipalities = load_municipalities(knowledge)
    return Library(
        root=root,
        entries=MappingProxyType({entry.id: entry for entry in load_entries(knowledge)}),
        vocabulary=load_vocabulary(knowledge),
        municipalities=municipalities,
        shared_organisations=load_shared_organisations(knowledge, municipalities),
        allowed=load_allow_list(knowledge),
        replies=Replies(root / "replies"),
        handovers=load_handovers(knowledge),
        sayings=load_sayings(knowledge),
        four_eyes=load_four_eyes(knowledge),
        intakes=load_intakes(knowledge),
        reminders=load_reminder_rules(knowledge),
        content_hash=content_hash(root),
    )


def content_hash(root: Path) -> str:
    """SHA-256 over the names and bytes of all content files, so that a draft tells which content it was made of."""
    digest = hashlib.sha256()
    for folder in ("knowledge", "replies"):
        for path in sorted(path for path in (root / folder).rglob("*") if path.is_file()):
            content = path.read_bytes()
            digest.update(f"{path.relative_to(root).as_posix()}\0{len(content)}\0".encode())
            digest.update(content)
    return digest.hexdigest()
