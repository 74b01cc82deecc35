"""A file is written whole or not at all, and what a killed process left is swept away."""

import os
from pathlib import Path

import pytest

from corpus.writing import replacing


def test_what_is_broken_off_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "note.txt"
    with replacing(path) as file:
        file.write(b"whole")

    def break_off() -> None:
        with replacing(path) as file:
            file.write(b"half")
            raise KeyError

    with pytest.raises(KeyError):
        break_off()
    assert path.read_bytes() == b"whole"
    assert [each.name for each in path.parent.iterdir()] == ["note.txt"]


def test_only_old_drafts_of_the_same_file_are_swept_away(tmp_path: Path) -> None:
    old, fresh, others = (
        tmp_path / name
        for name in (".note.txt.1.1.draft", ".note.txt.2.2.draft", ".other.txt.1.1.draft")
    )
    for draft in (old, fresh, others):
        draft.touch()
    for draft in (old, others):
        os.utime(draft, (0, 0))
    with replacing(tmp_path / "note.txt") as file:
        file.write(b"whole")
    assert (old.exists(), fresh.exists(), others.exists()) == (False, True, True)


def test_a_draft_that_another_process_sweeps_at_this_moment_is_no_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / ".note.txt.1.1.draft"
    monkeypatch.setattr(Path, "glob", lambda *_: iter([gone]))
    with replacing(tmp_path / "note.txt") as file:
        file.write(b"whole")
    assert (tmp_path / "note.txt").read_bytes() == b"whole"
