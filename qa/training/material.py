"""What is trained on, in which order, and what is kept for measuring; no text is in both."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from qa.training.bundles import KEPT, Bundle, load_bundles, load_learnt
from qa.training.groups import Group, groups_of
from qa.training.public import (
    paragraphs_to_keep,
    question_paraphrased,
    question_typed,
    squad,
)

PARAPHRASED = "qed_paraphrase, kept paragraphs"

_PLAIN = "plain-"
"""Begins the names of bundles whose questions keep some words of the text and change one."""

_KEPT_QUESTIONS = 1000
_KEEP_SEED = 1
_MEASURED = 400
_TYPED = 1500
_SQUAD = 2500
_PARAPHRASED_AGAIN = 1 / 4
_SQUAD_AGAIN = 1 / 20
"""So many for each of the bundles' groups, so that near misses about long paragraphs are not
unlearnt."""


@dataclass(frozen=True, slots=True)
class Material:
    """Groups for training; no text of `kept_groups` stands in them.

    Attributes:
        public: of the public sets, for the first phase.
        bundles: for the second: the bundles, once, among some of the public questions.
        learnt: the names of those bundles.
    """

    public: Sequence[Group]
    bundles: Sequence[Group]
    learnt: frozenset[str]


def gather(
    bench: Path,
    random: Random,
    *,
    learnt: Container[str] = (),
    rehearsed: float = 0.0,
    unanswerable: bool = True,
    most: int | None = None,
) -> Material:
    """Read all that is trained on.

    Args:
        bench: the folder of the public sets.
        random: where chance comes from.
        learnt: the names of bundles that the network has learnt.
        rehearsed: of the questions of these, so large a share is learnt once more.
        unanswerable: whether questions that nothing answers are trained on.
        most: so many groups of each phase at most; None for all.

    Raises:
        TrainingError: a file is missing or not in its format.
    """
    paraphrased = question_paraphrased(bench)
    kept = paragraphs_to_keep(paraphrased, _KEPT_QUESTIONS, _KEEP_SEED)
    far = [group for group in paraphrased if group.text_id not in kept]
    typed = list(question_typed(bench, kept=kept))
    of_squad, _ = squad(bench)
    of_bundles = list(_all(load_learnt()))
    new = [group for group in of_bundles if group.text_id not in learnt]
    known = [group for group in of_bundles if group.text_id in learnt]
    ours = [*new, *_some(known, round(len(known) * rehearsed), random)]
    public = [*far, *_some(typed, _TYPED, random), *_some(of_squad, _SQUAD, random)]
    again = [
        *_some(far, round(len(ours) * _PARAPHRASED_AGAIN), random),
        *_some(of_squad, round(len(ours) * _SQUAD_AGAIN), random),
    ]

    def usable(groups: Sequence[Group]) -> Sequence[Group]:
        groups = [g for g in groups if g.candidates and (g.answers or unanswerable)]
        return groups if most is None else _some(groups, most, random)

    return Material(
        public=usable(public),
        bundles=usable([*ours, *again]),
        learnt=frozenset(group.text_id for group in ours),
    )


def kept_groups(bench: Path) -> Mapping[str, Sequence[Group]]:
    """What is measured with, by name: some groups of each set that are never trained on.

    Raises:
        TrainingError: a file is missing or not in its format.
    """
    paraphrased = question_paraphrased(bench)
    kept = paragraphs_to_keep(paraphrased, _KEPT_QUESTIONS, _KEEP_SEED)
    _, of_squad = squad(bench)
    kept_bundles = load_bundles(KEPT)
    groups = {
        PARAPHRASED: [group for group in paraphrased if group.text_id in kept],
        "squad2_half, kept articles": [group for group in of_squad if group.candidates],
        "bundles, kept": list(_all(kept_bundles)),
        "plain bundles, kept": [
            group for group in _all(kept_bundles) if group.text_id.startswith(_PLAIN)
        ],
    }
    return {name: _some(each, _MEASURED, Random(_KEEP_SEED)) for name, each in groups.items()}


def _all(bundles: Iterable[Bundle]) -> Iterator[Group]:
    return (group for bundle in bundles for group in groups_of(bundle))


def _some(groups: Sequence[Group], count: int, random: Random) -> list[Group]:
    return random.sample(groups, min(count, len(groups)))
