"""``pipeline.pulse_port.Pulse`` on SQLite, beside the store and on the same one writer."""

from datetime import datetime

from sqlite_utils import Database

from bot.pipeline.pulse_port import SignOfLife, Trouble
from bot.store.database import Connections
from bot.store.sql import every, moment, one, run


class SqlitePulse:
    """The last sign of life."""

    def __init__(self, connections: Connections) -> None:
        self._file = connections

    async def beat(self, sign: SignOfLife) -> None:
        await self._file.write(lambda db: _beat(db, sign))

    async def last(self) -> SignOfLife | None:
        return await self._file.read(_last)


def _beat(db: Database, sign: SignOfLife) -> None:
    run(
        db,
        "INSERT OR REPLACE INTO sign_of_life (id, started_at, at, stopped) VALUES (1, ?, ?, ?)",
        (moment(sign.started_at), moment(sign.at), sign.stopped),
    )
    run(db, "DELETE FROM troubles")
    for trouble in sign.troubles:
        values = (trouble.part, trouble.text, moment(trouble.since))
        run(db, "INSERT INTO troubles (part, text, since) VALUES (?, ?, ?)", values)


def _last(db: Database) -> SignOfLife | None:
    row = one(db, "SELECT * FROM sign_of_life")
    if row is None:
        return None
    found = every(db, "SELECT * FROM troubles ORDER BY since, part")
    troubles = (Trouble(each["part"], each["text"], datetime.fromisoformat(each["since"])) for each in found)
    started_at, at = (datetime.fromisoformat(row[name]) for name in ("started_at", "at"))
    return SignOfLife(started_at, at, tuple(troubles), stopped=bool(row["stopped"]))
