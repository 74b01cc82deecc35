"""An article without its text as JSON types, for whoever keeps it or hands it on."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from corpus.model import Article


def about(article: Article) -> dict[str, Any]:
    """All of an article but its text; in this order, since what an index keeps is compared."""
    return {
        "id": article.id,
        "sha256": article.sha256,
        "title": article.title,
        "source": article.source,
        "author": article.author,
        "published": article.published and article.published.isoformat(),
        "url": article.url,
    }


def article_of(fields: Mapping[str, Any], text: str) -> Article:
    """Undoes `about`.

    Args:
        fields: what that gave, maybe among others.
        text: the article's.

    Raises:
        KeyError: a field is missing.
        ValueError: the day is none.
    """
    published = fields["published"]
    return Article(
        id=fields["id"],
        title=fields["title"],
        text=text,
        source=fields["source"],
        author=fields["author"],
        published=date.fromisoformat(published) if published else None,
        url=fields["url"],
        sha256=fields["sha256"],
    )
