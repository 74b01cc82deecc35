"""What is measured: pure functions from outcomes to numbers, each defined where it stands.

A passage *touches* another when they share at least one character of the same article. An
answerable question that was refused stays in every base of shares of questions: refusing can
cost a figure, never better it. (Shares of citations have only what was cited as their base.)
"""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from qa.composing import doubt_in
from qa.evaluation.measures import F1, Mean, Share
from qa.evaluation.outcome import Outcome, Reply
from qa.evaluation.places import characters
from qa.evaluation.questions import CONFLICT

DEPTH = 10
"""How many hits are looked at."""

Outcomes = Sequence[Outcome]
Replies = Sequence[Reply]
Asked = TypeVar("Asked", bound=Reply)


def answerable(outcomes: Iterable[Asked]) -> list[Asked]:
    """The outcomes of the questions that the articles answer."""
    return [outcome for outcome in outcomes if outcome.question.answerable]


def unanswerable(outcomes: Iterable[Asked]) -> list[Asked]:
    """The outcomes of the questions that the articles do not answer."""
    return [outcome for outcome in outcomes if not outcome.question.answerable]


def of_type(outcomes: Iterable[Outcome], kind: str) -> list[Outcome]:
    """The outcomes of the questions of one type."""
    return [outcome for outcome in outcomes if outcome.question.type == kind]


def recall_at(k: int, outcomes: Outcomes) -> Share:
    """Share of the answerable questions of which the first ``k`` hits touch a gold passage."""
    return Share.among(
        answerable(outcomes), lambda outcome: outcome.rank is not None and outcome.rank <= k
    )


def all_at(k: int, outcomes: Outcomes) -> Share:
    """Share of the questions that need every gold passage whose first ``k`` hits touch each."""
    demanding = [outcome for outcome in answerable(outcomes) if outcome.question.needs_all]
    return Share.among(
        demanding, lambda outcome: all(gold.touches(outcome.hits[:k]) for gold in outcome.gold)
    )


def mean_reciprocal_rank(outcomes: Outcomes) -> Mean:
    """Mean over the answerable questions of 1/rank of the first hit that touches gold.

    Ranks count from 1; a question without such a hit among the first `DEPTH` counts 0.
    """
    ranks = [outcome.rank for outcome in answerable(outcomes)]
    return Mean.over([0.0 if rank is None or rank > DEPTH else 1 / rank for rank in ranks])


def first_citation(outcomes: Replies) -> Share:
    """Share of the answerable questions whose answer's first citation touches gold."""
    return Share.among(answerable(outcomes), lambda outcome: outcome.first_citation_is_gold)


def best_sentence(outcomes: Replies) -> Share:
    """Share of the answerable questions whose best sentence touches gold, refused or not.

    It is the first citation (of versions the oldest), or what a refusal says comes nearest: how
    well sentences are ranked, whatever the threshold.
    """
    return Share.among(answerable(outcomes), lambda outcome: outcome.best_is_gold)


def any_citation(outcomes: Replies) -> Share:
    """Share of the answerable questions of whose answer any citation touches gold."""
    return Share.among(answerable(outcomes), lambda outcome: outcome.any_citation_is_gold)


def every_gold_cited(outcomes: Replies) -> Share:
    """Share of the answerable questions whose every gold passage is touched by a citation.

    Of conflicts it says how often every side was cited.
    """
    return Share.among(answerable(outcomes), lambda outcome: outcome.every_gold_is_cited)


def gold_citations(outcomes: Replies) -> Share:
    """Share of the citations under answerable questions that touch gold."""
    verdicts = [
        place.touches(outcome.gold) for outcome in answerable(outcomes) for place in outcome.cited
    ]
    return Share.among(verdicts, bool)


def citation_precision(outcomes: Replies) -> Share:
    """Of the characters cited under answerable questions, the share that is gold.

    Every character counts once a question, however many citations cover it; it is gold when it
    stands in any of the question's gold passages. Summed over all questions, then divided.
    """
    pairs = [
        (characters(outcome.cited), characters(outcome.gold)) for outcome in answerable(outcomes)
    ]
    return Share(sum(len(cited & gold) for cited, gold in pairs), sum(len(c) for c, _ in pairs))


def citation_recall(outcomes: Replies) -> Share:
    """Of the gold characters that the answerable questions need, the share that is cited.

    A question that needs every gold passage needs the characters of all of them; any other
    needs those of the one passage of which the answer cites the largest part. Summed over all
    questions, then divided.
    """
    parts = [_cited_part(outcome) for outcome in answerable(outcomes)]
    return Share(sum(part.count for part in parts), sum(part.total for part in parts))


