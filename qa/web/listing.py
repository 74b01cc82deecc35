"""The list of articles beside the chat: what is there, what to ask, what was taken out."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from qa.service import Service, Unavailable
from qa.web import rendering

_PATIENCE = 20.0
"""Seconds; a browser gives up not much later."""


def listing_routes(service: Service) -> APIRouter:
    """The route ``/articles``.

    Args:
        service: where the articles come from.
    """
    router = APIRouter(default_response_class=HTMLResponse)

    @router.get("/articles")
    def articles() -> HTMLResponse:
        try:
            service.wait_until_ready(_PATIENCE)
        except Unavailable as error:
            problem = rendering.problem("The articles are not there yet", str(error), part=True)
            return HTMLResponse(problem, 503)
        return HTMLResponse(rendering.listing(service.curator))

    return router
