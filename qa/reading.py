"""Reading: which of the sentences that search found answer the question, and how well.

What the question is after (the last turn of a conversation, a part of a question that asks two
things) is searched on its own and with what it builds on, and the scores are averaged. The best
sentences are read by a `qa.reader.Reader`, and on request some more. How strong a sentence is,
then, is the reader's logit and the search score, weighed, and some points for what both are known
to miss.
"""

from bisect import insort
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from corpus import Article, Sentence, Span
from index import SearchResult, SentenceHit, terms
from qa.copies import is_copy
from qa.followups import asks_for_more
from qa.kinds import Wanted, wanted
from qa.model import Support
from qa.reader import BY_SEARCH, Calibration, Candidate, Reader, RightSignals

READ_FIRST, MOST_READ = 12, 30
"""Sentences that are read in any case, and where none of the first is likely to answer. Of 1,996
kept questions the best one answers 1,441 so, 1,444 if thirty are always read, and 1,436 if fifteen
are, with which six more are wrongly refused."""

RIVALS = 3
"""Sentences that the best one is compared with."""

SEARCH_WEIGHT = 8.0
"""Logits for the whole of the search score, which is at most 1."""

KIND_PENALTY = 0.12
WORDS_BONUS = 0.1
TOLD_PENALTY = 0.15
ASKING_PENALTY = 0.1
"""In units of the search score."""

_Row = tuple[str, str, int]
"""Article, its content's hash, row: a file may change between two searches."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence and how well it supports an answer.

    Attributes:
        article: where it stands.
        row: its row in the article's sentence table.
        text: its characters.
        strength: comparable within one reading; a logit.
        closeness: its better search score and what was added for what search misses; comparable
            between questions.
        logit: what the reader gave it; 0 where none read it.
        decisive: where in ``text`` the words stand that were asked for, if that can be told.
        copies: what says the same in other articles in nearly the same words.
        found: its place among what search found, from 1.
        support: why it was chosen; None as long as it was not.
    """

    article: Article
    row: int
    text: str
    strength: float
    closeness: float
    logit: float = 0.0
    decisive: Span | None = None
    copies: "tuple[Evidence, ...]" = ()
    found: int = 0
    support: Support | None = None

    @property
    def place(self) -> tuple[str, int]:
        """Article and row: a sentence has another strength in each reading, and is the same."""
        return self.article.id, self.row


