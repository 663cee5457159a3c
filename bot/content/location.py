"""Where the curated content is: the folder that holds ``knowledge/`` and ``replies/``."""

from pathlib import Path

import bot
from bot.errors import ContentError

PACKAGE = Path(bot.__file__).parent


def content_root(override: Path | None = None) -> Path:
    """The folder that was asked for, else beside the imported package (a checkout), else the copy inside the wheel.

    A checkout comes before the copy: an editable install leaves an old copy behind, and what the editor has just
    changed must win. Raises ``ContentError`` when the place holds no ``knowledge/``.
    """
    if override is not None:
        return _checked(override)
    beside = PACKAGE.parent
    return beside if _holds_content(beside) else _checked(PACKAGE / "_content")


def _checked(root: Path) -> Path:
    if not _holds_content(root):
        raise ContentError([f"{root}: hier staat geen map 'knowledge' met de map 'entries' erin"])
    return root


def _holds_content(root: Path) -> bool:
    return (root / "knowledge" / "entries").is_dir()
