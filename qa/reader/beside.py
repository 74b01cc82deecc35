"""What a model's logits are worth, in a file beside its weights: ``reader.json`` beside
``reader.onnx``. A command writes it, and whoever copies the one copies the other.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import TypeAdapter, ValidationError

from index.errors import excerpt
from qa.reader.calibration import BY_SEARCH, Calibration
from qa.reader.errors import ReaderError

Worth = TypeVar("Worth")


@dataclass(frozen=True, slots=True)
class Kept(Generic[Worth]):
    """What such a file holds; ``weights`` is the SHA-256 of those that were calibrated."""

    weights: str
    calibration: Worth


@dataclass(frozen=True, slots=True)
class Beside(Generic[Worth]):
    """How a kind of model is calibrated.

    Attributes:
        format: of the file.
        called: what an error calls the model.
        command: writes the file anew, with that of the weights behind it.
    """

    format: TypeAdapter[Kept[Worth]]
    called: str
    command: str

    def read(self, weights: Path) -> Worth | None:
        """What belongs to a file of weights; None where nobody has calibrated it.

        Raises:
            ReaderError: there is one, and it can't be read, or is of other weights.
        """
        path = weights.with_suffix(".json")
        try:
            kept = self.format.validate_json(path.read_bytes())
        except FileNotFoundError:
            return None
        except (OSError, ValidationError) as error:
            raise ReaderError(
                f"the {self.called}'s calibration {path} can't be read: {excerpt(error)}. "
                f"{self._mend(weights)}"
            ) from error
        if kept.weights != self._digest(weights):
            raise ReaderError(f"{path} is the calibration of other weights. {self._mend(weights)}")
        return kept.calibration

    def write(self, calibration: Worth, weights: Path) -> Path:
        """Keep a calibration with a file of weights.

        Returns:
            where it is.

        Raises:
            ReaderError: it can't be written.
        """
        path = weights.with_suffix(".json")
        kept = Kept(self._digest(weights), calibration)
        try:
            path.write_bytes(self.format.dump_json(kept, indent=2) + b"\n")
        except OSError as error:
            raise ReaderError(f"{path} can't be written: {error.strerror}") from error
        return path

    def _digest(self, weights: Path) -> str:
        try:
            with weights.open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise ReaderError(
                f"the {self.called}'s weights {weights} can't be read: {error}"
            ) from error

    def _mend(self, weights: Path) -> str:
        return f"Write it anew: {self.command} {weights}"


_READER = Beside(
    TypeAdapter(Kept[Calibration]), "reader", "python -m qa.training calibrate --write"
)


def read_calibration(weights: Path) -> Calibration:
    """What belongs to a reader's weights; `BY_SEARCH` where nobody has calibrated them.

    Raises:
        ReaderError: see `Beside.read`.
    """
    return _READER.read(weights) or BY_SEARCH


def write_calibration(calibration: Calibration, weights: Path) -> Path:
    """Keep a calibration with a reader's weights; see `Beside.write`."""
    return _READER.write(calibration, weights)
