"""The sentence table: every sentence of an article, where it stands and what it is.

All by arithmetic: blocks are runs of lines, sentences are cuts in a block, nothing is ever
looked for in the text. So the same words twice in an article are two different rows.
"""

from corpus.blocks import MARKER, Block, split_blocks
from corpus.boilerplate import boilerplate_kind
from corpus.model import Role, Sentence
from corpus.splitter import cut_to_size, split_sentences

_LONGEST_HEADING = 80
_LONGEST_QUESTION = 60
"""In characters; a longer question is one the article asks in passing."""

_MOST_WORDS = 12


def sentence_table(text: str) -> tuple[Sentence, ...]:
    """Every sentence of a text, in order.

    The spans don't overlap, none begins or ends with white space, whatever is not white space
    (nor a byte order mark that begins the text) is in one of them, and none is longer than
    `corpus.splitter.LONGEST`.

    Args:
        text: an article's text, any newlines.
    """
    blocks = list(split_blocks(text))
    return tuple(
        sentence
        for number, block in enumerate(blocks)
        for sentence in _sentences(text, block, number, is_last=number == len(blocks) - 1)
    )


def _sentences(text: str, block: Block, number: int, *, is_last: bool) -> list[Sentence]:
    spans = list(split_sentences(text, block.span))
    heading = _is_heading(block, len(spans)) and not is_last
    otherwise = Role.HEADING if heading else Role.TEXT
    alone = len(spans) == 1
    kinds = [boilerplate_kind(span.of(text), alone=alone) for span in spans]
    return [
        Sentence(piece, number, Role.BOILERPLATE if kind else otherwise)
        for span, kind in zip(spans, kinds, strict=True)
        for piece in cut_to_size(text, span)
    ]


def _is_heading(block: Block, sentences: int) -> bool:
    """Whether a block of so many sentences is one short line that says nothing in full."""
    line = block.lines[0]
    if line.is_marked_heading:
        return True
    if len(block.lines) > 1 or sentences > 1 or MARKER.match(line.text):
        return False
    is_question = line.text.endswith("?")
    if len(line.text) > (_LONGEST_QUESTION if is_question else _LONGEST_HEADING):
        return False
    opening = line.text.lstrip("\"'“‘«(")[:1]
    begins = opening.isupper() or opening.isdecimal()
    ends = is_question or not (line.ends_sentence or line.text.endswith(","))
    return begins and ends and len(line.text.split()) <= _MOST_WORDS
