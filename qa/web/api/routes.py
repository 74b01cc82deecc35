"""REST: the same answers, passages and articles as the page has, for programs."""

import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.responses import JSONResponse
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import Field, TypeAdapter
from starlette.types import ASGIApp

from corpus import ChapterVerseError, UnreadableFile, id_for
from qa.health import Part
from qa.model import Answer
from qa.readiness import Phase
from qa.service import Service
from qa.stages import Confirmed, Event, Stage
from qa.web.api.bodies import DeclaredSize, body_within
from qa.web.api.connected import while_connected
from qa.web.api.problems import MEDIA_TYPE, UNEXPECTED, problem_of, tell_problems
from qa.web.api.schema import (
    AnswerModel,
    ArticleModel,
    ArticleSummary,
    AskRequest,
    Health,
    HitModel,
    OpinionRequest,
    Problem,
    RetrieveRequest,
    StageModel,
)

PREFIX = "/api/v1"

_WAY = "rest"

_logger = logging.getLogger(__name__)

_PROBLEM = {
    "description": "What went wrong (RFC 9457).",
    "content": {MEDIA_TYPE: {"schema": Problem.model_json_schema()}},
}


def _problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """That a route may answer with a problem of these statuses."""
    return dict.fromkeys(statuses, _PROBLEM)


_CHANGING = _problems(403, 404, 413, 503)

_SMALL_BODY = 2_000_000
"""Bytes of whatever is not a file."""

_UNLIMITED = 2**62

_FILE = {
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}

_SUMMARIES = TypeAdapter(Sequence[ArticleSummary])

FileName = Annotated[str, Field(description="The file's name; its ending says what it is.")]


def create_api(service: Service) -> ASGIApp:
    """The application to be mounted at `PREFIX`; its description is ``/openapi.json``.

    Args:
        service: what answers.
    """
    api = FastAPI(
        title="Chapter & Verse",
        version="1",
        description="Questions to a set of news articles, answered from their sentences.",
        docs_url=None,
        redoc_url=None,
        separate_input_output_schemas=False,
        max_body_size=_SMALL_BODY,
        responses=_problems(401, 422, 429, 500),
    )
    tell_problems(api)
    for router in (_asking(service), _articles(service), _about(service)):
        api.include_router(router)
    return DeclaredSize(api, _SMALL_BODY)


def _asking(service: Service) -> APIRouter:
    router = APIRouter(responses=_problems(400, 413, 503))

    @router.post("/ask")
    async def ask(request: AskRequest, connection: Request) -> AnswerModel:
        """Answer a question with citations, or say that the articles don't."""
        work = service.ask(*_arguments(request), way=_WAY)
        return AnswerModel.of(await while_connected(connection, work))

    @router.post("/ask/stream", response_class=EventSourceResponse)
    async def ask_stream(request: AskRequest) -> AsyncIterator[ServerSentEvent]:
        """The same as events: `stage` as often as there is one, `confirmed` with what is confirmed
        so far of an answer that a language model writes, then `answer` or `problem`.
        """
        try:
            async with aclosing(service.asking(*_arguments(request), way=_WAY)) as events:
                async for event in events:
                    yield _sent(event)
        except ChapterVerseError as error:
            yield ServerSentEvent(event="problem", data=problem_of(error))
        except Exception:
            # The edge of the process: the stream has begun, and must not end without a word.
            _logger.exception("a streamed question could not be answered")
            yield ServerSentEvent(event="problem", data=UNEXPECTED)

    @router.post("/retrieve")
    async def retrieve(request: RetrieveRequest, connection: Request) -> list[HitModel]:
        """The passages that bear on a question, best first."""
        question, history, scope = _arguments(request)
        work = service.retrieve(question, request.k, history, scope, way=_WAY)
        hits = await while_connected(connection, work)
        return [HitModel.of(hit) for hit in hits]

    return router


