"""Which reader a setting names."""

from functools import lru_cache

from qa.reader.cross_encoder import CrossEncoderReader
from qa.reader.model import Reader
from qa.reader.search_alone import SearchAlone
from qa.reader.trained import TrainedReader


@lru_cache(maxsize=4)
def reader_named(name: str) -> Reader:
    """The reader of a name, the same one each time, so that its model is loaded once.

    Args:
        name: ``trained``, ``none``, or a cross-encoder of sentence-transformers.
    """
    for kind in (TrainedReader, SearchAlone):
        if name == kind.name:
            return kind()
    return CrossEncoderReader(name)
