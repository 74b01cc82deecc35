"""HTML: the article's words, taken out of the page around them by trafilatura."""

import codecs
import logging
import re
from datetime import date
from typing import Any

from corpus.errors import UnreadableFile
from corpus.readers.decoding import decode
from corpus.readers.draft import Draft
from corpus.readers.naming import title_of, web_address

_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
_DECLARED = re.compile(
    rb"""(?:<meta\s[^>]*?\bcharset|\A\s*<\?xml\s[^>]*?\bencoding)\s*=\s*["']?\s*([\w.:-]+)""",
    re.IGNORECASE,
)
"""Forms and scripts have their own ``charset=`` and ``encoding=``, which are not the page's."""

_BEGINNING = 2048
"""Bytes in which a page must declare its encoding; browsers look at half as many."""

_ENCODINGS = re.compile(r"utf-(?:8|16)|iso8859|cp\d|koi8|gb|big5|euc|shift_jis|mac|ascii|tis-620")
"""Of Python's codecs those that pages are written in."""

_MEANT = {
    **dict.fromkeys(("iso8859-1", "ascii"), "cp1252"),
    **dict.fromkeys(("utf-16", "utf-16-le", "utf-16-be"), "utf-8"),
}
"""What browsers take these for, hence what pages mean by them."""

_XML_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")


def read(data: bytes, name: str) -> Draft:
    """Read a saved page, in the encoding it declares or UTF-8; nothing is ever fetched.

    Raises:
        UnreadableFile: it is empty, binary, not in its encoding, or holds no article.
    """
    encoding = _encoding(data, name)
    page = decode(data, name, encoding).removeprefix("\ufeff")
    declaration = _XML_DECLARATION.match(page)
    found = _extract(page[declaration.end() :] if declaration else page)
    if found is None or not (found.text or "").strip():
        raise UnreadableFile(name, "has no text that could be extracted")
    return Draft(
        title=found.title or title_of(found.text) or name,
        text=found.text,
        source=found.sitename or "",
        author=found.author or "",
        published=date.fromisoformat(found.date) if found.date else None,
        url=web_address(found.url or ""),
    )


def _encoding(data: bytes, name: str) -> str:
    declared = _DECLARED.search(_COMMENT.sub(b"", data[:_BEGINNING]))
    if data.startswith(codecs.BOM_UTF8) or not declared:
        return "utf-8"
    label = declared.group(1).decode("ascii").lower()
    try:
        known = codecs.lookup(label).name
    except LookupError:
        known = ""
    if not _ENCODINGS.match(known):
        raise UnreadableFile(name, f"declares the unknown encoding {label}; save it as UTF-8")
    return _MEANT.get(known, known)


def _extract(page: str) -> Any:
    """trafilatura's document, or None; dates only where the page states them as such."""
    import trafilatura  # noqa: PLC0415 - a third of a second to import

    # It logs what the error raised for it says.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    return trafilatura.bare_extraction(
        page,
        with_metadata=True,
        include_comments=False,
        date_extraction_params={"original_date": True, "extensive_search": False},
    )