def _sent(event: Event | Answer) -> ServerSentEvent:
    match event:
        case Answer():
            return ServerSentEvent(event="answer", data=AnswerModel.of(event))
        case Confirmed(answer):
            return ServerSentEvent(event="confirmed", data=AnswerModel.of(answer))
        case Stage():
            return ServerSentEvent(event="stage", data=StageModel(stage=event))


def _arguments(request: AskRequest) -> tuple[str, list[dict[str, str]], Any]:
    messages = [message.model_dump() for message in request.history]
    return request.question, messages, request.scope.scope()


def _articles(service: Service) -> APIRouter:
    router = APIRouter(tags=["articles"])
    curator = service.curator

    @router.get("/articles", response_model=Sequence[ArticleSummary], responses=_problems(503))
    async def articles() -> Response:
        """Every article that is asked."""

        def written() -> bytes:
            # In a thread: of a large archive it takes so long that all others would wait.
            return _SUMMARIES.dump_json([ArticleSummary.of(each) for each in curator.listed()])

        return Response(await service.looked_up(written), media_type="application/json")

    @router.get("/articles/{article_id:path}", responses=_problems(404, 503))
    async def article(article_id: str) -> ArticleModel:
        """An article with its text."""
        return await service.looked_up(lambda: ArticleModel.of(curator.one(article_id)))

    @router.put(
        "/articles/{name}",
        status_code=201,
        responses=_CHANGING,
        openapi_extra=_FILE,
        max_body_size=_UNLIMITED,  # `_body` counts, and says what the limit is
    )
    async def bring(name: FileName, request: Request) -> ArticleSummary:
        """Bring an article: the body is the file. A file of that name must not be there yet."""
        curator.check_changes_allowed()
        body = partial(_body, request, name, curator.max_bytes)
        listed = await service.changed_with(body, partial(curator.bring, name))
        return ArticleSummary.of(listed)

    @router.delete("/articles/{article_id:path}", status_code=204, responses=_CHANGING)
    async def take_out(article_id: str) -> None:
        """Ask an article no longer. One that was brought is deleted, others can be put back."""
        await service.changed(partial(curator.take_out, article_id))

    @router.get("/taken-out")
    def taken_out() -> Sequence[str]:
        """The ids of the articles that are left out."""
        return curator.taken_out()

    @router.delete("/taken-out/{article_id:path}", status_code=204, responses=_CHANGING)
    async def put_back(article_id: str) -> None:
        """Ask an article again that was taken out."""
        await service.changed(partial(curator.put_back, article_id))

    return router


async def _body(request: Request, name: str, most: int) -> bytes:
    """A request's body, as far as the file in it may be that large."""
    data = await body_within(request, most)
    if data is None:
        raise UnreadableFile(id_for(name), f"is over the limit of {most / 1e6:.1f} MB")
    return data


def _about(service: Service) -> APIRouter:
    router = APIRouter()

    @router.get("/health", response_model=Health, responses={503: {"model": Health}})
    @router.head("/health", include_in_schema=False)
    def health() -> Response:
        """Whether questions can be answered: the status is 200 then, else 503."""
        found = _health(service)
        return JSONResponse(found.model_dump(), 200 if found.status == Part.READY else 503)

    @router.post("/feedback", status_code=204, responses=_problems(400, 403, 413, 503, 507))
    def feedback(request: OpinionRequest) -> None:
        """Keep what a reader thinks of an answer, for the owner of the page."""
        service.feedback.keep(request.opinion())

    return router


def _health(service: Service) -> Health:
    state, health = service.state, service.health()
    parts = (health.index, health.models)
    return Health(
        status=next((part for part in (Part.FAILED, Part.STARTING) if part in parts), Part.READY),
        phase=state.phase,
        done=state.done,
        total=state.total,
        seconds_left=state.seconds_left if state.phase is Phase.SYNCING else None,
        up_to_date=state.up_to_date,
        failed_files=len(state.report.failed),
        index=health.index,
        models=health.models,
        reason=health.reason,
        articles=health.articles,
        passages=health.passages,
    )
