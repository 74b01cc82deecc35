"""Sentence tables as text, for whoever keeps them or hands them on."""

import json
from collections.abc import Iterable

from corpus.model import Role, Sentence, Span

_ROLES = {role.value: role for role in Role}


def written(table: Iterable[Sentence]) -> str:
    """A sentence table as text."""
    rows = [[s.span.start, s.span.end, s.paragraph, s.role] for s in table]
    return json.dumps(rows, separators=(",", ":"))


def table_of(text: str) -> tuple[Sentence, ...]:
    """Undoes `written`."""
    return tuple(Sentence(Span(a, b), p, _ROLES[role]) for a, b, p, role in json.loads(text))
