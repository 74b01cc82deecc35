"""Questions to begin with, made of the articles at hand, and only those that they answer."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, islice, zip_longest

from corpus import Article
from qa.asking import LONGEST_QUESTION

_MOST = 4
_MOST_TRIED = 12
_LONGEST_TITLE = 90

_WORD = r"[A-Z][\w-]{1,30}"
"""Bounded, so that no endless word in a file makes the search for one endless."""

_FULL_NAME = rf"(?!The )(?<![\w-])(?>{_WORD}(?: {_WORD}){{1,2}})(?![\w-]|['’]s? [A-Z])"
"""A whole one: "Korean People" is none where the Korean People's Army is named, nor is any part of
it, as nothing is given back. Nor is Kim Jong Un one in "Kim Jong Un's Guard", but everywhere else.
"""

_SAYING = r"(?:says|said|told|adds|added|argues|argued|warns|warned|explains|explained)"
_SPEAKER = re.compile(
    rf"\b{_SAYING} (?P<after>{_FULL_NAME})|(?P<before>{_FULL_NAME})(?:,[^,.]+,)? {_SAYING}\b"
)
_NAMED = re.compile(rf"(?<=[a-z,] ){_FULL_NAME}")
"""Within a sentence: at its beginning every word has a capital."""

_ADJECTIVE = re.compile(r"(?:ans?|ese|ish)$")
"""South Korean, East Timorese: half a name."""


def examples(articles: Sequence[Article], is_answered: Callable[[str], bool]) -> tuple[str, ...]:
    """A few questions, of different kinds where the articles allow it.

    Args:
        articles: what is asked.
        is_answered: whether the articles answer a question; asked a dozen times at most.
    """
    found: list[str] = []
    for question in list(_candidates(articles))[:_MOST_TRIED]:
        if len(found) == _MOST:
            break
        if len(question) <= LONGEST_QUESTION and is_answered(question):
            found.append(question)
    return tuple(found)


def _candidates(articles: Sequence[Article]) -> Iterator[str]:
    """Questions about names of both kinds in turn, no two about one, and then about titles."""
    names: set[str] = set()
    turns = zip_longest(_about_speakers(articles), _about_names(articles))
    for name, question in filter(None, chain(chain.from_iterable(turns), _about_titles(articles))):
        if name not in names:
            names.add(name)
            yield question


def _about_speakers(articles: Sequence[Article]) -> Iterator[tuple[str, str]]:
    """What somebody says whom an article quotes; who is quoted most comes first."""
    said = Counter(
        match["after"] or match["before"]
        for article in articles
        for match in _SPEAKER.finditer(article.text)
    )
    for name, _ in said.most_common(_MOST):
        yield name, f"What does {name} say?"


def _about_names(articles: Sequence[Article]) -> Iterator[tuple[str, str]]:
    """What several articles name, but not all: what all name, they are about anyway."""
    named = Counter(
        name for article in articles for name in dict.fromkeys(_NAMED.findall(article.text))
    )
    shared = (
        name
        for name, count in named.most_common()
        if 1 < count < len(articles) and not _ADJECTIVE.search(name)
    )
    for name in islice(shared, _MOST):
        yield name, f"What do the articles say about {name}?"


def _about_titles(articles: Sequence[Article]) -> Iterator[tuple[str, str]]:
    for article in articles:
        if len(article.title) <= _LONGEST_TITLE:
            yield article.title, f"What do the articles say about “{article.title}”?"
