"""The bundles that training learns from: their format, and that none is read that is kept."""

from pathlib import Path

import pytest

from corpus import sentence_table
from qa.evaluation import load_questions
from qa.training.archive import archive, asked
from qa.training.as_questions import ARTICLES, QUESTIONS, write_questions
from qa.training.bundles import (
    BUNDLES,
    KEPT,
    LEARNT,
    SUBJECTS,
    UNREAD,
    load_bundle,
    load_bundles,
)
from qa.training.calibration import archives_of
from qa.training.errors import BundleError
from tests.material import LAMP, write_lamp


@pytest.fixture
def lamp(tmp_path: Path) -> Path:
    return write_lamp(tmp_path)


def test_a_bundle_is_articles_with_sentences_and_questions_with_gold(lamp: Path) -> None:
    bundle = load_bundle(lamp)
    first, second = bundle.articles
    assert first.paragraphs == [["A1", "A2"], ["A3"]]
    assert second.sentences == {"B1": "The repair took nine weeks."}
    fact, conflict, follow_up, none = bundle.questions
    assert (fact.gold, fact.needs_all, fact.words) == (("A2",), False, ("Tomas Brandt",))
    assert (conflict.gold, conflict.needs_all) == (("A3", "B1"), True)
    assert follow_up.history == ("Who mended it?", "Tomas Brandt.")
    assert none.gold == ()


@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [
        ("A2 Tomas.", "sentence A2 stands where B2 should"),
        ("?? fact | Who? | A2", "3 fields stand where 4 should"),
        ("?? fact | Who? | A9 | x", "there is no sentence A9"),
        ("Something else", "neither an article, a sentence nor a question"),
        ("A7 Too far.", "sentence A7 stands where B2 should"),
    ],
)
def test_a_line_out_of_format_is_named(lamp: Path, wrong: str, complaint: str) -> None:
    lamp.write_text(LAMP + wrong + "\n", encoding="utf-8")
    with pytest.raises(BundleError, match=rf"lamp.txt, line 12: {complaint}"):
        load_bundle(lamp)


def test_the_bundles_of_the_project_are_whole() -> None:
    places = [place / f.name for place in (BUNDLES, SUBJECTS) for f in (LEARNT, KEPT, UNREAD)]
    for bundle in [bundle for folder in places for bundle in load_bundles(folder)]:
        sentences = {id_: text for a in bundle.articles for id_, text in a.sentences.items()}
        for question in bundle.questions:
            told = " ".join(sentences[id_] for id_ in question.gold).casefold()
            for words in question.words:
                assert words.casefold() in told, f"{bundle.name}: {question.text}"


def test_no_article_of_a_kept_bundle_is_trained_on() -> None:
    learnt, kept, unread = (
        {
            article.title
            for place in (BUNDLES, SUBJECTS)
            for bundle in load_bundles(place / folder.name)
            for article in bundle.articles
        }
        for folder in (LEARNT, KEPT, UNREAD)
    )
    assert learnt
    assert kept
    assert unread
    assert not learnt & (kept | unread)
    assert not kept & unread


def test_bundles_can_be_evaluated_as_articles_and_questions(lamp: Path, tmp_path: Path) -> None:
    write_questions([load_bundle(lamp)], tmp_path)
    questions = load_questions(tmp_path / QUESTIONS)
    assert [question.type for question in questions] == [
        "fact",
        "conflict",
        "followup",
        "unanswerable",
    ]
    for gold in questions[1].gold:
        text = (tmp_path / ARTICLES / gold.article_id).read_text(encoding="utf-8").split("---\n")[2]
        assert gold.span.of(text) == gold.quote
        assert any(row.span.of(text) == gold.quote for row in sentence_table(text))


def test_a_subject_is_asked_alone_though_it_stands_beside_others(
    lamp: Path, tmp_path: Path
) -> None:
    write_questions([load_bundle(lamp)], tmp_path, alone=True)
    asked = {question.articles for question in load_questions(tmp_path / QUESTIONS)}
    assert asked == {("lamp-a.md", "lamp-b.md")}


def test_bundles_are_calibrated_with_in_fours_and_subjects_alone(lamp: Path) -> None:
    bundle = load_bundle(lamp)
    assert [len(each) for each in archives_of([bundle] * 6, [bundle] * 2)] == [4, 2, 1, 1]


def test_an_archive_is_the_same_each_time_and_each_question_has_its_answer_in_one_copy() -> None:
    bundles = load_bundles(KEPT)
    copies = list(archive(bundles, passages=3_000))
    assert copies == list(archive(bundles, passages=3_000))
    assert len(copies) > 2 * len(bundles)
    places: dict[str, str] = {}
    for bundle in copies:
        text = {id_: words for each in bundle.articles for id_, words in each.sentences.items()}
        for question in bundle.questions:
            gold = " ".join(text[id_] for id_ in question.gold)
            assert all(word.casefold() in gold.casefold() for word in question.words)
            assert places.setdefault(question.text, bundle.name) == bundle.name


def test_of_an_archives_questions_some_are_asked_evenly_spread() -> None:
    copies = list(archive(load_bundles(KEPT), passages=1_000))
    left = asked(copies, 20)
    assert sum(len(bundle.questions) for bundle in left) == 20
    assert [bundle.articles for bundle in left] == [bundle.articles for bundle in copies]
    assert max(len(bundle.questions) for bundle in left) <= 2
