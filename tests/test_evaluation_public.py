"""Public sets are read, indexed and measured: on small ones about a harbour town."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from corpus import Span
from qa.__main__ import main
from qa.evaluation import F1, EvaluationError, Mean, Place, QuestionFileError, Share
from qa.evaluation.public import (
    SETS,
    Document,
    Library,
    PublicReport,
    Query,
    Source,
    evaluate_public,
    make_library,
    read_dataset,
    run,
)
from qa.evaluation.public.bench import Bench
from qa.evaluation.public.narrowing import Narrowed
from qa.evaluation.public.overlap import Overlap, citation_figures, search_figures
from qa.evaluation.public.ranking import Ranking, mean_ndcg, mean_recall
from qa.evaluation.public.rouge import rouge_l
from qa.reader import SearchAlone
from tests.indexing import ToyEmbedder, own_home

Record = dict[str, Any]

TEXTS = {
    "Ferry": "The ferry left the harbour at noon. It came back in the evening with mail.",
    "Keeper": "The keeper lit the lamp at dusk. It burned for nine hours.",
    "Mole": "Waves broke the mole in March. The town paid 11,000 crowns to mend it.",
    "Market": "Fishermen sell herring on Friday. Their stalls close early.",
}
LEFT = "Who says that the ferry left the harbour?"
LAMP = "Who says that the keeper lit the lamp?"
WOLVES = "Why do grey wolves howl?"


@pytest.fixture(autouse=True)
def search_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is measured here is the measuring: the toy embedder decides, and no reader."""
    monkeypatch.setattr("qa.answering.default_reader", SearchAlone)


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own_home(monkeypatch, tmp_path / "home")


def doc(id: str, text: str = "", title: str = "") -> Record:
    return {"id": id, "title": title or id, "text": text or TEXTS[id]}


def gold(id: str, quote: str) -> Record:
    start = TEXTS[id].index(quote)
    return {"doc_id": id, "start": start, "end": start + len(quote), "text": quote}


def asked(id: str, question: str, *golds: Record, **more: Any) -> Record:
    """A line of queries; answerable when it has gold."""
    return {
        **{"id": id, "question": question, "answerable": bool(golds), "gold": list(golds)},
        **more,
    }


def write_set(
    folder: Path, name: str, docs: Sequence[Record | str], queries: Sequence[Record | str]
) -> Path:
    """Write a set into a folder of sets; gives the set's own folder."""
    (folder / name).mkdir(parents=True, exist_ok=True)
    for file, records in (("docs", docs), ("queries", queries)):
        lines = [record if isinstance(record, str) else json.dumps(record) for record in records]
        (folder / name / f"{file}.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return folder / name


def town() -> list[Record]:
    return [doc(id) for id in TEXTS]


def measured(folder: Path, sample: int | None = None) -> PublicReport:
    return evaluate_public(folder, sample=sample, embedder=ToyEmbedder())


# Reading


def test_a_set_becomes_documents_and_questions(tmp_path: Path) -> None:
    turn = {"role": "user", "text": "And the lamp?"}
    lines = [
        asked("q1", LEFT, gold("Ferry", "noon"), answers=["at noon"], para_id="Ferry"),
        asked("q2", "At dusk?", {"doc_id": "Keeper"}, history=[turn], rewrite="Lit at dusk?"),
        asked("q3", WOLVES, passage_ids=["Mole"], history=[], rewrite=None),
    ]
    dataset = read_dataset(write_set(tmp_path, "set", [doc("Ferry"), *town()[1:]], lines))
    assert dataset.documents[0] == Document("Ferry", "Ferry", TEXTS["Ferry"])
    noon = Source("Ferry", Span(30, 34), "noon")
    assert dataset.queries == (
        Query("q1", LEFT, True, (noon,), answers=("at noon",), given=("Ferry",)),
        Query(
            "q2",
            "At dusk?",
            True,
            (Source("Keeper"),),
            history=({"role": "user", "content": "And the lamp?"},),
            rewrite="Lit at dusk?",
        ),
        Query("q3", WOLVES, False, given=("Mole",)),
    )


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{", ", line 2: Invalid JSON"),
        ({"id": "q2"}, ", line 2, question: Field required"),
        (asked("q1", WOLVES), ", line 2, id: 'q1' is already taken by an earlier line"),
        (asked("q2", LEFT, answerable=True), ", line 2: an answerable question needs gold"),
        (asked("q2", LEFT, {"doc_id": "Owl"}), ", line 2: there is no document 'Owl' in docs"),
        (asked("q2", WOLVES, para_id="Owl"), ", line 2: there is no document 'Owl' in docs"),
        (
            asked("q2", LEFT, {**gold("Ferry", "noon"), "text": "dusk"}),
            ", line 2: the document 'Ferry' holds 'noon' at characters 30 to 34, not the gold",
        ),
        (
            asked("q2", LEFT, {"doc_id": "Ferry", "start": 4}),
            ", line 2, gold.0: start and end stand together or not at all",
        ),
        (
            asked("q2", LEFT, {"doc_id": "Ferry", "start": 4, "end": 4}),
            ", line 2, gold.0: a span needs 0 <= start < end, not 4..4",
        ),
    ],
)
def test_a_wrong_line_is_named_with_its_file(
    tmp_path: Path, line: Record | str, words: str
) -> None:
    folder = write_set(tmp_path, "set", town(), [asked("q1", WOLVES), line])
    with pytest.raises(QuestionFileError) as caught:
        read_dataset(folder)
    assert str(caught.value).startswith(f"{folder / 'queries.jsonl'}{words}")


