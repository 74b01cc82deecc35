"""What holds of the figures whatever is found, cited and refused."""

from hypothesis import given
from hypothesis import strategies as st

from corpus import Span
from qa.evaluation import Place, metrics
from qa.evaluation.outcome import Outcome
from qa.evaluation.places import characters
from tests.evaluating import EVENING, MORNING, TEXTS, citing, gold_at, outcome, question, refusal


@st.composite
def places(draw: st.DrawFn) -> Place:
    where = draw(st.sampled_from([MORNING, EVENING]))
    start = draw(st.integers(0, len(TEXTS[where]) - 1))
    return Place(where, Span(start, draw(st.integers(start + 1, len(TEXTS[where])))))


@st.composite
def outcomes(draw: st.DrawFn) -> Outcome:
    golds = [gold_at(at) for at in draw(GOLDS)]
    answer = citing(*draw(PLACES)) if draw(st.booleans()) else refusal(draw(places() | st.none()))
    return outcome(question(*golds, needs_all=draw(st.booleans())), answer, draw(PLACES))


PLACES = st.lists(places(), max_size=4)
GOLDS = st.lists(places(), min_size=1, max_size=3)
SHARES = [
    *(
        metrics.first_citation,
        metrics.best_sentence,
        metrics.any_citation,
        metrics.every_gold_cited,
    ),
    *(metrics.gold_citations, metrics.citation_precision, metrics.citation_recall),
    *(
        metrics.right_answers,
        metrics.right_differences,
        metrics.right_refusals,
        metrics.wrong_refusals,
    ),
]


@given(PLACES)
def test_the_union_is_never_longer_than_the_sum(cited: list[Place]) -> None:
    assert len(characters(cited)) <= sum(len(at.span) for at in cited)
    assert characters(cited) == characters(reversed(cited)) == characters(cited * 2)


@given(places(), places())
def test_places_touch_exactly_when_they_share_a_character(one: Place, other: Place) -> None:
    assert one.touches([other]) == bool(characters([one]) & characters([other]))


@given(st.lists(outcomes(), max_size=4))
def test_every_share_is_between_none_and_all(seen: list[Outcome]) -> None:
    for measure in SHARES:
        share = measure(seen)
        assert 0 <= share.count <= share.total


@given(st.lists(outcomes(), min_size=1, max_size=4))
def test_looking_at_more_hits_never_finds_less(seen: list[Outcome]) -> None:
    recalls = [metrics.recall_at(k, seen).count for k in (1, 3, 5, 10)]
    completes = [metrics.all_at(k, seen).count for k in (1, 3, 5, 10)]
    assert recalls == sorted(recalls)
    assert completes == sorted(completes)


@given(st.lists(outcomes(), min_size=1, max_size=4))
def test_weaker_demands_are_met_at_least_as_often(seen: list[Outcome]) -> None:
    any_citation = metrics.any_citation(seen).count
    assert metrics.first_citation(seen).count <= any_citation
    assert metrics.first_citation(seen).count <= metrics.best_sentence(seen).count
    assert metrics.every_gold_cited(seen).count <= any_citation
