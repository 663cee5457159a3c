"""Asking a colleague: a comment on a message, in which ``@naam`` asks whoever has that name.

Comments are for colleagues alone: no mail, search, log or digest holds their words.
"""

import re
from collections.abc import Sequence

from bot.errors import InvalidInput
from bot.pipeline.desk import Desk
from bot.pipeline.ports import User

MAX_COMMENT = 4000
MENTION = re.compile(r"(?<![\w.@+-])@(\w[\w.@+-]*)")
READS_ONLY = "reader"


async def comment(desk: Desk, message_id: int, text: str, asked: str, actor: str) -> None:
    """Say something about a message; ``asked`` is one more account to ask, or empty. ``InvalidInput`` (Dutch)."""
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise InvalidInput("Schrijf eerst uw vraag of opmerking.")
    if len(text) > MAX_COMMENT:
        raise InvalidInput(f"De opmerking is langer dan {MAX_COMMENT} tekens. Maak haar korter.")
    users = await desk.accounts.users()
    names = [*mentioned(text, users), *([_account(asked, users)] if asked else [])]
    await desk.screen.comment(message_id, text, tuple(dict.fromkeys(names)), actor, desk.now)


async def settle(desk: Desk, message_id: int, question_id: int, actor: str) -> None:
    """Say that a question needs no answer any more."""
    await desk.screen.settle_question(message_id, question_id, actor, desk.now)


def can_answer(users: Sequence[User]) -> tuple[User, ...]:
    """The colleagues who may be asked: who only reads could not answer."""
    return tuple(user for user in users if not user.disabled and user.role != READS_ONLY)


def mentioned(text: str, users: Sequence[User]) -> tuple[str, ...]:
    """The accounts behind ``@naam``, each once: the name of the account, or the first name of one colleague alone."""
    words = (found.rstrip(".@+-") for found in MENTION.findall(text))
    return tuple(dict.fromkeys(_account(word, users) for word in words))


def _account(word: str, users: Sequence[User]) -> str:
    active, name = can_answer(users), word.casefold()
    exact = [user.name for user in active if user.name.casefold() == name]
    found = exact or [user.name for user in active if user.display_name.casefold().split(" ")[0] == name]
    if len(found) == 1:
        return found[0]
    others = ", ".join(f"@{other}" for other in (found or [user.name for user in active]))
    if found:
        raise InvalidInput(f"Meer collega's heten @{word}. Kies een van deze namen: {others}.")
    raise InvalidInput(f"U kunt @{word} niets vragen. Kies een van deze namen: {others}.")
