"""What the two processes of a reading room say to each other, over pipes.

Each message is its length in eight bytes, then so many bytes. A file goes to the reading
process as its id and its bytes; an answer comes back as JSON.
"""

import hashlib
import json
import struct
from typing import Any, BinaryIO

from corpus.described import about, article_of
from corpus.errors import RefusedFile, UnreadableFile
from corpus.model import Reading
from corpus.tables import table_of, written

OUT_OF_MEMORY = 77
"""The exit code of a reading process that was refused memory."""

_LENGTH = struct.Struct(">Q")
_AS_IT_IS = "surrogatepass"
"""Half characters pass unchanged; whoever keeps articles decides about them."""


def send(stream: BinaryIO, *messages: bytes) -> None:
    """Write messages.

    Raises:
        BrokenPipeError: the other process has ended.
    """
    for message in messages:
        stream.write(_LENGTH.pack(len(message)))
        stream.write(message)
    stream.flush()


def receive(stream: BinaryIO) -> bytes | None:
    """The next message, or None when the other process has ended."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    message = stream.read(length)
    return message if len(message) == length else None


def refusal(reason: str) -> bytes:
    """The answer that a file can't become an article."""
    return _packed({"refused": reason})


def mishap(reason: str) -> bytes:
    """The answer that something went wrong, which may not be the file's fault."""
    return _packed({"failed": reason})


def answer(reading: Reading) -> bytes:
    """The answer that a file is this article."""
    article = reading.article
    return _packed({**about(article), "text": article.text, "table": written(reading.table)})


def reading_of(article_id: str, data: bytes, message: bytes) -> Reading:
    """What an answer says of a file.

    Raises:
        RefusedFile: it says that the file was refused.
        UnreadableFile: it says that something went wrong.
    """
    fields = json.loads(message.decode(errors=_AS_IT_IS))
    if reason := fields.get("refused"):
        raise RefusedFile(article_id, reason, hashlib.sha256(data).hexdigest())
    if reason := fields.get("failed"):
        raise UnreadableFile(article_id, reason)
    # Which file was read is known here, whatever the other process says.
    article = article_of({**fields, "id": article_id}, fields["text"])
    return Reading(article, table_of(fields["table"]))


def _packed(fields: dict[str, Any]) -> bytes:
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode(errors=_AS_IT_IS)
