"""LlamaIndex with its own splitter and store, as its first examples have it."""

from collections.abc import Callable

from llama_index.core import Document, StorageContext, VectorStoreIndex, load_index_from_storage
from llama_index.core.node_parser import SentenceSplitter
from llama_index.core.schema import BaseNode, MetadataMode
from llama_index.embeddings.huggingface import HuggingFaceEmbedding

from tests.scale.job import Ask, Chunk, Job, K, Made
from tests.scale.measuring import disk, seconds


def embedder(job: Job) -> HuggingFaceEmbedding:
    """The model."""
    return HuggingFaceEmbedding(job.model, device="cpu", embed_batch_size=job.batch)


def documents(job: Job) -> list[Document]:
    """The articles; their ids are no part of what is embedded."""
    from tests.scale.texts import articles  # noqa: PLC0415 - who searches reads none

    return [Document(text=article.text, id_=article.id) for article in articles(job.articles)]


def split(whole: list[Document]) -> list[BaseNode]:
    """Passages of whole sentences, of at most 1,024 tokens that share up to 200."""
    nodes: list[BaseNode] = SentenceSplitter().get_nodes_from_documents(whole)
    return nodes


def batches(job: Job) -> Callable[[int], None]:
    """Embeds a sample of the passages."""
    from tests.scale.texts import sample  # noqa: PLC0415

    model = embedder(job)
    texts = [node.get_content(MetadataMode.EMBED) for node in sample(split(documents(job)))]

    def embed(size: int) -> None:
        model.embed_batch_size = size
        model.get_text_embedding_batch(texts)

    return embed


def make(job: Job) -> Made:
    """Split, embed and keep in a folder."""
    model, whole = embedder(job), documents(job)
    model.get_query_embedding("warm")
    nodes: list[BaseNode] = []

    def work() -> None:
        nodes.extend(split(whole))
        index = VectorStoreIndex(nodes, embed_model=model)
        index.storage_context.persist(job.index)

    taken = seconds(work)
    return Made(taken, len(nodes), disk=disk(job.index))


def search(job: Job) -> Ask:
    """The nearest passages."""
    stored = StorageContext.from_defaults(persist_dir=job.index)
    retriever = load_index_from_storage(stored, embed_model=embedder(job)).as_retriever(
        similarity_top_k=K
    )
    return lambda question: [
        Chunk(found.node.ref_doc_id, found.node.text, found.node.start_char_idx)
        for found in retriever.retrieve(question)
    ]
