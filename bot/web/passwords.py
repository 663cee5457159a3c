"""Passwords of local accounts: argon2id with 19 MiB, two passes and one lane.

That is the first of the settings that OWASP's Password Storage Cheat Sheet names as enough. The library's own (64 MiB)
would be most of what the service needs, for each of several people who log in at the same time.
"""

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST, LONGEST = 12, 200
"""Characters of a password."""
KIBIBYTES, PASSES, LANES = 19 * 1024, 2, 1


@cache
def _hasher() -> "PasswordHasher":
    from argon2 import PasswordHasher  # noqa: PLC0415  (only a log-in needs it; the service starts without it)

    return PasswordHasher(time_cost=PASSES, memory_cost=KIBIBYTES, parallelism=LANES)


@cache
def _nobodys_hash() -> str:
    return _hasher().hash("nobody has this password")


def hash_password(password: str) -> str:
    """The argon2id hash in its usual text form, salt and parameters included."""
    return _hasher().hash(password)


def is_right(password: str, password_hash: str | None) -> bool:
    """Whether the password belongs to the hash. No hash (no such user, no password yet) takes as long, never right."""
    from argon2.exceptions import InvalidHashError, VerificationError  # noqa: PLC0415  (as above)

    try:
        matches = _hasher().verify(password_hash or _nobodys_hash(), password)
    except (VerificationError, InvalidHashError):
        return False
    return matches and bool(password_hash)