@pytest.mark.parametrize(
    ("docs", "words"),
    [
        ([doc("Mole"), doc("Mole")], ", line 2, id: 'Mole' is already taken by an earlier line"),
        ([{"id": "Mole", "text": ""}], ", line 1, text: String should have at least 1 character"),
        ([], " is empty; it needs one JSON object a line"),
    ],
)
def test_documents_are_checked_like_questions(
    tmp_path: Path, docs: list[Record], words: str
) -> None:
    folder = write_set(tmp_path, "set", docs, [asked("q1", WOLVES)])
    with pytest.raises(QuestionFileError) as caught:
        read_dataset(folder)
    assert str(caught.value) == f"{folder / 'docs.jsonl'}{words}"


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(QuestionFileError, match=r"docs\.jsonl can't be read: No such file"):
        read_dataset(tmp_path)


# Indexing


@pytest.mark.parametrize(
    "text",
    [
        TEXTS["Ferry"],
        "\n\n  The ferry left the harbour at noon.  \n\n",
        "The ferry left.\r\nIt came back.\rIt had mail.\n",
        "---\ntitle: Not this\n---\nThe ferry left the harbour at noon.",
        "\ufeffThe ferry left\u2028the harbour at noon \U0001f600.",
        "The ferry left the harbour at noon.\n---\nIt came back with mail.\n...\n",
    ],
)
def test_an_article_is_its_document_to_the_character(text: str) -> None:
    library = make_library("set", [Document("a#0", "A title", text)], ToyEmbedder())
    assert library.index.article(library.article_ids["a#0"]).text == text


@pytest.mark.parametrize(
    ("title", "reached"),
    [
        ('Ferry: "the" boat\'s #1', 'Ferry: "the" boat\'s #1'),
        ("  Two\nlines\u2028", "Two lines"),
        ("--- 1984", "--- 1984"),
        ("2024-10-05", "2024-10-05"),
        ("Vogel \U0001f426 \x7f", "Vogel \U0001f426 \x7f"),
        ("words " * 40, ("words " * 40).strip()),
        ("", "The ferry left the harbour at noon."),
    ],
)
def test_the_title_reaches_the_article(title: str, reached: str) -> None:
    library = make_library("set", [Document("a#0", title, TEXTS["Ferry"])], ToyEmbedder())
    assert library.index.article(library.article_ids["a#0"]).title == reached


def test_a_document_that_is_no_text_is_an_error() -> None:
    with pytest.raises(EvaluationError, match=r"'a#0' is no article: it is not text \(binary\)"):
        make_library("set", [Document("a#0", "", "The ferry\0 left at noon.")], ToyEmbedder())


def test_a_document_of_which_nothing_can_be_cited_has_no_article() -> None:
    documents = [Document("a", "", "Advertisement"), Document("b", "", TEXTS["Ferry"])]
    library = make_library("set", documents, ToyEmbedder())
    assert [article.text for article in library.index.articles()] == [TEXTS["Ferry"]]


def test_a_set_is_embedded_once_for_each_model_and_state() -> None:
    documents = [Document(id, id, text) for id, text in TEXTS.items()]
    first, again, other = ToyEmbedder(), ToyEmbedder(), ToyEmbedder("other")
    made = [make_library("set", documents, embedder) for embedder in (first, again, other)]
    made.append(make_library("set", documents[:1], first))
    assert [bool(embedder.texts) for embedder in (first, again, other)] == [True, False, True]
    assert len({library.index.location for library in made}) == 3


