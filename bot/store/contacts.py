"""The people behind places and registrations: gone when their mail goes, or when they ask for it."""

from sqlite_utils import Database

from bot.store.sql import Value, Values, run


def forget_contacts(db: Database, which: str, value: Value) -> None:
    """Take name, address and notes off the places for which this condition holds; the municipality stays."""
    run(
        db,
        f"UPDATE circle_events SET note = '' WHERE note <> '' AND place_id IN (SELECT id FROM places WHERE {which})",  # noqa: S608  (a constant of the caller)
        (value,),
    )
    run(db, f"UPDATE places SET contact_name = '', contact_addr = NULL WHERE {which}", (value,))  # noqa: S608  (as above)


def forget_guests(db: Database, which: str, values: Values) -> None:
    """Take name and address off the registrations for meetings for which this condition holds."""
    run(db, f"UPDATE registrations SET contact_name = '', contact_addr = NULL WHERE {which}", values)  # noqa: S608  (a constant of the caller)
