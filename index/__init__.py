"""The index: passages of articles, searchable by meaning and by words."""

from index.model import Hit, Passage, SyncProgress, SyncReport

__all__ = ["Hit", "Passage", "SyncProgress", "SyncReport"]
