"""How much readers may bring."""

from pathlib import Path

import pytest

from corpus import Library, LibraryFull
from qa.curating import Curator
from tests.indexing import filled, ids

FOG = b"Fog lay on the bay until noon. " * 10
RAIN = b"Rain fell on the mole all night. " * 10


def test_what_readers_bring_has_a_limit_together(tmp_path: Path) -> None:
    index = filled(tmp_path)
    library = Library(tmp_path / "articles", tmp_path / "changes")
    curator = Curator(
        library, lambda: index, lambda: index, lambda: None, max_file_mb=1, max_brought_mb=0.0005
    )
    curator.bring("fog.txt", FOG)
    assert library.bytes_brought == len(FOG)
    with pytest.raises(LibraryFull, match=r"limit of 0\.0 MB.*CV_MAX_BROUGHT_MB"):
        curator.bring("rain.txt", RAIN)
    assert "brought/rain.txt" not in ids(index)
    assert library.bytes_brought == len(FOG)
    curator.take_out("brought/fog.txt")
    curator.bring("rain.txt", RAIN)
    assert library.bytes_brought == len(RAIN)