def _cited_part(outcome: Reply) -> Share:
    cited = characters(outcome.cited)
    enough = [outcome.gold] if outcome.question.needs_all else [(gold,) for gold in outcome.gold]
    parts = [Share.among(characters(places), cited.__contains__) for places in enough]
    return max(parts, key=lambda part: part.value or 0.0)


def right_answers(outcomes: Replies) -> Share:
    """Share of the answerable questions whose answer contains what it must.

    That is an alternative from every group of ``answer_must`` and nothing from
    ``answer_must_not``, as plain substrings without regard to case, in the answer's words
    without markers and sources. A refusal contains nothing.
    """
    return Share.among(answerable(outcomes), lambda outcome: outcome.says_what_it_must)


def right_marks(outcomes: Replies) -> Share:
    """Of the words marked as decisive in citations of gold, the share that answers.

    Those do that hold an alternative from ``answer_must``, in whole words, or are a part of one.
    """
    verdicts = [
        outcome.must_say(words)
        for outcome in answerable(outcomes)
        if outcome.question.must
        for words in outcome.marked
    ]
    return Share.among(verdicts, bool)


def right_differences(outcomes: Replies) -> Share:
    """Of the answers that say that the articles differ, the share to questions on which they do.

    Those are the questions of type ``conflict``; somebody who wrote questions may have missed more.
    """
    claimed = [outcome for outcome in outcomes if outcome.answer.differs]
    return Share.among(claimed, lambda outcome: outcome.question.type == CONFLICT)


def right_possible_differences(outcomes: Replies) -> Share:
    """The same of those that say that what they quote may differ, or contradict each other."""
    told = [each for each in outcomes if each.answer.may_differ or each.answer.may_contradict]
    return Share.among(told, lambda outcome: outcome.question.type == CONFLICT)


def right_refusals(outcomes: Replies) -> Share:
    """Share of the questions without an answer that were refused."""
    return Share.among(unanswerable(outcomes), lambda outcome: outcome.refused)


def wrong_refusals(outcomes: Replies) -> Share:
    """Share of the answerable questions that were refused."""
    return Share.among(answerable(outcomes), lambda outcome: outcome.refused)


def refusal_precision(outcomes: Replies) -> Share:
    """Share of the refused questions that have no answer."""
    refused = [outcome for outcome in outcomes if outcome.refused]
    return Share.among(refused, lambda outcome: not outcome.question.answerable)


def refusal_f1(outcomes: Replies) -> F1:
    """Of refusing what has no answer: `refusal_precision` and `right_refusals` in one number."""
    return F1(refusal_precision(outcomes), right_refusals(outcomes))


def less_close(threshold: float, outcomes: Replies) -> Share:
    """Share of the questions whose evidence is less close than a threshold."""
    return Share.among(outcomes, lambda outcome: outcome.answer.confidence < threshold)


def misquotations(outcomes: Outcomes) -> Share:
    """Share of all citations whose quotation is not ``text[start:end]`` of its article."""
    return Share(
        sum(outcome.misquoted for outcome in outcomes),
        sum(len(outcome.answer.citations) for outcome in outcomes),
    )


def unsure(outcomes: Outcomes) -> Share:
    """Share of the answers that say that they likely are none."""
    return Share.among(_quoting(outcomes), _is_unsure)


def gold_if(outcomes: Outcomes, *, is_unsure: bool) -> Share:
    """Share of the answers that say so, or that don't, of which any citation touches gold."""
    told = [each for each in _quoting(outcomes) if _is_unsure(each) == is_unsure]
    return Share.among(told, lambda outcome: outcome.any_citation_is_gold)


def _quoting(outcomes: Outcomes) -> list[Outcome]:
    return [outcome for outcome in outcomes if outcome.answer.citations]


def _is_unsure(outcome: Outcome) -> bool:
    return bool(doubt_in(outcome.answer))


def with_writer(outcomes: Outcomes) -> list[Outcome]:
    """Those in which a language model was asked to write the answer."""
    return [
        outcome
        for outcome in outcomes
        if outcome.answer.writer or outcome.answer.note or outcome.answer.withheld
    ]


def written(outcomes: Outcomes) -> Share:
    """Answers that the language model wrote; the others are the articles' own sentences."""
    return Share.among(outcomes, lambda outcome: bool(outcome.answer.writer))


def confirmed(outcomes: Outcomes) -> Share:
    """Sentences of the language model's that were confirmed, of those that it wrote."""
    told = sum(
        len(sentence.citations) > 0
        for outcome in outcomes
        if outcome.answer.writer
        for sentence in outcome.answer.sentences
    )
    return Share(told, told + sum(len(outcome.answer.withheld) for outcome in outcomes))


def withholding(outcomes: Outcomes) -> Share:
    """Answers of whose sentences any was withheld."""
    return Share.among(outcomes, lambda outcome: bool(outcome.answer.withheld))
