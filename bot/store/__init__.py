"""The database on SQLite: one writer thread, one file."""
