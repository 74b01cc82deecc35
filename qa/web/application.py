"""The page put together: routes, files, chat and interfaces in one application of one host."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from fastapi.middleware.trustedhost import TrustedHostMiddleware
from fastapi.staticfiles import StaticFiles
from starlette.middleware import Middleware
from starlette.routing import Route

from qa.service import Service
from qa.settings import LOOPBACK, Settings
from qa.web import api, mcp
from qa.web.access import OnlyWithPassword
from qa.web.framework import MarkedScripts, OnlyWhatThePageUses, OwnHead
from qa.web.joining import OnlyToWhoJoined, OnlyWhatThePageSends
from qa.web.listing import listing_routes
from qa.web.mishaps import NoMishapUntold
from qa.web.patience import BodyInTime
from qa.web.privacy import OwnHostOnly
from qa.web.rates import LimitedRate
from qa.web.reading import reading_routes
from qa.web.stubs import without_stubs

if TYPE_CHECKING:
    from gradio import Blocks


def create_app(settings: Settings) -> FastAPI:
    """The web page, getting ready in the background from now on.

    Args:
        settings: where the articles and the index are, and which models to use.

    Raises:
        FolderError: the folder of articles is missing or can't be listed.
        WriterError: the language model that the settings name can't be used.
    """
    service = Service(settings)
    service.start()
    server = mcp.create_mcp(service)
    server.streamable_http_app(stateless_http=True, host=settings.host)  # makes its manager

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with server.session_manager.run():
            yield

    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan)
    app.include_router(reading_routes(service))
    app.include_router(listing_routes(service))
    app.mount(api.PREFIX, api.create_api(service))
    tools = mcp.OnlyPosted(server.session_manager.handle_request)
    app.router.routes.append(Route(mcp.PATH, tools))
    app.mount("/web", StaticFiles(directory=Path(__file__).parent / "static"))
    # From the inside out.
    app.add_middleware(BodyInTime, seconds=settings.seconds)
    # Where this is not served to this machine only, Gradio would let pages of every other site read
    # what it says, unless this is here; it lets none.
    app.add_middleware(CORSMiddleware)
    if settings.rate:
        app.add_middleware(LimitedRate, most=settings.rate)
    if settings.logins:
        app.add_middleware(OnlyWithPassword, logins=settings.logins)
    if not settings.others_reach_it:
        app.add_middleware(TrustedHostMiddleware, allowed_hosts=LOOPBACK, www_redirect=False)
    app.add_middleware(NoMishapUntold)
    app.add_middleware(OwnHostOnly)
    return _with_chat(app, service)


def _with_chat(app: FastAPI, service: Service) -> FastAPI:
    # Both libraries read these once, when they are imported.
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    with without_stubs():
        import gradio as gr  # noqa: PLC0415 - two seconds, and only after the settings above

    from qa.web.chat import build_chat  # noqa: PLC0415 - imports gradio

    for extension in (MarkedScripts, OwnHead):
        gr.routes.templates.env.add_extension(extension)
    system = ["system-ui", "sans-serif"]
    chat = build_chat(service)
    inputs = {number: len(function.inputs) for number, function in chat.fns.items()}
    gr.mount_gradio_app(
        app,
        chat,
        path="/",
        footer_links=[],
        run_history=False,
        ssr_mode=False,
        pwa=False,
        mcp_server=False,
        show_error=False,  # an error of the framework's may name places on the server
        app_kwargs={
            "middleware": [
                Middleware(NoMishapUntold),  # or it would tell of what breaks in it in plain text
                Middleware(OnlyWhatThePageUses),
                Middleware(OnlyWhatThePageSends, inputs=inputs),
                Middleware(OnlyToWhoJoined, is_known=partial(_is_known, chat)),
            ],
        },
        theme=gr.themes.Base(font=system, font_mono=["ui-monospace", "monospace"]),
    )
    return app


def _is_known(chat: "Blocks", session: str) -> bool:
    """Whether anything was asked under this name; Gradio itself tells it only by an error."""
    return session in chat._queue.pending_messages_per_session
