"""One reader for all tests of this folder, and a way to let somebody write a mail to it."""

from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest

from bot.content.learned import load_learned
from bot.content.municipalities import load_municipalities, load_shared_organisations
from bot.content.vocabulary import load_vocabulary
from bot.mail.parse import parse
from bot.model import Screening, Understanding
from bot.understanding.reader import Reader, build_reader

KNOWLEDGE = Path(__file__).parents[2] / "knowledge"
Write = Callable[..., Understanding]


@pytest.fixture(scope="session")
def reader() -> Reader:
    return build_reader(
        vocabulary=load_vocabulary(KNOWLEDGE),
        municipalities=load_municipalities(KNOWLEDGE),
        shared_organisations=load_shared_organisations(KNOWLEDGE, load_municipalities(KNOWLEDGE)),
        learned=load_learned(KNOWLEDGE),
    )


@pytest.fixture(scope="session")
def write(reader: Reader) -> Write:
    """Understand a mail of ``sender`` with this text; ``screening`` is the verdict on its headers."""

    def understood(
        text: str,
        *,
        sender: str = "Jo Smit <j.smit@zeist.nl>",
        subject: str = "vraag",
        screening: Screening | None = None,
    ) -> Understanding:
        message = EmailMessage()
        message["From"] = sender
        message["To"] = "thorbecke2024@vng.nl"
        message["Subject"] = subject
        message.set_content(text)
        return reader.read(parse(bytes(message)), screening or Screening(None, ""))

    return understood
