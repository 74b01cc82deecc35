"""The list of articles beside the chat: what is there, what to ask, what was taken out."""

from functools import partial

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from corpus import ChapterVerseError
from qa.service import Service
from qa.web import rendering
from qa.web.api.problems import problem_of


def listing_routes(service: Service) -> APIRouter:
    """The route ``/articles``.

    Args:
        service: where the articles come from.
    """
    router = APIRouter(default_response_class=HTMLResponse)

    @router.get("/articles")
    async def articles() -> HTMLResponse:
        try:
            work = partial(rendering.listing, service.curator)
            return HTMLResponse(await service.looked_up(work))
        except ChapterVerseError as error:
            problem = problem_of(error)
            told = rendering.sentence(problem.detail)
            page = rendering.problem("The articles can’t be listed", told, part=True)
            return HTMLResponse(page, problem.status)

    return router
