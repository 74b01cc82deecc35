"""Training the reader: the bundles it learns from, what it is shown, and a run in miniature."""

import json
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import replace
from functools import partial
from pathlib import Path
from random import Random

import numpy as np
import onnx
import pytest
from numpy.typing import NDArray

from corpus import sentence_table
from index.packaged import packaged_model, packaged_tokenizer
from qa.evaluation import load_questions
from qa.reader import Candidate, Signals, TrainedReader
from qa.reader.pairs import PairEncoder
from qa.reader.trained import WEIGHTS
from qa.training.as_questions import ARTICLES, QUESTIONS, write_questions
from qa.training.bundles import (
    BUNDLES,
    KEPT,
    LEARNT,
    SUBJECTS,
    UNREAD,
    load_bundle,
    load_bundles,
    load_learnt,
)
from qa.training.calibration import Case, archives_of, fit
from qa.training.errors import BundleError, DataError, TrainingError
from qa.training.groups import Group, groups_of
from qa.training.material import gather
from qa.training.measuring import quality
from qa.training.public import question_paraphrased, squad
from qa.training.sampling import Sampler

LAMP = """\
== A | The Quay | Ada Moe | 2031-05-04 | The lamp is lit
A1 The lamp burned again on Tuesday.
A2 Tomas Brandt had mended it.

A3 It took him seven weeks.
== B | Evening Post | Ole Lund | 2031-05-06 | Light at last
B1 The repair took nine weeks.
?? fact | Who repaired the light? | A2 | Tomas Brandt
?? conflict | How long did the repair take? | A3 + B1 | seven weeks + nine weeks
?? followup | Who mended it? > Tomas Brandt. >> How long did he need? | A3 / B1 | seven weeks
?? none | What did the lens cost? | - | -
"""


@pytest.fixture
def lamp(tmp_path: Path) -> Path:
    path = tmp_path / "lamp.txt"
    path.write_text(LAMP, encoding="utf-8")
    return path


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


def test_a_follow_up_is_learnt_with_and_without_what_it_follows(lamp: Path) -> None:
    groups = list(groups_of(load_bundle(lamp)))
    assert [group.question for group in groups] == [
        "Who repaired the light?",
        "How long did the repair take?",
        "Who mended it? How long did he need?",
        "How long did he need?",
        "What did the lens cost?",
    ]
    assert groups[0].answers == {1}
    assert groups[0].candidates[2] == Candidate(
        "It took him seven weeks.", "The lamp is lit", "Tomas Brandt had mended it."
    )
    assert groups[-1].answers == frozenset()


def test_an_example_holds_every_answer_and_the_nearest_wrong_sentences() -> None:
    words = ["answer", "near", *(f"far {number}" for number in range(60))]
    text = [Candidate(word, "Title") for word in words]
    group = Group("question", text, frozenset({0}), "one", "one")
    other = Group("other", [Candidate("foreign", "Other")] * 3, frozenset({0}), "two", "two")

    def encode(texts: Sequence[str]) -> NDArray[np.float32]:
        return np.array([[0.0 if t.startswith("far") else 1.0] for t in texts], dtype=np.float32)

    drawn = [Sampler([group, other], encode, Random(seed)).draw(group) for seed in range(20)]
    for example in drawn:
        assert example.candidates[0].sentence == "answer"
        assert list(example.labels) == [True] + [False] * (len(example.candidates) - 1)
    read = {candidate.sentence for example in drawn for candidate in example.candidates}
    assert "near" in read
    assert len(read) < len(words), "the far ones are not all drawn from"


def test_what_answers_is_nowhere_called_wrong() -> None:
    text = [Candidate("answer", "Title"), Candidate("other", "Title")]
    group = Group("question", text, frozenset({0}), "one", "one")
    for seed in range(8):
        example = Sampler([group], None, Random(seed)).draw(group)
        assert [c.sentence for c in example.candidates] == ["answer", "other"]
        assert list(example.labels) == [True, False]


@pytest.fixture
def bench(tmp_path: Path) -> Path:
    """The public sets that are trained on, with a paragraph or two each."""

    def lines(path: str, *rows: object) -> None:
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")

    text = "Tin is mined in Peru . It is `` soft '' ."
    gold = [{"doc_id": "p1", "start": 16, "end": 20}]
    lines("qed/docs.jsonl", {"id": "p1", "title": "Tin", "text": text})
    asked = {"question": "where is tin mined", "gold": gold, "split": "train"}
    lines("qed/queries.jsonl", {**asked, "sentence_starts": [0, 23]})
    far = {"question": "Which metal yields easily?", "doc_id": "p1", "sentences": [1]}
    lines("qed_paraphrase/queries.jsonl", far)
    docs = [{"id": f"T{n}#0", "title": f"T{n}", "text": "It froze. It thawed."} for n in range(5)]
    lines("squad2_half/docs.jsonl", *docs)
    queries = [
        {"question": "What then?", "para_id": f"T{n}#0", "gold": [{"start": 13, "end": 19}]}
        for n in range(5)
    ]
    lines("squad2_half/queries.jsonl", *queries)
    return tmp_path


