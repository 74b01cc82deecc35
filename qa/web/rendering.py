"""From answers and articles to HTML. Everything is escaped; the templates are in `templates/`."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from corpus import SUFFIXES, Article
from corpus.days import in_words
from qa.composing import (
    COPY,
    DIFFERENCE,
    NEAREST,
    doubt_in,
    possible_differences_in,
    withheld_in,
)
from qa.curating import Curator
from qa.feedback import LONGEST_WORD
from qa.keeping import as_markdown
from qa.model import REFUSAL, Answer, Status
from qa.readiness import Phase, ServiceState
from qa.web.links import link_of
from qa.web.pieces import Page
from qa.web.turns import BROKEN_OFF, Visit

_NEAREST = 3
_COPIES_SHOWN = 3
"""Of a wire report there may be dozens; the others open on request."""

_MOST_LISTED = 500
"""Articles; more are named by outlet and day."""


def conversation(
    visit: Visit,
    examples: tuple[str, ...],
    state: ServiceState,
    *,
    opinions: bool = False,
) -> str:
    """The conversation, or a welcome with examples before the first question.

    Args:
        visit: the conversation and its key.
        examples: questions to begin with.
        state: how far the service is.
        opinions: whether visitors are asked what they think of answers.
    """
    return _render(
        "conversation.html",
        key=visit.key,
        turns=visit.turns,
        examples=examples,
        state=state,
        opinions=opinions,
    )


def status(state: ServiceState) -> str:
    """How far the service is; nothing to be seen once it is ready and every file was read."""
    return _render("status.html", state=state)


def hint(message: str, *, editing: bool = False) -> str:
    """A word about what was typed; ``""`` takes it away.

    Args:
        message: the word.
        editing: whether the next question takes the place of the last one.
    """
    return _render("hint.html", message=message, editing=editing)


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


def panels(curator: Curator) -> str:
    """What opens beside the chat: an article, and the list of articles."""
    most = curator.max_bytes / 1e6
    return _render("panels.html", may_change=curator.may_change, suffixes=SUFFIXES, max_mb=most)


def listing(curator: Curator) -> str:
    """The articles: what to ask of, what to read and what can be taken out."""
    # What readers brought comes first: of a large archive not all are shown.
    listed = sorted(curator.listed(), key=lambda each: not each.brought)
    outlets = sorted({each.holding.article.source for each in listed} - {""}, key=str.casefold)
    return _render(
        "listing.html",
        listed=listed[:_MOST_LISTED],
        total=len(listed),
        outlets=outlets,
        dated=any(each.holding.article.published for each in listed),
        taken_out=curator.taken_out(),
        may_change=curator.may_change,
    )


def sentence(clause: str) -> str:
    """What an error says, from its capital letter to its full stop."""
    return f"{clause[:1].upper()}{clause[1:].removesuffix('.')}."


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
        "in_words": in_words,
        "link_of": link_of,
        "Phase": Phase,
        "Status": Status,
        "nearest": _NEAREST,
        "nearest_label": NEAREST,
        "copy_label": COPY,
        "copies_shown": _COPIES_SHOWN,
        "broken_off_label": BROKEN_OFF,
        "difference_label": DIFFERENCE,
        "refusal_label": REFUSAL,
        "longest_word": LONGEST_WORD,
        "possible_differences_in": possible_differences_in,
        "doubt_in": doubt_in,
        "withheld_in": withheld_in,
    }
    return environment
