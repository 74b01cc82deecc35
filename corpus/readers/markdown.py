"""Markdown with YAML front matter: the article is the body, character for character."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from corpus.errors import UnreadableFile
from corpus.readers.decoding import decode
from corpus.readers.draft import Draft
from corpus.readers.naming import title_of, web_address

# Not python-frontmatter: it strips the body, and the body's characters are the article.
_FRONT_MATTER = re.compile(r"---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.S | re.M)
_SCALARS = (str, int, float, date)


def read(data: bytes, name: str) -> Draft:
    """Read Markdown; of the front matter: title, source, author, date and url.

    ``outlet``, ``publisher`` and ``site`` stand for the source, ``authors`` for the author,
    ``published`` for the date and ``link`` for the url. A date that is no day (``spring``) is
    left out, and so is a text that is a mapping: they are shown, never reasoned with.

    Raises:
        UnreadableFile: it is empty, binary, not UTF-8, or its front matter is not YAML.
    """
    whole = decode(data, name).removeprefix("\ufeff")
    head = _FRONT_MATTER.match(whole)
    text = whole[head.end() :] if head else whole
    if not text.strip():
        raise UnreadableFile(name, "is empty below its front matter")
    keys = _parse(head.group(1), name) if head else {}
    return Draft(
        title=_text(keys, "title") or title_of(text) or name,
        text=text,
        source=_text(keys, "source", "outlet", "publisher", "site"),
        author=_text(keys, "author", "authors"),
        published=_date(keys, "date", "published"),
        url=web_address(_text(keys, "url", "link")),
    )


def _parse(head: str, name: str) -> Mapping[str, Any]:
    import yaml  # noqa: PLC0415 - only Markdown with front matter needs it

    try:
        keys = yaml.safe_load(head)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        reason = " ".join(str(error).split())
        raise UnreadableFile(name, f"has front matter that is not YAML: {reason}") from error
    if keys is None:
        return {}
    if not isinstance(keys, dict):
        raise UnreadableFile(name, "has front matter that is not a list of keys and values")
    return {key.lower(): value for key, value in keys.items() if isinstance(key, str)}


def _text(keys: Mapping[str, Any], *names: str) -> str:
    value = next((keys[name] for name in names if keys.get(name)), "")
    parts = value if isinstance(value, list) else [value]
    lines = (_line(part) for part in parts if isinstance(part, _SCALARS))
    return ", ".join(line for line in lines if line)


def _line(value: object) -> str:
    try:
        return " ".join(str(value).split())
    except ValueError:  # a whole number of thousands of digits, which Python does not spell out
        return ""


def _date(keys: Mapping[str, Any], *names: str) -> date | None:
    value = next((keys[name] for name in names if keys.get(name)), None)
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return datetime.fromisoformat(str(value).strip()).date()
    except ValueError:
        return None
