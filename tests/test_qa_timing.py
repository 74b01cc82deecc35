"""Where the time of a question goes."""

from qa.timing import WAITED, Stopwatch


def test_a_part_lasts_until_the_next_one_begins() -> None:
    now = iter([100.0, 103.0, 104.0, 110.0])
    stopwatch = Stopwatch(lambda: next(now))
    stopwatch.begin("searching")
    stopwatch.begin("reading")
    assert stopwatch.seconds() == {WAITED: 3.0, "searching": 1.0, "reading": 6.0}


def test_a_part_that_is_told_of_again_goes_on() -> None:
    now = iter([0.0, 1.0, 2.0, 5.0, 9.0])
    stopwatch = Stopwatch(lambda: next(now))
    for part in ("reading", "reading", "writing", "reading"):
        stopwatch.begin(part)
    assert stopwatch.seconds() == {WAITED: 1.0, "reading": 1.0 + 4.0, "writing": 3.0}


def test_before_anything_begins_all_is_waiting() -> None:
    now = iter([7.0, 9.0])
    assert Stopwatch(lambda: next(now)).seconds() == {WAITED: 2.0}
