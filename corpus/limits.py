"""How much one file may ask for before it is refused."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that reading one file may take; a file over any of them is refused.

    Attributes:
        max_bytes: its size.
        max_pages: of a PDF.
        max_characters: of the text that it makes.
        max_sentences: of that text. Each is embedded and kept, which is what a long article
            costs; two million characters of prose have forty thousand.
        max_seconds: of the processor's time that reading it takes, so that the same files are
            read however busy the machine is (on Windows ten times as long by the clock).
        max_memory_mb: of memory for the process that reads it, in megabytes (on Linux only).
    """

    max_bytes: int = 20_000_000
    max_pages: int = 2_000
    max_characters: int = 2_000_000
    max_sentences: int = 50_000
    max_seconds: float = 30.0
    max_memory_mb: int = 1_000


DEFAULT_LIMITS = Limits()
"""Newspapers' longest reports stay far below; a folder of novels wants higher ones."""
