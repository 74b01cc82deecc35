"""A bad day for an index: nothing is lost, and nothing wrong is answered."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from corpus import FolderError
from index import Index, SyncProgress
from index.store import Store
from tests.chroma_server import chroma_server
from tests.faults import crowd, damage
from tests.indexing import (
    HARBOUR,
    MENDED,
    Killed,
    ToyEmbedder,
    filled,
    found,
    ids,
    mole,
    open_toy,
    own_home,
    write,
)
from tests.intact import ROOT
from tests.kills import kill

FULL = """
import resource, sys
from pathlib import Path
from index import IndexUnavailable
from tests.indexing import open_toy
folder = Path(sys.argv[1])
index = open_toy(folder)
resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
try:
    index.sync(folder / "articles")
except IndexUnavailable as error:
    print(error)
"""

SMALL_DISK = """
import subprocess, sys
from pathlib import Path
folder, rebuild = Path(sys.argv[1]), sys.argv[2] == "True"
subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "none", folder / "index"], check=True)
from index import IndexUnavailable
from tests.faults import outcome
from tests.intact import ARTICLES, ROOT
from tests.indexing import filled, write

def tried():
    try:
        print("added", len(index.sync(folder / "articles", rebuild=rebuild).added), flush=True)
    except IndexUnavailable as error:
        print(error, flush=True)

def look_anew():
    script = "import sys, pathlib, tests.faults as f; print(f.outcome(pathlib.Path(sys.argv[1])))"
    subprocess.run([sys.executable, "-c", script, folder], check=True, cwd=ROOT)

index = filled(folder)
write(folder / "articles", ARTICLES)
tried()
tried()
print(index.search("Who lit the lamp at dusk?").hits[0].article_id, flush=True)
look_anew()
subprocess.run(["mount", "-o", "remount,size=200m", folder / "index"], check=True)
tried()
from tests.intact import check_near, check_same
from tests.indexing import ToyEmbedder
from index import Index
Index.open(folder / "fresh", embedder=ToyEmbedder()).sync(folder / "articles")
check_same(folder / "index", folder / "fresh")
check_near(folder / "index")
print("like a fresh one")
"""

READ_ONLY = """
import sys
from pathlib import Path
from index import IndexUnavailable
from tests.indexing import open_toy
folder = Path(sys.argv[1])
try:
    index = open_toy(folder)
    print(index.search("Who lit the lamp at dusk?").hits[0].article_id)
    index.sync(folder / "articles")
except IndexUnavailable as error:
    print(error)
