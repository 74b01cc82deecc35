"""`retrieve` as a LangChain retriever, for programs that are built from LangChain's parts.

from qa.langchain import ArticleRetriever

documents = ArticleRetriever(k=3).invoke("How many ferries were counted?")
"""

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict, SkipValidation

from index import Hit, Searchable
from qa.model import hit_to_dict
from qa.retrieval import retrieve


class ArticleRetriever(BaseRetriever):
    """Finds passages; each document's metadata say where it stands, exactly.

    Attributes:
        index: what is searched, usually an `index.Index`, or a part of one
            (`index.Index.within`); None for the configured one, see `qa.default_index`.
        k: how many passages, 1 to 100.
    """

    # As every argument of `retrieve`: a name that is none must not go unnoticed.
    model_config = ConfigDict(extra="forbid")

    # A protocol, which can't be validated: whatever has its methods will do.
    index: SkipValidation[Searchable | None] = None
    k: int = 5

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002
    ) -> list[Document]:
        return [_document(hit) for hit in retrieve(query, self.k, index=self.index)]


def _document(hit: Hit) -> Document:
    metadata = hit_to_dict(hit)
    text = metadata.pop("text")
    return Document(
        id=f"{hit.article_id}:{hit.start}-{hit.end}", page_content=text, metadata=metadata
    )
