"""A figure that is told as a bound or as rounded is shown so."""

import pytest

from qa.decisive import decisive_words
from qa.hedges import start_with_hedge
from qa.kinds import wanted
from qa.reader import Candidate, SearchAlone
from tests.found_sentences import bare

CAME = "How many ferries came?"
COST = "How much did it cost?"
LEFT = "At what time did it leave?"


@pytest.mark.parametrize(
    ("question", "sentence", "words"),
    [
        (CAME, "More than 13,000 ferries came.", "More than 13,000"),
        (CAME, "In all  no fewer than 400 came.", "no fewer than 400"),
        (CAME, "Not more than the nine came.", "Not more than the nine"),
        (CAME, "She counted nearly a hundred of them.", "nearly a hundred"),
        (CAME, "Up to 40 came.", "Up to 40"),
        (CAME, "Some 40 came.", "40"),
        (CAME, "Moreover 40 came.", "40"),
        (COST, "It cost at least $2.5 million.", "at least $2.5 million"),
        (COST, "It cost almost nine crowns.", "almost nine crowns"),
        (LEFT, "It left on Monday at about six o’clock.", "about six o’clock"),
        (LEFT, "It left at half past six in the evening.", "half past six in the evening"),
        (LEFT, "It left on Monday at 21.30, with 12 men.", "21.30"),
        (LEFT, "It left at seven, for the 4 isles.", "seven"),
        (CAME, "Of all boats no more than about 50 came.", "no more than about 50"),
        (CAME, "They quarrelled over 40 ferries.", "40"),
        (CAME, "A film about three ferries was shown.", "three"),
        (CAME, "It was about 40 ferries that came.", "about 40"),
        ("When did it sink?", "They quarrelled over 1911.", "1911"),
    ],
)
def test_what_is_marked_has_the_words_that_hedge_it(
    question: str, sentence: str, words: str
) -> None:
    span = decisive_words(Candidate(sentence, ""), bare(question), wanted(question), SearchAlone())
    assert span
    assert span.of(sentence) == words


def test_a_figure_without_a_hedge_begins_with_itself() -> None:
    assert start_with_hedge("They counted 40.", 13) == 13
    assert start_with_hedge("40", 0) == 0