"""

SYNCED = """
import sys
from pathlib import Path
from tests.indexing import open_toy
folder = Path(sys.argv[1])
index = open_toy(folder)
added = index.sync(folder / "articles").added
print(len(added), index.search("Who lit the lamp at dusk?").hits[0].article_id)
"""

SETPRIV = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all"]
"""Before a command: it minds what a folder allows, also where root runs it."""


KILLED = pytest.mark.skipif(os.name != "posix", reason="nothing is killed like this elsewhere")


def _see(told: Iterable[str], kills: int) -> None:
    """That so many kills were done, one of them in the middle, and all was well at the end."""
    *lines, completed, middle = told
    assert sum(line.startswith("killed") for line in lines) == kills
    assert completed == "completed: like a fresh one"
    assert re.fullmatch(rf"[1-{kills}] of {kills} kills fell in the middle of .*", middle)


@pytest.mark.long
@pytest.mark.slow
@KILLED
def test_a_sync_killed_while_it_adds_changes_and_removes_leaves_whole_articles_and_is_completed(
    tmp_path: Path,
) -> None:
    _see(kill(tmp_path, 5), 5)


@pytest.mark.long
@pytest.mark.slow
@KILLED
def test_an_index_whose_rebuild_is_killed_is_as_it_was_or_as_it_is_to_be(tmp_path: Path) -> None:
    _see(kill(tmp_path, 4, rebuild=True), 4)


@pytest.mark.long
@pytest.mark.slow
@KILLED
def test_a_sync_is_completed_after_it_or_its_server_was_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own_home(monkeypatch, tmp_path / "home")
    with chroma_server(tmp_path / "server") as server:
        _see(kill(tmp_path / "synced", 4, server=server), 4)


@pytest.mark.long
@pytest.mark.slow
def test_two_syncs_and_readers_at_once_disturb_nobody(tmp_path: Path) -> None:
    (told,) = crowd(tmp_path, readers=2)
    assert told.startswith("two syncs and 2 readers at once: ")
    assert told.endswith(" of them while the syncs were at work, and nothing was missing")


@pytest.mark.long
@pytest.mark.slow
def test_damage_to_any_file_is_told_or_changes_nothing_that_is_found(tmp_path: Path) -> None:
    (told,) = damage(tmp_path, 3)
    assert "0 refused" not in told


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="such a limit is not known elsewhere")
def test_a_full_disk_is_told_and_the_next_sync_completes_what_is_there(tmp_path: Path) -> None:
    filled(tmp_path)
    more = {f"log-{n}.txt": "\n\n".join(f"Day {d} of {n}." for d in range(900)) for n in range(3)}
    write(tmp_path / "articles", more)
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "can't be used" in done.stdout
    index = open_toy(tmp_path)
    assert set(ids(index)) >= set(HARBOUR)
    assert found(index, "Who lit the lamp at dusk?") == "keeper.txt"
    index.sync(tmp_path / "articles")
    assert set(ids(index)) == {*HARBOUR, *more}


UNSHARE = ["unshare", "--mount"]
"""Before a command: what it mounts is gone when it ends."""


def _can_mount(folder: Path) -> bool:
    """Whether a small disk can be made; only root may."""
    if not shutil.which("unshare"):
        return False
    mount = [*UNSHARE, "mount", "-t", "tmpfs", "-o", "size=1m", "none", str(folder)]
    return not subprocess.run(mount, capture_output=True, check=False).returncode


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.parametrize("rebuild", [False, True], ids=["sync", "rebuild"])
def test_a_disk_that_is_full_is_named_and_a_sync_completes_when_there_is_room(
    tmp_path: Path, rebuild: bool
) -> None:
    (tmp_path / "index").mkdir()
    if not _can_mount(tmp_path / "index"):
        pytest.skip("a small disk can't be mounted here")
    done = subprocess.run(
        [*UNSHARE, sys.executable, "-c", SMALL_DISK, str(tmp_path), str(rebuild)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,  # else a sync that waits for ever is never told
    )
    assert done.returncode == 0, done.stderr
    first, second, living, anew, added, compared = done.stdout.splitlines()
    named = re.escape(f"the index {tmp_path}/index can't be used: its disk is full (")
    told = rf"{named}.*\)\. Make room there, and try again\."
    assert re.fullmatch(told, first)
    assert re.fullmatch(told, second)
    assert living == "keeper.txt"
    assert rebuild or re.search(told, anew)
    assert added.startswith("added ")
    assert compared == "like a fresh one"


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("setpriv"), reason="root may write everywhere")
def test_a_folder_that_may_only_be_read_says_so(tmp_path: Path) -> None:
    filled(tmp_path)
    write(tmp_path / "articles", {"fog.txt": "The fog horn blew."})
    assert re.fullmatch(
        rf"the index folder {tmp_path}/index can't be opened: .*attempt to write a readonly "
        r"database. Allow reading and writing it, name another with CV_INDEX, or delete it: .*\n",
        told_where_only_read(tmp_path / "index", READ_ONLY),
    ), "Chroma writes when it opens a database, also for who only asks"
    assert len(open_toy(tmp_path).sync(tmp_path / "articles").added) == 1


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("setpriv"), reason="root may write everywhere")
def test_articles_in_a_folder_that_may_only_be_read_are_read(tmp_path: Path) -> None:
    articles = write(tmp_path / "articles")
    assert told_where_only_read(articles, SYNCED) == "3 keeper.txt\n"


def told_where_only_read(folder: Path, script: str) -> str:
    """What a script prints that is given the folder around one in which nothing may be written."""
    files = [folder, *folder.rglob("*")]
    for path in files:
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        done = subprocess.run(
            [*SETPRIV, sys.executable, "-c", script, str(folder.parent)],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        for path in files:
            path.chmod(0o755 if path.is_dir() else 0o644)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_file_that_changes_while_it_is_read_is_kept_as_it_was_read(tmp_path: Path) -> None:
    folder = write(tmp_path / "articles")
    later = "The keeper slept. Nobody lit the lamp.\n"

    def change(progress: SyncProgress) -> None:
        if progress.article_id == "keeper.txt":
            write(folder, {"keeper.txt": later})

    index = open_toy(tmp_path)
    index.sync(folder, progress=change)
    assert index.article("keeper.txt").text == later
    assert len(index.sync(folder).unchanged) == 3


def test_a_folder_that_disappears_takes_nothing_out_of_the_index(tmp_path: Path) -> None:
    index = filled(tmp_path)
    folder = write(tmp_path / "articles", {"fog.txt": "The fog horn blew.", "keeper.txt": "Gone."})

    def disappear(_: SyncProgress) -> None:
        shutil.rmtree(folder, ignore_errors=True)

    with pytest.raises(FolderError, match="does not exist"):
        index.sync(folder, progress=disappear)
    assert ids(open_toy(tmp_path)) == sorted(HARBOUR)
    assert found(index, "Who lit the lamp at dusk?") == "keeper.txt"


@pytest.mark.parametrize("name", ["ferry.txt", "keeper.txt", "mole.txt"])
def test_a_share_that_is_unmounted_while_it_is_read_takes_nothing_out_of_the_index(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """It leaves the empty folder on which it was mounted."""
    index = filled(tmp_path)
    folder = tmp_path / "articles"
    opened = os.open

    def unmount(path: str | Path, *more: Any, **others: Any) -> int:
        handle = opened(path, *more, **others)
        if Path(path).name == name:  # a file is opened in its folder, by its name alone
            folder.rename(tmp_path / "share")
            folder.mkdir()
        return handle

    monkeypatch.setattr("corpus.files.os.open", unmount)
    with pytest.raises(FolderError, match=r"another folder took the place of .*articles"):
        index.sync(folder)
    monkeypatch.undo()
    assert ids(index) == ids(open_toy(tmp_path)) == sorted(HARBOUR)
    folder.rmdir()
    (tmp_path / "share").rename(folder)
    assert len(index.sync(folder).unchanged) == 3


class Earlier(datetime):
    """A clock that jumped back."""

    @classmethod
    def now(cls, tz: object = None) -> "Earlier":
        assert tz is UTC
        return cls(1999, 12, 31, tzinfo=UTC)


def test_a_clock_that_jumps_back_changes_nothing_but_what_is_told_of_the_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = filled(tmp_path)
    monkeypatch.setattr("index.admitting.datetime", Earlier)
    index.sync(write(tmp_path / "articles", {"fog.txt": "The fog horn blew."}))
    again = Index.open(tmp_path / "index", embedder=ToyEmbedder())
    assert found(again, "Did the horn blow in the fog?") == "fog.txt"
    assert again.holding("fog.txt").added == datetime(1999, 12, 31, tzinfo=UTC)
    assert len(again.sync(tmp_path / "articles").unchanged) == 4


def test_an_article_that_changed_is_read_as_it_is_now_after_a_clock_jumped_back_and_a_kill(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sync ends when it has published the new one, and the former one is still there."""
    index, reader = filled(tmp_path), open_toy(tmp_path)
    assert mole(reader) == HARBOUR["mole.txt"].strip()
    write(tmp_path / "articles", MENDED)

    def end(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as killed:
        killed.setattr("index.admitting.datetime", Earlier)
        killed.setattr(Store, "remove", end)
        with pytest.raises(Killed):
            index.sync(tmp_path / "articles")
    assert {mole(asked) for asked in (index, reader, open_toy(tmp_path))} == {MENDED["mole.txt"]}
    assert len(open_toy(tmp_path).sync(tmp_path / "articles").unchanged) == 3
    assert mole(reader) == MENDED["mole.txt"]
