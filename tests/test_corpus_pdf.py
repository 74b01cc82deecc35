"""PDFs: lines become paragraphs again; what can't be read says why."""

import io
import logging
from datetime import UTC, datetime

import pypdf
import pytest
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate

from corpus import UnreadableFile
from corpus.readers import READERS, Draft

STORY = (
    "The harbour master said on Tuesday that eleven ferries had left the northern dock before "
    "dawn, carrying some 4,000 passengers to the islands. Nobody had expected President Ada Lund "
    "of the Northern Union to be among them."
)
LATER = STORY.replace("Tuesday", "Wednesday")


def typeset(*paragraphs: str, title: str = "", author: str = "") -> bytes:
    """A PDF whose paragraphs are wrapped by reportlab; each page has its number below."""
    styles, file = getSampleStyleSheet(), io.BytesIO()
    flow: list[Flowable] = [
        Paragraph(p, styles["BodyText" if p.endswith(".") else "Heading2"]) for p in paragraphs
    ]
    document = SimpleDocTemplate(file, title=title, author=author)
    document.build(flow, onFirstPage=page_number, onLaterPages=page_number)
    return file.getvalue()


def page_number(canvas: Canvas, _: object) -> None:
    canvas.drawString(300, 20, str(canvas.getPageNumber()))


def lines(*pages: list[str]) -> bytes:
    """A PDF with exactly these lines on each page."""
    file = io.BytesIO()
    canvas = Canvas(file)
    for page in pages:
        for row, line in enumerate(page):
            canvas.drawString(50, 800 - 14 * row, line)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def encrypted(data: bytes, password: str) -> bytes:
    writer, file = pypdf.PdfWriter(clone_from=io.BytesIO(data)), io.BytesIO()
    writer.encrypt(password, owner_password="harbour", algorithm="RC4-128")
    writer.write(file)
    return file.getvalue()


def read(data: bytes) -> Draft:
    return READERS[".pdf"](data, "ferry.pdf")


def test_wrapped_lines_become_paragraphs() -> None:
    assert read(typeset(STORY, "What was agreed", LATER)).text == "\n\n".join(
        [STORY, "What was agreed", LATER]
    )


def test_a_paragraph_goes_on_over_the_page_and_its_number() -> None:
    text = read(typeset(*[STORY] * 30)).text
    assert set(text.split("\n\n")) == {STORY}


def test_a_word_divided_at_a_line_end_is_joined() -> None:
    page = [
        "The harbour master said that the long-distance ferries would not leave the har-",
        "bour before dawn, that the old timetable was void and that all the other long-",
        "distance boats would follow at noon.",
    ]
    assert read(lines(page)).text == (
        "The harbour master said that the long-distance ferries would not leave the harbour "
        "before dawn, that the old timetable was void and that all the other long-distance boats "
        "would follow at noon."
    )


def test_the_document_names_the_article() -> None:
    draft = read(typeset(STORY, title="Ferries leave before dawn", author="Ada Lund"))
    assert (draft.title, draft.author) == ("Ferries leave before dawn", "Ada Lund")
    assert draft.published == datetime.now(UTC).astimezone().date()


@pytest.mark.parametrize("title", ["untitled", "Microsoft Word - ferry", "ferry_final.docx", ""])
def test_a_title_that_is_none_gives_way_to_the_first_line(title: str) -> None:
    assert read(typeset("Ferries leave", STORY, title=title)).title == "Ferries leave"


def test_a_pdf_locked_only_against_changes_is_read() -> None:
    assert read(encrypted(typeset(STORY), password="")).text == STORY


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "is empty"),
        (b"Ferry", "is a damaged PDF: "),
        (b"%PDF-1.4\nFerry", "is a damaged PDF: "),
        (typeset(STORY)[:900], "is a damaged PDF: "),
        (lines([], []), "has no text (scanned pages?); run text recognition on it"),
        (encrypted(typeset(STORY), "secret"), "is protected by a password; save it without one"),
    ],
)
def test_a_pdf_that_can_not_be_read_says_why(
    data: bytes, why: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING), pytest.raises(UnreadableFile) as caught:
        read(data)
    assert caught.value.reason.startswith(why)
    assert not caplog.records
