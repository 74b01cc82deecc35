"""The project itself."""

from collections.abc import Sequence

from index import Index, MiniLM
from index.embedding import Vectors
from qa import answer as answered
from qa import retrieve
from tests.scale.job import Ask, Chunk, Job, K, Made
from tests.scale.measuring import disk, seconds


class Timed(MiniLM):
    """The default model, with the time that it takes for texts."""

    seconds = 0.0

    def encode_texts(self, texts: Sequence[str]) -> Vectors:
        """See `index.Embedder.encode_texts`."""
        kept: list[Vectors] = []
        self.seconds += seconds(lambda: kept.append(super(Timed, self).encode_texts(texts)))
        return kept[0]


def make(job: Job) -> Made:
    """Synchronise an index with the folder of articles."""
    embedder = Timed()
    embedder.encode_texts(["So that it is loaded."])
    embedder.seconds = 0.0
    index = Index.open(job.index, embedder=embedder)
    taken = seconds(lambda: index.sync(job.articles))
    return Made(taken, index.status().passages, embedder.seconds, disk(job.index))


def search(job: Job) -> Ask:
    """Passages."""
    index = Index.open(job.index)
    return lambda question: [
        Chunk(hit.article_id, hit.text, hit.start) for hit in retrieve(question, K, index=index)
    ]


def answer(job: Job) -> Ask:
    """Citations of the answer; none of a refusal."""
    index = Index.open(job.index)
    return lambda question: [
        Chunk(citation.article_id, citation.quote, citation.start)
        for citation in answered(question, index=index).citations
    ]
