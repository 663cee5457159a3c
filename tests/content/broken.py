"""Samples of content for the tests: one sound entry, and the folder to put it in."""

from pathlib import Path

SOUND = """---
id: leerkring-wat
title: 'Wat is een leerkring?'
services: [leerkring]
topics: [inclusie]
questions:
  - 'Wat is een leerkring?'
  - 'Hoe werkt een leerkring?'
  - 'leerkring uitleg'
  - 'Met wie leer je in een leerkring?'
status: te bevestigen
valid_from: 2020-09-01
owner: team Thorbecke2024
last_checked: 2026-11-20
sources: ['seed:004']
---

Vijf gemeenten leren van elkaar. Zo stond het in het aanbod van 2020; een collega controleert of het nog zo is.
"""

ALLOWED = """addresses:
  - value: thorbecke2024@vng.nl
    status: actueel
    last_checked: 2026-11-20
    note: De mailbox.
links:
  - value: https://www.aeno.nl/subsidies
    status: te bevestigen
    last_checked: 2026-11-20
    note: Het fonds.
"""


def folder_with(tmp_path: Path, **texts: str) -> Path:
    """A ``knowledge/`` folder with these entries (the name of the file first) and a small allow-list."""
    knowledge = tmp_path / "knowledge"
    (knowledge / "entries").mkdir(parents=True, exist_ok=True)
    (knowledge / "allowed.yaml").write_text(ALLOWED, encoding="utf-8")
    for name, text in texts.items():
        (knowledge / "entries" / f"{name.replace('_', '-')}.md").write_text(text, encoding="utf-8")
    return knowledge
