"""The program that measures this project beside others: what it counts, and a run of it."""

import platform
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from qa.evaluation import Mean, Share
from tests.benchmark_scale import main
from tests.evaluating import EVENING, MORNING, TEXTS, gold, question
from tests.intact import ROOT
from tests.scale.figures import Material, figures, placed, precision, recall
from tests.scale.job import Chunk, Stage, Told
from tests.scale.machine import machine, processor
from tests.scale.table import table

HUNGRY = """
import subprocess, sys
from tests.scale.measuring import helpers
hungry = f"{sys.executable} -c 'import time; held = bytes(range(256)) * 400_000; time.sleep(1)'"
with helpers() as most:
    for _ in range(2):
        subprocess.run(["sh", "-c", f"{hungry}; true"], check=True)
print(most())
"""
"""In a process of its own, which has started nothing else."""

TICKET = "A ticket costs four crowns."
HARBOUR = Material([question(gold(MORNING, TICKET))], TEXTS)


def found(*texts: str, article: str = MORNING, says: bool = True) -> Sequence[Sequence[Chunk]]:
    """One reply, of passages with or without their place."""
    text = TEXTS[article]
    return [[Chunk(article, each, text.find(each) if says else None) for each in texts]]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere it is not known")
def test_what_a_process_starts_counts_as_long_as_it_is_there() -> None:
    told = subprocess.run([sys.executable, "-c", HUNGRY], check=True, capture_output=True, cwd=ROOT)
    assert 100 < float(told.stdout) < 150, "and not both together"


def test_gold_is_found_by_a_passage_that_touches_it_among_the_first() -> None:
    replies = found("Ada Lund is the captain.", f"at dawn. {TICKET}")
    assert recall(1, replies, HARBOUR) == Share(0, 1)
    assert recall(5, replies, HARBOUR) == Share(1, 1)
    assert recall(5, found("A ticket costs six crowns.", article=EVENING), HARBOUR) == Share(0, 1)


def test_of_passages_that_overlap_each_character_counts_once() -> None:
    replies = found(f"at dawn. {TICKET}", TICKET, "dawn. A ticket")
    assert precision(1, replies, HARBOUR) == Mean(27 / 36, 1)
    assert precision(5, replies, HARBOUR) == Mean(27 / 36, 1)


def test_where_a_system_does_not_say_its_place_the_passage_is_looked_for() -> None:
    silent = found(TICKET, says=False)
    assert placed(silent, HARBOUR) == Share(0, 1)
    assert recall(1, silent, HARBOUR) == Share(1, 1)
    wrong = [[Chunk(MORNING, TICKET, 0)]]
    assert placed(wrong, HARBOUR) == Share(0, 1)
    assert recall(1, wrong, HARBOUR) == Share(1, 1)


def test_a_passage_whose_words_the_article_does_not_have_stands_nowhere() -> None:
    replies = [[Chunk(MORNING, "A ticket  costs four crowns.", None)]]
    assert recall(1, replies, HARBOUR) == Share(0, 1)
    assert precision(1, replies, HARBOUR) == Mean(0.0, 1)


def test_the_others_stand_in_the_table_with_their_ratio_to_ours() -> None:
    told = table({"ours": {"make": 2.0}, "langchain": {"make": 5.0}, "bare": {"make": 4.0}})
    lines = told.splitlines()
    assert lines[0] == "|  | Chapter & Verse | LangChain | the model alone |"
    assert "| from texts to index, model loaded: s | 2.0 | 5.0 (2.5×) | 4.0 (2×) |" in lines
    assert "| time as a multiple of what the model alone takes | 0.50 | 1.25 | 1.00 |" in lines


def test_a_sync_of_what_did_not_change_the_app_and_the_server_stand_in_the_table() -> None:
    told = {
        Stage.AGAIN: Told(1.0, again=(4.7, 1.0)),
        Stage.APP: Told(824.0, first=7.3),
        Stage.SERVED: Told(700.0, first=4.0, times=[0.1, 0.1, 0.1], server=412.0),
    }
    lines = table({"ours": figures(told, HARBOUR)}).splitlines()
    assert "| sync when nothing changed, in a new process / once more: s | 4.70 / 1.00 |" in lines
    assert lines[-4:] == [
        "| from the start of `python app.py` to its first answer: s | 7.3 |",
        "| most memory of that process: MB | 824 |",
        "| on a Chroma server: question to answer, p50 / p95: ms | 100 / 100 |",
        "| most memory of who asks / of the server: MB | 700 / 412 |",
    ]


@pytest.mark.long
@pytest.mark.slow
def test_it_runs(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--sizes", "1", "--questions", "2", "--beside"])
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == machine()
    assert re.fullmatch(r"Chapter & Verse: chromadb [\d.]+, onnxruntime [\d.]+", lines[1])
    assert "| passages that stand where the system says | 1.00 |" in lines
    (without,) = [line for line in lines if line.endswith("– |")]
    assert without == "| time as a multiple of what the model alone takes | – |"
    assert any(line.startswith("| sync when nothing changed, in a new process /") for line in lines)
    assert any(line.startswith("| from the start of `python app.py` to its") for line in lines)


CPUINFO = """\
processor\t: 0
vendor_id\t: GenuineIntel
cpu family\t: 6
model\t\t: 207
model name\t: Intel(R) Xeon(R) Processor
stepping\t: 2
flags\t\t: fpu avx avx2 avx512f avx512_vnni
bugs\t\t:
power management:

"""


def test_the_machine_is_told_so_that_figures_can_be_compared(tmp_path: Path) -> None:
    (tmp_path / "cpuinfo").write_text(2 * CPUINFO, encoding="utf-8")
    assert processor(tmp_path / "cpuinfo") == (
        "Intel(R) Xeon(R) Processor (family 6, model 207, stepping 2, AVX2, AVX-512, VNNI)"
    )
    assert processor(tmp_path / "nowhere")
    assert re.search(
        rf", \d+ processors, [\d.]+ GB of memory, .*{re.escape(platform.release())}.*, CPython 3\.",
        machine(),
    )
