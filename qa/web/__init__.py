"""The web page: templates and style in files, callbacks that only ask the service and render."""

from qa.web.application import create_app

__all__ = ["create_app"]
