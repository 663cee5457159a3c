"""What the nightly account of the mailbox asks of the database, and what came of it."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlite_utils import Database

from bot.lifecycle import Status
from bot.pipeline.ports import Held, Proof
from bot.store.documents import NUMBERS
from bot.store.sql import every, ids, insert, moment, run

KEPT = timedelta(days=90)


def held(db: Database, account: str, folder: str) -> Mapping[int, Held]:
    """By UID, under the present UIDVALIDITY."""
    found = run(
        db,
        "SELECT l.uid, m.id, m.status FROM folders f JOIN locations l USING (account, folder, uidvalidity)"
        " JOIN messages m ON m.id = l.message_id WHERE f.account = ? AND f.folder = ?",
        (account, folder),
    )
    return {int(uid): Held(int(message_id), Status(status)) for uid, message_id, status in found}


def without_bytes(db: Database, account: str) -> tuple[int, ...]:
    """Purging is the only way to lose the bytes."""
    return ids(
        db,
        "SELECT id FROM messages m WHERE channel = 'mail' AND account = ? AND status <> 'purged'"
        " AND NOT EXISTS (SELECT 1 FROM raws WHERE message_id = m.id) ORDER BY id",
        (account,),
    )


def answered_twice(db: Database, since: datetime) -> tuple[int, ...]:
    """Two replies that were both taken and did not bounce, to one message or to two copies of one mail."""
    return ids(
        db,
        "WITH answers AS (SELECT o.id, o.message_id, max(a.finished_at) AS at FROM outgoing o JOIN attempts a"
        " ON a.outgoing_id = o.id WHERE a.outcome = 'accepted' AND o.bounce_report_id IS NULL GROUP BY o.id),"
        " again AS (SELECT message_id, at FROM answers WHERE at >= :since)"
        " SELECT message_id FROM answers GROUP BY message_id HAVING count(*) > 1 AND max(at) >= :since"
        " UNION"
        " SELECT second.id FROM again JOIN messages second ON second.id = again.message_id"
        " JOIN messages first ON first.rfc_message_id = second.rfc_message_id AND first.id < second.id"
        " AND first.account = second.account AND first.sender_addr IS second.sender_addr"
        " AND first.subject = second.subject AND first.new_text = second.new_text"
        " WHERE first.id IN (SELECT message_id FROM answers)"
        " ORDER BY 1",
        {"since": moment(since)},
    )


def keep_proof(db: Database, proof: Proof) -> None:
    """The old ones go."""
    insert(
        db,
        "proofs",
        {
            "at": moment(proof.at),
            "late": proof.late,
            "missing": proof.missing,
            "without_bytes": NUMBERS.write(proof.without_bytes),
            "answered_twice": NUMBERS.write(proof.answered_twice),
        },
    )
    run(db, "DELETE FROM proofs WHERE at < ?", (moment(proof.at - KEPT),))


def proofs(db: Database, since: datetime) -> tuple[Proof, ...]:
    """The oldest first; the latest in any case."""
    found = every(
        db, "SELECT * FROM proofs WHERE at >= ? OR id = (SELECT max(id) FROM proofs) ORDER BY id", (moment(since),)
    )
    return tuple(
        Proof(
            at=datetime.fromisoformat(row["at"]),
            late=row["late"],
            missing=row["missing"],
            without_bytes=NUMBERS.read(row["without_bytes"]),
            answered_twice=NUMBERS.read(row["answered_twice"]),
        )
        for row in found
    )
