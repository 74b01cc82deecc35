"""The interface for programs: REST, with errors as RFC 9457 has them."""

from qa.web.api.routes import PREFIX, create_api

__all__ = ["PREFIX", "create_api"]
