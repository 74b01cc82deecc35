"""Answers that were kept can be checked against the articles as they are now."""

import json
from pathlib import Path
from typing import Any

import pytest

from index import Index
from qa import Answer, answer
from qa.checking import CheckError, Verdict, check
from qa.reader import SearchAlone
from qa.terminal import render_checked
from tests.indexing import filled, write

ASKED = "Ada counted eleven ferries."
HARBOUR = f"The mole broke in May. {ASKED} Nobody counted the gulls."


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """For all tests that change none of its articles."""
    return filled(tmp_path_factory.mktemp("harbour"), {"ferries.txt": HARBOUR})


@pytest.fixture
def changing(tmp_path: Path) -> Index:
    """The same, for a test that changes what is in its folder, `tmp_path/articles`."""
    return filled(tmp_path, {"ferries.txt": HARBOUR})


def kept(path: Path, answered: Answer, **changes: Any) -> Path:
    """A file as a program might keep it, with changes to its first citation."""
    known = answered.to_dict()
    known["citations"][0] |= changes
    path.write_text(json.dumps({"turns": [{"answer": known}]}), encoding="utf-8")
    return path


def test_what_was_just_answered_holds(index: Index, tmp_path: Path) -> None:
    reply = answer(ASKED, index=index, reader=SearchAlone())
    checked = check(kept(tmp_path / "kept.json", reply), index)
    assert [(each.verdict, each.quote) for each in checked] == [
        (Verdict.UNCHANGED, citation.quote) for citation in reply.citations
    ]
    assert render_checked(checked).startswith("as quoted        ferries.txt, characters 23–50: Ada")


@pytest.mark.parametrize(
    ("edited", "verdict"),
    [
        (f"CORRECTED. {HARBOUR}", Verdict.MOVED),
        (HARBOUR.replace("eleven", "twelve"), Verdict.GONE),
    ],
)
def test_what_the_article_says_now_decides(
    changing: Index, tmp_path: Path, edited: str, verdict: Verdict
) -> None:
    path = kept(tmp_path / "kept.json", answer(ASKED, index=changing, reader=SearchAlone()))
    changing.sync(write(tmp_path / "articles", {"ferries.txt": edited}))
    (checked,) = check(path, changing)
    assert checked.verdict is verdict
    assert checked.holds == (verdict is Verdict.MOVED)
    if checked.span:
        assert checked.span.of(changing.article("ferries.txt").text) == ASKED


def test_words_that_the_article_never_said_are_found_out(index: Index, tmp_path: Path) -> None:
    reply = answer(ASKED, index=index, reader=SearchAlone())
    forged = kept(tmp_path / "kept.json", reply, quote="Ada counted twelve ferries.")
    (checked,) = check(forged, index)
    assert checked.verdict is Verdict.GONE
    assert not checked.holds


def test_an_article_that_was_taken_away_is_missed(changing: Index, tmp_path: Path) -> None:
    path = kept(tmp_path / "kept.json", answer(ASKED, index=changing, reader=SearchAlone()))
    folder = tmp_path / "articles"
    (folder / "ferries.txt").rename(folder / "boats.txt")
    changing.sync(folder)
    (checked,) = check(path, changing)
    assert checked.verdict is Verdict.NO_ARTICLE
    assert render_checked([checked]).endswith("0 of 1 citations hold.\n")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("{", r"kept.json is no JSON"),
        ("[" * 100_000, r"kept.json is no JSON"),
        ('[{"article_id": "a.txt", "quote": "Ice."}]', r"kept.json 1, start: Field required"),
        ('{"citations": []}', "kept.json cites nothing: name a file of answers"),
        ('{"article_id": "a.txt", "quote": 7}', r"kept.json, start: Field required"),
    ],
    ids=["torn", "deep", "a citation without a place", "empty", "a quotation that is none"],
)
def test_what_is_no_file_of_answers_is_refused(
    index: Index, tmp_path: Path, text: str, complaint: str
) -> None:
    path = tmp_path / "kept.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CheckError, match=complaint):
        check(path, index)


def test_citations_are_found_however_deep_they_lie(index: Index, tmp_path: Path) -> None:
    reply = answer(ASKED, index=index, reader=SearchAlone())
    path = tmp_path / "kept.json"
    path.write_text("[" * 800 + json.dumps(reply.to_dict()) + "]" * 800, encoding="utf-8")
    assert [each.verdict for each in check(path, index)] == [Verdict.UNCHANGED]


def test_a_file_that_is_not_there_is_named(index: Index, tmp_path: Path) -> None:
    with pytest.raises(CheckError, match=r"none.json can't be read: No such file"):
        check(tmp_path / "none.json", index)
