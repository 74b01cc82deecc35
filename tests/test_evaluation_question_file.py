"""A question file is checked line by line before anything is measured with it."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from corpus import Span
from qa.evaluation import Gold, GoldError, GoldMode, QuestionFileError, load_questions
from qa.evaluation.questions import Question, check_gold
from tests.evaluating import MORNING, article, gold, question

FERRIES: dict[str, Any] = {
    "id": "h1",
    "type": "fact",
    "question": "How many ferries left?",
    "answerable": True,
    "answer_must": [["eleven", "11"]],
    "answer_must_not": ["twelve"],
    "gold": [{"doc": MORNING, "quote": "Eleven ferries", "start": 0, "end": 14}],
    "gold_mode": "any",
    "note": "eleven",
}
UNKNOWN: dict[str, Any] = {
    **{"id": "h2", "type": "unanswerable", "question": "Who baked it?", "answerable": False},
    **{"answer_must": [], "answer_must_not": [], "gold": [], "gold_mode": "any", "note": ""},
}


def load(tmp_path: Path, *lines: dict[str, Any] | str) -> tuple[Question, ...]:
    path = tmp_path / "questions.jsonl"
    texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    path.write_text("\n".join(texts), encoding="utf-8")
    return load_questions(path)


def message(tmp_path: Path, *lines: dict[str, Any] | str) -> str:
    """What the error says after the file's name."""
    with pytest.raises(QuestionFileError) as caught:
        load(tmp_path, *lines)
    return str(caught.value).removeprefix(str(tmp_path / "questions.jsonl"))


def test_a_line_becomes_a_question(tmp_path: Path) -> None:
    assert load(tmp_path, FERRIES) == (
        Question(
            id="h1",
            type="fact",
            text="How many ferries left?",
            answerable=True,
            must=(("eleven", "11"),),
            must_not=("twelve",),
            gold=(Gold(MORNING, Span(0, 14), "Eleven ferries"),),
            gold_mode=GoldMode.ANY,
            note="eleven",
        ),
    )


def test_the_history_is_kept_as_answer_takes_it(tmp_path: Path) -> None:
    history = [{"role": "user", "content": "Hello"}, {"role": "assistant", "content": "Ahoy"}]
    (follow_up,) = load(tmp_path, {**FERRIES, "type": "followup", "history": history})
    assert list(follow_up.history) == history


def test_a_question_may_be_asked_of_some_articles_only(tmp_path: Path) -> None:
    (narrowed,) = load(tmp_path, {**FERRIES, "articles": [MORNING]})
    assert narrowed.articles == (MORNING,)
    elsewhere = message(tmp_path, {**FERRIES, "articles": ["evening.txt"]})
    assert "gold stands in morning.txt, which is not among its articles" in elsewhere
    assert "articles" in message(tmp_path, {**FERRIES, "articles": []})
    with pytest.raises(GoldError, match=r"h1: it is asked of noon.txt, which is not among the"):
        check_gold([replace(narrowed, articles=(MORNING, "noon.txt"))], article)


def test_empty_lines_unknown_fields_and_a_byte_order_mark_do_no_harm(tmp_path: Path) -> None:
    first = "\ufeff" + json.dumps({**FERRIES, "reviewed_by": "Ada"})
    assert [q.id for q in load(tmp_path, first, "", "  ", UNKNOWN, "")] == ["h1", "h2"]


def test_a_line_separator_within_a_string_does_not_end_the_line(tmp_path: Path) -> None:
    line = json.dumps({**FERRIES, "note": "one\u2028two"}, ensure_ascii=False)
    assert load(tmp_path, line)[0].note == "one\u2028two"


def test_blanks_of_an_alternative_are_part_of_it(tmp_path: Path) -> None:
    assert load(tmp_path, {**FERRIES, "answer_must": [[" 8 "]]})[0].must == ((" 8 ",),)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"answerable": "yes"}, ", line 2, answerable: Input should be a valid boolean"),
        ({"question": ""}, ", line 2, question: String should have at least 1 character"),
        ({"gold_mode": "some"}, ", line 2, gold_mode: Input should be 'any' or 'all'"),
        ({"answer_must": [[]]}, ", line 2, answer_must.0: Tuple should have at least 1 item"),
        ({"gold": []}, ", line 2: an answerable question needs at least one gold passage"),
        ({"answerable": False}, ", line 2: a question without an answer has neither gold nor"),
        ({"type": "followup"}, ", line 2: a follow-up question needs a history"),
        ({"id": "h2"}, ", line 2, id: 'h2' is already taken by an earlier line"),
        ({"history": [{"role": "user"}]}, ", line 2, history.0.content: Field required"),
    ],
)
def test_a_mistake_is_named_by_line_and_field(
    change: dict[str, Any], said: str, tmp_path: Path
) -> None:
    assert message(tmp_path, UNKNOWN, {**FERRIES, **change}).startswith(said)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"start": -1}, "gold.0.start: Input should be greater than or equal to 0"),
        ({"start": "0"}, "gold.0.start: Input should be a valid integer"),
        ({"end": 13}, "gold.0: start 0 and end 13 are 13 characters apart, but the quote has 14"),
        ({"start": 14, "end": 0}, "gold.0: start 14 and end 0 are -14 characters apart, but"),
        ({"quote": ""}, "gold.0.quote: String should have at least 1 character"),
    ],
)
def test_a_mistake_in_a_gold_passage_is_named_by_its_number(
    change: dict[str, Any], said: str, tmp_path: Path
) -> None:
    line = {**FERRIES, "gold": [{**FERRIES["gold"][0], **change}]}
    assert message(tmp_path, line).startswith(f", line 1, {said}")


def test_a_missing_field_is_named(tmp_path: Path) -> None:
    line = {name: value for name, value in FERRIES.items() if name != "answerable"}
    assert message(tmp_path, line) == ", line 1, answerable: Field required"


def test_a_line_that_is_no_json_is_named(tmp_path: Path) -> None:
    assert message(tmp_path, FERRIES, "{'id': 1}").startswith(", line 2: Invalid JSON")


def test_a_file_without_questions_is_refused(tmp_path: Path) -> None:
    assert message(tmp_path, "", " ").startswith(" holds no question")


def test_a_file_that_is_missing_or_not_utf8_is_refused(tmp_path: Path) -> None:
    with pytest.raises(QuestionFileError, match="No such file"):
        load_questions(tmp_path / "absent.jsonl")
    (tmp_path / "latin.jsonl").write_bytes('{"id": "é"}'.encode("latin-1"))
    with pytest.raises(QuestionFileError, match="not UTF-8 at byte 8"):
        load_questions(tmp_path / "latin.jsonl")


def test_gold_that_stands_where_it_says_passes() -> None:
    check_gold([question(gold(MORNING, "four crowns"))], article)


def test_gold_that_stands_elsewhere_is_named_by_its_question() -> None:
    moved = Gold(MORNING, Span(1, 15), "Eleven ferries")
    with pytest.raises(GoldError, match=r"question q7: morning\.txt holds 'leven ferries '"):
        check_gold([question(moved, id="q7")], article)


def test_gold_in_an_article_that_is_not_there_is_named_by_its_question() -> None:
    stray = Gold("noon.txt", Span(0, 4), "Noon")
    with pytest.raises(GoldError, match=r"question q8: .* noon\.txt, which is not among"):
        check_gold([question(stray, id="q8")], article)
