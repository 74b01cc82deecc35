"""Bytes to characters, or a clear word why not."""

import codecs

from corpus.errors import UnreadableFile

_OTHERS = (
    ((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE), "UTF-32"),
    ((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE), "UTF-16"),
)
"""What begins with these marks; those of UTF-32 begin like those of UTF-16."""


def decode(data: bytes, name: str, encoding: str = "utf-8") -> str:
    """Decode a text file strictly, leaving every character as it is.

    Args:
        data: the file's bytes.
        name: the file, for messages.
        encoding: what the file is expected to be in.

    Raises:
        UnreadableFile: it is empty, binary or in another encoding.
    """
    for marks, label in _OTHERS:
        if data.startswith(marks):
            raise UnreadableFile(name, f"is {label}; save it as UTF-8")
    if b"\0" in data:
        raise UnreadableFile(name, "is not text (binary)")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        label = codecs.lookup(encoding).name.upper()
        raise UnreadableFile(
            name, f"is not {label} (byte {error.start}); save it as UTF-8"
        ) from error
    if not text.removeprefix("\ufeff").strip():
        raise UnreadableFile(name, "is empty")
    return text
