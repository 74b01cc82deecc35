"""Looking whether an index still answers, without waiting for one that does not."""

import threading
import time

import pytest

from index import IndexStatus, IndexUnavailable
from qa.health import Pulse
from qa.unanswered import Unavailable

STATUS = IndexStatus("index", "model", "scheme", 1, 2, 3)


class Panic(BaseException):
    """What compiled code raises where it gives up: no Exception."""


def test_one_that_hangs_is_waited_for_once_and_is_well_again_when_it_answers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("qa.health._PATIENCE", 0.2)
    monkeypatch.setattr("qa.health._FRESH", 0.0)
    gate, looks = threading.Event(), []

    def look() -> IndexStatus:
        looks.append(1)
        gate.wait()
        return STATUS

    pulse = Pulse(look)
    since = time.monotonic()
    for _ in range(5):
        with pytest.raises(Unavailable, match=r"does not answer within 0\.2 seconds"):
            pulse.taken()
    assert time.monotonic() - since < 0.6
    assert len(looks) == 1
    gate.set()
    time.sleep(0.05)
    assert pulse.taken() == STATUS


@pytest.mark.parametrize("error", [IndexUnavailable("it is gone"), OSError("no disk"), Panic()])
def test_whatever_goes_wrong_is_told_by_kind(error: BaseException) -> None:
    def look() -> IndexStatus:
        raise error

    with pytest.raises(Unavailable, match="the server's log says why"):
        Pulse(look).taken()
