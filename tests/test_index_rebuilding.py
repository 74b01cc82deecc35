"""``python -m index sync FOLDER --rebuild``: what it mends, and what it leaves alone."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from index import Index, MiniLM
from tests.browser.running import ROOT, environment
from tests.faults import another_word
from tests.indexing import HARBOUR, ids, write

NAMED = "`python -m index sync FOLDER --rebuild`"


def nonsense(index: Path) -> None:
    (index / "chroma.sqlite3").write_bytes(b"no index at all" * 1000)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("damage", "what"), [(another_word, "is damaged"), (nonsense, "file is not a database")]
)
def test_a_damaged_index_is_told_in_one_line_and_made_anew_by_the_command_that_it_names(
    tmp_path: Path, minilm: MiniLM, damage: Callable[[Path], None], what: str
) -> None:
    folder, place = write(tmp_path / "articles"), tmp_path / "index"
    Index.open(place, embedder=minilm).sync(folder)
    damage(place)
    write(place, {"notes.txt": "Not ours."})

    def command(*options: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "index", *options, "--index", str(place)],
            cwd=ROOT,
            env=environment(tmp_path / "home"),
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )

    done = command("status")
    assert (done.returncode, done.stdout) == (2, "")
    assert what in done.stderr
    assert NAMED in done.stderr
    assert done.stderr.count("\n") == 1

    done = command("sync", str(folder), "--rebuild")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        *(f"added      {name}" for name in HARBOUR),
        f"3 added, 0 updated, 0 removed, 0 unchanged, 0 failed: {place}",
    ]
    assert (place / "notes.txt").read_text() == "Not ours."
    index = Index.open(place, embedder=minilm)
    assert ids(index) == list(HARBOUR)
    assert index.search("Who lit the lamp?").hits[0].article_id == "keeper.txt"
