"""Claims that are known to be true or false, planted by machine or written by hand."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from index import Index
from index.defaults import SHIPPED_ARTICLES
from qa.evaluation import (
    SHIPPED_CLAIMS,
    Claim,
    GoldError,
    QuestionFileError,
    load_claims,
    measure_claims,
    planted_claims,
)
from qa.evaluation.planting import Alteration, Planted, plant
from qa.evaluation.stated import Stated
from qa.verifier import Verdict, Verifier, default_verifier
from qa.writer import Source
from tests.indexing import ToyEmbedder

SENTENCES = [
    "On Monday, the harbour master Ada Lund counted eleven ferries in the northern dock.",
    "“We have never had so many boats in the town of Skagen,” said Ada Lund.",
    "The council in Oslo has paid 12,000 crowns for the lamp, which burns at night, since 2029.",
    "Keeper Tomas Brandt (who is 41) did not sell the old lens to the museum in Bergen.",
    "Visitors from Bergen were taken to the lighthouse by the keeper with two boats.",
    "Repairs began on 3 May, when the storm had passed and the sea was calm again.",
]
STATED = [Stated("a.txt", row, text, "The Quay") for row, text in enumerate(SENTENCES)]


def made(alteration: Alteration) -> list[Planted]:
    return [each for each in plant(STATED, most=9) if each.alteration is alteration]


@pytest.mark.parametrize("alteration", list(Alteration), ids=lambda each: each.name)
def test_each_alteration_is_made_of_sentences_of_the_articles(alteration: Alteration) -> None:
    claims = made(alteration)
    assert claims
    for claim in claims:
        assert all(ground in STATED for ground in claim.grounds)
        said = " ".join(ground.text for ground in claim.grounds)
        assert (claim.text in said) is (alteration is Alteration.VERBATIM)


def test_planting_draws_the_same_from_the_same_seed_and_as_many_as_it_may() -> None:
    assert plant(STATED, seed=1) == plant(STATED, seed=1)
    assert plant(STATED, seed=1) != plant(STATED, seed=2)
    counts = [each.alteration for each in plant(STATED, most=2)]
    assert max(map(counts.count, counts)) == 2


def test_a_changed_figure_is_another_one() -> None:
    (paid,) = [each.text for each in made(Alteration.NUMBER) if "crowns" in each.text]
    assert "12,000 crowns" not in paid or "2029" not in paid


def test_a_figure_written_otherwise_is_the_same() -> None:
    texts = {each.grounds[0].row: each.text for each in made(Alteration.RESPELT)}
    assert "counted 11 ferries" in texts[0]
    assert "twelve thousand crowns" in texts[2]
    assert "2 boats" in texts[4]
    assert "3 May" in SENTENCES[5]
    assert 5 not in texts, "a date is left as it is"


def test_a_true_claim_is_no_stronger_than_its_sentence() -> None:
    (cut,) = [each.text for each in made(Alteration.CUT) if each.grounds[0].row == 4]
    assert SENTENCES[4].startswith(cut.rstrip("."))
    assert all(each.grounds[0].row != 3 for each in made(Alteration.CUT)), "it denies"
    (later,) = made(Alteration.BEGUN_LATER)
    assert later.text == "The harbour master Ada Lund counted eleven ferries in the northern dock."
    (moved,) = made(Alteration.MOVED)
    assert moved.text.endswith("in the northern dock on Monday.")


class _Credulous(Verifier):
    """Believes what holds the word "so"."""

    def __init__(self) -> None:
        """Needs no checker."""

    def verify(self, claim: str, sources: Sequence[Source]) -> Verdict:  # noqa: ARG002
        return Verdict("" if "so" in claim.split() else "No.")


def test_what_is_caught_and_withheld_is_counted_by_kind() -> None:
    source = (Source(1, "It is so."),)
    claims = [
        Claim("It is so", "true", holds=True, sources=source),
        Claim("It is", "true", holds=True, sources=source),
        Claim("It is not", "denial", holds=False, sources=source),
        Claim("It is not so", "denial", holds=False, sources=source),
        Claim("It was", "time", holds=False, sources=source),
    ]
    figures = measure_claims(claims, _Credulous(), "by hand")
    assert {each.name: str(each.measure) for each in figures} == {
        "caught": "0.667 (2 of 3)",
        "caught: denial": "0.500 (1 of 2)",
        "caught: time": "1.000 (1 of 1)",
        "withheld": "0.500 (1 of 2)",
    }


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    index = Index.open(tmp_path_factory.mktemp("index"), embedder=ToyEmbedder())
    index.sync(SHIPPED_ARTICLES)
    return index


@pytest.mark.slow
def test_a_claim_whose_ground_is_not_there_or_has_no_kind_is_told(
    index: Index, tmp_path: Path
) -> None:
    line = json.loads(SHIPPED_CLAIMS.read_text(encoding="utf-8").splitlines()[0])
    path = tmp_path / "claims.jsonl"

    def write(**changes: object) -> None:
        path.write_text(json.dumps(line | changes), encoding="utf-8")

    ground = line["grounds"][0]
    write(grounds=[ground | {"start": ground["start"] + 1, "end": ground["end"] + 1}])
    with pytest.raises(GoldError, match=r"line 1: at \d+ to \d+ of .* stands "):
        load_claims(path, index.article)
    write(grounds=[ground | {"doc": "none.md"}])
    with pytest.raises(GoldError, match=r"line 1: there is no article 'none.md'"):
        load_claims(path, index.article)
    write(kind="True")
    with pytest.raises(QuestionFileError, match=r"line 1, kind: "):
        load_claims(path, index.article)


@pytest.mark.long
@pytest.mark.slow
def test_of_what_is_planted_in_the_shipped_articles_nearly_all_is_judged_rightly(
    index: Index,
) -> None:
    claims = planted_claims(index)
    assert sum(not claim.holds for claim in claims) >= 200
    figures = measure_claims(claims, default_verifier(), "planted")
    measured = {each.name: each.measure.value or 0.0 for each in figures}
    assert measured["caught"] >= 0.95
    assert measured["withheld"] <= 0.05
