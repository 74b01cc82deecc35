"""txtai's database of embeddings, of paragraphs."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from txtai import Embeddings

from tests.scale.job import SIZES, Ask, Chunk, Job, K, Made
from tests.scale.measuring import disk, seconds

Row = tuple[str, dict[str, str]]


def database(job: Job) -> Embeddings:
    """An empty one, its model loaded."""
    return Embeddings(path=job.model, content=True, gpu=False, encodebatch=job.batch)


def rows(job: Job) -> Iterator[Row]:
    """The paragraphs of the articles, each with an id."""
    from txtai.pipeline import Segmentation  # noqa: PLC0415 - who searches needs neither

    from tests.scale.texts import articles  # noqa: PLC0415

    segment = Segmentation(paragraphs=True)
    for article in articles(job.articles):
        for number, paragraph in enumerate(segment(article.text)):
            yield f"{article.id}#{number}", {"text": paragraph, "article": article.id}


def batches(job: Job) -> Callable[[int], None]:
    """Embeds a sample of the paragraphs."""
    from tests.scale.texts import sample  # noqa: PLC0415

    texts = [row["text"] for _, row in sample(list(rows(job)))]
    databases = {size: database(replace(job, batch=size)) for size in SIZES}
    return lambda size: databases[size].batchtransform(texts)


def make(job: Job) -> Made:
    """Embed and keep in a folder."""
    made, whole = database(job), list(rows(job))
    made.batchtransform(["warm"])

    def work() -> None:
        made.index(whole)
        made.save(job.index)

    taken = seconds(work)
    return Made(taken, made.count(), disk=disk(job.index))


def search(job: Job) -> Ask:
    """The nearest paragraphs; where they stand it does not say."""
    made = Embeddings(gpu=False)
    made.load(job.index)
    return lambda question: [
        Chunk(found["article"], found["text"], None)
        for found in made.search(
            "select text, article from txtai where similar(:question)",
            K,
            parameters={"question": question},
        )
    ]
