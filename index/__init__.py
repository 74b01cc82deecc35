"""The index: passages of articles, searchable by meaning and by words."""

from index.configured import configured_index
from index.core import Index
from index.embedding import Embedder, TransformerEmbedder
from index.errors import (
    IndexBusy,
    IndexingError,
    IndexMismatch,
    IndexUnavailable,
    ModelError,
    SearchError,
    SettingError,
    UnknownArticle,
)
from index.latest import latest, remember
from index.lexical import terms
from index.model import (
    Hit,
    IndexStatus,
    Passage,
    SearchResult,
    SentenceHit,
    SyncProgress,
    SyncReport,
)
from index.settings import DEFAULT_MODEL, SHIPPED_ARTICLES, IndexSettings

__all__ = [
    "DEFAULT_MODEL",
    "SHIPPED_ARTICLES",
    "Embedder",
    "Hit",
    "Index",
    "IndexBusy",
    "IndexMismatch",
    "IndexSettings",
    "IndexStatus",
    "IndexUnavailable",
    "IndexingError",
    "ModelError",
    "Passage",
    "SearchError",
    "SearchResult",
    "SentenceHit",
    "SettingError",
    "SyncProgress",
    "SyncReport",
    "TransformerEmbedder",
    "UnknownArticle",
    "configured_index",
    "latest",
    "remember",
    "terms",
]
