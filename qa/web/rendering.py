"""From answers and articles to HTML. Everything is escaped; the templates are in `templates/`."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from corpus import Article
from index import Hit
from qa.anchors import Anchor
from qa.composing import COPY, NEAREST
from qa.keeping import as_markdown
from qa.model import Answer, Citation, Status
from qa.service import Phase, ServiceState
from qa.web.links import passage_link
from qa.web.pieces import Page
from qa.web.turns import Conversation

_NEAREST = 3


def conversation(turns: Conversation, examples: tuple[str, ...], state: ServiceState) -> str:
    """The conversation, or a welcome with examples before the first question."""
    return _render("conversation.html", turns=turns, examples=examples, state=state)


def status(state: ServiceState) -> str:
    """How far the service is; nothing to be seen once it is ready and every file was read."""
    return _render("status.html", state=state)


def hint(message: str) -> str:
    """A word about what was typed; ``""`` takes it away."""
    return _render("hint.html", message=message)


def article(shown: Article, page: Page, *, part: bool) -> str:
    """An article with its passage highlighted.

    Args:
        shown: the article.
        page: its text, cut for display.
        part: only what goes into the panel beside the chat; otherwise a page of its own.
    """
    return _render("article.html" if part else "read.html", article=shown, page=page)


def problem(title: str, message: str, *, part: bool) -> str:
    """Why there is nothing to show; ``part`` as for `article`."""
    return _render("problem.html" if part else "sorry.html", title=title, message=message)


def template(name: str) -> str:
    """A template that needs nothing to be filled in."""
    return _render(name)


def exact(text: str) -> Markup:
    """Text that comes back character for character from a browser's parser.

    Escaping alone is not enough: a parser turns every carriage return into a newline, unless
    it is written as a reference.
    """
    return Markup(str(escape(text)).replace("\r", "&#13;"))


def _as_json(answer: Answer) -> str:
    return json.dumps(answer.to_dict(), ensure_ascii=False)


def _link_of(shown: Citation | Hit) -> str:
    """The address of what is cited, or of a passage that was looked at."""
    if isinstance(shown, Citation):
        return passage_link(shown.article_id, shown.anchor)
    return passage_link(shown.article_id, Anchor.of(shown.article, shown.passage.span))


def _render(name: str, **values: Any) -> str:
    return _environment().get_template(name).render(**values)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["exact"] = exact
    environment.globals |= {
        "as_markdown": as_markdown,
        "as_json": _as_json,
        "link_of": _link_of,
        "Phase": Phase,
        "Status": Status,
        "nearest": _NEAREST,
        "nearest_label": NEAREST,
        "copy_label": COPY,
    }
    return environment
