"""Asking some of the articles only."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from corpus import Article
from corpus.days import in_words
from index.errors import ScopeError

_MOST_NAMED = 8
_LONGEST_NAME = 80
"""In characters: a scope may name thousands of articles, but nobody reads thousands of names."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Which articles are asked: those that meet every condition, and all where there is none.

    Attributes:
        articles: their ids; None for any.
        sources: their outlets, as the articles name them; None for any.
        since: the first day of publication; an article that names no day is left out then.
        until: the last day of publication; the same.

    Raises:
        ScopeError: the days are in the wrong order or none, or something else stands where a
            list of names has to.
    """

    articles: Collection[str] | None = None
    sources: Collection[str] | None = None
    since: date | None = None
    until: date | None = None

    def __post_init__(self) -> None:
        for name in ("articles", "sources"):
            names = getattr(self, name)
            if names is not None:
                object.__setattr__(self, name, _names(name, names))
        for name in ("since", "until"):
            _check_day(name, getattr(self, name))
        if self.since and self.until and self.since > self.until:
            raise ScopeError(
                f"no day is on or after {self.since} and on or before {self.until}: exchange them"
            )

    def __bool__(self) -> bool:
        """Whether this leaves out anything at all."""
        conditions = self.articles, self.sources, self.since, self.until
        return any(condition is not None for condition in conditions)

    def __contains__(self, article: Article) -> bool:
        day = article.published
        return (
            (self.articles is None or article.id in self.articles)
            and (self.sources is None or article.source in self.sources)
            and (not self.since or (day is not None and day >= self.since))
            and (not self.until or (day is not None and day <= self.until))
        )

    def __str__(self) -> str:
        """The conditions in words that can follow "articles": ``from The Quay or The Mirror``."""
        return ", ".join(self._in_words())

    def _in_words(self) -> Iterator[str]:
        if self.articles is not None:
            yield f"named {_either(self.articles)}"
        if self.sources is not None:
            yield f"from {_either(self.sources)}"
        if self.since and self.until:
            yield f"published from {in_words(self.since)} to {in_words(self.until)}"
        elif self.since:
            yield f"published from {in_words(self.since)} on"
        elif self.until:
            yield f"published up to {in_words(self.until)}"


def checked_scope(scope: Scope) -> Scope:
    """The scope.

    Raises:
        ScopeError: it is something else.
    """
    if not isinstance(scope, Scope):
        raise ScopeError(
            f"the scope is of type {type(scope).__name__}: give an index.Scope, as in "
            "Scope(sources=['The Quay'])"
        )
    return scope


def _names(field: str, names: object) -> frozenset[str]:
    if isinstance(names, str) or not isinstance(names, Collection):
        raise ScopeError(f"{field} is {names!r}: give a list of names, also for one")
    if wrong := [name for name in names if not isinstance(name, str)]:
        raise ScopeError(f"{field} has {wrong[0]!r} in it, which is no name")
    return frozenset(names)


def _check_day(field: str, day: object) -> None:
    # A `datetime` is a `date` to Python, but can't be compared with one.
    if day is not None and (not isinstance(day, date) or isinstance(day, datetime)):
        raise ScopeError(f"{field} is {day!r}: give a datetime.date, or None for any day")


def _either(names: Collection[str]) -> str:
    """Names as a choice; of many only the first, and how many more there are."""
    named = [_on_one_line(name) for name in sorted(names)[:_MOST_NAMED]] or ["nothing"]
    more = len(names) - len(named)
    *others, last = [*named, f"one of {more:,} others"] if more > 0 else named
    return f"{', '.join(others)} or {last}" if others else last


def _on_one_line(name: str) -> str:
    words = " ".join(name.split())
    return words if len(words) <= _LONGEST_NAME else f"{words[: _LONGEST_NAME - 1]}…"
