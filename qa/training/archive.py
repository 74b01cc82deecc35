"""An archive as large as one likes: the bundles' articles again and again, about other people.

For measuring at a size that nobody writes by hand. Each copy of a bundle has made-up names in the
place of its own and other figures, so that it tells of something else in the same words, and a
question that names somebody has its answer in one copy only. The texts are as real as the bundles
are; that they are so alike makes them harder to tell apart than those of a real archive.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from random import Random

from corpus import Role, Sentence
from index.passages import split_passages
from qa.training.as_questions import spans_of
from qa.training.bundles import Bundle, BundleArticle, BundleQuestion
from qa.words import DAYS, MONTHS

_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{2,}\b")
_WORD = re.compile(r"\b[A-Z][a-z]+\b")
_FIGURE = re.compile(r"\b(?:\d{1,3}(?:,\d{3})+|\d{2,})\b")
_YEARS = range(1900, 2100)
_CALENDAR = frozenset(map(str.title, (*MONTHS, *DAYS)))
_ONSETS = "b br d dr f g gr h j k kl l m n p pr r s sk st t tr v z".split()
_VOWELS = "a e i o u ai au ei ou".split()
_ENDS = "n l r s m k t nd rt sk".split()
_DAYS_APART = 37

_ASKED = ("fact", "keyword", "why", "who")
"""Types of questions that one sentence answers, without anything said before."""


def archive(bundles: Sequence[Bundle], passages: int) -> Iterator[Bundle]:
    """Bundles and copies of them until there are about so many passages; the same at each call.

    Args:
        bundles: what is copied. The first copy of each is itself.
        passages: how many there should be, to within one bundle's.
    """
    written, copy = 0, 0
    while True:
        for bundle in bundles:
            if written >= passages:
                return
            yield copied(bundle, copy)
            written += sum(map(_passages, bundle.articles))
        copy += 1


def copied(bundle: Bundle, copy: int) -> Bundle:
    """A bundle about other people, with the questions that say which copy they are about.

    Args:
        bundle: an original.
        copy: its number; 0 leaves names and figures as they are.
    """
    names = _names(bundle)
    retell = partial(_retold, names=names, copy=copy) if copy else str
    return Bundle(
        f"{copy:03}/{bundle.name}",
        [_article(article, copy, retell) for article in bundle.articles],
        [
            _question(question, retell)
            for question in bundle.questions
            if question.type in _ASKED and not names.isdisjoint(_WORD.findall(question.text))
        ],
    )


def asked(bundles: Sequence[Bundle], count: int) -> list[Bundle]:
    """The same bundles with so many of their questions in all, evenly spread.

    Args:
        bundles: of an archive.
        count: how many questions are left, if there are as many.
    """
    total = sum(len(bundle.questions) for bundle in bundles)
    chosen = {number * total // count for number in range(min(count, total))}
    left, first = [], 0
    for bundle in bundles:
        numbered = enumerate(bundle.questions, first)
        left.append(replace(bundle, questions=[q for number, q in numbered if number in chosen]))
        first += len(bundle.questions)
    return left


def _names(bundle: Bundle) -> frozenset[str]:
    """The words that are capitals within a sentence and stand nowhere in small letters."""
    text = "\n".join(text for article in bundle.articles for text in article.sentences.values())
    small = set(re.findall(r"\b[a-z]+\b", text))
    return frozenset(
        word for word in _NAME.findall(text) if word.lower() not in small and word not in _CALENDAR
    )


def _article(article: BundleArticle, copy: int, retell: Callable[[str], str]) -> BundleArticle:
    published = date.fromisoformat(article.published) + timedelta(days=_DAYS_APART * copy)
    return replace(
        article,
        outlet=retell(article.outlet),
        author=retell(article.author),
        published=published.isoformat(),
        title=retell(article.title),
        sentences={id_: retell(text) for id_, text in article.sentences.items()},
    )


def _question(question: BundleQuestion, retell: Callable[[str], str]) -> BundleQuestion:
    return replace(
        question, text=retell(question.text), words=tuple(retell(word) for word in question.words)
    )


def _retold(text: str, *, names: frozenset[str], copy: int) -> str:
    def name(found: re.Match[str]) -> str:
        return _made_up(found[0], copy) if found[0] in names else found[0]

    return _FIGURE.sub(lambda found: _other(found[0], copy), _WORD.sub(name, text))


def _made_up(name: str, copy: int) -> str:
    """A name that is the same wherever this one stands in this copy."""
    draw = Random(f"{copy} {name}")
    syllables = (draw.choice(_ONSETS) + draw.choice(_VOWELS) for _ in range(draw.choice((2, 2, 3))))
    return ("".join(syllables) + draw.choice(_ENDS)).capitalize()


def _other(figure: str, copy: int) -> str:
    """A figure of about the same size; years stay as they are."""
    number = int(figure.replace(",", ""))
    if number in _YEARS and "," not in figure:
        return figure
    other = max(10, round(number * Random(f"{copy} {figure}").uniform(0.4, 2.5)))
    return f"{other:,}" if "," in figure else str(other)


def _passages(article: BundleArticle) -> int:
    """How many passages an article has, without finding its sentences anew."""
    table = [Sentence(span, 0, Role.TEXT) for _, span in spans_of(article)]
    return len(split_passages(article.letter, table))
