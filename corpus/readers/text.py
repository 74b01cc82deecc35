"""Plain text: the article is the file, character for character."""

from corpus.readers.decoding import decode
from corpus.readers.draft import Draft
from corpus.readers.naming import title_of


def read(data: bytes, name: str) -> Draft:
    """Read a UTF-8 text file; newlines and a byte order mark stay, so that spans fit the file.

    Raises:
        UnreadableFile: it is empty, binary or not UTF-8.
    """
    text = decode(data, name)
    return Draft(title=title_of(text) or name, text=text)
