"""How a question and a sentence become a model's input; training and reading share it.

    [CLS] question [SEP] sentence [SEP] title [SEP] the sentence before [SEP]

The whole has at most so many word pieces: the question and the sentence are cut at their ends,
and of the sentence before only its end is kept, since that is what "he" or "this" points to.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from qa.reader.errors import ReaderError
from qa.reader.model import Candidate

_LONGEST_TITLE = 14
_LONGEST_BEFORE = 28

Ids = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Lengths:
    """The most word pieces of a pair as a whole, of a question in it, and of a sentence."""

    whole: int
    question: int
    sentence: int


READING = Lengths(whole=96, question=40, sentence=64)
"""Of a question and a sentence that may answer it."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Word pieces of a question and a candidate: ``ids``, of which ``first`` are the question's."""

    ids: tuple[int, ...]
    first: int


@dataclass(frozen=True, slots=True)
class Batch:
    """Pairs as a model takes them, padded to the longest: each of shape (pairs, length)."""

    input_ids: Ids
    token_type_ids: Ids
    attention_mask: Ids

    @classmethod
    def of(cls, pairs: Sequence[Pair]) -> "Batch":
        """Put pairs together; padding is 0, as in all models of BERT's family."""
        shape = len(pairs), max(len(pair.ids) for pair in pairs)
        ids, types, mask = (np.zeros(shape, dtype=np.int64) for _ in range(3))
        for row, pair in enumerate(pairs):
            length = len(pair.ids)
            ids[row, :length] = pair.ids
            types[row, pair.first : length] = 1
            mask[row, :length] = 1
        return cls(ids, types, mask)


class PairEncoder:
    """Turns a question and its candidates into word pieces.

    Args:
        tokenizer: a ``tokenizer.json`` of BERT's kind.
        lengths: what is cut.
    """

    def __init__(self, tokenizer: Path, lengths: Lengths = READING) -> None:
        self._lengths = lengths
        self._tokenizer = Tokenizer.from_file(str(tokenizer))
        # These are state of the tokenizer; ours are set once and never change.
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._begin = self._id_of("[CLS]")
        self._end = self._id_of("[SEP]")

    def encode(
        self, question: str, candidates: Sequence[Candidate], *, context: bool = True
    ) -> list[Pair]:
        """One pair for each candidate.

        Args:
            question: what is asked.
            candidates: what may answer.
            context: whether the title and the sentence before are read too.
        """
        asked = [self._begin, *self._pieces([question])[0][: self._lengths.question], self._end]
        longest = self._lengths.sentence
        sentences = self._pieces(candidate.sentence for candidate in candidates)
        if not context:
            return [self._pair(asked, words[:longest], []) for words in sentences]
        titles = self._pieces(candidate.title for candidate in candidates)
        before = self._pieces(candidate.before for candidate in candidates)
        return [
            self._pair(
                asked,
                words[:longest],
                [self._end, *title[:_LONGEST_TITLE], self._end, *last[-_LONGEST_BEFORE:]],
            )
            for words, title, last in zip(sentences, titles, before, strict=True)
        ]

    def _pair(self, asked: list[int], sentence: list[int], around: list[int]) -> Pair:
        words = [*asked, *sentence, *around][: self._lengths.whole - 1]
        return Pair((*words, self._end), len(asked))

    def _id_of(self, piece: str) -> int:
        number = self._tokenizer.token_to_id(piece)
        if number is None:
            raise ReaderError(f"the tokenizer of the reader has no {piece}: it is not BERT's")
        return number

    def _pieces(self, texts: Iterable[str]) -> list[list[int]]:
        encoded = self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        return [encoding.ids for encoding in encoded]
