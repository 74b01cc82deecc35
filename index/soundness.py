"""Damage that no seal tells of: after a sync that was killed, and on a server.

What a passage's record carries of its sentences has a check sum (`index.packing`), and its vector
is theirs, so the two can be compared. Chroma has the vectors in files of their own, and reads these
without any check; so does it the graph by which it finds the nearest of them.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from index.embedding import Vectors
from index.errors import MAKE_ANEW, IndexUnavailable
from index.records import Found, centres_of, found_of

SAMPLE = 200
"""So many passages are looked for by their own vectors."""

_MISSED = 0.05
"""So large a share of them may be missed: the graph is an approximate one."""

_AS_WRITTEN = 0.01
"""What the cosine of a passage's vector may be off, as it is worked out from what is kept of its
sentences': that is less precise than what the vector was made of.
"""


def require_near(
    location: str, found: Sequence[Found], distances: ArrayLike, vector: Vectors
) -> None:
    """See that passages are as near to a vector as they were said to be.

    Args:
        location: the index, as errors name it.
        found: the passages, at least one.
        distances: from the vector, as Chroma told them.
        vector: what they were found with.

    Raises:
        IndexUnavailable: one is not: its vector is damaged.
    """
    asked = vector / (np.linalg.norm(vector) or 1.0)  # which alone Chroma compares
    _require_equal(location, centres_of(found) @ asked, 1 - np.asarray(distances))


def require_as_written(location: str, records: Mapping[str, Any]) -> None:
    """See that each passage's vector is that of its sentences.

    Args:
        location: the index, as errors name it.
        records: as Chroma gives them, with ids, vectors and fields.

    Raises:
        IndexUnavailable: one is not.
        ValueError: the fields of one are damaged.
    """
    own = centres_of(list(map(found_of, records["ids"], records["metadatas"])))
    with np.errstate(all="ignore"):  # a damaged one may have numbers that are none
        told = (own * np.array(records["embeddings"])).sum(axis=1)
    # Of length 1, but for those of words of which a model knows none.
    _require_equal(location, (own**2).sum(axis=1), told)


def require_found(location: str, passages: Any, ids: Sequence[str]) -> None:
    """See that passages are found by their own vectors.

    Args:
        location: the index, as errors name it.
        passages: Chroma's collection.
        ids: those to look for.

    Raises:
        IndexUnavailable: too many are not: the graph does not lead to them.
    """
    vectors = passages.get(ids=ids, include=["embeddings"])["embeddings"]
    vectors = [each for each in vectors if np.any(each)]  # one of length 0 is near to nothing
    if not vectors:
        return
    near = passages.query(query_embeddings=vectors, n_results=1, include=["distances"])
    missed = sum(not distances or distances[0] > _AS_WRITTEN for distances in near["distances"])
    if missed > _MISSED * len(vectors):
        raise IndexUnavailable(
            f"the index {location} is damaged: {missed} of {len(vectors)} passages are not found "
            f"by their own vectors. {MAKE_ANEW}"
        )


def _require_equal(location: str, cosines: ArrayLike, told: ArrayLike) -> None:
    if not np.allclose(cosines, told, rtol=0, atol=_AS_WRITTEN):
        raise IndexUnavailable(
            f"the index {location} is damaged: the vector of a passage is not as it was written. "
            f"{MAKE_ANEW}"
        )
