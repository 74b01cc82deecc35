"""Reading with a network in training, in full precision, as `qa.reader.Reader.score` does."""

from collections.abc import Sequence

import numpy as np
import torch

from qa.reader.model import Candidate, Scores
from qa.reader.pairs import Batch, PairEncoder
from qa.training.network import ReaderNetwork, tensors

_AT_ONCE = 64


def score_with(
    network: ReaderNetwork,
    encoder: PairEncoder,
    question: str,
    candidates: Sequence[Candidate],
    *,
    context: bool = True,
) -> Scores:
    """The logits of candidates; see `qa.reader.Reader.score`.

    Args:
        network: what scores.
        encoder: makes its input.
        question: what is asked.
        candidates: what may answer.
        context: whether titles and sentences before are read.
    """
    pairs = encoder.encode(question, candidates, context=context)
    with torch.inference_mode(), torch.autocast("cpu", dtype=torch.bfloat16):
        parts = [
            network(*tensors(Batch.of(pairs[first : first + _AT_ONCE]))).float().numpy()
            for first in range(0, len(pairs), _AT_ONCE)
        ]
    scores: Scores = np.concatenate(parts)
    return scores
