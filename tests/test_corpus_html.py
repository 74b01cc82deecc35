"""Saved pages: the article without the page around it."""

from datetime import date
from itertools import product

import pytest

from corpus import UnreadableFile
from corpus.readers import READERS, Draft

HEAD = """<title>Ferry strike ends – Harbour Post</title>
<meta property="og:site_name" content="Harbour Post">
<meta name="author" content="Ada Lund">
<meta property="article:published_time" content="2021-05-03T08:00:00Z">
<link rel="canonical" href="https://post.example/ferry">"""

BODY = """<nav><a href="/">Home</a> <a href="/news">News</a></nav>
<article><h1>Ferry strike ends</h1>
<p>The crews of the island ferries went back to work on Monday. They had stopped for
nine days.</p>
<h2>What was agreed</h2>
<p>Wages rise by 4.5 per cent, said the union’s chair, <b>Mr. Ødegård</b>, on
<a href="https://post.example/quay">the quay</a>. Nobody loses a job.</p>
<ul><li>The first vote is in March.</li><li>The second is in May.</li></ul>
<p>The next talks are due when the summer timetable is drawn up.</p></article>
<footer>Terms and conditions</footer>"""


def page(head: str = HEAD, body: str = BODY) -> str:
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"


def read(data: str | bytes) -> Draft:
    return READERS[".html"](data if isinstance(data, bytes) else data.encode(), "a.html")


def test_the_article_is_taken_out_of_its_page() -> None:
    text = read(page()).text
    assert "said the union’s chair, Mr. Ødegård, on the quay. Nobody loses a job." in text
    assert "What was agreed\n" in text
    assert "Home" not in text
    assert "Terms" not in text


def test_the_page_names_the_article() -> None:
    draft = read(page())
    assert draft.title == "Ferry strike ends"
    assert (draft.source, draft.author) == ("Harbour Post", "Ada Lund")
    assert draft.published == date(2021, 5, 3)
    assert draft.url == "https://post.example/ferry"


def test_what_the_page_does_not_say_stays_empty() -> None:
    draft = read(page(head="", body="<p>The mayor, in office since 3 May 1998, resigned.</p>"))
    assert (draft.source, draft.author, draft.published, draft.url) == ("", "", None, "")
    assert draft.title == "The mayor, in office since 3 May 1998, resigned."


DECLARATIONS = [
    '<meta charset="{}">',
    '<meta http-equiv="Content-Type" content="text/html; charset={}">',
]


@pytest.mark.parametrize(
    ("declaration", "encoding"), [*product(DECLARATIONS, ["utf-8", "windows-1252", "cp1252"])]
)
def test_the_declared_encoding_is_used(declaration: str, encoding: str) -> None:
    data = page(head=declaration.format(encoding)).encode(encoding)
    assert "union’s chair, Mr. Ødegård" in read(data).text


def test_latin_1_means_what_browsers_take_it_for() -> None:
    data = page(head='<meta charset="iso-8859-1">').encode("cp1252")
    assert "union’s chair, Mr. Ødegård" in read(data).text


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16le", "utf-16be"])
def test_what_could_be_read_so_far_is_not_utf_16_whatever_it_declares(encoding: str) -> None:
    assert "Mr. Ødegård" in read(page(head=f'<meta charset="{encoding}">')).text


@pytest.mark.parametrize(
    "before",
    [
        '<form accept-charset="windows-1252"></form>',
        '<script>var encoding = "base64", charset = "klingon";</script>',
        '<link rel="stylesheet" href="/style.css?charset=windows-1252">',
        '<!-- <meta charset="windows-1252"> -->',
    ],
)
@pytest.mark.parametrize("declaration", ["", '<meta charset="utf-8">'])
def test_only_the_page_declares_its_encoding(before: str, declaration: str) -> None:
    assert "Mr. Ødegård" in read(page(head=before + declaration)).text


def test_an_xml_declaration_names_the_encoding() -> None:
    data = '<?xml version="1.0" encoding="windows-1252"?>\n' + page(head="")
    assert "Mr. Ødegård" in read(data.encode("cp1252")).text


def test_an_xml_declaration_does_no_harm() -> None:
    assert "Ødegård" in read('<?xml version="1.0" encoding="UTF-8"?>\n' + page()).text


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "is empty"),
        (b"\x00\x01<html>", "is not text (binary)"),
        (page().encode("cp1252"), "is not UTF-8"),
        (b'<meta charset="klingon"><p>Hi', "declares the unknown encoding klingon"),
        (b'<meta charset="rot13"><p>Hi', "declares the unknown encoding rot13"),
        (b"<html><body><script>alert(1)</script></body></html>", "has no text that could be"),
        (b"No tags at all", "has no text that could be extracted"),
    ],
)
def test_a_page_that_is_no_article_says_why(data: bytes, why: str) -> None:
    with pytest.raises(UnreadableFile, match=r"^a\.html: ") as caught:
        read(data)
    assert caught.value.reason.startswith(why)


def test_an_address_that_is_not_of_the_web_is_left_out() -> None:
    assert read(page(head='<link rel="canonical" href="javascript:alert(1)">')).url == ""
