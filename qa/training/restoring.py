"""From the file that ships back to a network, to go on training where others have stopped."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import torch
from torch import Tensor

from qa.training.errors import TrainingError
from qa.training.export import LEARNT
from qa.training.network import ReaderNetwork

if TYPE_CHECKING:
    import onnx

_INTEGERS = "_quantized"
_SCALE = "_scale"
_BIAS = ".bias"
_EMBEDDINGS = "encoder.embeddings."


def restore(network: ReaderNetwork, path: Path) -> frozenset[str]:
    """Put the weights of a file that `export` wrote into a network.

    Of each weight the eight bits are left that the file has; the word vectors, which training
    never moves, stay the network's own.

    Args:
        network: of the same layers.
        path: of the file.

    Returns:
        the names of the bundles that were learnt.

    Raises:
        TrainingError: the file can't be read, or is of another network.
    """
    import onnx  # noqa: PLC0415 - for training

    try:
        model = onnx.load(path)
    except Exception as error:  # protobuf's own, which it does not export, or the system's
        raise TrainingError(f"{path} can't be read as ONNX: {error}") from error
    weights = dict(network.state_dict())
    found = {
        name: tensor
        for name, tensor in _weights(model)
        if name in weights and tensor.shape == weights[name].shape
    }
    missing = [n for n in weights if not n.startswith(_EMBEDDINGS) and n not in found]
    if missing:
        raise TrainingError(f"{path} has no {missing[0]}: it was not written by this program")
    network.load_state_dict(weights | found)
    told = {entry.key: entry.value for entry in model.metadata_props}
    return frozenset(told.get(LEARNT, "").split())


def _weights(model: "onnx.ModelProto") -> Iterator[tuple[str, Tensor]]:
    """Those kept as they are, and the matrices, which are named after the bias added to them."""
    from onnx.numpy_helper import to_array  # noqa: PLC0415 - for training

    kept = {each.name: torch.from_numpy(to_array(each).copy()) for each in model.graph.initializer}
    yield from kept.items()
    users = {name: node for node in model.graph.node for name in node.input}
    for node in model.graph.node:
        if node.op_type == "MatMulInteger":
            integers = node.input[1]
            scale = kept.get(integers.removesuffix(_INTEGERS) + _SCALE)
            if integers in kept and scale is not None:
                name = _bias_after(node, users).removesuffix(_BIAS) + ".weight"
                yield name, (kept[integers].float() * scale).T


def _bias_after(node: "onnx.NodeProto", users: Mapping[str, "onnx.NodeProto"]) -> str:
    """The name of what is added to a product, once that is scaled back; ``""`` for nothing."""
    while node.op_type != "Add" and node.output[0] in users:
        node = users[node.output[0]]
    return next((name for name in node.input if name.endswith(_BIAS)), "")
