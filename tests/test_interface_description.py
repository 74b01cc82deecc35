"""REST does what its description says, asked by a program that has read nothing else."""

import json
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, assume, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.schemas import BaseSchema
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from qa.service import Service
from qa.settings import Settings
from qa.web.api import PREFIX, create_api
from tests.hostile import examples
from tests.indexing import ToyEmbedder, write
from tests.serving import ARTICLES

WITHOUT_BODY = (
    *("GET /articles", "GET /articles/{article_id}", "DELETE /articles/{article_id}"),
    *("GET /taken-out", "DELETE /taken-out/{article_id}", "GET /health"),
    "PUT /articles/{name}",  # its body is a file: any bytes are one
)
WITH_BODY = ("POST /ask", "POST /ask/stream", "POST /retrieve", "POST /feedback")

TRIES = [4, pytest.param(100, marks=pytest.mark.long)]
"""How many ways of asking for an operation are tried."""

JSON = {"Content-Type": "application/json"}
QUESTION = "Who repaired the lighthouse lamp?"

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("described")


@pytest.fixture(scope="module")
def app(place: Path) -> FastAPI:
    """The interface, ready to answer, in this process."""
    chosen = Settings(
        articles=write(place / "articles", ARTICLES),
        index=str(place / "index"),
        changes=str(place / "changes"),
        feedback=str(place / "feedback.jsonl"),
        reranker_model="none",
    )
    service = Service(chosen, embedder=ToyEmbedder())
    service.start()
    service.wait_until_ready(60)
    app = FastAPI()
    app.mount(PREFIX, create_api(service))
    return app


@pytest.fixture(scope="module")
def described(app: FastAPI) -> BaseSchema:
    return schemathesis.openapi.from_asgi(f"{PREFIX}/openapi.json", app)


@pytest.fixture
def client(app: FastAPI) -> TestClient:
    return TestClient(app, f"http://testserver{PREFIX}", raise_server_exceptions=False)


def statuses(
    described: BaseSchema, operation: str, mode: GenerationMode, place: Path, tries: int
) -> set[int]:
    """With which statuses an operation ends that is asked for in many ways, all as described."""
    method, path = operation.split()
    seen: set[int] = set()

    @settings(examples(tries), suppress_health_check=list(HealthCheck))
    @given(described[path][method].as_strategy(generation_mode=mode))
    def as_described(case: schemathesis.Case[Any]) -> None:
        # No route matches an address with a newline in it: it does not get here at all.
        assume(not any("%0A" in str(value) for value in case.path_parameters.values()))
        response = case.call_and_validate(checks=CHECKS)
        assert "Traceback" not in response.text
        assert str(place) not in response.text
        seen.add(response.status_code)

    as_described()
    return seen


def test_every_operation_is_tried_here(described: BaseSchema) -> None:
    found = described.get_all_operations()
    operations = [each.ok() for each in found if isinstance(each, Ok)]
    labels = [f"{operation.method.upper()} {operation.path}" for operation in operations]
    assert sorted(labels) == sorted([*WITHOUT_BODY, *WITH_BODY])


@pytest.mark.parametrize("tries", TRIES)
@pytest.mark.parametrize("operation", [*WITHOUT_BODY, *WITH_BODY])
def test_what_has_the_described_form_gets_an_answer_of_the_described_form(
    described: BaseSchema, operation: str, place: Path, tries: int
) -> None:
    # Not all of it is answered: a question of white space has the right form, too.
    assert statuses(described, operation, GenerationMode.POSITIVE, place, tries)


@pytest.mark.parametrize("tries", TRIES)
@pytest.mark.parametrize("operation", WITH_BODY)
def test_what_has_another_form_is_refused_as_described(
    described: BaseSchema, operation: str, place: Path, tries: int
) -> None:
    seen = statuses(described, operation, GenerationMode.NEGATIVE, place, tries)
    assert seen <= {400, 413, 422}


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("/retrieve", {"k": True}, "k"),
        ("/retrieve", {"k": "5"}, "k"),
        ("/retrieve", {"k": 10**400}, "k"),
        ("/retrieve", {"k": float("nan")}, "k"),
        ("/ask", {"scope": {"since": 0}}, "scope.since"),
        ("/ask", {"scope": {"until": "0"}}, "scope.until"),
        ("/ask", {"scope": {"until": "2024-W01-1"}}, "scope.until"),
        ("/ask", {"scope": {"articles": ["\ud83d"]}}, "scope.articles.0"),
        ("/ask", {"scope": {"sources": ["The Quay" * 1000]}}, "scope.sources.0"),
        ("/ask", {"history": [{"role": "USER", "content": "Who?"}]}, "history.0.role"),
        ("/ask", {"history": [{"role": "user", "content": ["Who?"]}]}, "history.0.content"),
        ("/ask", {"history": [{"role": "user", "content": "Who?"}] * 2001}, "history"),
    ],
)
def test_what_only_resembles_the_described_form_is_refused(
    client: TestClient, path: str, body: dict[str, Any], field: str
) -> None:
    content = json.dumps({"question": QUESTION, **body})
    response = client.post(path, content=content, headers=JSON)
    assert response.status_code == 422
    assert f"body.{field}: " in response.json()["detail"]


def test_a_conversation_of_a_thousand_turns_can_be_sent(client: TestClient) -> None:
    turn = [{"role": "user", "content": QUESTION}, {"role": "assistant", "content": "Ada Lund."}]
    response = client.post("/ask", json={"question": QUESTION, "history": turn * 1000})
    assert response.json()["status"] == "answered"


def test_a_length_of_thousands_of_digits_is_too_large(client: TestClient) -> None:
    headers = {**JSON, "Content-Length": "9" * 5_000}
    response = client.post("/ask", content=json.dumps({"question": QUESTION}), headers=headers)
    assert response.status_code == 413
    assert response.headers["Content-Type"] == "application/problem+json"


def test_an_opinion_with_half_a_character_is_kept(client: TestClient, place: Path) -> None:
    answer = client.post("/ask", json={"question": QUESTION}).json() | {"asked": "Who \ud83d?"}
    opinion = json.dumps({"helpful": True, "answer": answer})
    assert client.post("/feedback", content=opinion, headers=JSON).status_code == 204
    *_, last = (place / "feedback.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(last)["asked"] == "Who \ud83d?"
