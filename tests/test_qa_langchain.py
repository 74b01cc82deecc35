"""The articles as a retriever for programs that are built from LangChain's parts."""

from pathlib import Path
from typing import Any

import pytest
from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.documents import Document
from pydantic import ValidationError

from index import Scope
from qa.langchain import ArticleRetriever
from tests.indexing import filled


def test_a_retriever_takes_a_part_of_an_index(tmp_path: Path) -> None:
    mole = filled(tmp_path).within(Scope(articles=["mole.txt"]))
    documents = ArticleRetriever(index=mole).invoke("Who lit the lamp of the ferry?")
    assert {document.metadata["article_id"] for document in documents} == {"mole.txt"}


def test_an_argument_that_is_none_of_its_own_is_refused(tmp_path: Path) -> None:
    misspelt: dict[str, Any] = {"top_k": 3}
    with pytest.raises(ValidationError, match="top_k"):
        ArticleRetriever(index=filled(tmp_path), **misspelt)


class Heard(BaseCallbackHandler):
    """Keeps what a retriever tells who listens."""

    def __init__(self) -> None:
        self.began: list[dict[str, Any]] = []
        self.found: list[Document] = []

    def on_retriever_start(self, serialized: Any, query: str, **told: Any) -> None:  # noqa: ARG002
        self.began.append(told)

    def on_retriever_end(self, documents: Any, **told: Any) -> None:  # noqa: ARG002
        self.found += documents


def test_what_every_retriever_of_langchains_takes_is_taken(tmp_path: Path) -> None:
    index, heard = filled(tmp_path), Heard()
    retriever = ArticleRetriever(
        index=index, k=1, name="Quay", tags=["harbour"], metadata={"town": "Aale"}
    )
    bound = retriever.with_config(callbacks=[heard], tags=["night"])
    documents = bound.invoke("Who lit the lamp of the ferry?")
    assert heard.found == documents
    assert {"harbour", "night"} <= set(heard.began[0]["tags"])
    assert heard.began[0]["metadata"]["town"] == "Aale"
