"""The articles as a retriever for programs that are built from LangChain's parts."""

from pathlib import Path

from index import Scope
from qa.langchain import ArticleRetriever
from tests.indexing import filled


def test_a_retriever_takes_a_part_of_an_index(tmp_path: Path) -> None:
    mole = filled(tmp_path).within(Scope(articles=["mole.txt"]))
    documents = ArticleRetriever(index=mole).invoke("Who lit the lamp of the ferry?")
    assert {document.metadata["article_id"] for document in documents} == {"mole.txt"}
