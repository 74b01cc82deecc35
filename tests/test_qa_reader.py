"""The reader that ships, any cross-encoder, and none: one port."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import onnx
import pytest

from index.packaged import packaged_model, packaged_tokenizer
from qa.reader import (
    BY_SEARCH,
    Candidate,
    CrossEncoderReader,
    Reader,
    ReaderError,
    SearchAlone,
    TrainedReader,
    reader_named,
)
from qa.reader.beside import write_calibration
from qa.reader.pairs import READING, Batch, PairEncoder
from qa.reader.trained import WEIGHTS

QUESTION = "Who mended the lamp of the lighthouse?"
MENDED = Candidate(
    "Keeper Tomas Brandt repaired the lamp within seven weeks.", "The lamp is lit again"
)
OTHERS = [
    Candidate("A ticket to the outer islands costs nine crowns.", "Ferries return"),
    Candidate("The storm of 1871 had broken the mole.", "The lamp is lit again"),
    Candidate("Nobody asked the fishermen about it.", "Ferries return"),
]


@pytest.fixture(scope="module")
def encoder() -> PairEncoder:
    return PairEncoder(packaged_tokenizer())


@pytest.fixture(scope="module")
def trained() -> TrainedReader:
    return TrainedReader()


@pytest.fixture(scope="module")
def cross_encoder(tmp_path_factory: pytest.TempPathFactory) -> CrossEncoderReader:
    """A cross-encoder of the kind people publish: two layers, one number, made here untrained."""
    from transformers import AutoTokenizer, BertConfig, BertForSequenceClassification  # noqa: PLC0415

    folder = tmp_path_factory.mktemp("cross-encoder")
    config = BertConfig(
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
    )
    config.num_labels = 1
    BertForSequenceClassification(config).save_pretrained(folder)
    AutoTokenizer.from_pretrained(str(packaged_model())).save_pretrained(folder)
    return CrossEncoderReader(str(folder))


@pytest.mark.slow
def test_the_sentence_that_answers_gets_the_highest_logit(trained: TrainedReader) -> None:
    logits = trained.score(QUESTION, [*OTHERS, MENDED])
    assert logits.argmax() == len(OTHERS)
    assert logits[-1] > 0, "more likely an answer than not"
    assert (logits[:-1] < 0).all()


def test_no_product_of_the_weights_is_cut_off_in_sixteen_bits() -> None:
    """Without VNNI two products of eight bits are added up in sixteen: they have to fit."""
    model = onnx.load(WEIGHTS)
    weights = {each.name: onnx.numpy_helper.to_array(each) for each in model.graph.initializer}
    products = [node for node in model.graph.node if node.op_type == "MatMulInteger"]
    matrices = [weights[node.input[1]] for node in products if node.input[1] in weights]
    assert len(matrices) == 37, "six for each of six layers, and the score"
    for matrix in matrices:
        assert 2 * 255 * int(np.abs(matrix.astype(np.int16)).max()) < 2**15


@pytest.mark.slow
def test_a_score_does_not_depend_on_what_is_read_beside_it(trained: TrainedReader) -> None:
    (alone,) = trained.score(QUESTION, [MENDED])
    *_, among = trained.score(QUESTION, [*OTHERS * 7, MENDED])
    assert among == alone


@pytest.mark.slow
def test_several_threads_get_the_scores_that_one_gets(trained: TrainedReader) -> None:
    once = trained.score(QUESTION, [*OTHERS, MENDED])
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: trained.score(QUESTION, [*OTHERS, MENDED]), range(12)))
    for logits in answers:
        np.testing.assert_array_equal(logits, once)


@pytest.mark.slow
def test_any_cross_encoder_gives_one_logit_for_each_candidate(
    cross_encoder: CrossEncoderReader,
) -> None:
    logits = cross_encoder.score(QUESTION, [*OTHERS, MENDED])
    assert logits.shape == (4,)
    assert logits.dtype == np.float32
    assert len(set(logits.tolist())) == len(logits)


@pytest.mark.slow
@pytest.mark.parametrize("reader", ["trained", "cross_encoder"])
def test_nothing_to_read_gives_no_scores(reader: str, request: pytest.FixtureRequest) -> None:
    port: Reader = request.getfixturevalue(reader)
    assert port.score(QUESTION, []).shape == (0,)


def test_search_alone_has_no_opinion() -> None:
    assert SearchAlone().score(QUESTION, [*OTHERS, MENDED]).tolist() == [0.0] * 4


def test_a_name_chooses_the_reader_and_gives_the_same_one_again() -> None:
    assert isinstance(reader_named("trained"), TrainedReader)
    assert isinstance(reader_named("none"), SearchAlone)
    assert isinstance(reader_named("mine.onnx"), TrainedReader)
    other = reader_named("some/cross-encoder")
    assert isinstance(other, CrossEncoderReader)
    assert reader_named("some/cross-encoder") is other


def test_a_reader_that_is_not_there_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ReaderError, match=r"CV_RERANKER_MODEL.*none"):
        CrossEncoderReader(str(tmp_path / "missing")).load()


def test_a_file_of_weights_has_its_calibration_beside_it(tmp_path: Path) -> None:
    mine = tmp_path / "mine.onnx"
    assert TrainedReader(mine).calibration is BY_SEARCH, "nobody knows what its logits are worth"
    calibration = TrainedReader().calibration
    assert calibration != BY_SEARCH
    mine.write_bytes(b"weights")
    assert write_calibration(calibration, mine) == tmp_path / "mine.json"
    assert TrainedReader(mine).calibration == calibration
    mine.write_bytes(b"trained anew")
    with pytest.raises(ReaderError, match=r"mine.json is the calibration of other weights"):
        _ = TrainedReader(mine).calibration
    anew = TrainedReader(mine, BY_SEARCH)
    assert anew.calibration is BY_SEARCH, "what is to be calibrated needs no calibration"


def test_a_calibration_that_can_not_be_written_is_an_error_of_ours(tmp_path: Path) -> None:
    mine = tmp_path / "mine.onnx"
    mine.write_bytes(b"weights")
    (tmp_path / "mine.json").mkdir()
    with pytest.raises(ReaderError, match=r"mine.json can't be written"):
        write_calibration(BY_SEARCH, mine)


@pytest.mark.parametrize("damage", ["{", '{"answers": {"bias": 1.0, "weights": {"logit": 0.4}}}'])
def test_a_damaged_calibration_says_what_to_do(tmp_path: Path, damage: str) -> None:
    (tmp_path / "mine.json").write_text(damage, encoding="utf-8")
    with pytest.raises(ReaderError, match=r"mine.json can't be read.*calibrate --write.*mine.onnx"):
        _ = TrainedReader(tmp_path / "mine.onnx").calibration


def test_damaged_weights_say_what_to_do(tmp_path: Path) -> None:
    damaged = tmp_path / "reader.onnx"
    damaged.write_bytes(b"not a model")
    with pytest.raises(ReaderError, match=r"reader.onnx.*CV_RERANKER_MODEL to none"):
        TrainedReader(damaged).score(QUESTION, [MENDED])


def test_a_model_that_is_no_reader_is_told_from_one(tmp_path: Path) -> None:
    number = onnx.helper.make_tensor_value_info("number", onnx.TensorProto.FLOAT, [1])
    same = onnx.helper.make_tensor_value_info("same", onnx.TensorProto.FLOAT, [1])
    node = onnx.helper.make_node("Identity", ["number"], ["same"])
    model = onnx.helper.make_model(
        onnx.helper.make_graph([node], "other", [number], [same]),
        ir_version=10,
        opset_imports=[onnx.helper.make_opsetid("", 18)],
    )
    onnx.save(model, tmp_path / "other.onnx")
    with pytest.raises(ReaderError, match=r"other.onnx is a model, but no reader"):
        TrainedReader(tmp_path / "other.onnx").load()


def test_a_pair_is_cut_to_what_the_model_was_trained_on(encoder: PairEncoder) -> None:
    long = Candidate("word " * 300, "title " * 50, "before " * 300)
    for question in (QUESTION, "why " * 500):
        (pair,) = encoder.encode(question, [long])
        assert len(pair.ids) <= READING.whole
        assert pair.ids[-1] == pair.ids[pair.first - 1], "question and text each end in [SEP]"


def test_the_end_of_the_sentence_before_is_what_is_kept(encoder: PairEncoder) -> None:
    one, other = encoder.encode(
        "Who?",
        [
            Candidate("He left.", "Ferries", "Far away " * 40 + "stood Ole Moe."),
            Candidate("He left.", "Ferries", "Near here " * 40 + "stood Ole Moe."),
        ],
    )
    assert one.ids[-5:] == other.ids[-5:], "stood Ole Moe. [SEP]"
    assert encoder.encode("Who?", [Candidate("He left.", "Ferries")], context=False)[0].ids == (
        *one.ids[: one.first],
        *one.ids[one.first : one.first + 4],
    )


def test_a_batch_pads_to_its_longest_pair(encoder: PairEncoder) -> None:
    pairs = encoder.encode(QUESTION, [*OTHERS, MENDED])
    batch = Batch.of(pairs)
    lengths = [len(pair.ids) for pair in pairs]
    assert batch.input_ids.shape == (4, max(lengths))
    assert batch.attention_mask.sum(axis=1).tolist() == lengths
    assert (batch.token_type_ids[:, : pairs[0].first] == 0).all()
    assert (batch.token_type_ids.sum(axis=1) == np.array(lengths) - pairs[0].first).all()
