"""Training the checker: the claims it learns from, and a run in miniature."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from qa.reader import BY_SEARCH, Candidate, TrainedReader
from qa.training.as_questions import write_questions
from qa.training.bundles import load_bundles
from qa.training.errors import BundleError

CLAIMS = """== A | The Quay | Ada Lund | 2031-05-02 | Ferries
A1 The harbour master counted eleven ferries.
A2 Seven of them were late.

?? fact | How many ferries were late? | A2 | Seven

!! true | A1+A2 | Of eleven ferries seven were late.
!! number | A1 | The harbour master counted nine ferries.
"""


def test_claims_of_a_bundle_are_examples_of_what_holds_and_what_does_not(tmp_path: Path) -> None:
    from qa.training.checking import written_of  # noqa: PLC0415

    (tmp_path / "ferries.txt").write_text(CLAIMS, encoding="utf-8")
    (bundle,) = load_bundles(tmp_path)
    true, false = written_of(bundle)
    assert true.ground == "The harbour master counted eleven ferries. Seven of them were late."
    assert (true.holds, false.holds) == (True, False)
    assert false.origin == "The Quay Ada Lund"
    write_questions([bundle], tmp_path / "out")
    lines = (tmp_path / "out/claims.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["kind"] for line in lines] == ["true", "number"]
    (tmp_path / "ferries.txt").write_text(CLAIMS.replace("| A1 |", "| A7 |"), encoding="utf-8")
    with pytest.raises(BundleError, match=r"line 8: there is no sentence A7"):
        load_bundles(tmp_path)


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # the exporter's own
def test_a_few_claims_make_a_checker_that_is_calibrated_and_used(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from qa.reader import Logistic  # noqa: PLC0415
    from qa.training.__main__ import main  # noqa: PLC0415
    from qa.verifier import Checker, Verifier  # noqa: PLC0415
    from qa.verifier.signals import read_worth  # noqa: PLC0415
    from qa.writer import Source  # noqa: PLC0415

    path = tmp_path / "checker.onnx"
    assert main(["checker", "--output", str(path), "--bundles", "1"]) == 0
    assert main(["calibrate-checker", str(path), "--bundles", "2", "--write"]) == 0
    assert "area under the curve" in capsys.readouterr().out
    assert isinstance(read_worth(path), Logistic)
    verdict = Verifier(Checker(path)).verify(
        "Eleven came there.", [Source(1, "Eleven came there.")]
    )
    assert verdict.holds
    # It was trained without context, and whatever reads its file gives it none.
    alone = TrainedReader(path, BY_SEARCH)
    told = Candidate("Eleven came there.", "Ferries", "It was noon.")
    bare = replace(told, title="", before="")
    assert alone.score("Who came?", [told]) == alone.score("Who came?", [bare])
