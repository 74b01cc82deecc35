"""Writing answers with a language model: the port, its backends, and a double for tests."""

from qa.writer.errors import WriterError, WritingFailed
from qa.writer.model import Drafted, Source, Task, Writer
from qa.writer.quotes import QUOTES
from qa.writer.recorded import RecordedWriter

__all__ = [
    "QUOTES",
    "Drafted",
    "RecordedWriter",
    "Source",
    "Task",
    "Writer",
    "WriterError",
    "WritingFailed",
]
