"""The page put together: routes, files, chat and interfaces in one application of one host."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
from fastapi.middleware.trustedhost import TrustedHostMiddleware
from fastapi.staticfiles import StaticFiles

from qa.service import Service
from qa.settings import Settings
from qa.web import api, mcp, rendering
from qa.web.listing import listing_routes
from qa.web.privacy import LOOPBACK, OwnHostOnly
from qa.web.reading import reading_routes


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
    tools = server.streamable_http_app(
        streamable_http_path=mcp.PATH, stateless_http=True, host=settings.host
    )

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with server.session_manager.run():
            yield

    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan)
    app.include_router(reading_routes(service))
    app.include_router(listing_routes(service))
    app.mount(api.PREFIX, api.create_api(service))
    app.router.routes.extend(tools.routes)
    app.mount("/web", StaticFiles(directory=Path(__file__).parent / "static"))
    app.add_middleware(OwnHostOnly)
    if settings.host in LOOPBACK:
        app.add_middleware(TrustedHostMiddleware, allowed_hosts=LOOPBACK, www_redirect=False)
    return _with_chat(app, service)


def _with_chat(app: FastAPI, service: Service) -> FastAPI:
    # Both libraries read these once, when they are imported.
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    import gradio as gr  # noqa: PLC0415 - two seconds, and only after the settings above

    from qa.web.chat import build_chat  # noqa: PLC0415 - imports gradio

    system = ["system-ui", "sans-serif"]
    gr.mount_gradio_app(
        app,
        build_chat(service),
        path="/",
        footer_links=[],
        run_history=False,
        ssr_mode=False,
        pwa=False,
        mcp_server=False,
        max_file_size=1,  # files come by the interface for programs, which checks them
        theme=gr.themes.Base(font=system, font_mono=["ui-monospace", "monospace"]),
        head=rendering.template("head.html"),
    )
    return app
