"""A reader's calibration as a file beside its weights: ``reader.json`` beside ``reader.onnx``.

``python -m qa.training calibrate`` writes it, and whoever copies the one copies the other.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from index.errors import excerpt
from qa.reader.calibration import BY_SEARCH, Calibration
from qa.reader.errors import ReaderError


@dataclass(frozen=True, slots=True)
class _Kept:
    """What the file holds; ``weights`` is the SHA-256 of those that were calibrated."""

    weights: str
    calibration: Calibration


_AS_JSON: TypeAdapter[_Kept] = TypeAdapter(_Kept)


def read_calibration(weights: Path) -> Calibration:
    """What belongs to a file of weights; `BY_SEARCH` where nobody has calibrated it.

    Raises:
        ReaderError: there is one, and it can't be read, or is of other weights.
    """
    path = _beside(weights)
    try:
        kept = _AS_JSON.validate_json(path.read_bytes())
    except FileNotFoundError:
        return BY_SEARCH
    except (OSError, ValidationError) as error:
        raise ReaderError(
            f"the reader's calibration {path} can't be read: {excerpt(error)}. {_mend(weights)}"
        ) from error
    if kept.weights != _digest(weights):
        raise ReaderError(f"{path} is the calibration of other weights. {_mend(weights)}")
    return kept.calibration


def write_calibration(calibration: Calibration, weights: Path) -> Path:
    """Keep a calibration with a file of weights.

    Returns:
        where it is.

    Raises:
        ReaderError: it can't be written.
    """
    path = _beside(weights)
    kept = _Kept(_digest(weights), calibration)
    try:
        path.write_bytes(_AS_JSON.dump_json(kept, indent=2) + b"\n")
    except OSError as error:
        raise ReaderError(f"{path} can't be written: {error.strerror}") from error
    return path


def _beside(weights: Path) -> Path:
    return weights.with_suffix(".json")


def _digest(weights: Path) -> str:
    try:
        with weights.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ReaderError(f"the reader's weights {weights} can't be read: {error}") from error


def _mend(weights: Path) -> str:
    return f"Write it anew: python -m qa.training calibrate --write {weights}"
