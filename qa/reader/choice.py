"""Which reader a setting names."""

from functools import lru_cache
from pathlib import Path

from qa.reader.cross_encoder import CrossEncoderReader
from qa.reader.model import Reader
from qa.reader.search_alone import SearchAlone
from qa.reader.trained import TRAINED, TrainedReader


@lru_cache(maxsize=4)
def reader_named(name: str) -> Reader:
    """The reader of a name, the same one each time, so that its model is loaded once.

    Args:
        name: ``trained``, ``none``, an ONNX file that ``python -m qa.training`` made, or a
            cross-encoder of sentence-transformers.
    """
    if name == TRAINED:
        return TrainedReader()
    if name == SearchAlone.name:
        return SearchAlone()
    return TrainedReader(Path(name)) if name.endswith(".onnx") else CrossEncoderReader(name)
