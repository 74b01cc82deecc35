"""All the figures of an evaluation, in the order in which people read them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qa.evaluation import metrics
from qa.evaluation.measures import JsonNumbers, Measure, Seconds, Share
from qa.evaluation.outcome import Outcome
from qa.evaluation.questions import CONFLICT, FOLLOW_UP, MULTI

_CUTS = (1, 3, 5, metrics.DEPTH)
_THRESHOLDS = tuple(thousandths / 1000 for thousandths in range(50, 951, 50))


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured number.

    Attributes:
        group: what it belongs to; a heading of the table.
        name: unique in its group, short and stable, for machines.
        label: what it says, for people; `qa.evaluation.metrics` has the exact definition.
        measure: the number and its base.
    """

    group: str
    name: str
    label: str
    measure: Measure


@dataclass(frozen=True, slots=True)
class TypeFigures:
    """The answers to the answerable questions of one type.

    Attributes:
        type: the questions' type.
        first_citation: see `metrics.first_citation`.
        any_citation: see `metrics.any_citation`.
        right_answers: see `metrics.right_answers`.
    """

    type: str
    first_citation: Share
    any_citation: Share
    right_answers: Share


@dataclass(frozen=True, slots=True)
class ThresholdFigures:
    """What would be refused if an answer needed evidence of a certain confidence.

    Attributes:
        threshold: the least confidence (`qa.Answer.confidence`) of what is answered.
        right: share of the unanswerable questions that it refuses.
        wrong: share of the answerable questions that it refuses.
    """

    threshold: float
    right: Share
    wrong: Share


def numbers(figures: Iterable[Figure]) -> dict[str, dict[str, JsonNumbers]]:
    """The figures as JSON types, by group and name."""
    by_group: dict[str, dict[str, JsonNumbers]] = {}
    for figure in figures:
        by_group.setdefault(figure.group, {})[figure.name] = figure.measure.to_dict()
    return by_group


def all_figures(outcomes: Sequence[Outcome]) -> tuple[Figure, ...]:
    """Every figure but those by type."""
    return (
        *_search_figures(outcomes),
        *_citation_figures(outcomes),
        *_refusal_figures(outcomes),
        *_doubt_figures(outcomes),
        *_special_figures(outcomes),
        *_writing_figures(outcomes),
        *_time_figures(outcomes),
    )


def figures_by_type(outcomes: Sequence[Outcome]) -> tuple[TypeFigures, ...]:
    """The figures by type, in the order in which the types first occur."""
    kinds = dict.fromkeys(outcome.question.type for outcome in metrics.answerable(outcomes))
    return tuple(
        TypeFigures(
            kind,
            metrics.first_citation(same := metrics.of_type(outcomes, kind)),
            metrics.any_citation(same),
            metrics.right_answers(same),
        )
        for kind in kinds
    )


def figures_by_threshold(outcomes: Sequence[Outcome]) -> tuple[ThresholdFigures, ...]:
    """The refusals by threshold, lowest first."""
    return tuple(
        ThresholdFigures(
            threshold,
            metrics.less_close(threshold, metrics.unanswerable(outcomes)),
            metrics.less_close(threshold, metrics.answerable(outcomes)),
        )
        for threshold in _THRESHOLDS
    )


def _search_figures(outcomes: Sequence[Outcome]) -> list[Figure]:
    group = "search"
    recall = [
        Figure(group, f"recall@{k}", f"passage recall@{k}", metrics.recall_at(k, outcomes))
        for k in _CUTS
    ]
    complete = [
        Figure(group, f"all@{k}", f"every passage needed, @{k}", metrics.all_at(k, outcomes))
        for k in _CUTS
    ]
    rank = metrics.mean_reciprocal_rank(outcomes)
    return [*recall, *complete, Figure(group, "mrr", f"MRR@{metrics.DEPTH}", rank)]


