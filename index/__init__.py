"""The index: passages of articles, searchable by meaning and by words."""

from typing import TYPE_CHECKING, Any

from index.configured import configured_index
from index.core import Index
from index.defaults import DEFAULT_MODEL, SHIPPED_ARTICLES
from index.embedders import embedder_named
from index.embedding import Embedder, TransformerEmbedder
from index.errors import (
    IndexBusy,
    IndexingError,
    IndexMismatch,
    IndexOccupied,
    IndexUnavailable,
    ModelError,
    ScopeError,
    SearchError,
    SettingError,
    UnknownArticle,
)
from index.latest import latest, remember
from index.locations import is_url
from index.minilm import MiniLM
from index.model import (
    Hit,
    Holding,
    IndexStatus,
    Passage,
    SearchResult,
    SentenceHit,
    SyncProgress,
    SyncReport,
)
from index.scope import Scope
from index.search import MOST_HITS
from index.searchable import Searchable
from index.terms import folded, terms

if TYPE_CHECKING:
    from index.settings import IndexSettings

__all__ = [
    "DEFAULT_MODEL",
    "MOST_HITS",
    "SHIPPED_ARTICLES",
    "Embedder",
    "Hit",
    "Holding",
    "Index",
    "IndexBusy",
    "IndexMismatch",
    "IndexOccupied",
    "IndexSettings",
    "IndexStatus",
    "IndexUnavailable",
    "IndexingError",
    "MiniLM",
    "ModelError",
    "Passage",
    "Scope",
    "ScopeError",
    "SearchError",
    "SearchResult",
    "Searchable",
    "SentenceHit",
    "SettingError",
    "SyncProgress",
    "SyncReport",
    "TransformerEmbedder",
    "UnknownArticle",
    "configured_index",
    "embedder_named",
    "folded",
    "is_url",
    "latest",
    "remember",
    "terms",
]


def __getattr__(name: str) -> Any:
    # Settings cost a fifth of a second to import, and few who search need them.
    if name == "IndexSettings":
        from index.settings import IndexSettings  # noqa: PLC0415

        return IndexSettings
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
