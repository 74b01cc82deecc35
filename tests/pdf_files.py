"""PDF files put together by hand, as no program for writing them would."""

from collections.abc import Sequence

FERRY = "The ferry left the harbour at noon and came back in the evening."
SHOWN = f"BT /F1 12 Tf 50 700 Td ({FERRY}) Tj ET".encode()
"""The instructions that show it."""

FONTS = b"/Resources << /Font << /F1 5 0 R >> >>"
_FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def pdf(*objects: bytes, trailer: bytes = b"") -> bytes:
    """A file of these objects, numbered from 1; the first is its root."""
    data, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(places) + 1
    end = b"<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, len(data))
    return data + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n%s" % (size, table, end)


def stream(data: bytes, fields: bytes = b"") -> bytes:
    """An object that carries data."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), fields, data)


def tree(*nodes: bytes, root: bytes = b"") -> bytes:
    """A file of a tree of pages whose nodes, from object 2 on, are these."""
    return pdf(b"<< /Type /Catalog /Pages 2 0 R %s >>" % root, *nodes)


def branch(kids: Sequence[int], count: int) -> bytes:
    """A node of that tree."""
    listed = b" ".join(b"%d 0 R" % kid for kid in kids)
    return b"<< /Type /Pages /Kids [%s] /Count %d >>" % (listed, count)


def one_page(
    instructions: bytes = SHOWN,
    *more: bytes,
    fields: bytes = b"",
    page: bytes = FONTS,
    root: bytes = b"",
) -> bytes:
    """A file of one page.

    Args:
        instructions: what is shown on it, in object 4.
        more: objects from 6 on.
        fields: of the instructions.
        page: fields of the page.
        root: fields of the root.
    """
    leaf = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R %s >>" % page
    return tree(branch([3], 1), leaf, stream(instructions, fields), _FONT, *more, root=root)
