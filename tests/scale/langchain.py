"""LangChain as its tutorials have it: a recursive splitter, Chroma, the nearest passages."""

from collections.abc import Callable

from langchain_chroma import Chroma
from langchain_core.documents import Document
from langchain_huggingface import HuggingFaceEmbeddings
from langchain_text_splitters import RecursiveCharacterTextSplitter

from tests.scale.job import Ask, Chunk, Job, K, Made
from tests.scale.measuring import disk, seconds


def embedder(job: Job) -> HuggingFaceEmbeddings:
    """The model."""
    return HuggingFaceEmbeddings(
        model_name=job.model,
        model_kwargs={"device": "cpu"},
        encode_kwargs={"batch_size": job.batch},
    )


def documents(job: Job) -> list[Document]:
    """The articles."""
    from tests.scale.texts import articles  # noqa: PLC0415 - who searches reads none

    return [
        Document(article.text, metadata={"article": article.id})
        for article in articles(job.articles)
    ]


def split(whole: list[Document]) -> list[Document]:
    """Passages of at most 1,000 characters that share up to 200."""
    splitter = RecursiveCharacterTextSplitter(
        chunk_size=1000, chunk_overlap=200, add_start_index=True
    )
    chunks: list[Document] = splitter.split_documents(whole)
    return chunks


def batches(job: Job) -> Callable[[int], None]:
    """Embeds a sample of the passages."""
    from tests.scale.texts import sample  # noqa: PLC0415

    model = embedder(job)
    texts = [chunk.page_content for chunk in sample(split(documents(job)))]

    def embed(size: int) -> None:
        model.encode_kwargs["batch_size"] = size
        model.embed_documents(texts)

    return embed


def make(job: Job) -> Made:
    """Split, embed and keep in a folder."""
    model, whole = embedder(job), documents(job)
    model.embed_query("warm")
    chunks: list[Document] = []

    def work() -> None:
        chunks.extend(split(whole))
        Chroma.from_documents(chunks, model, persist_directory=job.index)

    taken = seconds(work)
    return Made(taken, len(chunks), disk=disk(job.index))


def search(job: Job) -> Ask:
    """The nearest passages."""
    store = Chroma(persist_directory=job.index, embedding_function=embedder(job))
    return lambda question: [
        Chunk(found.metadata["article"], found.page_content, found.metadata["start_index"])
        for found in store.similarity_search(question, k=K)
    ]
