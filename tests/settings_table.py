"""Write the table of ``docs/settings.md`` from the settings themselves; ``tests/test_repository.py`` compares them."""

from dataclasses import fields
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

from bot.setting_values import Secret
from bot.settings import PREFIX, Settings

PAGE = Path(__file__).parents[1] / "docs" / "settings.md"
HEAD = "| variable | default | meaning |\n|---|---|---|\n"


def table() -> str:
    """One Markdown row per setting, in the order of the code."""
    types = get_type_hints(Settings)
    return HEAD + "".join(
        f"| `{PREFIX}{each.name.upper()}` | {_spoken(each.default)} |"
        f" {each.metadata['meaning']}{_choices(types[each.name])} |\n"
        for each in fields(Settings)
    )


def _spoken(value: object) -> str:
    if isinstance(value, Secret) or value in ("", None, ()):
        return ""
    if isinstance(value, tuple):
        value = ",".join(map(str, value))
    if isinstance(value, float):
        value = f"{value:g}"
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def _choices(annotation: Any) -> str:
    return f" One of `{'`, `'.join(get_args(annotation))}`." if get_origin(annotation) is Literal else ""


if __name__ == "__main__":
    before, _, _ = PAGE.read_text(encoding="utf-8").partition(HEAD)
    PAGE.write_text(before + table(), encoding="utf-8")
