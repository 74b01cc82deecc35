"""Training what gives questions their vectors: what it learns from, and a run in miniature."""

from collections.abc import Sequence
from pathlib import Path
from random import Random

import numpy as np
import pytest
from numpy.typing import NDArray

from index import MiniLM
from index.minilm import Network
from index.packaged import packaged_model, packaged_tokenizer
from qa.reader import Candidate
from qa.training.groups import Group
from tests.material import write_bench

LAMP = [
    Candidate("The lamp burned again on Tuesday.", "The lamp is lit"),
    Candidate(
        "Tomas Brandt had mended it.", "The lamp is lit", "The lamp burned again on Tuesday."
    ),
    Candidate("The repair took nine weeks.", "Light at last"),
]
FERRY = [
    Candidate("The ferry sails at nine.", "The ferry"),
    Candidate("A ticket costs four crowns.", "The ferry", "The ferry sails at nine."),
]

pytestmark = pytest.mark.slow


def asked(question: str, text: Sequence[Candidate], *answers: int) -> Group:
    return Group(question, text, frozenset(answers), text[0].title, text[0].title)


GROUPS = [
    asked("Who repaired the light?", LAMP, 1),
    asked("How long was it out of order?", LAMP, 2),
    asked("What did the lens cost?", LAMP),
    asked("What is the fare?", FERRY, 1),
]


def numbered(texts: Sequence[str]) -> NDArray[np.float32]:
    """Vectors that tell in which place a sentence stands."""
    return np.eye(4, dtype=np.float32)[: len(texts)]


def test_short_texts_are_learnt_together_and_what_nothing_answers_is_left_out() -> None:
    from qa.training.question_encoder import texts_of  # noqa: PLC0415

    (text,) = texts_of(GROUPS, numbered)
    assert text.questions == [
        "Who repaired the light?",
        "How long was it out of order?",
        "What is the fare?",
    ]
    assert text.answers == [[1], [2], [4]]
    assert text.sentences.shape == (5, 4)


def test_a_passage_ends_where_its_article_does() -> None:
    from qa.training.question_encoder import texts_of  # noqa: PLC0415

    (text,) = texts_of(GROUPS[:1], numbered)
    half = 0.5**0.5
    assert np.allclose(text.passages, [[half, half, 0, 0], [half, half, 0, 0], [0, 0, 1, 0]])


@pytest.mark.long
def test_a_few_steps_bring_questions_to_their_answers_and_the_file_has_half_of_it(
    minilm: MiniLM, tmp_path: Path
) -> None:
    import torch  # noqa: PLC0415

    from qa.training.question_encoder import (  # noqa: PLC0415
        QuestionEncoder,
        texts_of,
        train_questions,
    )

    torch.manual_seed(0)
    encoder = QuestionEncoder(packaged_model(), packaged_tokenizer())
    texts = [*texts_of(GROUPS[:3], minilm.encode_texts), *texts_of(GROUPS[3:], minilm.encode_texts)]
    questions = [question for text in texts for question in text.questions]
    sentences = torch.cat([text.sentences for text in texts]).numpy()
    right = [1, 2, 4]
    as_texts = minilm.encode_texts(questions)
    assert (as_texts @ sentences.T).argmax(1).tolist() != right
    losses: list[float] = []
    train_questions(encoder, texts, 24, Random(0), lambda _, __, loss: losses.append(loss))
    assert losses[-1] < 0.5 * losses[0]
    path = tmp_path / "questions.safetensors"
    encoder.save(path)
    changed = MiniLM(path)
    vectors = np.stack([changed.encode_question(question) for question in questions])
    assert (vectors @ sentences.T).argmax(1).tolist() == right
    assert np.allclose(changed.encode_texts(questions), as_texts)
    # Half of what was learnt is kept: so far back, the network gives what the file does.
    for name, weights in encoder.named_parameters():
        if name.endswith(".up"):
            weights.data /= 2
    with torch.no_grad():
        cosines = (encoder(questions).numpy() * vectors).sum(1)
    assert (cosines > 0.999).all()
    unchanged = Network()
    before = np.array([unchanged.run(pieces) for pieces in unchanged.pieces(questions)])
    assert ((before * vectors).sum(1) < 0.99).all()


@pytest.mark.long
def test_the_command_trains_and_the_file_can_be_used(
    minilm: MiniLM, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from qa.training.__main__ import main  # noqa: PLC0415

    path = tmp_path / "weights" / "questions.safetensors"
    bench = str(write_bench(tmp_path))
    few = ["--questions", "4", "--passes", "1"]
    assert main(["question-encoder", bench, "--output", str(path), *few]) == 0
    assert f"{path}: 1.3 MB" in capsys.readouterr().out
    vector = MiniLM(path).encode_question("Who mended the lamp?")
    assert vector @ minilm.encode_texts(["Who mended the lamp?"])[0] > 0.9
