"""What the way is called in which files become articles and sentences."""

from functools import cache
from pathlib import Path

_OURS = "2"
"""Another one whenever readers or splitter are changed so that a file may read otherwise,
or be read that was refused.
"""

_SPLITTER = "nupunkt"
_READERS = {
    ".md": "PyYAML",
    ".markdown": "PyYAML",
    ".html": "trafilatura",
    ".htm": "trafilatura",
    ".pdf": "pypdf",
}
"""The libraries whose other versions may find other sentences in the same bytes."""


def edition_of(article_id: str) -> str:
    """Names how a file of this name is read: what was read in another way is read again.

    Args:
        article_id: the article's id; its ending says what kind of file it is.
    """
    return _edition(Path(article_id).suffix.lower())


@cache
def _edition(suffix: str) -> str:
    from importlib.metadata import version  # noqa: PLC0415 - a twentieth of a second

    libraries = [_SPLITTER, *([_READERS[suffix]] if suffix in _READERS else [])]
    return " ".join([_OURS, *(f"{name} {version(name)}" for name in libraries)])