def test_public_sets_become_groups_with_readable_sentences(bench: Path) -> None:
    (group,) = question_paraphrased(bench)
    assert [candidate.sentence for candidate in group.candidates] == [
        "Tin is mined in Peru.",
        'It is "soft".',
    ]
    assert group.answers == {1}
    trained, kept = squad(bench)
    assert [group.subject for group in trained] == ["T0"]
    assert [group.subject for group in kept] == ["T1", "T2", "T3", "T4"]
    assert kept[0].answers == {1}


def test_a_missing_set_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"qed/docs.jsonl can't be read"):
        question_paraphrased(tmp_path)


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # the exporter's own
def test_a_few_steps_teach_something_and_what_is_exported_scores_the_same(
    lamp: Path, tmp_path: Path
) -> None:
    import torch  # noqa: PLC0415

    from qa.training.export import export  # noqa: PLC0415
    from qa.training.loop import Plan, train  # noqa: PLC0415
    from qa.training.network import ReaderNetwork  # noqa: PLC0415
    from qa.training.restoring import restore  # noqa: PLC0415
    from qa.training.scoring import score_with  # noqa: PLC0415

    torch.manual_seed(0)
    groups = list(groups_of(load_bundle(lamp)))
    network = ReaderNetwork(packaged_model())
    encoder = PairEncoder(packaged_tokenizer())
    sampler = Sampler(groups, None, Random(0))
    losses: list[float] = []
    examples = [partial(sampler.draw, group) for group in groups * 24]
    train(
        network,
        encoder,
        examples,
        Plan(rate=5e-4, decays=False),
        lambda _, __, loss: losses.append(loss),
    )
    assert np.mean(losses[-3:]) < 0.8 * np.mean(losses[:3])
    exported = tmp_path / "reader.onnx"
    export(network, exported, learnt=["lamp", "ferry"])
    reader = TrainedReader(exported)
    restored = ReaderNetwork(packaged_model())
    assert restore(restored, exported) == {"lamp", "ferry"}
    for group in groups:
        full = score_with(network, encoder, group.question, group.candidates)
        assert reader.score(group.question, group.candidates) == pytest.approx(full, abs=0.5)
        again = score_with(restored.eval(), encoder, group.question, group.candidates)
        assert again == pytest.approx(full, abs=0.2)
    assert quality(groups, reader.score).questions == len(groups)


@pytest.mark.slow
def test_of_the_wrong_sentences_the_hardest_are_learnt_from() -> None:
    import torch  # noqa: PLC0415

    from qa.training.loop import hardest  # noqa: PLC0415

    logits = torch.tensor([-3.0, 0.5, 4.0, -1.0, 2.0])
    answers = torch.tensor([False, True, False, False, False])
    assert hardest(logits, answers, 2).tolist() == [1, 2, 4]
    assert hardest(logits, answers, 9).tolist() == [1, 2, 4, 3, 0]


@pytest.mark.slow
def test_a_step_learns_nothing_from_a_wrong_sentence_that_is_easy(lamp: Path) -> None:
    import torch  # noqa: PLC0415

    from qa.training.loop import Plan, train  # noqa: PLC0415
    from qa.training.network import ReaderNetwork  # noqa: PLC0415

    torch.manual_seed(0)
    network, encoder = ReaderNetwork(packaged_model()), PairEncoder(packaged_tokenizer())
    torch.nn.init.normal_(network.score.weight, std=1.0)  # so that sentences are told apart
    group = next(group for group in groups_of(load_bundle(lamp)) if len(group.answers) == 1)
    draw = partial(Sampler([group], None, Random(0)).draw, group)

    def loss(plan: Plan) -> float:
        told: list[float] = []
        train(deepcopy(network), encoder, [draw] * 8, plan, lambda _, __, loss: told.append(loss))
        return told[0]

    everything, one, none = loss(Plan()), loss(Plan(hardest=1)), loss(Plan(hardest=0))
    assert none < one < everything


