"""Which articles a visitor asks, as the page's form sends it."""

from datetime import date
from urllib.parse import parse_qs

from corpus.days import day_of
from index import Scope, ScopeError

_SHOWN = 40
"""Characters of what is no day."""


def scope_of(query: str) -> Scope:
    """The scope that a form's values mean.

    Args:
        query: ``source=The+Quay&source=…&article=…&since=2031-05-04&until=…``, any of them.

    Raises:
        ScopeError: a day is none, or the days are in the wrong order.
    """
    values = parse_qs(query)
    return Scope(
        articles=values.get("article"),
        sources=values.get("source"),
        since=_day(values.get("since")),
        until=_day(values.get("until")),
    )


def _day(texts: list[str] | None) -> date | None:
    if not texts:
        return None
    try:
        return day_of(texts[0])
    except ValueError:
        raise ScopeError(f"{texts[0][:_SHOWN]} is no day, as 2024-10-31 is one") from None
