"""The embedding model alone: sentence-transformers, in full precision, on our sentences."""

from collections.abc import Callable

from sentence_transformers import SentenceTransformer

from corpus import sentence_table
from tests.scale.job import Job, Made
from tests.scale.measuring import seconds
from tests.scale.texts import articles, sample


def sentences(job: Job) -> list[str]:
    """The sentences of all articles that can be cited."""
    return [
        row.span.of(article.text)
        for article in articles(job.articles)
        for row in sentence_table(article.text)
        if row.citable
    ]


def batches(job: Job) -> Callable[[int], None]:
    """Embeds a sample."""
    model, texts = SentenceTransformer(job.model, device="cpu"), sample(sentences(job))
    return lambda size: embed(model, texts, size)


def make(job: Job) -> Made:
    """Embed them all, and keep nothing."""
    model, texts = SentenceTransformer(job.model, device="cpu"), sentences(job)
    embed(model, texts[:1], job.batch)
    taken = seconds(lambda: embed(model, texts, job.batch))
    return Made(taken, len(texts), taken)


def embed(model: SentenceTransformer, texts: list[str], size: int) -> None:
    """In batches of a size, texts of like length together."""
    model.encode(texts, batch_size=size, show_progress_bar=False)
