"""The program that measures this project beside others: what it counts, and a run of it."""

from collections.abc import Sequence

import pytest

from qa.evaluation import Mean, Share
from tests.benchmark_scale import main
from tests.evaluating import EVENING, MORNING, TEXTS, gold, question
from tests.scale.figures import Material, placed, precision, recall
from tests.scale.job import Chunk
from tests.scale.table import table

TICKET = "A ticket costs four crowns."
HARBOUR = Material([question(gold(MORNING, TICKET))], TEXTS)


def found(*texts: str, article: str = MORNING, says: bool = True) -> Sequence[Sequence[Chunk]]:
    """One reply, of passages with or without their place."""
    text = TEXTS[article]
    return [[Chunk(article, each, text.find(each) if says else None) for each in texts]]


def test_gold_is_found_by_a_passage_that_touches_it_among_the_first() -> None:
    replies = found("Ada Lund is the captain.", f"at dawn. {TICKET}")
    assert recall(1, replies, HARBOUR) == Share(0, 1)
    assert recall(5, replies, HARBOUR) == Share(1, 1)
    assert recall(5, found("A ticket costs six crowns.", article=EVENING), HARBOUR) == Share(0, 1)


def test_of_passages_that_overlap_each_character_counts_once() -> None:
    replies = found(f"at dawn. {TICKET}", TICKET, "dawn. A ticket")
    assert precision(1, replies, HARBOUR) == Mean(27 / 36, 1)
    assert precision(5, replies, HARBOUR) == Mean(27 / 36, 1)


def test_where_a_system_does_not_say_its_place_the_passage_is_looked_for() -> None:
    silent = found(TICKET, says=False)
    assert placed(silent, HARBOUR) == Share(0, 1)
    assert recall(1, silent, HARBOUR) == Share(1, 1)
    wrong = [[Chunk(MORNING, TICKET, 0)]]
    assert placed(wrong, HARBOUR) == Share(0, 1)
    assert recall(1, wrong, HARBOUR) == Share(1, 1)


def test_a_passage_whose_words_the_article_does_not_have_stands_nowhere() -> None:
    replies = [[Chunk(MORNING, "A ticket  costs four crowns.", None)]]
    assert recall(1, replies, HARBOUR) == Share(0, 1)
    assert precision(1, replies, HARBOUR) == Mean(0.0, 1)


def test_the_others_stand_in_the_table_with_their_ratio_to_ours() -> None:
    told = table({"ours": {"make": 2.0}, "langchain": {"make": 5.0}, "bare": {"make": 4.0}})
    lines = told.splitlines()
    assert lines[0] == "|  | Chapter & Verse | LangChain | the model alone |"
    assert "| from texts to index, model loaded: s | 2.0 | 5.0 (2.5×) | 4.0 (2×) |" in lines
    assert "| time as a multiple of what the model alone takes | 0.50 | 1.25 | 1.00 |" in lines


@pytest.mark.long
@pytest.mark.slow
def test_it_runs(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--sizes", "1", "--questions", "2", "--beside"])
    lines = capsys.readouterr().out.splitlines()
    assert "| passages that stand where the system says | 1.00 |" in lines
    assert not any(line.endswith("| – |") and "answer" in line for line in lines)
