"""MiniLM as a graph for ONNX Runtime, made of the weights that the package carries: changed a
little for questions, rounded for texts.

The arithmetic is the model's own, attention and activation in one step each: two thirds of
PyTorch's time at the same precision, and PyTorch need not be loaded. In eight bits it takes less
than half of that, on a processor with VNNI. It is made anew at each start, in a second: nothing
that would have to be kept, checked and thrown away.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelError, excerpt

_Tensors = Mapping[str, NDArray[np.floating[Any]]]

INPUT = "ids"
OUTPUT = "vectors"

UNWANTED = ("SkipLayerNormFusion",)
"""What ONNX Runtime's optimizer is not to do: it would replace an addition and a norm by a step
that takes several times as long as both.
"""

SIZE = 384
"""Of a vector."""

DOWN, UP = ".down", ".up"
"""End the names of the two matrices that change another one."""

_LARGEST = 63
"""Of a weight in eight bits. Seven of them are used: processors without VNNI add up two products in
sixteen bits, which would cut off the largest, and a text would have a far other vector there.
"""

_LAYERS = 6
_HEADS = 12
_EPSILON = 1e-12
_FUSED = "com.microsoft"
_OPSETS = {"": 18, _FUSED: 1}
_IR_VERSION = 10


def minilm(weights: Path, changes: Path | None = None, *, eight_bits: bool = False) -> bytes:
    """The model as ONNX: from ids of word pieces, shape (texts, length), to vectors of length 1.

    It takes one text, or several of one length: nothing is padded and nothing masked.

    Args:
        weights: all-MiniLM-L6-v2's, in the format safetensors.
        changes: for some layers two matrices whose product is added to that of the layer (LoRA;
            Hu et al., 2022), in the same format: ``NAME.down``, shape (rank, in), and ``NAME.up``,
            shape (out, rank).
        eight_bits: whether matrices are multiplied in whole numbers of eight bits, with one scale
            for each column of weights, and one for all that goes into a layer at once.

    Raises:
        ModelError: the changes can't be read, or are of another model.
    """
    import onnx  # noqa: PLC0415 - a quarter of a second
    from safetensors.numpy import load_file  # noqa: PLC0415

    tensors = load_file(weights)
    changed = _changed(tensors, changes) if changes else tensors
    graph = _EightBits(changed) if eight_bits else _Graph(changed)
    states = graph.embedded()
    for number in range(_LAYERS):
        states = graph.layer(f"encoder.layer.{number}.", states)
    mean = graph.node("ReduceMean", [states, graph.constant(np.array([1]))], keepdims=0)
    graph.node("LpNormalization", [mean], OUTPUT, axis=-1, p=2)
    whole = onnx.helper.make_graph(
        graph.nodes,
        "MiniLM",
        [onnx.helper.make_tensor_value_info(INPUT, onnx.TensorProto.INT64, ["texts", "length"])],
        [onnx.helper.make_tensor_value_info(OUTPUT, onnx.TensorProto.FLOAT, ["texts", SIZE])],
        graph.constants,
    )
    opsets = [onnx.helper.make_opsetid(domain, version) for domain, version in _OPSETS.items()]
    model = onnx.helper.make_model(whole, opset_imports=opsets, ir_version=_IR_VERSION)
    data: bytes = model.SerializeToString()
    return data


def _changed(weights: _Tensors, path: Path) -> _Tensors:
    from safetensors.numpy import load_file  # noqa: PLC0415

    try:
        changes = load_file(path)
        if not changes:
            raise ValueError("nothing is in it")
        names = {name.removesuffix(DOWN).removesuffix(UP) for name in changes}
        products = {
            f"{name}.weight": np.matmul(changes[name + UP], changes[name + DOWN], dtype=np.float32)
            for name in names
        }
        return {**weights, **{name: weights[name] + added for name, added in products.items()}}
    except Exception as error:  # safetensors' exceptions have no common base but this
        raise ModelError(
            f"what changes the default model for questions, {path}, is damaged, missing or of "
            f"another model ({excerpt(error)}): bring it back from where you got the project"
        ) from error


class _Graph:
    """Nodes in the order of the work, and the constants that they use.

    Args:
        weights: the model's tensors by name.
    """

    def __init__(self, weights: _Tensors) -> None:
        self._weights = weights
        self.nodes: list[Any] = []
        self.constants: list[Any] = []

    def node(
        self, kind: str, inputs: Sequence[str], name: str = "", domain: str = "", **settings: Any
    ) -> str:
        """Add a step; gives the name of what comes out."""
        from onnx import helper  # noqa: PLC0415

        name = name or f"{kind}.{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, inputs, [name], domain=domain, **settings))
        return name

    def constant(self, values: NDArray[Any]) -> str:
        """Add what never changes; gives its name."""
        from onnx import numpy_helper  # noqa: PLC0415

        name = f"constant.{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def embedded(self) -> str:
        """The states before the first layer: those of words and of places, added and normed."""
        table = "embeddings.{}_embeddings.weight"
        words = self.constant(self._weights[table.format("word")])
        # Of the two types of token there is only the first, so it belongs to each place.
        first = self._weights[table.format("token_type")][0]
        places = self.constant(self._weights[table.format("position")] + first)
        length = self.node("Shape", [INPUT], start=1, end=2)
        here = self.node("Slice", [places, self.constant(np.array([0])), length])
        states = self.node("Add", [self.node("Gather", [words, INPUT]), here])
        return self._normed("embeddings.LayerNorm", states)

    def layer(self, layer: str, states: str) -> str:
        """Attention and what follows it, each added to what went in."""
        parts = (self._dense(f"{layer}attention.self.{part}", states) for part in _ATTENDING)
        attended = self.node("MultiHeadAttention", list(parts), domain=_FUSED, num_heads=_HEADS)
        attention = f"{layer}attention.output."
        states = self._added(attention, self._dense(f"{attention}dense", attended), states)
        wide = self._dense(f"{layer}intermediate.dense", states)
        wide = self.node("Gelu", [wide], domain=_FUSED)
        output = f"{layer}output."
        return self._added(output, self._dense(f"{output}dense", wide), states)

    def _dense(self, name: str, states: str) -> str:
        """A layer's matrix and bias: the one step that `_EightBits` does otherwise."""
        matrix = self.constant(self._weights[f"{name}.weight"].T)
        product = self.node("MatMul", [states, matrix])
        return self.node("Add", [product, self.constant(self._weights[f"{name}.bias"])])

    def _added(self, name: str, new: str, states: str) -> str:
        return self._normed(f"{name}LayerNorm", self.node("Add", [new, states]))

    def _normed(self, name: str, states: str) -> str:
        weights = [self.constant(self._weights[f"{name}.{part}"]) for part in ("weight", "bias")]
        return self.node("LayerNormalization", [states, *weights], epsilon=_EPSILON)


class _EightBits(_Graph):
    """The same, but for the matrices, which are rounded."""

    def _dense(self, name: str, states: str) -> str:
        matrix = self._weights[f"{name}.weight"].T
        scales = np.abs(matrix).max(axis=0) / _LARGEST
        steps = np.rint(matrix / scales).astype(np.int8)
        bias = self.constant(self._weights[f"{name}.bias"])
        no_zero_point = ""
        factors = [self.constant(steps), self.constant(scales), no_zero_point, bias]
        return self.node("DynamicQuantizeMatMul", [states, *factors], domain=_FUSED)


_ATTENDING = ("query", "key", "value")
