"""From a trained network to the file that ships: ONNX with weights of eight bits."""

import tempfile
from collections.abc import Iterable
from pathlib import Path

import torch

from index.onnx_models import keep_quiet
from qa.reader.pair_model import CONTEXT, INPUTS, OUTPUT
from qa.training.network import ReaderNetwork

LEARNT = "learnt"
"""The entry of a file's metadata with the names of the bundles that it was trained on."""


def export(
    network: ReaderNetwork, path: Path, *, learnt: Iterable[str] = (), context: bool = True
) -> None:
    """Write a network as ONNX, its weights as eight-bit integers, one scale for each column.

    Of the eight bits seven are used: processors without VNNI add up two products of eight bits in
    sixteen, which cuts off the largest, and the same question had another answer there.

    Args:
        network: trained.
        path: of the file to be written.
        learnt: the names of the bundles that it was trained on; the file says so.
        context: whether it was trained to read titles and sentences before; the file says so.
    """
    keep_quiet()
    import onnx  # noqa: PLC0415 - for training
    from onnxruntime.quantization import QuantType, quantize_dynamic  # noqa: PLC0415 - for training
    from onnxruntime.quantization.shape_inference import quant_pre_process  # noqa: PLC0415

    example = tuple(torch.ones((2, 16), dtype=torch.long) for _ in INPUTS)
    size = {0: torch.export.Dim("pairs"), 1: torch.export.Dim("length", max=512)}
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        full, prepared = Path(folder, "full.onnx"), Path(folder, "prepared.onnx")
        torch.onnx.export(
            network.float().eval(),
            example,
            str(full),
            input_names=list(INPUTS),
            output_names=[OUTPUT],
            dynamic_shapes=(size, size, size),
            dynamo=True,
            external_data=False,
        )
        quant_pre_process(str(full), str(prepared), skip_symbolic_shape=True)
        quantize_dynamic(
            str(prepared),
            str(path),
            weight_type=QuantType.QInt8,
            per_channel=True,
            reduce_range=True,
        )
    model = onnx.load(path)
    onnx.helper.set_model_props(model, {CONTEXT: str(context), LEARNT: " ".join(sorted(learnt))})
    onnx.save(model, path)
