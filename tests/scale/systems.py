"""Who is measured, and what must be installed for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from tests.scale.job import Stage

_OF_A_PEER = (Stage.BATCH, Stage.MAKE, Stage.SEARCH)


@dataclass(frozen=True, slots=True)
class System:
    """A column of the table.

    Attributes:
        title: for people.
        stages: what it can do, in order.
        packages: what it is made of, as far as it must be installed and its version matters.
    """

    title: str
    stages: tuple[Stage, ...] = _OF_A_PEER
    packages: tuple[str, ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        """Packages that are not installed."""
        return tuple(name for name in self.packages if not _version(name))

    @property
    def versions(self) -> str:
        """The packages with their versions, for people."""
        return ", ".join(f"{name} {_version(name)}" for name in self.packages)


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


OURS = "ours"
MODEL = "bare"

SYSTEMS: Mapping[str, System] = {
    OURS: System(
        "Chapter & Verse",
        (Stage.MAKE, Stage.SEARCH, Stage.ANSWER, Stage.AGAIN, Stage.APP, Stage.SERVED),
        ("chromadb", "onnxruntime"),
    ),
    "langchain": System(
        "LangChain",
        packages=("langchain-chroma", "langchain-huggingface", "langchain-text-splitters"),
    ),
    "llamaindex": System(
        "LlamaIndex", packages=("llama-index-core", "llama-index-embeddings-huggingface")
    ),
    "haystack": System("Haystack", packages=("haystack-ai", "sentence-transformers-haystack")),
    "txtai": System("txtai", packages=("txtai",)),
    MODEL: System("the model alone", (Stage.BATCH, Stage.MAKE), ("sentence-transformers", "torch")),
}
"""By the names of their modules; ours is always measured, and first."""
