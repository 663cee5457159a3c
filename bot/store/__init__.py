"""The database on SQLite: one writer thread, one file.

``open_store`` is the door. ``store`` and ``accounts`` list what can be asked; each call is one transaction, done by the
functions of the module that it is about: ``intake``, ``prepare``, ``drafts``, ``delivery``, ``requests``, ``reports``,
``retention``. Only ``record`` writes a status.
"""

from bot.store.store import SqliteStore, open_store

__all__ = ["SqliteStore", "open_store"]