def _citation_figures(outcomes: Sequence[Outcome]) -> list[Figure]:
    rows = [
        ("first_citation", "first citation touches gold", metrics.first_citation),
        ("best_sentence", "the same, or what a refusal names", metrics.best_sentence),
        ("any_citation", "any citation touches gold", metrics.any_citation),
        ("gold_citations", "citations that touch gold", metrics.gold_citations),
        ("precision", "cited characters that are gold", metrics.citation_precision),
        ("recall", "gold characters that are cited", metrics.citation_recall),
        ("right_answers", "answers that contain what they must", metrics.right_answers),
        ("right_marks", "marked words that answer", metrics.right_marks),
        ("misquotations", "quotations that are not verbatim", metrics.misquotations),
    ]
    return [Figure("answers", name, label, measure(outcomes)) for name, label, measure in rows]


def _refusal_figures(outcomes: Sequence[Outcome]) -> list[Figure]:
    right, wrong = metrics.right_refusals(outcomes), metrics.wrong_refusals(outcomes)
    return [
        Figure("refusals", "right", "refused, of the unanswerable questions", right),
        Figure("refusals", "wrong", "refused, of the answerable questions", wrong),
    ]


def _doubt_figures(outcomes: Sequence[Outcome]) -> list[Figure]:
    sure, not_sure = (metrics.gold_if(outcomes, is_unsure=unsure) for unsure in (False, True))
    return [
        Figure(
            "doubt", "unsure", "answers that say that they are unsure", metrics.unsure(outcomes)
        ),
        Figure("doubt", "gold_if_sure", "any citation of the others touches gold", sure),
        Figure("doubt", "gold_if_unsure", "any citation of these touches gold", not_sure),
    ]


def _special_figures(outcomes: Sequence[Outcome]) -> list[Figure]:
    follow_ups = metrics.of_type(outcomes, FOLLOW_UP)
    first, any_ = metrics.first_citation(follow_ups), metrics.any_citation(follow_ups)
    sides = metrics.every_gold_cited(metrics.of_type(outcomes, CONFLICT))
    parts = metrics.every_gold_cited(metrics.of_type(outcomes, MULTI))
    return [
        Figure("follow-ups", "first_citation", "first citation touches gold", first),
        Figure("follow-ups", "any_citation", "any citation touches gold", any_),
        Figure("several passages", "conflict", "conflicts with every side cited", sides),
        Figure(
            "several passages",
            "differences",
            "differences claimed that are conflicts",
            metrics.right_differences(outcomes),
        ),
        Figure(
            "several passages",
            "possible_differences",
            "possible differences that are conflicts",
            metrics.right_possible_differences(outcomes),
        ),
        Figure("several passages", "multi", "answers in parts with every part cited", parts),
    ]


def _writing_figures(outcomes: Sequence[Outcome]) -> list[Figure]:
    """What a language model wrote; nothing where none was asked."""
    asked = metrics.with_writer(outcomes)
    if not asked:
        return []
    group = "language model"
    first = [outcome.first_seconds for outcome in asked if outcome.first_seconds is not None]
    return [
        Figure(group, "written", "answers that it wrote", metrics.written(asked)),
        Figure(group, "supported", "its sentences that were confirmed", metrics.confirmed(asked)),
        Figure(group, "withheld", "answers with sentences withheld", metrics.withholding(asked)),
        *(
            Figure(
                group,
                f"first_p{percent}",
                f"first confirmed sentence, p{percent}",
                Seconds.quantile(percent / 100, first),
            )
            for percent in (50, 95)
        ),
    ]


def _time_figures(outcomes: Sequence[Outcome]) -> list[Figure]:
    answering = [outcome.answer_seconds for outcome in outcomes]
    searching = [outcome.retrieve_seconds for outcome in outcomes]
    return [
        Figure("time", f"{name}_p{percent}", f"{name}, p{percent}", measure)
        for name, times in (("answer", answering), ("retrieve", searching))
        for percent in (50, 95)
        for measure in [Seconds.quantile(percent / 100, times)]
    ]
