"""``knowledge/learned.json``: what the training made of the examples, and whether it still belongs to them."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.errors import ContentError

FILE = "learned.json"


def load_learned(knowledge: Path) -> Mapping[str, Any]:
    """The learned weights as plain data; ``ContentError`` when the file is missing or broken."""
    path = knowledge / FILE
    try:
        plain: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ContentError([(f"{path}: kan dit bestand niet lezen ({type(error).__name__}); maak het opnieuw met "
                            "'python -m bot.pipeline.training'")]) from None  # fmt: skip
    if not isinstance(plain, dict) or not {"services", "acts", "kinds", "made_of"} <= set(plain):
        raise ContentError([f"{path}:1: dit bestand is niet door de training gemaakt"])
    return plain


def save_learned(knowledge: Path, plain: Mapping[str, Any], version: int) -> Path:
    """Write the weights with the mark of the examples and words that they were made of."""
    path = knowledge / FILE
    content = {"made_of": mark_of(knowledge, version), "version": version, **plain}
    path.write_text(_lines(content), encoding="utf-8")
    return path


def _lines(content: Mapping[str, Any]) -> str:
    """JSON with one feature on each line, so that a change of an example gives a small diff."""
    models = []
    for name, model in content.items():
        if name not in {"made_of", "version"}:
            rows = ",\n".join(f"{json.dumps(feature, ensure_ascii=False)}:{json.dumps(row, separators=(',', ':'))}"
                              for feature, row in model["weights"].items())  # fmt: skip
            labels = json.dumps(model["labels"])
            models.append(f'"{name}":{{"labels":{labels},"sharpness":{model["sharpness"]},"weights":{{\n{rows}\n}}}}')
    return f'{{"made_of":"{content["made_of"]}","version":{content["version"]},\n' + ",\n".join(models) + "}\n"


def is_fresh(knowledge: Path, version: int | None = None) -> bool:
    """Whether the weights were made of the examples and words that lie there now, by default whatever the features."""
    learned = load_learned(knowledge)
    known = learned.get("version", 0) if version is None else version
    return bool(learned["made_of"] == mark_of(knowledge, known))


def mark_of(knowledge: Path, version: int) -> str:
    """SHA-256 over the examples and the vocabulary, and the version of the features."""
    digest = hashlib.sha256(f"{version}\n".encode())
    for path in sorted([*knowledge.glob("examples/*.yaml"), *knowledge.glob("vocabulary/*.yaml")]):
        digest.update(f"{path.name}\n".encode() + path.read_bytes())
    return digest.hexdigest()
