"""Training the checker: whether a claim stands in the words that it says it rests on.

The network is the reader's and starts from it. It learns claims that people wrote about the learnt
bundles, several times, among claims that were planted in the same articles by machine.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

import torch
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits

from qa.evaluation.planting import plant
from qa.evaluation.stated import Stated
from qa.reader.model import Candidate
from qa.reader.pairs import PairEncoder
from qa.training.bundles import Bundle
from qa.training.calibration import Case
from qa.training.loop import Report, descend, rates_of
from qa.training.network import ReaderNetwork, read
from qa.verifier.checker import Checker
from qa.verifier.signals import SupportSignals, signals_of
from qa.verifier.verdict import broken_rule
from qa.writer import Source

RATE = 6e-5
_CLAIMS_A_STEP = 24
_PLANTED_A_BUNDLE = 3
"""Of each alteration."""

_WRITTEN_PASSES = 3
"""How often a claim that somebody wrote is learnt where a planted one is learnt once."""


@dataclass(frozen=True, slots=True)
class Example:
    """A claim, the words that it says it rests on, whether they say it, and who published them."""

    claim: str
    ground: str
    holds: bool
    origin: str = ""


def examples_of(bundles: Sequence[Bundle], random: Random) -> list[Example]:
    """What is learnt, in the order in which it is.

    Args:
        bundles: those that may be learnt.
        random: where chance comes from.
    """
    examples = [
        example
        for number, bundle in enumerate(bundles)
        for example in (*planted_in(bundle, number), *(list(written_of(bundle)) * _WRITTEN_PASSES))
    ]
    random.shuffle(examples)
    return examples


def written_of(bundle: Bundle) -> Iterator[Example]:
    """The claims of a bundle that somebody wrote."""
    for claim in bundle.claims:
        sentences = (bundle.article_of(id_).sentences[id_] for id_ in claim.grounds)
        articles = {bundle.article_of(id_).letter: bundle.article_of(id_) for id_ in claim.grounds}
        origin = " ".join(f"{each.outlet} {each.author}" for each in articles.values())
        yield Example(claim.text, " ".join(sentences), claim.is_true, origin)


def planted_in(bundle: Bundle, seed: int) -> Iterator[Example]:
    """Claims that are planted in a bundle's articles."""
    stated = [
        Stated(article.letter, row, text, article.outlet)
        for article in bundle.articles
        for row, text in enumerate(article.sentences.values())
    ]
    for claim in plant(stated, most=_PLANTED_A_BUNDLE, seed=seed):
        ground = " ".join(each.text for each in claim.grounds)
        origin = claim.grounds[0].outlet
        yield Example(claim.text, ground, not claim.alteration.is_false, origin)


def train_checker(
    network: ReaderNetwork, encoder: PairEncoder, examples: Sequence[Example], report: Report
) -> None:
    """Train a network in place, one pass: binary cross-entropy.

    Args:
        network: as it starts.
        encoder: makes its input.
        examples: in this order.
        report: told of each step.
    """

    def loss_of(step: int) -> Tensor:
        drawn = examples[step * _CLAIMS_A_STEP : (step + 1) * _CLAIMS_A_STEP]
        pairs = [
            encoder.encode(each.claim, [Candidate(each.ground, "")], context=False)[0]
            for each in drawn
        ]
        held = torch.tensor([float(each.holds) for each in drawn])
        return binary_cross_entropy_with_logits(read(network, pairs), held)

    steps = len(examples) // _CLAIMS_A_STEP
    descend(network, rates_of(network, RATE), steps, loss_of, report)


def cases_of(bundles: Sequence[Bundle], checker: Checker) -> list[Case[SupportSignals]]:
    """What speaks for each claim about bundles that no rule finds wrong, and whether it holds.

    Args:
        bundles: those that the checker has not learnt.
        checker: reads the claims.
    """
    examples = (
        example
        for number, bundle in enumerate(bundles)
        for example in (*planted_in(bundle, number), *written_of(bundle))
    )
    return [
        Case(signals_of(each.claim, each.ground, checker), each.holds)
        for each in examples
        if not broken_rule(each.claim, [Source(1, each.ground, each.origin)])
    ]
