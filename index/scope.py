"""Asking some of the articles only."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from corpus import Article
from index.errors import ScopeError


@dataclass(frozen=True, slots=True)
class Scope:
    """Which articles are asked: those that meet every condition, and all where there is none.

    Attributes:
        articles: their ids; None for any.
        sources: their outlets, as the articles name them; None for any.
        since: the first day of publication; an article that names no day is left out then.
        until: the last day of publication; the same.

    Raises:
        ScopeError: the days are in the wrong order, or one name stands where a list has to.
    """

    articles: Collection[str] | None = None
    sources: Collection[str] | None = None
    since: date | None = None
    until: date | None = None

    def __post_init__(self) -> None:
        for name in ("articles", "sources"):
            names = getattr(self, name)
            if isinstance(names, str):
                raise ScopeError(f"{name} is {names!r}: give a list of names, also for one")
            if names is not None:
                object.__setattr__(self, name, frozenset(names))
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
            yield f"published from {_day(self.since)} to {_day(self.until)}"
        elif self.since:
            yield f"published from {_day(self.since)} on"
        elif self.until:
            yield f"published up to {_day(self.until)}"


def _either(names: Collection[str]) -> str:
    *others, last = sorted(names) or ["nothing"]
    return f"{', '.join(others)} or {last}" if others else last


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
