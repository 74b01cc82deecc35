"""Models in ONNX, run by ONNX Runtime: on one processor each, and nobody is told of it."""

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import onnxruntime

_QUIET = "ORT_DISABLE_TELEMETRY"


def keep_quiet() -> None:
    """Have ONNX Runtime report nothing of how it is used; to be called before it is imported.

    Since its version 1.29 it does so unless told not to: it leaves a number for the machine, and
    what it would send, in the user's home.
    """
    os.environ[_QUIET] = "1"


def open_model(model: str | bytes, unwanted: Sequence[str] = ()) -> "onnxruntime.InferenceSession":
    """A model, ready to be run on the processor by one thread at a time that calls it.

    Args:
        model: the path of its file, or what stands in one.
        unwanted: optimizations of ONNX Runtime that are left out.

    Raises:
        Exception: it can't be run; ONNX Runtime's errors have no common base but this.
    """
    keep_quiet()
    import onnxruntime  # noqa: PLC0415 - a tenth of a second

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # the processors are shared among texts
    session = onnxruntime.InferenceSession(
        model, options, providers=["CPUExecutionProvider"], disabled_optimizers=list(unwanted)
    )
    # Kept for beginning again with other providers, of which there are none: as much memory again.
    session._model_bytes = None
    return session
