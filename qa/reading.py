"""Reading: which of the sentences that search found answer the question, and how surely.

Search scores a sentence for the whole question. What the question is after (the last turn of a
conversation, a part of a question that asks two things) is searched on its own as well, and the
two scores are averaged. A sentence that holds no answer of the kind asked for loses
`KIND_PENALTY`, one that has every word of the question gains `WORDS_BONUS`, and one that was told
before loses `TOLD_PENALTY`, as one that asks itself loses `ASKING_PENALTY`. What is best then is
the evidence; how close it is decides on refusing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus import Article
from index import SearchResult, SentenceHit, terms
from qa.kinds import Wanted, wanted

KIND_PENALTY = 0.12
WORDS_BONUS = 0.1
TOLD_PENALTY = 0.15
ASKING_PENALTY = 0.1
"""In units of the search score, which is at most 1."""

_Row = tuple[str, str, int]
"""Article, its content's hash, row: a file may change between two searches."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence and how well it supports an answer.

    Attributes:
        article: where it stands.
        row: its row in the article's sentence table.
        text: its characters.
        strength: comparable within one reading.
        closeness: comparable between questions.
    """

    article: Article
    row: int
    text: str
    strength: float
    closeness: float


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read for one part of a question.

    Attributes:
        part: what was asked, in words.
        wanted: the kind of answer that it asks for.
        evidence: strongest first; empty where search found nothing.
    """

    part: str
    wanted: Wanted
    evidence: Sequence[Evidence]


def read(
    part: str,
    whole: SearchResult,
    alone: SearchResult,
    *,
    stands_alone: bool = False,
    told: str = "",
) -> Reading:
    """Weigh the sentences that were found for a part of a question.

    Args:
        part: what is asked.
        whole: what search found for the standalone question.
        alone: what it found for the part alone; ``whole`` when the two are the same.
        stands_alone: whether the part can be understood without the whole; then what is close
            to the rest of the question only is not close.
        told: what a follow-up was told before it; who asks on does not want to hear it again.
    """
    weigh = _Scales(wanted(part), frozenset(terms(part)), told)
    searches = (_by_row(whole), _by_row(alone))
    evidence = sorted(
        _weighed(*searches, weigh, stands_alone=stands_alone),
        # Ties by place, so that the same articles always give the same answer.
        key=lambda found: (-found.strength, found.article.id, found.row),
    )
    return Reading(part, weigh.asked_for, evidence)


@dataclass(frozen=True, slots=True)
class _Scales:
    """What speaks for or against a sentence besides its search scores."""

    asked_for: Wanted
    words: frozenset[str]
    told: str

    def __call__(self, sentence: str) -> float:
        has_all = len(self.words) > 1 and self.words <= set(terms(sentence))
        return (
            WORDS_BONUS * has_all
            - KIND_PENALTY * (not self.asked_for.is_in(sentence))
            - TOLD_PENALTY * (" ".join(sentence.split()) in self.told)
            - ASKING_PENALTY * sentence.endswith("?")
        )


def _by_row(result: SearchResult) -> Mapping[_Row, SentenceHit]:
    return {_row(hit): hit for hit in result.sentences}


def _row(hit: SentenceHit) -> _Row:
    return hit.article.id, hit.article.sha256, hit.row


def _weighed(
    whole: Mapping[_Row, SentenceHit],
    alone: Mapping[_Row, SentenceHit],
    weigh: _Scales,
    *,
    stands_alone: bool,
) -> Iterator[Evidence]:
    """Each sentence of either search; where one missed it, it is as good as the worst found."""
    searches = (whole, alone)
    floors = [min((hit.score for hit in hits.values()), default=0.0) for hits in searches]
    for row in whole.keys() | alone.keys():
        hit = whole.get(row) or alone[row]
        scores = [
            hits[row].score if row in hits else floor
            for hits, floor in zip(searches, floors, strict=True)
        ]
        weight = weigh(hit.text)
        yield Evidence(
            article=hit.article,
            row=hit.row,
            text=hit.text,
            strength=sum(scores) / len(scores) + weight,
            closeness=(scores[1] if stands_alone else max(scores)) + weight,
        )
