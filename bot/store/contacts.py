"""The people behind places and the experts who were asked: gone when their mail goes, or when they ask for it."""

from sqlite_utils import Database

from bot.store.sql import Value, run


def forget_contacts(db: Database, which: str, value: Value) -> None:
    """Take name, address and notes off the places for which this condition holds; the municipality stays."""
    run(
        db,
        f"UPDATE circle_events SET note = '' WHERE note <> '' AND place_id IN (SELECT id FROM places WHERE {which})",  # noqa: S608  (a constant of the caller)
        (value,),
    )
    run(db, f"UPDATE places SET contact_name = '', contact_addr = NULL WHERE {which}", (value,))  # noqa: S608  (as above)


def forget_expert(db: Database, question_id: int) -> None:
    """Take the expert off the ask with this mail, and the notes about it; what happened stays as a count."""
    run(
        db,
        "UPDATE events SET note = '' WHERE note <> '' AND event LIKE 'expert%'"
        " AND request_id IN (SELECT request_id FROM expert_asks WHERE question_id = ?)",
        (question_id,),
    )
    run(
        db,
        "UPDATE expert_asks SET expert = '', state = CASE WHEN state IN ('asked', 'accepted') THEN 'stopped'"
        " ELSE state END WHERE question_id = ?",
        (question_id,),
    )
