"""Passages that outlive an edit of their article: found again where they moved to, or known to be
gone.

An anchor is a passage's place and its words with some text on either side (the position and quote
selectors of the W3C Web Annotation model). In the article it was made of the place decides;
in any other version the words do, and only where nothing else there could be meant.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from corpus import Article, ChapterVerseError, Span

_CONTEXT = 32
"""Characters kept on either side."""

_UNMISTAKABLE = 80
"""A passage as long as this that stands in an article once is the one, whatever is around it."""

_MOST_PLACES = 1_000
"""What stands in an article as often as this can't be told from others: an address may ask for the
letter "e" in a book.
"""


class PassageGone(ChapterVerseError):
    """The passage does not stand in the article, or can't be told from others there."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A passage of an article as it was.

    Attributes:
        sha256: of the article's file then, in hexadecimal, or the beginning of it.
        start: first character of the passage then.
        end: one past its last.
        exact: its characters.
        prefix: those before it, at most 32; fewer only at the beginning of the text.
        suffix: those after it, likewise.
    """

    sha256: str
    start: int
    end: int
    exact: str
    prefix: str
    suffix: str

    @classmethod
    def of(cls, article: Article, span: Span) -> "Anchor":
        """The anchor of a passage.

        Raises:
            SpanError: the span reaches past the article's text.
        """
        return cls(
            article.sha256,
            span.start,
            span.end,
            span.of(article.text),
            article.text[max(0, span.start - _CONTEXT) : span.start],
            article.text[span.end : span.end + _CONTEXT],
        )

    def is_of(self, article: Article) -> bool:
        """Whether an article is the version that the anchor was made of."""
        return bool(self.sha256) and article.sha256.startswith(self.sha256)

    def find_in(self, article: Article) -> Span:
        """Where the passage stands in an article as it is now; its characters are `exact`.

        Args:
            article: of the same id as the one that the anchor was made of.

        Raises:
            PassageGone: the passage is not in the article, or stands in several places none of
                which is surely the one.
        """
        its_own = self.is_of(article) and 0 <= self.start < self.end
        if its_own and article.text[self.start : self.end] == self.exact:
            return Span(self.start, self.end)
        spans = islice(self._places(article.text), _MOST_PLACES)
        places = {span: self._agreement(article.text, span) for span in spans}
        both = [span for span, agreement in places.items() if all(agreement)]
        either = [span for span, agreement in places.items() if any(agreement)]
        anywhere = list(places) if len(self.exact) >= _UNMISTAKABLE else []
        surest = (both or either or anywhere) if len(places) < _MOST_PLACES else []
        if len(surest) == 1:
            return surest[0]
        what = "can’t be told from others with the same words" if places else "is not in it"
        edited = "" if self.is_of(article) else " as it is now"
        raise PassageGone(f"The passage {what}: “{article.title}”{edited}")

    def _places(self, text: str) -> Iterator[Span]:
        """Wherever the exact characters stand, also where they overlap."""
        at = text.find(self.exact) if self.exact else -1
        while at >= 0:
            yield Span(at, at + len(self.exact))
            at = text.find(self.exact, at + 1)

    def _agreement(self, text: str, span: Span) -> tuple[bool, bool]:
        """Whether the characters before a place are those before the passage, and those after."""
        before = text[max(0, span.start - _CONTEXT) : span.start]
        after = text[span.end : span.end + _CONTEXT]
        return before == self.prefix, after == self.suffix