@dataclass(frozen=True, slots=True)
class Asked:
    """What is read for.

    Attributes:
        part: what is asked.
        wordings: the questions that the reader is asked, whose logits are averaged: the part; and
            where it can't be understood alone, the part with what was told before it, and the
            whole question.
        stated: the part where it stands alone, and else the whole question: it may state a figure
            that is no answer, while one in what was told before may be the answer once more.
        stands_alone: whether the part can be understood without the whole; then what is close
            to the rest of the question only is not close.
        told: what a follow-up was told before it; who asks on does not want to hear it again.
    """

    part: str
    wordings: Sequence[str]
    stated: str
    stands_alone: bool = True
    told: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read for one part of a question.

    Attributes:
        asked: what it was read for.
        wanted: the kind of answer that it asks for.
        evidence: strongest first; empty where search found nothing.
        calibration: what the reader's logits are worth.
        unread: what else was found, as search weighs it.
    """

    asked: Asked
    wanted: Wanted
    evidence: Sequence[Evidence]
    calibration: Calibration = BY_SEARCH
    unread: Sequence[Evidence] = ()

    @property
    def part(self) -> str:
        """What was asked, in words."""
        return self.asked.part


def read(
    asked: Asked,
    searches: Sequence[SearchResult],
    reader: Reader,
    table_of: Callable[[Article], Sequence[Sentence]],
) -> Reading:
    """Read the first `READ_FIRST` of the sentences that were found for a part of a question.

    Args:
        asked: what is read for.
        searches: what search found for the part alone, and then for it with what it builds on.
        reader: what reads the best of them.
        table_of: gives an article's sentence table.
    """
    weigh = _Scales(wanted(asked.part), frozenset(terms(asked.part)), asked.told)
    scored = _scored(list(map(_by_row, searches)), asked.stands_alone)
    if asks_for_more(asked.part):  # Here what was told is no weaker answer, but none.
        scored = [each for each in scored if not weigh.was_told(each.hit.text)]
    found = _strongest(scored, weigh)
    nothing_yet = Reading(asked, weigh.asked_for, (), reader.calibration, unread=found)
    return _with_next(nothing_yet, READ_FIRST, reader, table_of)


def read_on(
    reading: Reading, reader: Reader, table_of: Callable[[Article], Sequence[Sentence]]
) -> Reading:
    """Read what a reading has left unread: `MOST_READ` sentences together; see `read`."""
    return _with_next(reading, len(reading.unread), reader, table_of)


def right_signals(reading: Reading) -> RightSignals:
    """What speaks for the best sentence of a reading rather than for those behind it.

    Copies of it are no rivals. Where nothing else was found, it leads a sentence of no strength.
    """
    best, *others = reading.evidence
    rivals = [each.strength for each in others if not is_copy(best.text, each.text)]
    strongest = rivals[:RIVALS] or [0.0]
    return RightSignals(best.logit, best.strength - sum(strongest) / len(strongest))


def _with_next(
    reading: Reading,
    most: int,
    reader: Reader,
    table_of: Callable[[Article], Sequence[Sentence]],
) -> Reading:
    """A reading with the next sentences that were found, at most so many at once."""
    found, left = reading.unread[:most], reading.unread[most:]
    if not found:
        return reading
    candidates = [candidate_of(evidence, table_of) for evidence in found]
    wordings = reading.asked.wordings
    logits = np.mean([reader.score(wording, candidates) for wording in wordings], axis=0)
    places = range(len(reading.evidence) + 1, len(reading.evidence) + len(found) + 1)
    evidence = [
        replace(each, strength=each.strength + logit, logit=logit, found=place)
        for each, logit, place in zip(found, logits.tolist(), places, strict=True)
    ]
    ordered = sorted([*reading.evidence, *evidence], key=_order)
    return replace(reading, evidence=ordered, unread=left)


@dataclass(frozen=True, slots=True)
class _Scales:
    """What speaks for or against a sentence besides its search scores."""

    asked_for: Wanted
    words: frozenset[str]
    told: str

    def __call__(self, sentence: str) -> float:
        """In units of the search score; at most `WORDS_BONUS`."""
        has_all = len(self.words) > 1 and self.words <= set(terms(sentence))
        return (
            WORDS_BONUS * has_all
            - KIND_PENALTY * (not self.asked_for.is_in(sentence))
            - TOLD_PENALTY * self.was_told(sentence)
            - ASKING_PENALTY * sentence.endswith("?")
        )

    def was_told(self, sentence: str) -> bool:
        """Whether a sentence was an answer to a question before this one."""
        return " ".join(sentence.split()) in self.told


def _order(evidence: Evidence) -> tuple[float, str, int]:
    """Strongest first; ties by place, so that the same articles always give the same answer."""
    return -evidence.strength, evidence.article.id, evidence.row


def candidate_of(
    evidence: Evidence, table_of: Callable[[Article], Sequence[Sentence]]
) -> Candidate:
    """A sentence as a reader takes it: with its title and the sentence before."""
    table, row = table_of(evidence.article), evidence.row
    before = table[row - 1] if row else None
    words = before.span.of(evidence.article.text) if before and before.citable else ""
    return Candidate(evidence.text, evidence.article.title, words)


def _by_row(result: SearchResult) -> Mapping[_Row, SentenceHit]:
    return {(hit.article.id, hit.article.sha256, hit.row): hit for hit in result.sentences}


@dataclass(frozen=True, slots=True)
class _Scored:
    """A sentence with the mean of its search scores, and with the one that says how close it is."""

    hit: SentenceHit
    mean: float
    closeness: float


def _scored(searches: Sequence[Mapping[_Row, SentenceHit]], stands_alone: bool) -> list[_Scored]:
    """Each sentence of any search; where one missed it, it is as good as the worst found."""
    floors = [min((hit.score for hit in hits.values()), default=0.0) for hits in searches]
    scored = []
    for row, hit in {row: hit for hits in searches for row, hit in hits.items()}.items():
        scores = [
            hits[row].score if row in hits else floor
            for hits, floor in zip(searches, floors, strict=True)
        ]
        closeness = scores[0] if stands_alone else max(scores)
        scored.append(_Scored(hit, sum(scores) / len(scores), closeness))
    return scored


def _strongest(scored: Sequence[_Scored], weigh: _Scales) -> list[Evidence]:
    """The `MOST_READ` strongest sentences, strongest first.

    What speaks for a sentence beside its scores takes long to find out, and search finds hundreds:
    so the best scores are weighed first, until no bonus could lift another among the strongest.
    """
    strongest: list[Evidence] = []
    for each in sorted(scored, key=lambda each: -each.mean):
        full = len(strongest) == MOST_READ
        if full and SEARCH_WEIGHT * (each.mean + WORDS_BONUS) < strongest[-1].strength:
            break
        hit, weight = each.hit, weigh(each.hit.text)
        strength, closeness = SEARCH_WEIGHT * (each.mean + weight), each.closeness + weight
        evidence = Evidence(hit.article, hit.row, hit.text, strength, closeness)
        insort(strongest, evidence, key=_order)
        del strongest[MOST_READ:]
    return strongest
