"""The pages beside the chat: an article with a passage highlighted, and how far the start is."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from corpus import ChapterVerseError
from index import UnknownArticle
from qa.service import Service, Unavailable
from qa.web import rendering
from qa.web.links import BadAddress, PassageMoved, linked_span
from qa.web.pieces import cut

_PATIENCE = 20.0
"""Seconds an article may be waited for; a browser gives up not much later."""

_GONE = "It may have been taken out of the folder of articles since this link was made."
"""The engine's own message is for who runs it: it names places on the server."""

_PROBLEMS: dict[type[ChapterVerseError], tuple[int, str, str]] = {
    UnknownArticle: (404, "No such article", _GONE),
    BadAddress: (400, "No such passage", "{error}"),
    PassageMoved: (410, "The article has changed", "{error}"),
    Unavailable: (503, "The articles are not there yet", "{error}"),
}
"""What can be wrong with an address: the status code, the title and the text of the page."""


def reading_routes(service: Service) -> APIRouter:
    """The routes ``/read/<article id>`` and ``/status``.

    Args:
        service: where the articles come from.
    """
    router = APIRouter(default_response_class=HTMLResponse)

    @router.get("/read/{article_id:path}")
    def read(
        article_id: str, start: str = "", end: str = "", of: str = "", part: bool = False
    ) -> HTMLResponse:
        try:
            shown = service.article(article_id, _PATIENCE)
            page = cut(shown, service.sentences(shown), linked_span(shown, start, end, of))
        except tuple(_PROBLEMS) as error:
            code, title, told = next(p for kind, p in _PROBLEMS.items() if isinstance(error, kind))
            message = told.format(error=error)
            return HTMLResponse(rendering.problem(title, message, part=part), code)
        return HTMLResponse(rendering.article(shown, page, part=part))

    @router.get("/status")
    def status() -> HTMLResponse:
        return HTMLResponse(rendering.status(service.state))

    @router.get("/welcome")
    def welcome() -> HTMLResponse:
        return HTMLResponse(rendering.conversation((), service.examples(), service.state))

    return router
