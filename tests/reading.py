"""Reading a file of articles in the test's own process, which trusts what it wrote itself."""

from corpus import Article, SourceFile, parse_article
from corpus.files import read_bytes


def read_article(file: SourceFile) -> Article:
    """The article that a file makes which `corpus.scan` found.

    Its ``sha256`` is that of the bytes it was made from: should the file have changed since the
    scan, it differs from ``file.sha256``.

    Raises:
        UnreadableFile: with the reason.
    """
    return parse_article(file.id, read_bytes(file))
