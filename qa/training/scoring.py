"""Reading with a network in training, in full precision, as `qa.reader.Reader.score` does."""

from collections.abc import Sequence

import torch

from qa.reader.model import Candidate, Scores
from qa.reader.pairs import PairEncoder
from qa.training.network import ReaderNetwork, read


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
    with torch.inference_mode():
        scores: Scores = read(network, pairs).numpy()
    return scores
