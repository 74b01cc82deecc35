"""What readers think of answers: kept while there is room, and of each no more than it needs."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from qa.model import Answer
from qa.service import Service
from qa.settings import Settings
from qa.web.api import create_api
from tests.evaluating import MORNING, citing, place
from tests.intact import ROOT

FULL = """
import resource, sys
from pathlib import Path
from qa.feedback import FeedbackFile, FeedbackUnavailable, Opinion
kept = FeedbackFile(Path(sys.argv[1]))
first, second, third = (Opinion(True, word * 50, "", "", "", "", ()) for word in "abc")
kept.keep(first)
resource.setrlimit(resource.RLIMIT_FSIZE, (300, resource.RLIM_INFINITY))
try:
    kept.keep(second)
except FeedbackUnavailable as error:
    print(error)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
kept.keep(third)
"""

ANSWER = citing(place(MORNING, "Eleven ferries"))


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return tmp_path / "feedback.jsonl"


@pytest.fixture
def api(tmp_path: Path, kept: Path) -> Iterator[TestClient]:
    """The interface of a service that needs no articles for this."""
    chosen = Settings(articles=tmp_path, index=str(tmp_path / "index"), feedback=str(kept))
    with TestClient(create_api(Service(chosen))) as api:
        yield api


def refused(api: TestClient, answer: Answer = ANSWER) -> tuple[int, str]:
    """The status of an opinion that is not kept, and the error's name."""
    problem = api.post("/feedback", json=opinion(answer)).json()
    return problem["status"], problem["error"]


def opinion(answer: Answer) -> dict[str, Any]:
    return {"helpful": True, "answer": answer.to_dict()}


def test_an_opinion_on_a_long_answer_is_kept_and_the_answer_shortened(
    api: TestClient, kept: Path
) -> None:
    long = replace(ANSWER, asked="Who? " * 400, question="Who? " * 800, text="Ice came. " * 10_000)
    assert api.post("/feedback", json=opinion(long)).status_code == 204
    assert len(kept.read_bytes()) < 16_000


@pytest.mark.parametrize(
    ("field", "value"), [("published", 0), ("start", "0"), ("end", 1.0), ("number", True)]
)
def test_an_answer_of_another_form_than_ours_is_refused_with_the_opinion_on_it(
    api: TestClient, kept: Path, field: str, value: Any
) -> None:
    sent = opinion(ANSWER)
    sent["answer"]["citations"][0][field] = value
    problem = api.post("/feedback", json=sent).json()
    assert (problem["status"], problem["error"]) == (422, "InvalidRequest")
    assert f"citations.0.{field}" in problem["detail"]
    assert not kept.exists()


def test_an_opinion_that_would_fill_the_file_is_not_kept(api: TestClient, kept: Path) -> None:
    endless = replace(ANSWER.citations[0], article_id="\x01" * 1_000)
    assert refused(api, replace(ANSWER, citations=(endless,) * 50)) == (413, "OpinionTooLong")
    assert not kept.exists()


def test_a_full_file_is_the_servers_lack_and_no_ones_fault(
    api: TestClient, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa.feedback._MOST_BYTES", 100)
    assert api.post("/feedback", json=opinion(ANSWER)).status_code == 204
    before = kept.read_bytes()
    assert refused(api) == (507, "FeedbackFull")
    assert kept.read_bytes() == before


@pytest.mark.skipif(os.name != "posix", reason="such a limit is not known elsewhere")
def test_a_full_disk_leaves_no_half_opinion_that_would_spoil_the_next_one(kept: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(kept)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "feedback.jsonl can't be written" in done.stdout
    words = [json.loads(line)["word"][0] for line in kept.read_text().splitlines()]
    assert words == ["a", "c"]