def test_an_index_of_an_earlier_version_is_made_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    documents = [Document("a", "", TEXTS["Ferry"])]
    make_library("set", documents, ToyEmbedder())
    monkeypatch.setattr("index.store.SCHEME", "sentences-9x9.9")
    monkeypatch.setattr("index.catalog.SCHEME", "sentences-9x9.9")
    assert make_library("set", documents, ToyEmbedder()).index.status().scheme == "sentences-9x9.9"


# A part of an index


def harbour() -> Library:
    return make_library("set", [Document(i, i, text) for i, text in TEXTS.items()], ToyEmbedder())


def test_a_narrowed_index_finds_nothing_elsewhere() -> None:
    library = harbour()
    mole = frozenset({library.article_ids["Mole"]})
    found = Narrowed(library.index, mole).search(LEFT)
    assert {hit.article_id for hit in found.hits} == mole
    assert {hit.article.id for hit in found.sentences} == mole


def test_a_narrowed_index_scores_as_the_whole_does() -> None:
    library = harbour()
    mole = library.article_ids["Mole"]
    alone = Narrowed(library.index, frozenset({mole})).search(LEFT).hits[0]
    whole = library.index.search(LEFT, 100).hits
    assert alone == next(hit for hit in whole if hit.article_id == mole)


def test_a_narrowed_index_gives_no_more_passages_than_asked_for() -> None:
    library = harbour()
    narrowed = Narrowed(library.index, frozenset(library.article_ids.values()))
    assert len(narrowed.search(LEFT, 1).hits) == 1
    assert narrowed.article(library.article_ids["Mole"]).text == TEXTS["Mole"]
    assert len(narrowed.sentences(library.article_ids["Mole"])) == 2


# Numbers


def test_recall_is_the_share_of_the_gold_documents_found() -> None:
    rankings = [Ranking(["a", "b", "c"], {"b", "d"}), Ranking(["a"], {"a"}), Ranking([], {"a"})]
    assert mean_recall(1, rankings) == Mean(1 / 3, 3)
    assert mean_recall(2, rankings) == Mean(0.5, 3)


def test_ndcg_discounts_by_rank_and_compares_with_the_best_order() -> None:
    assert mean_ndcg(10, [Ranking(["a", "b"], {"b"})]).value == pytest.approx(0.6309, abs=1e-4)
    assert mean_ndcg(10, [Ranking(["b", "a", "c"], {"b", "c"})]).value == pytest.approx(
        (1 + 1 / 2) / (1 + 0.6309), abs=1e-4
    )
    assert mean_ndcg(1, [Ranking(["b", "a"], {"b", "c"})]).value == 1
    assert mean_ndcg(1, [Ranking(["a", "b"], {"b"})]).value == 0


def at(start: int, end: int, article: str = "a") -> Place:
    return Place(article, Span(start, end))


def test_overlapping_characters_count_once() -> None:
    overlap = Overlap.between([at(0, 10), at(5, 15), at(0, 5, "b")], [at(10, 30), at(20, 40)])
    assert overlap == Overlap(shared=5, named=20, gold=30)
    assert (overlap.precision, overlap.recall) == (5 / 20, 5 / 30)
    assert overlap.f1 == pytest.approx(2 * 5 / (20 + 30))


def test_overlaps_are_averaged_over_questions() -> None:
    overlaps = [Overlap(6, 8, 24), Overlap(0, 0, 7)]
    assert [(row.name, row.measure) for row in citation_figures("group", overlaps)] == [
        ("precision", Mean(0.375, 2)),
        ("recall", Mean(0.125, 2)),
        ("f1", Mean(0.1875, 2)),
    ]
    assert [(row.name, row.measure) for row in search_figures("group", 8, overlaps)] == [
        ("precision@8", Mean(0.375, 2)),
        ("recall@8", Mean(0.125, 2)),
    ]


@pytest.mark.parametrize(
    ("text", "references", "score"),
    [
        ("The ferry left at noon.", ["the FERRY left, at noon"], 1),
        ("The ferry left at noon", ["at noon the ferry left"], 3 / 5),
        ("The ferry left", ["A mole", "The ferry came back"], 2 * 2 / (3 + 4)),
        ("a b c a", ["a c b a"], 3 / 4),
        ("", ["The ferry left"], 0),
        ("The ferry left", ["…"], 0),
        ("The ferry left", [], 0),
    ],
)
def test_rouge_l_is_the_longest_common_subsequence(
    text: str, references: list[str], score: float
) -> None:
    assert rouge_l(text, references) == pytest.approx(score)


