"""The network that is trained: BERT's layers, started from the embedding model, and one logit."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.functional import scaled_dot_product_attention
from transformers import AutoModel

from index.embedding import mixed_precision
from qa.reader.pairs import Batch, Pair

_AT_ONCE = 32
"""Pairs that are read together; of like length, so that little of it is padding."""


def bert(folder: Path) -> Any:
    """BERT as it trains fastest on processors: without dropout, attention written out.

    Args:
        folder: a BERT model of transformers'.
    """
    return AutoModel.from_pretrained(
        str(folder),
        attn_implementation="eager",
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
        add_pooling_layer=False,
        local_files_only=True,
    )


class ReaderNetwork(nn.Module):
    """A cross-encoder: the first word's last state, weighed, is the score.

    The word vectors stay as they are: a question has too few words to move 30,000 of them well.

    Args:
        folder: a BERT model of transformers'.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.encoder = bert(folder)
        self.encoder.embeddings.requires_grad_(False)
        self.last = _LastLayer(self.encoder.encoder.layer.pop(-1))
        self.score = nn.Linear(self.encoder.config.hidden_size, 1)
        nn.init.normal_(self.score.weight, std=0.02)
        nn.init.constant_(self.score.bias, -1.0)  # most sentences answer nothing

    def forward(self, input_ids: Tensor, token_type_ids: Tensor, attention_mask: Tensor) -> Tensor:
        """Logits of shape (pairs,); the arguments are each of shape (pairs, length)."""
        states = self.encoder(
            input_ids=input_ids, token_type_ids=token_type_ids, attention_mask=attention_mask
        ).last_hidden_state
        logits: Tensor = self.score(self.last(states, attention_mask)).squeeze(-1)
        return logits


class _LastLayer(nn.Module):
    """BERT's last layer for the first word alone: a seventh less to compute, and nothing else of
    that layer is ever read.
    """

    def __init__(self, layer: Any) -> None:
        super().__init__()
        self.layer = layer

    def forward(self, states: Tensor, attention_mask: Tensor) -> Tensor:
        """The first word's state, of shape (pairs, dimension)."""
        attention, first = self.layer.attention, states[:, :1]
        attended = scaled_dot_product_attention(
            self._heads(attention.self.query(first)),
            self._heads(attention.self.key(states)),
            self._heads(attention.self.value(states)),
            attn_mask=attention_mask[:, None, None, :].bool(),
        )
        state = attention.output(attended.transpose(1, 2).flatten(2), first)
        last: Tensor = self.layer.output(self.layer.intermediate(state), state)
        return last[:, 0]

    def _heads(self, projected: Tensor) -> Tensor:
        size = self.layer.attention.self.attention_head_size
        return projected.view(*projected.shape[:2], -1, size).transpose(1, 2)


def read(network: ReaderNetwork, pairs: Sequence[Pair]) -> Tensor:
    """The logits of pairs, in their order: of shape (pairs,).

    In bfloat16 where the processor has it: where it has not, that is thirty times slower than
    full precision.
    """
    order = sorted(range(len(pairs)), key=lambda number: len(pairs[number].ids))
    with mixed_precision():
        parts = [
            network(*_tensors(Batch.of([pairs[number] for number in order[at : at + _AT_ONCE]])))
            for at in range(0, len(order), _AT_ONCE)
        ]
    return torch.cat(parts).float()[torch.tensor(order).argsort()]


def _tensors(batch: Batch) -> tuple[Tensor, Tensor, Tensor]:
    return (
        torch.from_numpy(batch.input_ids),
        torch.from_numpy(batch.token_type_ids),
        torch.from_numpy(batch.attention_mask),
    )
