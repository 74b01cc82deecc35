"""Finding sentences by their words: BM25 (Robertson and Zaragoza, 2009) with ``bm25s``.

The sentences are numbered in the order they are given. The index is built once per state of
the articles, kept beside the store, and never built for a question.
"""

import hashlib
import json
import logging
import re
import shutil
import threading
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import bm25s

_WORD = re.compile(r"\d+(?:[.,]\d+)*|\w+")
_POSSESSIVE = re.compile(r"['’]s\b")
_NOTE = "note.json"
_TERMS = "terms.1"  # names what `terms` does; an index made with another version is made anew
_logger = logging.getLogger(__name__)

STOPWORDS = frozenset(
    "a about after all also am an and any are as at be been before being between but by can "
    "could did do does doing for from had has have having he her hers him his how i if in into "
    "is it its just like many may me might more most much must my no nor not of off on or our "
    "over said say says shall she should so some such than that the their them then there "
    "these they this those to told too under us very was we were what when where which while "
    "who whom whose why will with would you your".split()
)
"""Words that say nothing about the subject; numbers and names are never among them."""


def terms(text: str) -> list[str]:
    """The words that count, folded: case, accents, plural and tense endings, 11,000 = 11000."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    words = _WORD.findall(_POSSESSIVE.sub("", plain))
    return [_stem(_number(word)) for word in words if word not in STOPWORDS]


def _number(word: str) -> str:
    return word.replace(",", "") if word[0].isdigit() else word


@lru_cache(maxsize=65_536)
def _stem(word: str) -> str:
    return str(_stemmer().stemWord(word))


@lru_cache(maxsize=1)
def _stemmer() -> Any:
    import Stemmer  # noqa: PLC0415 - loads a compiled library

    return Stemmer.Stemmer("english")


class LexicalIndex:
    """BM25 over a numbered list of sentences.

    Args:
        scorer: a filled ``bm25s`` index, or None for no sentences.
        size: how many sentences it numbers.
    """

    def __init__(self, scorer: "bm25s.BM25 | None", size: int) -> None:
        self._scorer = scorer
        self._size = size
        self._lock = threading.Lock()  # bm25s says nothing about threads

    @classmethod
    def build(cls, sentences: Iterable[str]) -> "LexicalIndex":
        """Index these sentences; their numbers are their places in the order given."""
        import bm25s  # noqa: PLC0415 - brings in scipy

        documents = [terms(sentence) for sentence in sentences]
        if not any(documents):
            return cls(None, len(documents))
        scorer = bm25s.BM25(k1=1.2, b=0.75)
        scorer.index(documents, show_progress=False)
        return cls(scorer, len(documents))

    def scores(self, question: str) -> NDArray[np.float32]:
        """BM25 of each sentence for the question: shape (sentences,), 0 where no word is shared."""
        return self.scores_of(terms(question))

    @property
    def vocabulary(self) -> Collection[str]:
        """Every word of the sentences, as `terms` folds it."""
        return self._scorer.vocab_dict.keys() if self._scorer else ()

    def scores_of(self, words: Sequence[str]) -> NDArray[np.float32]:
        """The same for words that are folded already."""
        known = [word for word in words if word in self.vocabulary]
        if self._scorer is None or not known:
            return np.zeros(self._size, dtype=np.float32)
        with self._lock:
            return np.asarray(self._scorer.get_scores(known), dtype=np.float32)

    def save(self, folder: Path, stamp: str) -> None:
        """Keep the index in ``folder``, and no other; it can be made anew at any time.

        Where it can't be written (an index that may only be read) that is logged, no error.

        Args:
            folder: where such indexes are kept, each in a folder named by its state.
            stamp: names the state of the articles it is of.
        """
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with TemporaryDirectory(dir=folder, ignore_cleanup_errors=True) as workshop:
                draft = Path(workshop, stamp)
                self._write(draft)
                shutil.rmtree(folder / stamp, ignore_errors=True)  # a damaged one
                draft.rename(folder / stamp)
            for other in folder.iterdir():
                if other.name != stamp:
                    shutil.rmtree(other, ignore_errors=True)
        except OSError as error:
            _logger.warning("the index of words can't be kept in %s: %s", folder, error)

    @classmethod
    def load(cls, folder: Path, stamp: str) -> "LexicalIndex | None":
        """The index of that state kept in ``folder``; None when there is none or it is damaged."""
        import bm25s  # noqa: PLC0415 - brings in scipy

        kept = folder / stamp
        try:
            note = json.loads((kept / _NOTE).read_text(encoding="utf-8"))
            if note["made_by"] != _made_by() or note["sha256"] != _digest(kept):
                return None
            return cls(None if note["empty"] else bm25s.BM25.load(kept), note["size"])
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def _write(self, folder: Path) -> None:
        folder.mkdir()
        if self._scorer is not None:
            self._scorer.save(folder, show_progress=False)
        note = {
            "made_by": _made_by(),
            "size": self._size,
            "empty": self._scorer is None,
            "sha256": _digest(folder),
        }
        (folder / _NOTE).write_text(json.dumps(note), encoding="utf-8")


def _made_by() -> str:
    import bm25s  # noqa: PLC0415 - brings in scipy

    return f"bm25s {bm25s.__version__}, {_TERMS}"


def _digest(folder: Path) -> str:
    """SHA-256 over the files of a saved index: damage could break anywhere, or score wrongly."""
    digest = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        if path.name != _NOTE:
            digest.update(path.read_bytes())
    return digest.hexdigest()
