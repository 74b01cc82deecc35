"""A damaged file of any kind is refused with a reason, or is an article with an exact table."""

from collections.abc import Mapping
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from corpus import UnreadableFile, parse_article, sentence_table
from tests.hostile import damaged, examples
from tests.serving import ARTICLES


def page(*lines: str) -> bytes:
    """A PDF file of these lines."""
    file = BytesIO()
    canvas = Canvas(file, invariant=True)
    canvas.setTitle("The gong of the mole")
    for number, line in enumerate(lines):
        canvas.drawString(72, 700 - 20 * number, line)
    canvas.save()
    return file.getvalue()


FILES: Mapping[str, bytes] = {
    "a.txt": ARTICLES["ferries.txt"].encode(),
    "a.md": ARTICLES["lighthouse.md"].encode(),
    "a.html": (
        b"<!doctype html><html><head><meta charset=utf-8><title>The gong</title>"
        b"<meta property=article:published_time content=2031-05-04T10:00:00Z></head><body><article>"
        b"<h1>The gong</h1><p>The gong of the mole was tuned by Ruth Ode. It rings at noon.</p>"
        b"<ul><li>It is made of brass.</li></ul></article></body></html>"
    ),
    "a.pdf": page("The gong of the mole was tuned by Ruth Ode.", "It rings at noon."),
}


@pytest.mark.parametrize("name", FILES)
@examples(40)
@given(st.data())
def test_a_damaged_file_is_an_exact_article_or_refused(name: str, data: st.DataObject) -> None:
    try:
        article = parse_article(name, data.draw(damaged(FILES[name])))
    except UnreadableFile:
        return
    end = 0
    for sentence in sentence_table(article.text):
        assert not article.text[end : sentence.span.start].strip()
        assert sentence.span.of(article.text).strip() == sentence.span.of(article.text)
        end = sentence.span.end
    assert not article.text[end:].strip()
    article.text.encode()
