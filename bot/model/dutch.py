"""Small words that several rooms put into Dutch sentences."""

from collections.abc import Sequence

NUMBERS = ("nul", "één", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf")


def listed(words: Sequence[str], last: str = "en") -> str:
    """'a', 'a en b', 'a, b en c'."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}" if words else ""


def number(count: int | None) -> str:
    """A small number in letters, as Dutch text writes it."""
    return "" if count is None else NUMBERS[count] if 0 <= count < len(NUMBERS) else str(count)


def counted(count: int, one: str, many: str) -> str:
    """'1 werkdag', '2 werkdagen'."""
    return f"{count} {one if count == 1 else many}"
