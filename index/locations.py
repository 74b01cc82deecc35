"""Where an index is: in a folder, or behind the URL of a Chroma server."""

import hashlib
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from platformdirs import user_cache_path

from index.errors import SettingError
from index.sealing import DATABASE

DEFAULT_PORTS = {"http": 8000, "https": 443}
"""Where a Chroma server is asked that a URL names without a port."""


def is_url(location: str) -> bool:
    """Whether a location names a Chroma server rather than a folder."""
    return location.lower().startswith(("http://", "https://"))


def is_missing(location: str) -> bool:
    """Whether a location is a folder without an index; a server has to be asked."""
    try:
        return not is_url(location) and not (Path(location) / DATABASE).exists()
    except OSError:
        return False  # it may be there; opening it will say what is wrong


def located(location: str | Path) -> str:
    """A location that is the same from every working folder, and however a URL is written.

    Raises:
        SettingError: it is a URL with a path, at which no Chroma server is.
    """
    text = str(location)
    if not is_url(text):
        return str(Path(text).expanduser().absolute())
    try:
        scheme, server, path, *_ = urlsplit(text)
    except ValueError:
        return text  # opening it will say what is wrong
    if path.strip("/"):
        raise SettingError(
            f"the index {text} can't be used: a Chroma server is at http://HOST:PORT, without "
            f"{path!r} behind it"
        )
    return f"{scheme}://{server.lower()}"


def beside(location: str) -> Path:
    """Where what can be rebuilt from the store is kept: with it, or for a server in a cache."""
    if not is_url(location):
        return Path(location)
    server = _server(location)
    return user_cache_path("chapter-and-verse") / hashlib.sha256(server.encode()).hexdigest()


def _server(url: str) -> str:
    """The same with the usual port and without, and for all that means this machine by itself.

    A lock stands there, and two syncs that call the server by two names have to meet at it. Whether
    two other names are of one machine, nobody can tell who does not ask the network.
    """
    try:
        parts = urlsplit(url)
        port = parts.port or DEFAULT_PORTS[parts.scheme]
    except ValueError:
        return url  # opening it will say what is wrong
    host = (parts.hostname or "").rstrip(".")
    return f"{parts.scheme}://{'localhost' if _is_here(host) else host}:{port}"


def _is_here(host: str) -> bool:
    try:
        address = ip_address(host)
    except ValueError:
        return host == "localhost"
    return address.is_loopback or address.is_unspecified
