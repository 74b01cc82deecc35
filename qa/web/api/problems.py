"""Errors as programs get them: RFC 9457, "Problem Details for HTTP APIs"."""

import logging
from collections.abc import Mapping
from http import HTTPStatus

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from corpus import (
    ChangesNotAllowed,
    ChapterVerseError,
    FolderError,
    LibraryFull,
    UnreadableFile,
)
from index import IndexBusy, IndexUnavailable, ScopeError, SearchError, UnknownArticle
from qa.errors import QuestionError
from qa.feedback import FeedbackError, FeedbackFull, FeedbackUnavailable, OpinionTooLong
from qa.unanswered import Busy, InternalError, TookTooLong, Unavailable
from qa.web.api.schema import Problem

MEDIA_TYPE = "application/problem+json"

_STATUSES: dict[type[ChapterVerseError], HTTPStatus] = {
    QuestionError: HTTPStatus.BAD_REQUEST,
    ScopeError: HTTPStatus.BAD_REQUEST,
    SearchError: HTTPStatus.BAD_REQUEST,
    UnreadableFile: HTTPStatus.UNPROCESSABLE_ENTITY,
    LibraryFull: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    OpinionTooLong: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    FeedbackFull: HTTPStatus.INSUFFICIENT_STORAGE,
    FeedbackUnavailable: HTTPStatus.SERVICE_UNAVAILABLE,
    FeedbackError: HTTPStatus.FORBIDDEN,
    ChangesNotAllowed: HTTPStatus.FORBIDDEN,
    Unavailable: HTTPStatus.SERVICE_UNAVAILABLE,
    Busy: HTTPStatus.SERVICE_UNAVAILABLE,
    TookTooLong: HTTPStatus.SERVICE_UNAVAILABLE,
    InternalError: HTTPStatus.INTERNAL_SERVER_ERROR,
}
"""Errors whose message is for who asked. That of others may name places on the server."""

MEANT_FOR_WHO_ASKS = tuple(_STATUSES)
"""The same without the statuses."""

_OTHERS: dict[type[ChapterVerseError], tuple[int, HTTPStatus, str]] = {
    # Whoever asks for nothing but what is not there, as often and as long as it likes, is no line.
    UnknownArticle: (logging.DEBUG, HTTPStatus.NOT_FOUND, "There is no article of that id."),
    FolderError: (
        logging.WARNING,
        HTTPStatus.INTERNAL_SERVER_ERROR,
        "The articles' folder, or what was changed about it, can't be used; the log says why.",
    ),
    IndexBusy: (
        logging.WARNING,
        HTTPStatus.SERVICE_UNAVAILABLE,
        "The articles are being changed by somebody else; try again soon.",
    ),
    IndexUnavailable: (
        logging.ERROR,
        HTTPStatus.SERVICE_UNAVAILABLE,
        "The articles can't be searched at the moment: their index can't be reached or read. Try "
        "again soon; the server's log says more.",
    ),
    ChapterVerseError: (
        logging.ERROR,
        HTTPStatus.INTERNAL_SERVER_ERROR,
        "The articles can't be searched; the server's log says more.",
    ),
}
"""What is said of these instead, the first that fits, and how bad the log finds their message."""

_CLIENT_CLOSED_REQUEST = 499
"""What servers note down for who hung up; nobody gets it."""

_logger = logging.getLogger(__name__)


def tell_problems(api: FastAPI) -> None:
    """Have an application answer every error with a problem document."""
    api.exception_handler(ChapterVerseError)(_ours)
    api.exception_handler(RequestValidationError)(_invalid)
    api.exception_handler(HTTPException)(_http)
    api.exception_handler(ClientDisconnect)(_hung_up)
    api.exception_handler(Exception)(_unexpected)


def problem_of(error: ChapterVerseError) -> Problem:
    """What a program is told of an error of ours."""
    name = type(error).__name__
    for kind, status in _STATUSES.items():
        if isinstance(error, kind):
            return _problem(status, str(error), name)
    level, status, detail = next(told for kind, told in _OTHERS.items() if isinstance(error, kind))
    _logger.log(level, "%s", error)
    return _problem(status, detail, name)


def _problem(status: HTTPStatus, detail: str, error: str) -> Problem:
    return Problem(title=status.phrase, status=status, detail=detail, error=error)


UNEXPECTED = problem_of(InternalError())
"""What a program is told of an error that nobody thought of."""


def _response(problem: Problem) -> JSONResponse:
    return JSONResponse(problem.model_dump(), problem.status, media_type=MEDIA_TYPE)


def response_of(error: ChapterVerseError) -> JSONResponse:
    """The response that tells a program of an error of ours."""
    response = _response(problem_of(error))
    if isinstance(error, Busy):
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def refusal(
    status: HTTPStatus, detail: str, error: str, headers: Mapping[str, str] | None = None
) -> JSONResponse:
    """The problem document of a request that is not even looked at.

    Args:
        status: why, as a number.
        detail: why, in words for who asked.
        error: why, as one name.
        headers: that go with it.
    """
    response = _response(_problem(status, detail, error))
    response.headers.update(headers or {})
    return response


async def _ours(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, ChapterVerseError)
    return response_of(error)


async def _invalid(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    complaints = (
        f"{'.'.join(map(str, detail['loc'])) or 'the request'}: {detail['msg']}"
        for detail in error.errors()
    )
    return _response(
        _problem(HTTPStatus.UNPROCESSABLE_ENTITY, "; ".join(complaints), "InvalidRequest")
    )


async def _http(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    status = HTTPStatus(error.status_code)
    response = _response(_problem(status, str(error.detail), status.phrase.replace(" ", "")))
    response.headers.update(error.headers or {})
    return response


async def _hung_up(_: Request, __: Exception) -> Response:
    return Response(status_code=_CLIENT_CLOSED_REQUEST)


async def _unexpected(_: Request, error: Exception) -> JSONResponse:
    _logger.error("a request failed", exc_info=error)
    return _response(UNEXPECTED)
