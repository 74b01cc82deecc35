"""The documents and questions of a public set are read, and what is wrong is named."""

from pathlib import Path

import pytest

from corpus import Span
from qa.evaluation import QuestionFileError
from qa.evaluation.public import Document, Query, Source, read_dataset
from tests.public_sets import LEFT, TEXTS, WOLVES, Record, asked, doc, gold, town, write_set


def test_a_set_becomes_documents_and_questions(tmp_path: Path) -> None:
    turn = {"role": "user", "text": "And the lamp?"}
    lines = [
        asked("q1", LEFT, gold("Ferry", "noon"), answers=["at noon"], para_id="Ferry"),
        asked("q2", "At dusk?", {"doc_id": "Keeper"}, history=[turn], rewrite="Lit at dusk?"),
        asked("q3", WOLVES, passage_ids=["Mole"], history=[], rewrite=None),
    ]
    dataset = read_dataset(write_set(tmp_path, "set", [doc("Ferry"), *town()[1:]], lines))
    assert dataset.documents[0] == Document("Ferry", "Ferry", TEXTS["Ferry"])
    noon = Source("Ferry", Span(30, 34), "noon")
    assert dataset.queries == (
        Query("q1", LEFT, True, (noon,), answers=("at noon",), given=("Ferry",)),
        Query(
            "q2",
            "At dusk?",
            True,
            (Source("Keeper"),),
            history=({"role": "user", "content": "And the lamp?"},),
            rewrite="Lit at dusk?",
        ),
        Query("q3", WOLVES, False, given=("Mole",)),
    )


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{", ", line 2: Invalid JSON"),
        ({"id": "q2"}, ", line 2, question: Field required"),
        (asked("q1", WOLVES), ", line 2, id: 'q1' is already taken by an earlier line"),
        (asked("q2", LEFT, answerable=True), ", line 2: an answerable question needs gold"),
        (asked("q2", LEFT, {"doc_id": "Owl"}), ", line 2: there is no document 'Owl' in docs"),
        (asked("q2", WOLVES, para_id="Owl"), ", line 2: there is no document 'Owl' in docs"),
        (
            asked("q2", LEFT, {**gold("Ferry", "noon"), "text": "dusk"}),
            ", line 2: the document 'Ferry' holds 'noon' at characters 30 to 34, not the gold",
        ),
        (
            asked("q2", LEFT, {"doc_id": "Ferry", "start": 4}),
            ", line 2, gold.0: start and end stand together or not at all",
        ),
        (
            asked("q2", LEFT, {"doc_id": "Ferry", "start": 4, "end": 4}),
            ", line 2, gold.0: a span needs 0 <= start < end, not 4..4",
        ),
    ],
)
def test_a_wrong_line_is_named_with_its_file(
    tmp_path: Path, line: Record | str, words: str
) -> None:
    folder = write_set(tmp_path, "set", town(), [asked("q1", WOLVES), line])
    with pytest.raises(QuestionFileError) as caught:
        read_dataset(folder)
    assert str(caught.value).startswith(f"{folder / 'queries.jsonl'}{words}")


@pytest.mark.parametrize(
    ("docs", "words"),
    [
        ([doc("Mole"), doc("Mole")], ", line 2, id: 'Mole' is already taken by an earlier line"),
        ([{"id": "Mole", "text": ""}], ", line 1, text: String should have at least 1 character"),
        ([], " is empty; it needs one JSON object a line"),
    ],
)
def test_documents_are_checked_like_questions(
    tmp_path: Path, docs: list[Record], words: str
) -> None:
    folder = write_set(tmp_path, "set", docs, [asked("q1", WOLVES)])
    with pytest.raises(QuestionFileError) as caught:
        read_dataset(folder)
    assert str(caught.value) == f"{folder / 'docs.jsonl'}{words}"


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(QuestionFileError, match=r"docs\.jsonl can't be read: No such file"):
        read_dataset(tmp_path)
