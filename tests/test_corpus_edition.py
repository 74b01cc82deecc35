"""Whatever is read in another way than before has another name, so that it is read again."""

from hashlib import sha256
from pathlib import Path

import pytest

from corpus import SourceFile, edition_of, scan, sentence_table
from corpus.tables import table_of, written
from index.defaults import SHIPPED_ARTICLES
from tests.pdf_files import SHOWN, one_page
from tests.reading import read_article
from tests.serving import ARTICLES

PAGE = (
    "<html><head><title>The lamp burns again</title></head><body><nav><a href='/'>Home</a></nav>"
    "<article><h1>The lamp burns again</h1><p>Keeper Tomas Brandt repaired the lamp. It took him "
    "seven weeks, said Dr. Lund.</p><p>The lens was made in Oslo by a firm of four.</p></article>"
    "</body></html>"
)


@pytest.fixture(name="articles")
def _articles(tmp_path: Path) -> dict[str, str]:
    """Articles of each kind: their texts and tables by id."""
    for name, text in ARTICLES.items():
        (tmp_path / name).write_bytes(text.encode())
    (tmp_path / "page.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / "page.pdf").write_bytes(one_page(SHOWN))
    files = [file for folder in (tmp_path, SHIPPED_ARTICLES) for file in scan(folder)]
    read = (read_article(file) for file in files if isinstance(file, SourceFile))
    return {each.id: f"{each.text}\n{written(sentence_table(each.text))}" for each in read}


def test_what_is_read_in_another_way_than_before_has_another_name(articles: dict[str, str]) -> None:
    """Should this fail: give `corpus.edition` another number, and then put down the new sum."""
    kinds = sorted({edition_of(name) for name in articles})
    assert len(articles) == 12
    assert kinds == [
        "2 nupunkt 0.8.0",
        "2 nupunkt 0.8.0 PyYAML 6.0.4",
        "2 nupunkt 0.8.0 pypdf 7.1.1",
        "2 nupunkt 0.8.0 trafilatura 2.3.1",
    ]
    whole = sha256("\n".join(articles[name] for name in sorted(articles)).encode())
    assert whole.hexdigest()[:16] == "36cbde4433630c87"


def test_a_table_is_the_same_after_it_was_written() -> None:
    table = sentence_table(ARTICLES["lighthouse.md"])
    assert table_of(written(table)) == table
