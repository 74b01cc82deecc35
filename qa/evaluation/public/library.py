"""An index of a set's documents, in which every article's text is the document's, exactly.

A document becomes a Markdown file with front matter: that gives the article a title without
adding a character to its text, and below the front matter every character stays as it is. The
index is kept in the user's cache by what it is made of, as embedding a set can take minutes.
"""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml
from platformdirs import user_cache_path

from corpus import Article, sentence_table
from index import Embedder, Index, IndexMismatch, SyncProgress, SyncReport
from qa.evaluation.errors import EvaluationError
from qa.evaluation.public.dataset import Document, Query
from qa.evaluation.questions import Gold, Question

Progress = Callable[[SyncProgress], None]

_KEY = 16
"""Hexadecimal digits that tell one state of a set from others."""


@dataclass(frozen=True, slots=True)
class Library:
    """The documents of a set as articles.

    Attributes:
        index: holds them.
        article_ids: the article's id by the document's.
    """

    index: Index
    article_ids: Mapping[str, str]

    def question(self, query: Query) -> Question:
        """The question as the other figures take it; its gold is what has a span."""
        return Question(
            id=query.id,
            type="public",
            text=query.text,
            answerable=query.answerable,
            history=query.history,
            gold=tuple(
                Gold(self.article_ids[source.document_id], source.span, source.quote)
                for source in query.gold
                if source.span
            ),
        )

    def gold_articles(self, query: Query) -> frozenset[str]:
        """The ids of the articles that answer a question."""
        return frozenset(self.article_ids[name] for name in query.gold_documents)

    def given_articles(self, query: Query) -> frozenset[str]:
        """The ids of the articles that a question is about."""
        return frozenset(self.article_ids[name] for name in query.given)


def make_library(
    name: str,
    documents: Sequence[Document],
    embedder: Embedder,
    *,
    progress: Progress | None = None,
) -> Library:
    """Index the documents of a set, or find them indexed by an earlier run.

    A document without a sentence that could be cited has no article: nothing in it is ever
    found, and that counts against the search.

    Args:
        name: of the set, for people who look into the cache.
        documents: with ids of their own each.
        embedder: the embedding model.
        progress: follows the synchronisation.

    Raises:
        EvaluationError: an article is not its document, character for character.
        IndexingError: as `Index.open` and `Index.sync`.
    """
    names = {document.id: f"{number:05}.md" for number, document in enumerate(documents)}
    index = Index.open(_location(name, documents, embedder), embedder=embedder)
    with TemporaryDirectory() as folder:
        for document in documents:
            Path(folder, names[document.id]).write_bytes(_markdown(document).encode())
        report = _synchronised(index, folder, progress)
    articles = {article.id: article for article in index.articles()}
    reasons = dict(report.failed)
    for document in documents:
        article_id = names[document.id]
        _check(document, articles.get(article_id), reasons.get(article_id, ""))
    return Library(index, names)


def _location(name: str, documents: Sequence[Document], embedder: Embedder) -> Path:
    """A folder of the cache for exactly these documents and this model."""
    content = [[document.id, document.title, document.text] for document in documents]
    made_of = json.dumps([embedder.name, content])
    key = hashlib.sha256(made_of.encode()).hexdigest()[:_KEY]
    return user_cache_path("chapter-and-verse") / f"{name}-{key}"


def _synchronised(index: Index, folder: str, progress: Progress | None) -> SyncReport:
    try:
        return index.sync(folder, progress=progress)
    except IndexMismatch:  # of another version of the project; nothing in a cache is worth asking
        return index.sync(folder, progress=progress, rebuild=True)


def _markdown(document: Document) -> str:
    title = _one_line(document.title)
    head = yaml.safe_dump({"title": title}) if title else ""
    return f"---\n{head}---\n{document.text}"


def _check(document: Document, article: Article | None, reason: str) -> None:
    if article is None:
        if any(sentence.citable for sentence in sentence_table(document.text)):
            raise EvaluationError(f"the document {document.id!r} is no article: it {reason}")
        return
    if article.text != document.text:
        raise EvaluationError(
            f"the document {document.id!r} has changed on its way to an article: offsets would "
            "not fit"
        )
    if document.title.strip() and article.title != _one_line(document.title):
        raise EvaluationError(
            f"the title {document.title!r} of the document {document.id!r} has become "
            f"{article.title!r}"
        )


def _one_line(title: str) -> str:
    """A title as articles have them."""
    return " ".join(title.split())
