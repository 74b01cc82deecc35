"""The page put together: routes, files and chat in one application that knows only its own host."""

import os
from pathlib import Path

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from qa.service import Service
from qa.settings import Settings
from qa.web import rendering
from qa.web.privacy import OwnHostOnly
from qa.web.reading import reading_routes


def create_app(settings: Settings) -> FastAPI:
    """The web page, getting ready in the background from now on.

    Args:
        settings: where the articles and the index are, and which models to use.

    Raises:
        FolderError: the folder of articles is missing or can't be listed.
    """
    service = Service(settings)
    service.start()
    app = FastAPI(title="Chapter & Verse", docs_url=None, redoc_url=None, openapi_url=None)
    app.include_router(reading_routes(service))
    app.mount("/web", StaticFiles(directory=Path(__file__).parent / "static"))
    app.add_middleware(OwnHostOnly)
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
        max_file_size=1,  # nobody has anything to upload
        theme=gr.themes.Base(font=system, font_mono=["ui-monospace", "monospace"]),
        head=rendering.template("head.html"),
    )
    return app
