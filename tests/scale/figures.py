"""The figures of a system: what its processes told, and what its replies are worth."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus import Span
from qa.evaluation import Mean, Place, Question, Seconds, Share
from qa.evaluation.public.overlap import Overlap
from tests.scale.job import Chunk, K, Stage, Told

Replies = Sequence[Sequence[Chunk]]
Figures = dict[str, float | None]
"""By short names, which `tests.scale.table` explains; what a system lacks is not in it."""


@dataclass(frozen=True, slots=True)
class Material:
    """What is asked, and of what.

    Attributes:
        questions: with their gold.
        texts: of the articles, by id.
    """

    questions: Sequence[Question]
    texts: Mapping[str, str]

    @property
    def megabytes(self) -> float:
        """Of text, in UTF-8."""
        return sum(len(text.encode()) for text in self.texts.values()) / 1e6

    def says_its_place(self, chunk: Chunk) -> bool:
        """Whether a passage's characters stand where the system says."""
        start = chunk.start
        return start is not None and self.texts[chunk.article].startswith(chunk.text, start)

    def places(self, reply: Sequence[Chunk]) -> list[Place]:
        """Where the passages stand; one that does not stand in the article at all has no place.

        Where the system does not say it, or wrongly, the passage's first occurrence is taken.
        """
        found = []
        for chunk in reply:
            start = chunk.start if self.says_its_place(chunk) else None
            if start is None:
                start = self.texts[chunk.article].find(chunk.text)
            if chunk.text and start >= 0:
                found.append(Place(chunk.article, Span(start, start + len(chunk.text))))
        return found

    def pairs(self, replies: Replies) -> Iterator[tuple[list[Place], list[Place]]]:
        """Where the passages of each reply stand, and the gold of its question."""
        for question, reply in zip(self.questions, replies, strict=True):
            yield self.places(reply), [gold.place for gold in question.gold]


def recall(k: int, replies: Replies, material: Material) -> Share:
    """Share of the questions of which the first ``k`` passages touch gold."""
    pairs = material.pairs([reply[:k] for reply in replies])
    return Share.among(pairs, lambda pair: any(place.touches(pair[1]) for place in pair[0]))


def precision(k: int, replies: Replies, material: Material) -> Mean:
    """Share of the characters of the first ``k`` passages that are gold; the mean of all."""
    pairs = material.pairs([reply[:k] for reply in replies])
    return Mean.over([Overlap.between(found, gold).precision for found, gold in pairs])


def length(replies: Replies) -> Mean:
    """Characters of a passage; a long one touches gold more easily."""
    return Mean.over([len(chunk.text) for reply in replies for chunk in reply])


def placed(replies: Replies, material: Material) -> Share:
    """Share of the passages whose characters stand where the system says."""
    return Share.among([chunk for reply in replies for chunk in reply], material.says_its_place)


def figures(told: Mapping[Stage, Told], material: Material) -> Figures:
    """All that can be said of a system.

    Args:
        told: by its processes, by what they were for.
        material: what was asked, and of what.
    """
    found: Figures = {}
    if (making := told.get(Stage.MAKE)) and (made := making.made):
        found |= {
            "passages": made.passages,
            "make": made.seconds,
            "throughput": material.megabytes / made.seconds,
            "embedding": made.embedding and made.embedding / made.seconds,
            "make_memory": making.peak,
            "disk": made.disk,
        }
    if search := told.get(Stage.SEARCH):
        found |= _asking("search", search)
        found |= {
            "recall_1": recall(1, search.replies, material).value,
            "recall_k": recall(K, search.replies, material).value,
            "precision_1": precision(1, search.replies, material).value,
            "precision_k": precision(K, search.replies, material).value,
            "length": length(search.replies).value,
            "placed": placed(search.replies, material).value,
        }
    if answer := told.get(Stage.ANSWER):
        most = max(map(len, answer.replies))
        found |= _asking("answer", answer)
        found |= {
            "cited_first": recall(1, answer.replies, material).value,
            "cited": precision(most, answer.replies, material).value,
        }
    if again := told.get(Stage.AGAIN):
        found |= {"again_first": again.again[0], "again_next": again.again[1]}
    if app := told.get(Stage.APP):
        found |= {"app_first": app.first, "app_memory": app.peak}
    if served := told.get(Stage.SERVED):
        found |= {**_asking("served", served), "server_memory": served.server}
    return found


def _asking(name: str, told: Told) -> Figures:
    return {
        f"{name}_first": told.first,
        f"{name}_p50": 1000 * (Seconds.quantile(0.5, told.times).value or 0.0),
        f"{name}_p95": 1000 * (Seconds.quantile(0.95, told.times).value or 0.0),
        f"{name}_memory": told.peak,
    }