@pytest.mark.parametrize(
    ("sample", "ids"), [(None, "0123456"), (1, "0"), (3, "024"), (7, "0123456"), (9, "0123456")]
)
def test_a_sample_is_evenly_spaced(sample: int | None, ids: str) -> None:
    queries = [Query(str(number), WOLVES, False) for number in range(7)]
    sampled = Bench(Path(), ToyEmbedder(), sample).sampled(queries)
    assert "".join(query.id for query in sampled) == ids


# The sets


def write_squad2(folder: Path) -> None:
    """Its last four articles are the town's; the first, "Bread", may be trained on."""
    docs = [doc("Bread", "The baker bakes rye bread. It is dark."), *town()]
    queries = [
        asked("trained", "Who says that the baker bakes rye bread?", para_id="Bread"),
        asked("left", LEFT, gold("Ferry", "noon"), gold("Ferry", "at noon"), para_id="Ferry"),
        asked("other", LAMP, gold("Keeper", "nine hours"), para_id="Keeper"),
        asked("wolves", WOLVES, gold("Mole", "March"), para_id="Mole"),
        asked("elsewhere", LEFT, para_id="Market"),
        asked("nowhere", WOLVES, para_id="Market"),
    ]
    write_set(folder, "squad2_half", docs, queries)


def test_squad2_refuses_more_when_only_the_paragraph_is_given(tmp_path: Path) -> None:
    write_squad2(tmp_path)
    report = measured(tmp_path)
    given, everywhere = "squad2_half, paragraph given", "squad2_half, all paragraphs"
    for group in (given, everywhere):
        # Of three, one is cited, one cites its neighbour, and one is refused.
        assert report.measure(group, "first_citation") == Share(1, 3)
        assert report.measure(group, "wrong") == Share(1, 3)
    assert report.measure(given, "right") == Share(2, 2)
    assert report.measure(given, "refusal_precision") == Share(2, 3)
    assert report.measure(given, "refusal_f1") == F1(Share(2, 3), Share(2, 2))
    assert report.measure(given, "reached") == Share(5, 5)
    assert report.measure(everywhere, "right") == Share(1, 2)
    assert report.measure(everywhere, "refusal_precision") == Share(1, 2)


def test_xquad_leaves_out_what_may_be_trained_on(tmp_path: Path) -> None:
    write_squad2(tmp_path)
    docs = [doc("Loaf", "The baker  bakes rye bread.\nIt is dark."), *town()]
    trained = {"doc_id": "Loaf", "start": 4, "end": 9, "text": "baker"}
    queries = [
        asked("bread", "Who bakes rye bread?", trained),
        asked("left", LEFT, gold("Ferry", "noon")),
        asked("wolves", "Why does the mole howl?", gold("Mole", "March")),
    ]
    write_set(tmp_path, "xquad_en", docs, queries)
    report = evaluate_public(tmp_path, ["xquad_en"], embedder=ToyEmbedder())
    unseen, everything = "xquad_en, unseen paragraphs", "xquad_en, all paragraphs"
    assert report.measure(unseen, "recall@5") == Mean(1.0, 2)
    assert report.measure(unseen, "first_citation") == Share(1, 2)
    assert report.measure(unseen, "wrong") == Share(1, 2)
    assert report.measure(everything, "recall@5") == Mean(1.0, 3)
    assert report.measure(everything, "ndcg@10").to_dict()["total"] == 3


def test_clapnq_compares_characters_and_words_with_those_of_people(tmp_path: Path) -> None:
    sentence = "The ferry left the harbour at noon."
    queries = [
        asked(
            *("left", LEFT, gold("Ferry", sentence)),
            answers=["The ferry left the harbour at noon"],
            passage_ids=["Ferry"],
        ),
        asked("unmarked", LAMP, {"doc_id": "Keeper"}, answers=["At dusk"], passage_ids=["Keeper"]),
        asked("wolves", WOLVES, gold("Mole", TEXTS["Mole"]), answers=["x"], passage_ids=["Mole"]),
        asked("nowhere", LEFT, passage_ids=["Market"]),
    ]
    write_set(tmp_path, "clapnq", town(), queries)
    report = measured(tmp_path)
    given, everywhere = "clapnq, passage given", "clapnq, all passages"
    for group in (given, everywhere):
        assert report.measure(group, "first_citation") == Share(1, 2)
        for name in ("precision", "recall", "f1"):
            assert report.measure(group, name) == Mean(0.5, 2)
        assert report.measure(group, "wrong") == Share(1, 3)
    # "The keeper lit the lamp at dusk." has two words in common with "At dusk".
    assert report.measure(given, "rouge_l").value == pytest.approx((1 + 2 * 2 / (7 + 2) + 0) / 3)
    assert report.measure(given, "right") == Share(1, 1)
    assert report.measure(everywhere, "right") == Share(0, 1)


