"""Training what gives a question its vector: the embedding model, changed a little.

A question is worded otherwise than what answers it. So vectors of texts stay as they are, and
those of questions are moved to where the answers lie (query-side fine-tuning; Lee et al., 2021,
"Learning Dense Representations of Phrases at Scale"): what an index holds stays valid. What is
learnt are matrices of low rank that are added to those of the model (LoRA; Hu et al., 2022), a
small file beside the weights that a package carries.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np
import torch
from safetensors.torch import save_file
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn.functional import normalize

from corpus import Role, Sentence, Span
from index.embedding import Vectors, mixed_precision
from index.network import UP
from index.passages import split_passages
from index.records import centres
from index.search import PASSAGE_WEIGHT, SENTENCE_WEIGHT
from qa.reader import Candidate
from qa.training.groups import Group
from qa.training.loop import Report, descend
from qa.training.network import bert

Encode = Callable[[Sequence[str]], Vectors]
"""Vectors of length 1 for texts, of shape (texts, dimension)."""

RANK = 16
_RATE = 1e-3
_SCALE = 30.0
"""Logits for the whole of a cosine: the temperature is its inverse."""

_KEPT_OF_CHANGES = 0.5
"""So much of what was learnt is kept: half-way back to the model, questions unlike those learnt
from are found better, and the others hardly worse (WiSE-FT; Wortsman et al., 2022)."""

_WARM_UP = 34
_TEXTS_A_STEP = 2
_LONGEST = 64
"""Word pieces of a question in training."""

_AT_ONCE = 64
_SENTENCES_A_TEXT = 150
"""Shorter texts are learnt together until there are so many: what is easily told apart teaches
little."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text that is searched, and what it is searched for.

    Attributes:
        questions: that it answers.
        answers: for each the numbers of the sentences that do, each alone.
        sentences: their vectors, of shape (sentences, dimension), each of length 1.
        passages: for each sentence the vector of the passage around it, of the same shape.
    """

    questions: Sequence[str]
    answers: Sequence[Sequence[int]]
    sentences: Tensor
    passages: Tensor


class QuestionEncoder(nn.Module):
    """The embedding model with a matrix of low rank beside each of its own, which stay.

    Args:
        folder: a BERT model of transformers'.
        tokenizer: its ``tokenizer.json``.
        rank: of the matrices that are learnt.
    """

    def __init__(self, folder: Path, tokenizer: Path, rank: int = RANK) -> None:
        super().__init__()
        self._tokenizer = Tokenizer.from_file(str(tokenizer))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(_LONGEST)
        self.model = bert(folder)
        self.model.requires_grad_(False)
        for name, layer in list(self.model.named_modules()):
            if isinstance(layer, nn.Linear):
                self.model.set_submodule(name, _Changed(layer, rank))

    def forward(self, questions: Sequence[str]) -> Tensor:
        """Vectors of length 1, of shape (questions, dimension)."""
        pieces = [encoding.ids for encoding in self._tokenizer.encode_batch(list(questions))]
        order = sorted(range(len(pieces)), key=lambda number: len(pieces[number]))
        parts = [
            self._vectors([pieces[number] for number in order[at : at + _AT_ONCE]])
            for at in range(0, len(order), _AT_ONCE)
        ]
        return torch.cat(parts)[torch.tensor(order).argsort()]

    def _vectors(self, pieces: Sequence[Sequence[int]]) -> Tensor:
        longest = max(map(len, pieces))
        ids = torch.tensor([[*each, *[0] * (longest - len(each))] for each in pieces])
        there = torch.tensor([[1] * len(each) + [0] * (longest - len(each)) for each in pieces])
        with mixed_precision():
            states = self.model(input_ids=ids, attention_mask=there).last_hidden_state
        return normalize((states.float() * there[..., None]).sum(1), dim=-1)

    def changes(self) -> Mapping[str, Tensor]:
        """What is kept of what was learnt, as `index.network.minilm` takes it."""
        return {
            name: (weights.detach() * (_KEPT_OF_CHANGES if name.endswith(UP) else 1)).half()
            for name, weights in self.model.named_parameters()
            if weights.requires_grad
        }

    def save(self, path: Path) -> None:
        """Write what is kept of what was learnt."""
        path.parent.mkdir(parents=True, exist_ok=True)
        save_file(dict(self.changes()), path)


class _Changed(nn.Module):
    """A layer that stays, and what is added to its product."""

    def __init__(self, layer: nn.Linear, rank: int) -> None:
        super().__init__()
        self.layer = layer
        self.down = nn.Parameter(torch.randn(rank, layer.in_features) * layer.in_features**-0.5)
        self.up = nn.Parameter(torch.zeros(layer.out_features, rank))

    def forward(self, states: Tensor) -> Tensor:
        changed: Tensor = self.layer(states) + states @ self.down.T @ self.up.T
        return changed


def texts_of(groups: Sequence[Group], encode: Encode) -> Iterator[Text]:
    """What is learnt from.

    Args:
        groups: questions with the sentences of the texts that they were asked about; what nothing
            answers is left out.
        encode: gives vectors of sentences.
    """
    asked: dict[str, list[Group]] = {}
    for group in groups:
        if group.answers:
            asked.setdefault(group.text_id, []).append(group)
    together: list[Sequence[Group]] = []
    sentences = 0
    for of_one in asked.values():
        together.append(of_one)
        sentences += len(of_one[0].candidates)
        if sentences >= _SENTENCES_A_TEXT:
            yield _text(together, encode)
            together, sentences = [], 0
    if together:
        yield _text(together, encode)


def _text(together: Sequence[Sequence[Group]], encode: Encode) -> Text:
    questions, answers, vectors, around = [], [], [], []
    first = 0
    for groups in together:
        candidates = groups[0].candidates
        for group in groups:
            questions.append(group.question)
            answers.append([first + number for number in sorted(group.answers)])
        own = encode([candidate.sentence for candidate in candidates])
        rows = list(_passages(candidates))
        vectors.append(own)
        around.append(np.repeat(centres(own, rows), rows, axis=0))
        first += len(candidates)
    sentences, passages = (torch.from_numpy(np.concatenate(each)) for each in (vectors, around))
    return Text(questions, answers, sentences, passages)


def _passages(candidates: Sequence[Candidate]) -> Iterator[int]:
    """How many sentences are in each passage, article by article."""
    starts = [number for number, each in enumerate(candidates) if not (number and each.before)]
    for start, end in zip(starts, [*starts[1:], len(candidates)], strict=True):
        at, table = 0, []
        for candidate in candidates[start:end]:
            table.append(Sentence(Span(at, at + len(candidate.sentence)), 0, Role.TEXT))
            at += len(candidate.sentence) + 1
        yield from (len(passage.sentences) for passage in split_passages("", table))


def train_questions(
    encoder: QuestionEncoder, texts: Sequence[Text], passes: int, random: Random, report: Report
) -> None:
    """Train an encoder in place: each answer among all sentences of its own and of other texts.

    Args:
        encoder: as it starts.
        texts: what is learnt from.
        passes: over all of it.
        random: where the order comes from.
        report: told of each step.
    """
    steps = [
        order[at : at + _TEXTS_A_STEP]
        for order in (random.sample(texts, len(texts)) for _ in range(passes))
        for at in range(0, len(order), _TEXTS_A_STEP)
    ]
    learnt = [weights for weights in encoder.parameters() if weights.requires_grad]
    descend(
        encoder,
        [(learnt, _RATE)],
        len(steps),
        lambda step: _loss(encoder, steps[step]),
        report,
        warm_up=_WARM_UP,
    )


def _loss(encoder: QuestionEncoder, texts: Sequence[Text]) -> Tensor:
    vectors = encoder([question for text in texts for question in text.questions])
    sentences = torch.cat([text.sentences for text in texts])
    passages = torch.cat([text.passages for text in texts])
    weights = SENTENCE_WEIGHT + PASSAGE_WEIGHT
    cosines = vectors @ (SENTENCE_WEIGHT * sentences + PASSAGE_WEIGHT * passages).T / weights
    logits = _SCALE * cosines
    losses, first, row = [], 0, 0
    for text in texts:
        for answers in text.answers:
            right = torch.tensor(answers) + first
            losses.append(_choice_loss(logits[row], right))
            row += 1
        first += len(text.sentences)
    return torch.stack(losses).mean()


def _choice_loss(logits: Tensor, right: Tensor) -> Tensor:
    """Cross-entropy of choosing each answer among all sentences that are none."""
    wrong = logits.index_fill(0, right, -torch.inf).logsumexp(0)
    return (torch.logaddexp(wrong, logits[right]) - logits[right]).mean()
