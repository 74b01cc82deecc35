"""What training is tried on: a bundle, and public sets of a line or two each."""

import json
from pathlib import Path

LAMP = """\
== A | The Quay | Ada Moe | 2031-05-04 | The lamp is lit
A1 The lamp burned again on Tuesday.
A2 Tomas Brandt had mended it.

A3 It took him seven weeks.
== B | Evening Post | Ole Lund | 2031-05-06 | Light at last
B1 The repair took nine weeks.
?? fact | Who repaired the light? | A2 | Tomas Brandt
?? conflict | How long did the repair take? | A3 + B1 | seven weeks + nine weeks
?? followup | Who mended it? > Tomas Brandt. >> How long did he need? | A3 / B1 | seven weeks
?? none | What did the lens cost? | - | -
"""


def write_lamp(folder: Path) -> Path:
    """The bundle as a file."""
    path = folder / "lamp.txt"
    path.write_text(LAMP, encoding="utf-8")
    return path


def write_bench(folder: Path) -> Path:
    """The public sets that are trained on, with a paragraph or two each."""

    def lines(path: str, *rows: object) -> None:
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")

    text = "Tin is mined in Peru . It is `` soft '' ."
    gold = [{"doc_id": "p1", "start": 16, "end": 20}]
    lines("qed/docs.jsonl", {"id": "p1", "title": "Tin", "text": text})
    asked = {"question": "where is tin mined", "gold": gold, "split": "train"}
    lines("qed/queries.jsonl", {**asked, "sentence_starts": [0, 23]})
    far = {"question": "Which metal yields easily?", "doc_id": "p1", "sentences": [1]}
    lines("qed_paraphrase/queries.jsonl", far)
    docs = [{"id": f"T{n}#0", "title": f"T{n}", "text": "It froze. It thawed."} for n in range(5)]
    lines("squad2_half/docs.jsonl", *docs)
    queries = [
        {"question": "What then?", "para_id": f"T{n}#0", "gold": [{"start": 13, "end": 19}]}
        for n in range(5)
    ]
    lines("squad2_half/queries.jsonl", *queries)
    return folder
