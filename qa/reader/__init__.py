"""Reading: how well a sentence answers a question. The port and what is behind it."""

from qa.reader.calibration import (
    BY_SEARCH,
    UNFITTED,
    Calibration,
    FurtherSignals,
    Logistic,
    RightSignals,
    Signals,
)
from qa.reader.choice import reader_named
from qa.reader.cross_encoder import CrossEncoderReader
from qa.reader.errors import ReaderError
from qa.reader.model import Candidate, Reader, Scores
from qa.reader.search_alone import SearchAlone
from qa.reader.trained import TrainedReader

__all__ = [
    "BY_SEARCH",
    "UNFITTED",
    "Calibration",
    "Candidate",
    "CrossEncoderReader",
    "FurtherSignals",
    "Logistic",
    "Reader",
    "ReaderError",
    "RightSignals",
    "Scores",
    "SearchAlone",
    "Signals",
    "TrainedReader",
    "reader_named",
]
