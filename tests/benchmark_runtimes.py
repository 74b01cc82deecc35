"""How other runtimes embed the shipped articles: ``python -m tests.benchmark_runtimes``.

Needs ``pip install onnx openvino`` besides the project. Prints how long each takes as a share of
what the project itself takes on this machine, so that the choice can be looked at again.
"""

import tempfile
import warnings
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from transformers import AutoModel, AutoTokenizer

from corpus import SourceFile, read_article, scan, sentence_table
from index import SHIPPED_ARTICLES, MiniLM
from index.packaged import packaged_model
from tests.benchmark import seconds, show

_INPUTS = ["input_ids", "attention_mask", "token_type_ids"]
_BATCH = 16
_ROUNDS = 3

Batch = dict[str, NDArray[np.int64]]


class LastHidden(torch.nn.Module):
    """The model as a function of tensors, as exporting wants it."""

    def __init__(self, model: Any) -> None:
        super().__init__()
        self._model = model

    def forward(self, *inputs: torch.Tensor) -> torch.Tensor:
        """The token vectors of a batch."""
        named = dict(zip(_INPUTS, inputs, strict=True))
        hidden: torch.Tensor = self._model(**named).last_hidden_state
        return hidden


def sentences() -> list[str]:
    """The sentences of the shipped articles."""
    files = (file for file in scan(SHIPPED_ARTICLES) if isinstance(file, SourceFile))
    texts = (read_article(file).text for file in files)
    return [row.span.of(text) for text in texts for row in sentence_table(text)]


def batches(texts: list[str], tokenizer: Any) -> Iterator[Batch]:
    """The texts, longest first, as the project batches them too."""
    ordered = sorted(texts, key=len, reverse=True)
    for start in range(0, len(ordered), _BATCH):
        batch = tokenizer(ordered[start : start + _BATCH], padding=True, return_tensors="np")
        yield {name: batch[name] for name in _INPUTS}


def runtimes(model: Any, example: Batch, folder: Path) -> Iterator[tuple[str, Callable[..., Any]]]:
    """Each runtime's name and a function of a batch."""
    import onnxruntime  # noqa: PLC0415
    import openvino  # noqa: PLC0415

    path = folder / "model.onnx"
    axes = {name: {0: "texts", 1: "tokens"} for name in _INPUTS}
    tensors = tuple(torch.from_numpy(example[name]) for name in _INPUTS)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the exporter complains of itself
        torch.onnx.export(
            LastHidden(model), tensors, path, input_names=_INPUTS, dynamic_axes=axes, dynamo=False
        )
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    yield "ONNX Runtime, full precision", lambda batch: session.run(None, batch)
    for precision in ("f32", "bf16"):
        hint = {"INFERENCE_PRECISION_HINT": precision}
        request = openvino.Core().compile_model(str(path), "CPU", hint).create_infer_request()
        yield f"OpenVINO, {precision}", request.infer


def main() -> None:
    """Measure everything."""
    texts = sentences()
    embedder = MiniLM()
    embedder.encode_texts(texts)
    ours = min(seconds(lambda: embedder.encode_texts(texts)) for _ in range(_ROUNDS))
    show(f"the project embeds {len(texts)} sentences", ours)
    weights = packaged_model()
    tokens = list(batches(texts, AutoTokenizer.from_pretrained(weights)))
    with tempfile.TemporaryDirectory() as folder:
        for name, run in runtimes(
            AutoModel.from_pretrained(weights).eval(), tokens[0], Path(folder)
        ):
            theirs = min(seconds(partial(each, run, tokens)) for _ in range(_ROUNDS))
            show(f"  {name} takes so many times as long", theirs / ours, "×")


def each(run: Callable[[Batch], Any], tokens: list[Batch]) -> None:
    """Run every batch."""
    for batch in tokens:
        run(batch)


if __name__ == "__main__":
    main()
