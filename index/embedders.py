"""Which embedding model a name means."""

from index.defaults import DEFAULT_MODEL
from index.embedding import Embedder, TransformerEmbedder
from index.minilm import MiniLM


def embedder_named(name: str) -> Embedder:
    """The default model, or any of sentence-transformers', loaded on first use.

    Args:
        name: as in ``CV_EMBEDDING_MODEL``.
    """
    return MiniLM() if name == DEFAULT_MODEL else TransformerEmbedder(name)
