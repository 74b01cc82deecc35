"""What an article needs so as to be kept and cited."""

from datetime import UTC, datetime

from corpus import Article, Reading, RefusedFile
from index.catalog import Entry


def admitted(reading: Reading) -> Entry:
    """What was read of a file, as it is kept from now on.

    Raises:
        RefusedFile: it can't be kept, or nothing in it can be cited.
    """
    article = reading.article
    _refuse_half_characters(article)
    entry = Entry.of(reading, datetime.now(UTC))
    if not entry.size:
        raise RefusedFile(article.id, "has no sentence that could be cited", article.sha256)
    return entry


def _refuse_half_characters(article: Article) -> None:
    """Escapes and some PDFs bring in half of a surrogate pair, which no store can keep."""
    words = (article.title, article.source, article.author, article.url, article.text)
    try:
        "\n".join(words).encode()
    except UnicodeEncodeError as error:
        half = ord(error.object[error.start])
        reason = f"holds half a character, U+{half:X}; take it out"
        raise RefusedFile(article.id, reason, article.sha256) from None
