"""Training the reader: what it is shown, and a run in miniature."""

from collections import Counter
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import replace
from functools import partial
from pathlib import Path
from random import Random

import numpy as np
import onnx
import pytest

from index.embedding import Vectors
from index.packaged import packaged_model, packaged_tokenizer
from qa.reader import Candidate, Signals, TrainedReader
from qa.reader.pairs import PairEncoder
from qa.reader.trained import WEIGHTS
from qa.training.__main__ import main
from qa.training.bundles import load_bundle, load_learnt
from qa.training.calibration import Case, fit
from qa.training.errors import DataError, TrainingError
from qa.training.groups import Group, groups_of
from qa.training.material import gather
from qa.training.measuring import quality
from qa.training.public import question_paraphrased, squad
from qa.training.sampling import Sampler
from tests.material import LAMP, write_bench, write_lamp


@pytest.fixture
def lamp(tmp_path: Path) -> Path:
    return write_lamp(tmp_path)


@pytest.fixture
def bench(tmp_path: Path) -> Path:
    return write_bench(tmp_path)


def test_a_follow_up_is_learnt_as_it_is_read(lamp: Path) -> None:
    groups = list(groups_of(load_bundle(lamp)))
    assert [group.question for group in groups] == [
        "Who repaired the light?",
        "How long did the repair take?",
        "Who mended it? How long did he need?",
        "How long did he need? Tomas Brandt.",
        "What did the lens cost?",
    ]
    assert groups[0].answers == {1}
    assert groups[0].candidates[2] == Candidate(
        "It took him seven weeks.", "The lamp is lit", "Tomas Brandt had mended it."
    )
    assert groups[-1].answers == frozenset()


def test_of_a_follow_up_that_stands_alone_what_was_told_is_not_learnt(lamp: Path) -> None:
    lamp.write_text(LAMP.replace("How long did he need?", "How many weeks was the lamp out?"))
    asked = [group.question for group in groups_of(load_bundle(lamp))]
    assert asked[2:-1] == ["How many weeks was the lamp out?"]


class Near:
    """Embeds so that what begins with a word is far from any question, and all else is near."""

    name = "near"

    def __init__(self, far: str) -> None:
        self._far = far

    def load(self) -> None:
        pass

    def encode_texts(self, texts: Sequence[str]) -> Vectors:
        return np.array([[float(not text.startswith(self._far))] for text in texts], np.float32)

    def encode_question(self, question: str) -> Vectors:  # noqa: ARG002 - any is near
        return np.ones(1, np.float32)


def test_an_example_holds_every_answer_and_the_nearest_wrong_sentences() -> None:
    words = ["answer", "near", *(f"far {number}" for number in range(60))]
    text = [Candidate(word, "Title") for word in words]
    group = Group("question", text, frozenset({0}), "one", "one")
    other = Group("other", [Candidate("foreign", "Other")] * 3, frozenset({0}), "two", "two")

    embedder = Near("far")
    drawn = [Sampler([group, other], embedder, Random(seed)).draw(group) for seed in range(20)]
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


def test_a_set_without_a_field_is_named_and_the_field(bench: Path) -> None:
    queries = bench / "qed_paraphrase/queries.jsonl"
    queries.write_text('{"question": "Which metal?", "doc_id": "p1"}\n', encoding="utf-8")
    with pytest.raises(DataError, match=r"qed_paraphrase is not in its format.* no 'sentences'"):
        question_paraphrased(bench)


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # the exporter's own
def test_a_few_steps_teach_something_and_what_is_exported_scores_the_same(
    lamp: Path, tmp_path: Path
) -> None:
    import torch  # noqa: PLC0415

    from qa.training.export import export  # noqa: PLC0415
    from qa.training.loop import Plan, train  # noqa: PLC0415
    from qa.training.network import ReaderNetwork, read  # noqa: PLC0415
    from qa.training.restoring import restore  # noqa: PLC0415

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
        pairs = encoder.encode(group.question, group.candidates)
        with torch.inference_mode():
            full, again = (read(each, pairs).numpy() for each in (network, restored.eval()))
        assert reader.score(group.question, group.candidates) == pytest.approx(full, abs=0.5)
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
        embedder=None,
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
    material = gather(bench, Random(0), learnt=learnt)
    assert material.learnt == {new}
    assert {group.subject for group in material.bundles} & names == {new}


def test_of_the_questions_learnt_before_a_share_is_rehearsed_beside_all_new_ones(
    bench: Path,
) -> None:
    asked = Counter(group.text_id for bundle in load_learnt() for group in groups_of(bundle))
    new, *learnt = sorted(asked)
    material = gather(bench, Random(0), learnt=learnt, rehearsed=0.25)
    ours = Counter(group.text_id for group in material.bundles if group.text_id in asked)
    assert ours.pop(new) == asked[new]
    assert ours.total() == round((asked.total() - asked[new]) / 4)


def test_only_from_a_reader_is_anything_rehearsed(
    bench: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = "--output", str(tmp_path / "new.onnx"), "--checkpoints", str(tmp_path / "checkpoints")
    assert main(["train", str(bench), *kept, "--rehearse", "0.5"]) == 2
    assert "name its file with --start" in capsys.readouterr().err
    assert not (tmp_path / "new.onnx").exists()


@pytest.mark.parametrize("share", ["1.5", "-0.1", "nan", "half"])
def test_what_is_no_share_is_refused(share: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["train", "bench", "--output", "a", "--checkpoints", "b", f"--rehearse={share}"])
    assert f"{share} is not a share from 0 to 1" in capsys.readouterr().err


def test_what_is_all_of_one_kind_can_not_be_calibrated_on() -> None:
    with pytest.raises(TrainingError, match=r"all 3 cases are of one kind"):
        fit([Case(Signals(logit=1.0, closeness=0.5), came=True)] * 3)
