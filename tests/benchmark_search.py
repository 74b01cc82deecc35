"""Which search finds the sentences to read: ``python -m tests.benchmark_search``.

Of other articles than the shipped ones with ``QUESTIONS ARTICLES`` behind it.

For each way of scoring sentences, the share of the answerable questions that have a gold sentence
among the first 1, and 12 and 30 (so many are read first, and at most). Then the same for what
ships, when a word or a name of the question is spelt in another way.
"""

import re
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from unittest.mock import patch

from index import SHIPPED_ARTICLES, Index, MiniLM, SentenceHit, search
from index.minilm import Network
from qa.evaluation import SHIPPED_QUESTIONS, Question, load_questions
from qa.followups import understand
from qa.reading import MOST_READ, READ_FIRST

_CUTS = (1, READ_FIRST, MOST_READ)
_RRF = 60
"""As in Cormack, Clarke and Büttcher (2009), where it comes from."""

_WEIGHTS = {
    "sentence vectors": (1, 0, 0),
    "passage vectors": (0, 1, 0),
    "BM25 of sentences": (0, 0, 1),
    "sentence vectors and BM25, 4 : 1": (4, 0, 1),
    "sentence and passage vectors, 2 : 1": (2, 1, 0),
    "all three, 1 : 1 : 1": (1, 1, 1),
    "all three, 4 : 2 : 1": (4, 2, 1),
    "all three, 4 : 2 : 2": (4, 2, 2),
    "all three, 8 : 4 : 1": (8, 4, 1),
}
_RARE_WORD = re.compile(r"\b[a-z]{6,}\b")
_NAME = re.compile(r"(?<=\w )[A-Z][a-z]{4,}\b")

Ranked = Sequence[SentenceHit]
Rank = Callable[[str], Ranked]


class _AsTexts(MiniLM):
    """The model as its package has it, for questions, too."""

    def __init__(self) -> None:
        super().__init__()
        self._of_questions = Network()


def plain(index: Index) -> Rank:
    """Ranks as an index does."""
    return lambda question: index.search(question, k=1).sentences


def weighed(index: Index, weights: tuple[int, int, int]) -> Rank:
    """Ranks as the project does, with other weights."""
    names = ("SENTENCE_WEIGHT", "PASSAGE_WEIGHT", "LEXICAL_WEIGHT")

    def rank(question: str) -> Ranked:
        with ExitStack() as stack:
            for name, weight in zip(names, weights, strict=True):
                stack.enter_context(patch.object(search, name, float(weight)))
            return plain(index)(question)

    return rank


def fused_by_rank(rankings: Sequence[Rank]) -> Rank:
    """Reciprocal rank fusion."""

    def rank(question: str) -> Ranked:
        scores: dict[tuple[str, int], float] = {}
        hits: dict[tuple[str, int], SentenceHit] = {}
        for ranking in rankings:
            for place, hit in enumerate(ranking(question), start=1):
                key = (hit.article.id, hit.row)
                hits[key] = hit
                scores[key] = scores.get(key, 0.0) + 1 / (_RRF + place)
        return [hits[key] for key in sorted(scores, key=lambda key: -scores[key])]

    return rank


def rankings(index: Index) -> Mapping[str, Rank]:
    """Every way of ranking by its name."""
    ways = {name: weighed(index, weights) for name, weights in _WEIGHTS.items()}
    return ways | {"all three, fused by rank": fused_by_rank(list(ways.values())[:3])}


def mistyped(question: str) -> str:
    """The longest word that is no name with two of its letters swapped."""
    word = max(_RARE_WORD.findall(question), key=len, default="")
    return question.replace(word, word[:2] + word[3] + word[2] + word[4:]) if word else question


def respelt(question: str) -> str:
    """Each name with its last letter doubled, as in Zelensky and Zelenskyy."""
    return _NAME.sub(lambda name: name.group() + name.group()[-1], question)


def found(question: Question, hits: Ranked) -> Iterator[bool]:
    """Whether a gold sentence is among the first hits, for each cut."""
    for cut in _CUTS:
        yield any(
            hit.article.id == gold.article_id and hit.span.touches(gold.span)
            for hit in hits[:cut]
            for gold in question.gold
        )


def show(name: str, questions: Sequence[Question], asked: Sequence[str], rank: Rank) -> None:
    """One line of the result."""
    rows = [
        list(found(question, rank(text))) for question, text in zip(questions, asked, strict=True)
    ]
    shares = (sum(column) / len(rows) for column in zip(*rows, strict=True))
    told = "".join(f"{share:>8.2f}" for share in shares)
    print(f"{name:<44}{told}   of {len(rows)}", flush=True)  # noqa: T201 - a command line


def main() -> None:
    """Measure everything."""
    given = [Path(argument) for argument in sys.argv[1:]] or [SHIPPED_QUESTIONS, SHIPPED_ARTICLES]
    questions = [question for question in load_questions(given[0]) if question.answerable]
    asked = [understand(question.text, question.history).question for question in questions]
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        index = Index.open(Path(folder) / "index")
        index.sync(given[1])
        ways = rankings(index)
        print(f"{'gold sentence among the first':<44}" + "".join(f"{n:>8}" for n in _CUTS))  # noqa: T201
        for name, rank in ways.items():
            show(name, questions, asked, rank)
        ours, as_texts = plain(index), Index.open(index.location, embedder=_AsTexts())
        show("ours, if a question is embedded as a text is", questions, asked, plain(as_texts))
        for name, change in {"a word mistyped": mistyped, "names respelt": respelt}.items():
            changed = [
                (question, change(text), text)
                for question, text in zip(questions, asked, strict=True)
                if change(text) != text
            ]
            some = [question for question, _, _ in changed]
            show(f"{name}: as it was", some, [text for _, _, text in changed], ours)
            show(f"{name}: as typed", some, [text for _, text, _ in changed], ours)
            mended = [index.respelled(text) for _, text, _ in changed]
            show(f"{name}: as understood", some, mended, ours)


if __name__ == "__main__":
    main()
