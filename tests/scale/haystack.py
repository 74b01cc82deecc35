"""Haystack with its own splitter and its store in memory, which is saved to a file."""

from collections.abc import Callable
from pathlib import Path

from haystack import Document
from haystack.components.preprocessors import DocumentSplitter
from haystack.components.retrievers.in_memory import InMemoryEmbeddingRetriever
from haystack.document_stores.in_memory import InMemoryDocumentStore
from haystack.utils import ComponentDevice
from haystack_integrations.components.embedders.sentence_transformers import (
    SentenceTransformersDocumentEmbedder,
    SentenceTransformersTextEmbedder,
)

from tests.scale.job import Ask, Chunk, Job, K, Made
from tests.scale.measuring import disk, seconds

_STORE = "store.json"


def embedder(job: Job) -> SentenceTransformersDocumentEmbedder:
    """The model, loaded."""
    model = SentenceTransformersDocumentEmbedder(
        model=job.model,
        device=ComponentDevice.from_str("cpu"),
        batch_size=job.batch,
        progress_bar=False,
    )
    model.warm_up()
    return model


def documents(job: Job) -> list[Document]:
    """The articles."""
    from tests.scale.texts import articles  # noqa: PLC0415 - who searches reads none

    return [
        Document(content=article.text, meta={"article": article.id})
        for article in articles(job.articles)
    ]


def split(whole: list[Document]) -> list[Document]:
    """Passages of 200 words, which is the default."""
    splitter = DocumentSplitter()
    splitter.warm_up()
    chunks: list[Document] = splitter.run(documents=whole)["documents"]
    return chunks


def batches(job: Job) -> Callable[[int], None]:
    """Embeds a sample of the passages."""
    from tests.scale.texts import sample  # noqa: PLC0415

    model, chunks = embedder(job), sample(split(documents(job)))

    def embed(size: int) -> None:
        model.batch_size = size
        model.run(documents=chunks)

    return embed


def make(job: Job) -> Made:
    """Split, embed and keep in a file."""
    model, whole = embedder(job), documents(job)
    store = InMemoryDocumentStore(embedding_similarity_function="cosine")
    path = Path(job.index) / _STORE

    def work() -> None:
        store.write_documents(model.run(documents=split(whole))["documents"])
        path.parent.mkdir(parents=True, exist_ok=True)
        store.save_to_disk(str(path))

    taken = seconds(work)
    return Made(taken, store.count_documents(), disk=disk(job.index))


def search(job: Job) -> Ask:
    """The nearest passages."""
    store = InMemoryDocumentStore.load_from_disk(str(Path(job.index) / _STORE))
    retriever = InMemoryEmbeddingRetriever(document_store=store, top_k=K)
    model = SentenceTransformersTextEmbedder(
        model=job.model, device=ComponentDevice.from_str("cpu"), progress_bar=False
    )
    model.warm_up()
    return lambda question: [
        Chunk(found.meta["article"], found.content, found.meta["split_idx_start"])
        for found in retriever.run(query_embedding=model.run(text=question)["embedding"])[
            "documents"
        ]
    ]
