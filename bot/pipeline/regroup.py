"""What a person decides about conversations: this message stands alone, belongs to another one, or goes back.

All of them may raise ``Conflict`` (the message is no longer where the person saw it) and ``InvalidInput`` (Dutch).
"""

from bot.errors import InvalidInput, NotFound
from bot.lifecycle import Status
from bot.model import MessageRow, ThreadMove
from bot.pipeline.desk import Desk
from bot.pipeline.findings import new_requests

ASKS_NOTHING = frozenset({Status.RECEIVED, Status.FAILED, Status.IGNORED, Status.PURGED})


async def split(desk: Desk, message_id: int, seen: int, actor: str) -> None:
    """Give a message a conversation of its own, where what it asks is open as if it had come alone."""
    message = await desk.store.message(message_id)
    asks = message.understanding is not None and message.status not in ASKS_NOTHING
    requests = (
        new_requests(desk.settings, message.understanding, message.received_at, desk.closing_days)
        if message.understanding and asks
        else ()
    )
    await desk.store.split_off(message_id, seen, requests, actor, desk.now)


async def join(desk: Desk, message_id: int, seen: int, other_id: int, actor: str) -> None:
    """Put a message into the conversation of another one."""
    try:
        other = await desk.store.message(other_id)
    except NotFound:
        raise InvalidInput(f"Bericht {other_id} bestaat niet. Controleer het nummer.") from None
    if other.thread_id == seen:
        raise InvalidInput(f"Bericht {other_id} staat al in dit gesprek.")
    await desk.store.join_to(message_id, seen, other_id, actor, desk.now)


async def undo(desk: Desk, message_id: int, seen: int, actor: str) -> None:
    """Put a message back where it came from."""
    await desk.store.move_back(message_id, seen, actor, desk.now)


async def last_move(desk: Desk, message_id: int) -> ThreadMove | None:
    """The move that can be undone."""
    return await desk.store.last_move(message_id)


async def other_conversations(desk: Desk, message: MessageRow) -> tuple[MessageRow, ...]:
    """The last message of each other conversation with the same person."""
    who = message.reply_address or message.sender
    return await desk.store.correspondence(who.addr_spec, message.thread_id) if who else ()
