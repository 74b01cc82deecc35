"""The articles as tools for assistants that speak the Model Context Protocol."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations
from starlette.types import ASGIApp, Receive, Scope, Send

from corpus import ChapterVerseError
from qa.service import Service
from qa.web.api.problems import problem_of, refusal
from qa.web.api.schema import AnswerModel, HitModel, Message, Name, NamedArticles, Narrowing

PATH = "/mcp"

_WAY = "mcp"

_READ_ONLY = ToolAnnotations(read_only_hint=True, open_world_hint=False)


def create_mcp(service: Service) -> MCPServer:
    """The server with its three tools, to be served at `PATH`.

    Args:
        service: what answers.
    """
    server: MCPServer = MCPServer(
        "Chapter & Verse",
        instructions="Answers questions about a set of news articles from their sentences. "
        "Every quotation is the article's text from its start to its end, to the character; "
        "the status not_in_articles says that the articles don't tell. "
        "A scope takes ids and outlets as the tool articles lists them.",
        log_level="WARNING",
    )

    @server.tool(annotations=_READ_ONLY)
    async def ask(
        question: str, history: Sequence[Message] = (), scope: Narrowing | None = None
    ) -> AnswerModel:
        """Answer a question from the news articles, with citations, or say that they don't."""
        messages = [message.model_dump() for message in history]
        with _told():
            asked = (scope or Narrowing()).scope()
            return AnswerModel.of(await service.ask(question, messages, asked, way=_WAY))

    @server.tool(annotations=_READ_ONLY)
    async def retrieve(question: str, k: int = 5, scope: Narrowing | None = None) -> list[HitModel]:
        """The passages of the news articles that bear on a question, best first."""
        with _told():
            asked = (scope or Narrowing()).scope()
            hits = await service.retrieve(question, k, (), asked, way=_WAY)
            return [HitModel.of(hit) for hit in hits]

    @server.tool(annotations=_READ_ONLY)
    async def articles(containing: Name = "") -> NamedArticles:
        """The news articles by what a scope names: all, or those whose id, title or outlet contains
        a text.
        """

        def named() -> NamedArticles:
            listed = service.curator.listed()
            return NamedArticles.of([each.holding.article for each in listed], containing)

        with _told():
            return await service.looked_up(named)

    return server


class OnlyPosted:
    """Serves what is posted, and no stream to who only listens.

    As no session is kept nothing could ever be said on one, and it would never end. Clients know
    that a server need not have any.

    Args:
        app: the server of the tools.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is posted."""
        app = self._app if scope["method"] == "POST" else _only_posted()
        await app(scope, receive, send)


_only_posted = partial(
    refusal,
    HTTPStatus.METHOD_NOT_ALLOWED,
    "The tools are called by POST; there is no stream to listen to.",
    "MethodNotAllowed",
    {"Allow": "POST"},
)


@contextmanager
def _told() -> Iterator[None]:
    """What goes wrong is told to the assistant in the same words as to any program."""
    try:
        yield
    except ChapterVerseError as error:
        raise ToolError(problem_of(error).detail) from error
