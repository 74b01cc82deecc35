"""The network that is trained: BERT's layers, started from the embedding model, and one logit."""

from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from transformers import AutoModel

from qa.reader.pairs import Batch


class ReaderNetwork(nn.Module):
    """A cross-encoder: the first word's last state, weighed, is the score.

    No dropout, and attention written out, are what trains fastest on processors. The word
    vectors stay as they are: a question has too few words to move 30,000 of them well.

    Args:
        folder: a BERT model of transformers'.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.encoder: Any = AutoModel.from_pretrained(
            str(folder),
            attn_implementation="eager",
            hidden_dropout_prob=0.0,
            attention_probs_dropout_prob=0.0,
            add_pooling_layer=False,
            local_files_only=True,
        )
        self.encoder.embeddings.requires_grad_(False)
        self.score = nn.Linear(self.encoder.config.hidden_size, 1)
        nn.init.normal_(self.score.weight, std=0.02)
        nn.init.constant_(self.score.bias, -1.0)  # most sentences answer nothing

    def forward(self, input_ids: Tensor, token_type_ids: Tensor, attention_mask: Tensor) -> Tensor:
        """Logits of shape (pairs,); the arguments are each of shape (pairs, length)."""
        states = self.encoder(
            input_ids=input_ids, token_type_ids=token_type_ids, attention_mask=attention_mask
        ).last_hidden_state
        logits: Tensor = self.score(states[:, 0]).squeeze(-1)
        return logits


def tensors(batch: Batch) -> tuple[Tensor, Tensor, Tensor]:
    """A batch as the network takes it."""
    return (
        torch.from_numpy(batch.input_ids),
        torch.from_numpy(batch.token_type_ids),
        torch.from_numpy(batch.attention_mask),
    )