@pytest.mark.long
@pytest.mark.slow
def test_the_second_phase_is_run_twice_and_averaged_and_goes_on_from_checkpoints(
    lamp: Path, tmp_path: Path
) -> None:
    import torch  # noqa: PLC0415

    from qa.training.errors import CheckpointError  # noqa: PLC0415
    from qa.training.material import Material  # noqa: PLC0415
    from qa.training.network import ReaderNetwork  # noqa: PLC0415
    from qa.training.phases import Training  # noqa: PLC0415

    groups = list(groups_of(load_bundle(lamp))) * 2
    material = Material(public=groups, bundles=groups, learnt=frozenset({"lamp"}))
    steps: list[int] = []
    training = Training(
        encoder=PairEncoder(packaged_tokenizer()),
        encode=None,
        context=True,
        seed=1,
        made_with="seed 1",
        checkpoints=tmp_path / "checkpoints",
        report=lambda step, _, __: steps.append(step),
    )
    network = ReaderNetwork(packaged_model())
    training.run(network, material)
    assert len(steps) == 3
    first, second = (
        torch.load(tmp_path / "checkpoints" / f"bundles-{number}.pt")["weights"]["score.weight"]
        for number in (1, 2)
    )
    assert not torch.equal(first, second)
    torch.testing.assert_close(network.score.weight.data, (first + second) / 2)
    again = ReaderNetwork(packaged_model())
    training.run(again, material)
    assert len(steps) == 3, "nothing is trained twice"
    assert torch.equal(again.score.weight, network.score.weight)
    with pytest.raises(CheckpointError, match=r"made with seed 1, 10 groups, .* with seed 2"):
        replace(training, made_with="seed 2").run(again, material)
    training.go_on(again, material)
    assert len(steps) == 4, "once more, from what was learnt"
    assert not torch.equal(again.score.weight, network.score.weight)


@pytest.mark.slow
def test_the_last_layer_for_the_first_word_alone_gives_what_the_whole_layer_does() -> None:
    import torch  # noqa: PLC0415
    from transformers import AutoModel  # noqa: PLC0415

    from qa.reader.pairs import Batch  # noqa: PLC0415
    from qa.training.network import ReaderNetwork, read  # noqa: PLC0415

    torch.manual_seed(0)
    network = ReaderNetwork(packaged_model()).eval()
    whole = AutoModel.from_pretrained(str(packaged_model()), add_pooling_layer=False).eval()
    candidates = [Candidate("It burns. " * length, "Lamps") for length in (9, 1, 5) * 7]
    pairs = PairEncoder(packaged_tokenizer()).encode("Who mended it?", candidates)
    batch = Batch.of(pairs)
    with torch.inference_mode():
        states = whole(
            input_ids=torch.from_numpy(batch.input_ids),
            token_type_ids=torch.from_numpy(batch.token_type_ids),
            attention_mask=torch.from_numpy(batch.attention_mask),
        ).last_hidden_state
        expected = network.score(states[:, 0]).squeeze(-1)
        told = read(network, pairs)
    # In the order in which they came, although they are read by length; bfloat16 rounds.
    torch.testing.assert_close(told, expected, atol=0.02, rtol=0)
    assert len(set(expected[:3].tolist())) == 3


@pytest.mark.slow
def test_what_no_program_of_ours_wrote_is_not_gone_on_from(tmp_path: Path) -> None:
    from qa.training.network import ReaderNetwork  # noqa: PLC0415
    from qa.training.restoring import restore  # noqa: PLC0415

    network, path = ReaderNetwork(packaged_model()), tmp_path / "other.onnx"
    path.write_bytes(b"no model")
    with pytest.raises(TrainingError, match=r"other.onnx can't be read as ONNX"):
        restore(network, path)
    other = onnx.helper.make_model(onnx.helper.make_graph([], "empty", [], []))
    onnx.save(other, path)
    with pytest.raises(TrainingError, match=r"other.onnx has no encoder.*: it was not written by"):
        restore(network, path)


@pytest.mark.slow
def test_the_reader_that_ships_can_be_gone_on_from_and_tells_what_it_has_learnt() -> None:
    from qa.training.network import ReaderNetwork  # noqa: PLC0415
    from qa.training.restoring import restore  # noqa: PLC0415

    learnt = restore(ReaderNetwork(packaged_model()), WEIGHTS)
    assert learnt <= {bundle.name for bundle in load_learnt()}
    assert learnt


def test_bundles_learnt_before_are_left_out(bench: Path) -> None:
    names = {bundle.name for bundle in load_learnt()}
    new, *learnt = sorted(names)
    material = gather(bench, Random(0), but=learnt)
    assert material.learnt == {new}
    assert {group.subject for group in material.bundles} & names == {new}


def test_what_is_all_of_one_kind_can_not_be_calibrated_on() -> None:
    with pytest.raises(TrainingError, match=r"all 3 cases are of one kind"):
        fit([Case(Signals(logit=1.0, closeness=0.5), came=True)] * 3)
