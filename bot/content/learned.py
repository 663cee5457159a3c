"""``knowledge/learned.npz``: what the training made of the examples, and whether it still belongs to them.

For each model its labels and its features (lines of text), its weights (whole numbers, a row for each feature) and its
sharpness; beside them the mark of what they were made of.
"""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from bot.errors import ContentError

FILE = "learned.npz"
MODELS = ("services", "acts", "kinds", "counts", "topics")


MADE_OF = ("examples", "lessons", "vocabulary")


def load_learned(knowledge: Path) -> Mapping[str, Any]:
    """The models as plain data, with their marks; ``ContentError`` when the file is missing or broken."""
    path = knowledge / FILE
    try:
        with np.load(path, allow_pickle=False) as file:
            marks = {"made_of": _text(file["made_of"]), "version": int(file["version"])}
            return {**marks, **{name: _model(file, name) for name in MODELS}}
    except (OSError, ValueError, KeyError, EOFError, BadZipFile) as error:
        raise ContentError([(f"{path}: kan dit bestand niet lezen ({type(error).__name__}); maak het opnieuw met "
                            "'python -m bot.pipeline.training'")]) from None  # fmt: skip


def _model(file: Mapping[str, NDArray[Any]], name: str) -> dict[str, Any]:
    labels, features = (tuple(_text(file[f"{name}_{part}"]).split("\n")) for part in ("labels", "features"))
    weights = file[f"{name}_weights"]
    if weights.shape != (len(features), len(labels)):
        raise ValueError(name)
    return {"labels": labels, "features": features, "weights": weights, "sharpness": float(file[f"{name}_sharpness"])}


def save_learned(knowledge: Path, plain: Mapping[str, Any], version: int) -> Path:
    """Write the models with the mark of the examples and words that they were made of."""
    arrays = {"made_of": _bytes(mark_of(knowledge, version)), "version": np.array(version)}
    for name in MODELS:
        model = plain[name]
        arrays |= {f"{name}_{part}": _bytes("\n".join(model[part])) for part in ("labels", "features")}
        arrays |= {f"{name}_weights": model["weights"], f"{name}_sharpness": np.array(model["sharpness"])}
    np.savez_compressed(knowledge / FILE, allow_pickle=False, **arrays)
    return knowledge / FILE


def _bytes(text: str) -> NDArray[np.uint8]:
    return np.frombuffer(text.encode(), np.uint8)


def _text(array: NDArray[Any]) -> str:
    return array.astype(np.uint8).tobytes().decode()


def is_fresh(knowledge: Path, version: int | None = None) -> bool:
    """Whether the weights were made of the examples and words that lie there now, by default whatever the features."""
    learned = load_learned(knowledge)
    known = learned["version"] if version is None else version
    return bool(learned["made_of"] == mark_of(knowledge, known))


def mark_of(knowledge: Path, version: int) -> str:
    """SHA-256 over the examples, the lessons and the vocabulary, and the version of the features."""
    digest = hashlib.sha256(f"{version}\n".encode())
    for path in sorted(path for folder in MADE_OF for path in knowledge.glob(f"{folder}/*.yaml")):
        digest.update(f"{path.name}\n".encode() + path.read_bytes())
    return digest.hexdigest()
