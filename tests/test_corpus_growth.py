"""A text thirty times as long takes about thirty times as long, whatever it is made of."""

import time
from collections.abc import Callable
from contextlib import suppress

import pytest

from corpus import UnreadableFile, parse_article, sentence_table
from tests.pdf_files import one_page

TIMES = 30
MOST = 5 * TIMES
"""A cost that grows with the square of the length would be 900 times as high."""

UNITS = [
    *("x", "\n", ".", '"', "”", "#", "-", "(", "[1]", "Mr. ", "U.S. ", "J. ", "word ", "word. "),
    *("! ", '?" ', ".” ", "(.) ", "No. ", "1. ", "aa.Bb ", "船", "。", "x\n", "\u0301"),
    *("![", "![a](", "![[a]", "![a](b(c)", "[![a](b)", "a B. ", "A.B. ", ", Pa. "),
    *("x" * 999 + " ", "The ferry left at noon and came back \n", "follow a", "_", "*", "…"),
]


def seconds(work: Callable[[str], object], text: str) -> float:
    begun = time.process_time()
    work(text)
    return time.process_time() - begun


def grows_as_the_text(work: Callable[[str], object], unit: str, size: int = 2_000) -> bool:
    short, long = (unit * (length // len(unit)) for length in (size, TIMES * size))
    work(short)  # once before, so that nothing is imported or compiled while it counts
    # A millisecond at least, as clocks are coarse; and three tries, as machines are busy.
    least = max(min(seconds(work, short) for _ in range(3)), 0.001)
    return any(seconds(work, long) < MOST * least for _ in range(3))


@pytest.mark.parametrize("unit", UNITS, ids=[repr(unit[:12]) for unit in UNITS])
def test_a_table_of_sentences_takes_as_long_as_its_text(unit: str) -> None:
    assert grows_as_the_text(sentence_table, unit)


def read(name: str) -> Callable[[str], object]:
    def work(text: str) -> None:
        with suppress(UnreadableFile):  # to find that out takes its time, too
            parse_article(name, text.encode())

    return work


@pytest.mark.parametrize("unit", ["---\n", "--- ", "# ", "`", "a: ", " \nx", "\ufeff"])
@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_reading_takes_as_long_as_the_text(name: str, unit: str) -> None:
    assert grows_as_the_text(read(name), unit, 4_000)


@pytest.mark.parametrize("unit", [" ", "<?xml", "<?xml ?>", "<", "<!--", "&amp;", "\n"])
def test_a_page_takes_as_long_as_its_characters(unit: str) -> None:
    before = "<p>The ferry left the harbour at noon.</p>"
    assert grows_as_the_text(lambda text: read("a.html")(f"{before}{text}x"), unit, 4_000)


def test_a_pdf_takes_as_long_as_its_longest_line() -> None:
    def work(line: str) -> None:
        shown = f"BT /F1 12 Tf 50 700 Td ({line}) Tj 0 -14 Td (and came back.) Tj ET"
        parse_article("a.pdf", one_page(shown.encode()))

    assert grows_as_the_text(work, "x")
