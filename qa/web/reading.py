"""What is shown beside the chat: an article with a passage highlighted, how far the start is, and
the welcome.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from corpus import Article, ChapterVerseError, Sentence
from index import UnknownArticle
from qa.anchors import PassageGone
from qa.service import PATIENCE, Service
from qa.web import rendering
from qa.web.api.problems import problem_of
from qa.web.links import BadAddress, linked_anchor, linked_spans
from qa.web.pieces import Page, cut
from qa.web.turns import Visit

_GONE = "It may have been taken out of the folder of articles since this link was made."
"""The engine's own message is for who runs it: it names places on the server."""

_PROBLEMS: dict[type[ChapterVerseError], tuple[int, str, str]] = {
    UnknownArticle: (404, "No such article", _GONE),
    BadAddress: (400, "No such passage", "{error}"),
    PassageGone: (410, "The passage is gone", "{error}"),
}
"""What can be wrong with an address: the status code, the title and the text of the page."""

_NOT_READ = "The article can’t be read"


def reading_routes(service: Service) -> APIRouter:
    """The routes ``/read/<article id>``, ``/status`` and ``/welcome``.

    Args:
        service: where the articles come from.
    """
    router = APIRouter(default_response_class=HTMLResponse)

    @router.get("/read/{article_id:path}")
    @router.head("/read/{article_id:path}")  # with it links are checked
    async def read(
        article_id: str,
        request: Request,
        also: Annotated[Sequence[str], Query()] = (),
        part: str = "",
    ) -> HTMLResponse:
        is_part = part == "1"

        def page() -> str:
            shown = service.article(article_id, PATIENCE)
            cut_up = _page(shown, service.sentences(shown), request.query_params, also)
            return rendering.article(shown, cut_up, part=is_part)

        try:
            return HTMLResponse(await service.looked_up(page))
        except ChapterVerseError as error:
            code, title, message = _told(error)
            return HTMLResponse(rendering.problem(title, message, part=is_part), code)

    @router.get("/status")
    async def status() -> HTMLResponse:
        return HTMLResponse(rendering.status(service.state))

    @router.get("/welcome")
    def welcome() -> HTMLResponse:
        return HTMLResponse(rendering.conversation(Visit(), service.examples(), service.state))

    return router


def _told(error: ChapterVerseError) -> tuple[int, str, str]:
    """The status code, the title and the text of the page for what went wrong."""
    for kind, (code, title, told) in _PROBLEMS.items():
        if isinstance(error, kind):
            return code, title, told.format(error=error)
    problem = problem_of(error)
    return problem.status, _NOT_READ, rendering.sentence(problem.detail)


def _page(
    article: Article,
    sentences: Sequence[Sentence],
    query: Mapping[str, str],
    also: Sequence[str],
) -> Page:
    """An article as an address asks for it.

    Raises:
        BadAddress: the address makes no sense.
        PassageGone: the passage is not in the article.
    """
    anchor = linked_anchor(query)
    if not anchor:
        return cut(article, sentences, None)
    span = anchor.find_in(article)
    if (span.start, span.end) != (anchor.start, anchor.end):
        return replace(cut(article, sentences, span), moved=True)
    # In another version nobody knows where the others are; they have addresses of their own.
    others = linked_spans(article, also) if anchor.is_of(article) else ()
    return cut(article, sentences, span, others)
