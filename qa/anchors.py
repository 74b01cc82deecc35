"""Passages that outlive an edit of their article: found again where they moved to, or known to be
gone.

An anchor is a passage's place and its words with some text on either side (the position and quote
selectors of the W3C Web Annotation model). In the article it was made of the place decides;
in any other version the words do, and only where nothing else there could be meant.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from corpus import Article, ChapterVerseError, Span, SpanError

_CONTEXT = 32
"""Characters kept on either side."""

_UNMISTAKABLE = 80
"""A passage as long as this that stands in an article once is the one, whatever is around it."""


class PassageGone(ChapterVerseError):
    """The article was edited, and the passage no longer stands in it, or can't be told."""


class AnchorMismatch(ChapterVerseError):
    """An anchor contradicts the very article it says it was made of."""


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

    def find_in(self, article: Article) -> Span:
        """Where the passage stands in an article as it is now; its characters are `exact`.

        Args:
            article: of the same id as the one that the anchor was made of.

        Raises:
            PassageGone: the article was edited since, and the passage is not in it, or stands in
                several places none of which is surely the one.
            AnchorMismatch: the article is the one that the anchor was made of, and something else
                stands at its place.
        """
        if self.sha256 and article.sha256.startswith(self.sha256):
            return self._at_its_place(article)
        places = list(self._places(article.text))
        both = [span for span in places if all(self._agreement(article.text, span))]
        either = [span for span in places if any(self._agreement(article.text, span))]
        anywhere = places if len(self.exact) >= _UNMISTAKABLE else []
        surest = both or either or anywhere
        if len(surest) == 1:
            return surest[0]
        what = "can’t be told from others with the same words" if places else "is no longer in it"
        raise PassageGone(f"“{article.title}” has changed since, and the passage {what}")

    def _at_its_place(self, article: Article) -> Span:
        try:
            span = Span(self.start, self.end)
            found = span.of(article.text)
        except SpanError as error:
            raise AnchorMismatch(
                f"there are no characters {self.start} to {self.end} in “{article.title}”, which "
                f"has {len(article.text)}"
            ) from error
        if found != self.exact:
            raise AnchorMismatch(
                f"other words than the quoted ones stand at {self.start} to {self.end} in "
                f"“{article.title}”"
            )
        return span

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
