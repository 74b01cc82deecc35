"""Checking what a language model wrote against the words that it says it rests on."""

from functools import lru_cache

from qa.verifier.checker import Checker
from qa.verifier.verdict import Verdict, Verifier

__all__ = ["Checker", "Verdict", "Verifier", "default_verifier"]


@lru_cache(maxsize=1)
def default_verifier() -> Verifier:
    """The one with the checker that ships, the same one each time.

    Raises:
        ReaderError: what is kept beside the checker's weights can't be read.
    """
    return Verifier(Checker())