def test_mtrag_searches_for_a_question_in_three_ways(tmp_path: Path) -> None:
    before = [{"role": "user", "text": LEFT}, {"role": "assistant", "text": "The papers."}]
    follow_up = "And what did it bring?"
    rewrite = "What did the keeper light at dusk? The lamp?"
    turn = {"history": before, "rewrite": rewrite}
    queries = [
        asked("used", follow_up, {"doc_id": "Ferry"}, **turn),
        asked("first", LEFT, {"doc_id": "Ferry"}, history=[], rewrite=LEFT),
        asked("not rewritten", LEFT, {"doc_id": "Ferry"}, history=before, rewrite=None),
        asked("no gold", follow_up, **turn),
    ]
    write_set(tmp_path, "mtrag_human_subset", town(), queries)
    report = measured(tmp_path)
    recalls = {
        figure.group.removeprefix("mtrag_human_subset, "): figure.measure
        for figure in report.figures
        if figure.name == "recall@1"
    }
    assert recalls == {
        "last question alone": Mean(0.0, 1),
        "understood from its history": Mean(1.0, 1),
        "completed by people": Mean(0.0, 1),
    }


def test_legalbench_compares_characters_of_answers_and_passages(tmp_path: Path) -> None:
    sentence = "The ferry left the harbour at noon."
    queries = [
        asked("left", LEFT, gold("Ferry", sentence)),
        asked("wolves", WOLVES, gold("Mole", "March")),
    ]
    write_set(tmp_path, "legalbenchrag_privacy_qa", town(), queries)
    report = measured(tmp_path)
    answers, search = (f"legalbenchrag_privacy_qa, {what}" for what in ("answers", "search"))
    assert report.measure(answers, "precision") == Mean(0.5, 2)
    assert report.measure(answers, "wrong") == Share(1, 2)
    everything = sum(map(len, TEXTS.values()))
    assert report.measure(search, "recall@64") == Mean(1.0, 2)
    assert report.measure(search, "precision@64").value == pytest.approx(
        (len(sentence) + len("March")) / everything / 2
    )


# The command


@pytest.fixture
def toy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "_configured_embedder", ToyEmbedder)


def legal(folder: Path) -> Path:
    queries = [asked("left", LEFT, gold("Ferry", "noon")), asked("l", LAMP, gold("Keeper", "dusk"))]
    write_set(folder, "legalbenchrag_privacy_qa", town(), queries)
    return folder


@pytest.mark.usefixtures("toy")
def test_the_command_prints_a_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", "--public", str(legal(tmp_path))]) == 0
    printed = capsys.readouterr()
    assert printed.out.startswith("legalbenchrag_privacy_qa, answers\n  cited characters")
    assert "\n  refused, of the answerable                0.000 (0 of 2)\n\n" in printed.out
    assert printed.err == ""


@pytest.mark.usefixtures("toy")
def test_the_command_prints_json_of_a_sample(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_squad2(legal(tmp_path))
    named = ["--set", "legalbenchrag_privacy_qa", "--sample", "1", "--json"]
    assert main(["evaluate", "--public", str(tmp_path), *named]) == 0
    figures = json.loads(capsys.readouterr().out)["figures"]
    assert list(figures) == [f"legalbenchrag_privacy_qa, {what}" for what in ("answers", "search")]
    assert figures["legalbenchrag_privacy_qa, answers"]["wrong"] == {
        **{"value": 0, "count": 0, "total": 1}
    }


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--public", "."], "holds none of the folders squad2_half, xquad_en"),
        (["--public", ".", "--set", "owls"], "there is no set 'owls'; there are squad2_half"),
        (["--public", ".", "--set", "clapnq"], "docs.jsonl can't be read"),
        (["--public", ".", "--sample", "0"], "0 questions measure nothing"),
        (["--public", ".", "--articles", "a", "--failures"], "--articles, --failures: not for"),
        (["--sample", "0"], "--sample: only for public sets"),
    ],
)
@pytest.mark.usefixtures("toy")
def test_what_makes_no_sense_is_one_line(
    arguments: list[str],
    words: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["evaluate", *arguments]) == 2
    printed = capsys.readouterr().err
    assert words in printed
    assert printed.count("\n") == 1


def test_a_set_is_named_as_its_folder() -> None:
    assert list(SETS) == [
        *("squad2_half", "xquad_en", "clapnq", "mtrag_human_subset", "legalbenchrag_privacy_qa")
    ]
