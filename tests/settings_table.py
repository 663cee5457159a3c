"""Write the table of ``docs/settings.md`` from the settings themselves; ``tests/test_repository.py`` compares them."""

from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from pydantic import SecretStr
from pydantic_core import PydanticUndefined

from bot.settings import PREFIX, Settings

PAGE = Path(__file__).parents[1] / "docs" / "settings.md"
HEAD = "| variable | default | meaning |\n|---|---|---|\n"


def table() -> str:
    """One Markdown row per setting, in the order of the code."""
    return HEAD + "".join(
        f"| `{PREFIX}{name.upper()}` | {_spoken(field.default)} | {field.description}{_choices(field.annotation)} |\n"
        for name, field in Settings.model_fields.items()
    )


def _spoken(value: object) -> str:
    if isinstance(value, SecretStr) or value in ("", None, (), PydanticUndefined):
        return ""
    if isinstance(value, tuple):
        value = ",".join(map(str, value))
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def _choices(annotation: Any) -> str:
    return f" One of `{'`, `'.join(get_args(annotation))}`." if get_origin(annotation) is Literal else ""


if __name__ == "__main__":
    before, _, _ = PAGE.read_text(encoding="utf-8").partition(HEAD)
    PAGE.write_text(before + table(), encoding="utf-8")
