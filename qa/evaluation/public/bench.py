"""What measuring any set needs: the folder of sets, a model, and how many questions to ask."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from index import Embedder
from qa.evaluation.public.dataset import Dataset, Document, Query, read_dataset, read_documents
from qa.evaluation.public.library import Library, Progress, make_library


@dataclass(frozen=True, slots=True)
class Bench:
    """A folder of public sets, and how to measure on them.

    Attributes:
        folder: holds a folder for each set.
        embedder: the embedding model.
        sample: how many questions of a set are asked at most; None for all.
        progress: follows the making of indexes.
    """

    folder: Path
    embedder: Embedder
    sample: int | None = None
    progress: Progress | None = None

    def read(self, name: str) -> Dataset:
        """A set by its name; see `read_dataset`."""
        return read_dataset(self.folder / name)

    def documents(self, name: str) -> tuple[Document, ...]:
        """The documents of a set alone; see `read_documents`."""
        return read_documents(self.folder / name)

    def library(self, name: str, documents: Sequence[Document]) -> Library:
        """An index of documents; see `make_library`."""
        return make_library(name, documents, self.embedder, progress=self.progress)

    def sampled(self, queries: Sequence[Query]) -> list[Query]:
        """The questions to ask: evenly spaced ones, always the same."""
        count = len(queries) if self.sample is None else min(self.sample, len(queries))
        return [queries[number * len(queries) // count] for number in range(count)]
