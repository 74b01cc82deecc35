"""The two phases of training, the average of what comes of the second, and going on from there.

The second phase is run several times from where the first ends, each time in another order and
beside other wrong sentences, and the weights are averaged, which costs nothing when reading (model
soups; Wortsman et al., 2022).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from random import Random

import torch
from torch import Tensor

from index import Embedder
from qa.reader.pairs import PairEncoder
from qa.training.errors import CheckpointError, TrainingError
from qa.training.groups import Group
from qa.training.loop import Plan, Report, train
from qa.training.material import Material
from qa.training.network import ReaderNetwork
from qa.training.sampling import Sampler

Weights = Mapping[str, Tensor]

_MINED = Plan(drawn=12, hardest=6)
"""The second phase: of the wrong sentences drawn the hardest are learnt from."""


@dataclass(frozen=True, slots=True)
class Training:
    """How a network is trained.

    Attributes:
        encoder: makes its input.
        embedder: finds the sentences near a question, which are the hard ones; None for any.
        context: whether titles and sentences before are read.
        seed: of everything random.
        made_with: the options in words; a checkpoint of others is not gone on from.
        checkpoints: a folder for the weights after each run; what is there is not trained again.
        report: told of each step.
        averaged: how often the second phase is run.
    """

    encoder: PairEncoder
    embedder: Embedder | None
    context: bool
    seed: int
    made_with: str
    checkpoints: Path
    report: Report
    averaged: int = 2

    def run(self, network: ReaderNetwork, material: Material) -> None:
        """Train a network in place, through all phases.

        Raises:
            CheckpointError: a checkpoint was made with other options, or of more or less material.
        """
        plan = Plan(context=self.context, decays=False)
        self._phase(network, "public", material.public, self.seed + 1, plan)
        start = _copy(network)
        ends = []
        for number in range(1, self.averaged + 1):
            network.load_state_dict(start)
            seed = self.seed + 1 + number
            self._phase(network, f"bundles-{number}", material.bundles, seed, self._last())
            ends.append(_copy(network))
        network.load_state_dict(average(ends))

    def go_on(self, network: ReaderNetwork, material: Material) -> None:
        """Train a network that is trained already, in place.

        Args:
            network: as it was trained.
            material: what is learnt now.

        Raises:
            CheckpointError: as in `run`.
            TrainingError: there is nothing new to learn.
        """
        if not material.learnt:
            raise TrainingError("there is no bundle that the reader to start from has not learnt")
        self._phase(network, "more-bundles", material.bundles, self.seed + 1, self._last())

    def _last(self) -> Plan:
        """How the last phase is trained; without vectors nothing is hard."""
        return replace(_MINED if self.embedder else Plan(), context=self.context)

    def _phase(
        self, network: ReaderNetwork, name: str, groups: Sequence[Group], seed: int, plan: Plan
    ) -> None:
        checkpoint = self.checkpoints / f"{name}.pt"
        mined = "" if plan.hardest is None else f", the hardest {plan.hardest} of {plan.drawn}"
        made_with = f"{self.made_with}, {len(groups)} groups{mined}"
        if checkpoint.exists():
            kept = torch.load(checkpoint)
            if kept["made_with"] != made_with:
                raise CheckpointError(
                    f"{checkpoint} was made with {kept['made_with']}, and this training is "
                    f"with {made_with}: name another folder for checkpoints"
                )
            network.load_state_dict(kept["weights"])
            return
        # Of its own seed, so that a run that goes on from a checkpoint ends as a whole one does.
        random = Random(seed)
        sampler = Sampler(groups, self.embedder, random, plan.drawn)
        examples = [partial(sampler.draw, group) for group in random.sample(groups, len(groups))]
        train(network, self.encoder, examples, plan, self.report)
        self.checkpoints.mkdir(parents=True, exist_ok=True)
        draft = checkpoint.with_suffix(".draft")  # a run may be killed while it writes
        torch.save({"made_with": made_with, "weights": network.state_dict()}, draft)
        draft.replace(checkpoint)


def average(ends: Sequence[Weights]) -> Weights:
    """The mean of several networks' weights, weight by weight."""
    return {name: torch.stack([end[name] for end in ends]).mean(0) for name in ends[0]}


def _copy(network: ReaderNetwork) -> Weights:
    return {name: weights.clone() for name, weights in network.state_dict().items()}
