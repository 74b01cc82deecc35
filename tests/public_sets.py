"""Small public sets about a harbour town, to try reading, indexing and measuring on."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from qa.evaluation.public import Document, Library, PublicReport, evaluate_public, make_library
from qa.reader import SearchAlone
from tests.indexing import ToyEmbedder, own_home

Record = dict[str, Any]

TEXTS = {
    "Ferry": "The ferry left the harbour at noon. It came back in the evening with mail.",
    "Keeper": "The keeper lit the lamp at dusk. It burned for nine hours.",
    "Mole": "Waves broke the mole in March. The town paid 11,000 crowns to mend it.",
    "Market": "Fishermen sell herring on Friday. Their stalls close early.",
}
LEFT = "Who says that the ferry left the harbour?"
LAMP = "Who says that the keeper lit the lamp?"
WOLVES = "Why do grey wolves howl?"


def stand_alone(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    """Let this test measure the measuring: with no reader, and a cache of its own in ``home``."""
    monkeypatch.setattr("qa.answering.default_reader", SearchAlone)
    own_home(monkeypatch, home)


def doc(id: str, text: str = "", title: str = "") -> Record:
    return {"id": id, "title": title or id, "text": text or TEXTS[id]}


def gold(id: str, quote: str) -> Record:
    start = TEXTS[id].index(quote)
    return {"doc_id": id, "start": start, "end": start + len(quote), "text": quote}


def asked(id: str, question: str, *golds: Record, **more: Any) -> Record:
    """A line of queries; answerable when it has gold."""
    return {
        **{"id": id, "question": question, "answerable": bool(golds), "gold": list(golds)},
        **more,
    }


def write_set(
    folder: Path, name: str, docs: Sequence[Record | str], queries: Sequence[Record | str]
) -> Path:
    """Write a set into a folder of sets; gives the set's own folder."""
    (folder / name).mkdir(parents=True, exist_ok=True)
    for file, records in (("docs", docs), ("queries", queries)):
        lines = [record if isinstance(record, str) else json.dumps(record) for record in records]
        (folder / name / f"{file}.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return folder / name


def town() -> list[Record]:
    return [doc(id) for id in TEXTS]


def measured(folder: Path, sample: int | None = None) -> PublicReport:
    return evaluate_public(folder, sample=sample, embedder=ToyEmbedder())


def write_squad2(folder: Path) -> None:
    """Its last four articles are the town's; the first, "Bread", may be trained on."""
    docs = [doc("Bread", "The baker bakes rye bread. It is dark."), *town()]
    queries = [
        asked("trained", "Who says that the baker bakes rye bread?", para_id="Bread"),
        asked("left", LEFT, gold("Ferry", "noon"), gold("Ferry", "at noon"), para_id="Ferry"),
        asked("other", LAMP, gold("Keeper", "nine hours"), para_id="Keeper"),
        asked("wolves", WOLVES, gold("Mole", "March"), para_id="Mole"),
        asked("elsewhere", LEFT, para_id="Market"),
        asked("nowhere", WOLVES, para_id="Market"),
    ]
    write_set(folder, "squad2_half", docs, queries)


def harbour() -> Library:
    return make_library("set", [Document(i, i, text) for i, text in TEXTS.items()], ToyEmbedder())
