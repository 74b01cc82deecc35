"""The training itself: listwise, with "none of these" as one more choice.

For each sentence that answers, the network chooses among it, the wrong ones and a logit of 0 that
stands for "none of these" (as the no-answer score of SQuAD 2.0's readers does; Devlin et al.,
2019). A question that nothing answers chooses that. So a score is comparable between the
sentences of a question and between questions: above 0 a sentence more likely answers than not.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from qa.reader.pairs import Pair, PairEncoder
from qa.training.network import ReaderNetwork, read
from qa.training.sampling import FROM_TEXT, Example

RATE = 5e-5
_HEAD_RATE = 1e-3
_WARM_UP = 100
_QUESTIONS_A_STEP = 8

Report = Callable[[int, int, float], None]
"""Called after a step with its number, the number of all steps, and the loss."""

Rates = Sequence[tuple[Sequence[nn.Parameter], float]]
"""Parts of a network, each with its learning rate."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How to train.

    Attributes:
        rate: the learning rate after the warm-up.
        context: whether titles and sentences before are read.
        decays: whether the rate falls to nothing in the end, as in the last phase it should.
        drawn: so many sentences of its own text are drawn for a question.
        hardest: of the wrong sentences drawn for a question only so many are learnt from, those
            that the network, as it is then, likes best (online hard example mining; Shrivastava et
            al., 2016); None for all.
    """

    rate: float = RATE
    context: bool = True
    decays: bool = True
    drawn: int = FROM_TEXT
    hardest: int | None = None


def train(
    network: ReaderNetwork,
    encoder: PairEncoder,
    examples: Sequence[Callable[[], Example]],
    plan: Plan,
    report: Report,
) -> None:
    """Train a network in place, one pass.

    Args:
        network: as it starts.
        encoder: makes its input.
        examples: each drawn when its turn comes, in this order.
        plan: how.
        report: told of each step.
    """

    def loss_of(step: int) -> Tensor:
        first = step * _QUESTIONS_A_STEP
        drawn = [draw() for draw in examples[first : first + _QUESTIONS_A_STEP]]
        return _loss(network, encoder, drawn, plan)

    steps = len(examples) // _QUESTIONS_A_STEP
    descend(network, rates_of(network, plan.rate), steps, loss_of, report, decays=plan.decays)


def rates_of(network: ReaderNetwork, rate: float) -> Rates:
    """What of a reader is trained, and at which rate: its last weights, which are new, faster."""
    layers = [*network.encoder.parameters(), *network.last.parameters()]
    body = [weights for weights in layers if weights.requires_grad]
    return [(body, rate), (list(network.score.parameters()), _HEAD_RATE)]


def descend(
    network: nn.Module,
    rates: Rates,
    steps: int,
    loss_of: Callable[[int], Tensor],
    report: Report,
    *,
    warm_up: int = _WARM_UP,
    decays: bool = True,
) -> None:
    """Train a network in place by the losses of so many steps.

    Args:
        network: as it starts.
        rates: what of it is trained, and the learning rate of each part after the warm-up.
        steps: how many.
        loss_of: gives the loss of a step, numbered from 0.
        report: told of each step.
        warm_up: in so many steps the rates rise from nothing.
        decays: whether they fall to nothing in the end.
    """
    network.train()
    groups = [{"params": weights, "lr": rate} for weights, rate in rates]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    share = partial(_share, steps=steps, warm_up=warm_up, decays=decays)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, share)
    for step in range(steps):
        loss = loss_of(step)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        report(step + 1, steps, loss.item())
    network.eval()


def _share(step: int, *, steps: int, warm_up: int, decays: bool) -> float:
    """The share of the learning rate at a step."""
    warm = min(1.0, (step + 1) / warm_up)
    return warm * (1 - step / steps) if decays else warm


def _loss(
    network: ReaderNetwork, encoder: PairEncoder, drawn: Sequence[Example], plan: Plan
) -> Tensor:
    asked = [
        _Asked(
            encoder.encode(example.question, example.candidates, context=plan.context),
            torch.tensor(example.labels),
        )
        for example in drawn
    ]
    if plan.hardest is not None:
        with torch.no_grad():
            liked = _logits(network, asked)
        asked = [
            each.among(hardest(logits, each.answers, plan.hardest))
            for each, logits in zip(asked, liked, strict=True)
        ]
    losses = [
        _choice_loss(logits, each.answers)
        for logits, each in zip(_logits(network, asked), asked, strict=True)
    ]
    return torch.stack(losses).mean()


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question with each of its sentences, and which of these answer, of shape (sentences,)."""

    pairs: Sequence[Pair]
    answers: Tensor

    def among(self, numbers: Tensor) -> "_Asked":
        """The same with some of the sentences."""
        return _Asked([self.pairs[number] for number in numbers.tolist()], self.answers[numbers])


def _logits(network: ReaderNetwork, asked: Sequence[_Asked]) -> Sequence[Tensor]:
    """For each question the logits of its sentences."""
    logits = read(network, [pair for each in asked for pair in each.pairs])
    return torch.split(logits, [len(each.pairs) for each in asked])


def hardest(logits: Tensor, answers: Tensor, count: int) -> Tensor:
    """What is learnt from.

    Args:
        logits: of sentences, of shape (sentences,).
        answers: for each whether it answers.
        count: so many wrong ones at most.

    Returns:
        the numbers of all that answer, and of the wrong ones with the highest logits.
    """
    right, wrong = answers.nonzero().flatten(), (~answers).nonzero().flatten()
    liked = logits[wrong].topk(min(count, len(wrong))).indices
    return torch.cat([right, wrong[liked]])


def _choice_loss(logits: Tensor, answers: Tensor) -> Tensor:
    """Cross-entropy of choosing each answer among the wrong ones and "none of these"."""
    none_or_wrong = torch.cat([torch.zeros(1), logits[~answers]])
    if not answers.any():
        return cross_entropy(none_or_wrong[None], torch.tensor([0]))
    right = logits[answers]
    choices = torch.cat([right[:, None], none_or_wrong.expand(len(right), -1)], dim=1)
    return cross_entropy(choices, torch.zeros(len(right), dtype=torch.long))
