"""A reader's calibration as a file beside its weights: ``reader.json`` beside ``reader.onnx``.

``python -m qa.training calibrate`` writes it, and whoever copies the one copies the other.
"""

from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from index.errors import excerpt
from qa.reader.calibration import BY_SEARCH, Calibration
from qa.reader.errors import ReaderError

_AS_JSON: TypeAdapter[Calibration] = TypeAdapter(Calibration)


def read_calibration(weights: Path) -> Calibration:
    """What belongs to a file of weights; `BY_SEARCH` where nobody has calibrated it.

    Raises:
        ReaderError: there is one, and it can't be read.
    """
    path = _beside(weights)
    try:
        return _AS_JSON.validate_json(path.read_bytes())
    except FileNotFoundError:
        return BY_SEARCH
    except (OSError, ValidationError) as error:
        raise ReaderError(
            f"the reader's calibration {path} can't be read: {excerpt(error)}. Write it anew with "
            f"python -m qa.training calibrate --write {weights}"
        ) from error


def write_calibration(calibration: Calibration, weights: Path) -> Path:
    """Keep a calibration with a file of weights.

    Returns:
        where it is.

    Raises:
        OSError: it can't be written.
    """
    path = _beside(weights)
    path.write_bytes(_AS_JSON.dump_json(calibration, indent=2) + b"\n")
    return path


def _beside(weights: Path) -> Path:
    return weights.with_suffix(".json")
