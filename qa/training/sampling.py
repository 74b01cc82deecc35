"""Which sentences a question is read beside in training.

Those that answer stand against others of the same text, the ones that come nearest to the
question first (a reader only ever sees what search finds), against one of another text on the
subject, and against one of anything. What of it is learnt from, `qa.training.loop` decides.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

import numpy as np

from index import Embedder
from qa.reader import Candidate
from qa.training.groups import Group

FROM_TEXT = 8
"""Sentences of the question's own text, those that answer included."""

_NEAREST = 16
"""So many of a long text's sentences are near enough to the question to be drawn."""


@dataclass(frozen=True, slots=True)
class Example:
    """A question, the sentences drawn for it, and for each whether it answers."""

    question: str
    candidates: Sequence[Candidate]
    labels: Sequence[bool]


class Sampler:
    """Draws examples.

    Args:
        groups: everything that may be drawn from.
        embedder: gives the vectors that say which sentences of a long text are near a question;
            None to draw those by chance, too.
        random: where chance comes from.
        from_text: so many sentences of a question's own text are drawn, those that answer included.
    """

    def __init__(
        self,
        groups: Sequence[Group],
        embedder: Embedder | None,
        random: Random,
        from_text: int = FROM_TEXT,
    ) -> None:
        self._random = random
        self._from_text = from_text
        self._texts = {group.text_id: group.candidates for group in groups}
        self._subjects: dict[str, dict[str, Sequence[Candidate]]] = {}
        for group in groups:
            self._subjects.setdefault(group.subject, {})[group.text_id] = group.candidates
        self._names = sorted(self._texts)
        self._near = dict(_nearest(groups, embedder)) if embedder else {}

    def draw(self, group: Group) -> Example:
        """An example for a question; another one at each call."""
        answers = [group.candidates[number] for number in sorted(group.answers)]
        others = self._near.get((group.text_id, group.question))
        numbers = range(len(group.candidates)) if others is None else others
        wrong = [group.candidates[n] for n in numbers if n not in group.answers]
        self._random.shuffle(wrong)
        chosen = [*answers, *wrong][: max(self._from_text, len(answers))]
        foreign = [self._of_subject(group), self._of_any(group)]
        candidates = [*chosen, *(each for each in foreign if each)]
        labels = [number < len(answers) for number in range(len(candidates))]
        return Example(group.question, candidates, labels)

    def _of_subject(self, group: Group) -> Candidate | None:
        texts = self._subjects[group.subject]
        others = [text for id_, text in texts.items() if id_ != group.text_id]
        return self._random.choice(self._random.choice(others)) if others else None

    def _of_any(self, group: Group) -> Candidate | None:
        """None where chance names the question's own text, in which it may be what answers."""
        name = self._random.choice(self._names)
        return None if name == group.text_id else self._random.choice(self._texts[name])


def _nearest(
    groups: Sequence[Group], embedder: Embedder
) -> Sequence[tuple[tuple[str, str], Sequence[int]]]:
    """For each question of a long text the numbers of the sentences nearest to it, as search embeds
    both.
    """
    long = [group for group in groups if len(group.candidates) > 2 * _NEAREST]
    texts = {group.text_id: group.candidates for group in long}
    vectors = {
        id_: embedder.encode_texts([each.sentence for each in text]) for id_, text in texts.items()
    }
    asked = {
        question: embedder.encode_question(question) for question in {g.question for g in long}
    }
    near = []
    for group in long:
        cosines = vectors[group.text_id] @ asked[group.question]
        best = np.argsort(-cosines)[: _NEAREST + len(group.answers)]
        near.append(((group.text_id, group.question), [int(number) for number in best]))
    return near
