"""How long things take here: ``python -m tests.benchmark``. Prints figures, judges none.

Seconds depend on the machine; the ratios compare two ways on the same one. One model-heavy
program at a time, or the figures mean nothing.
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from index import SHIPPED_ARTICLES, Embedder, Index, MiniLM, TransformerEmbedder
from index.minilm import Network
from index.packaged import packaged_model
from qa import answer, retrieve
from qa.evaluation import SHIPPED_QUESTIONS, load_questions

ROOT = Path(__file__).parent.parent
_ROUNDS = 2
_QUESTIONS = 20


def seconds(work: Callable[[], object]) -> float:
    """How long a call takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def show(what: str, value: float, unit: str = "s") -> None:
    """One line of the result."""
    print(f"{what:<58}{value:>8.3f} {unit}", flush=True)  # noqa: T201 - a command line


def import_time(module: str) -> float:
    """Seconds that importing takes in a fresh process, the interpreter's own start aside."""

    def run(code: str) -> float:
        command = [sys.executable, "-c", code]
        return min(seconds(lambda: subprocess.run(command, cwd=ROOT, check=True)) for _ in range(3))

    return run(f"import {module}") - run("pass")


def measure_index(folder: Path) -> Index:
    """Time the ways of synchronising the shipped articles; gives the index."""
    embedder = MiniLM()
    show("load the embedding model, for questions", seconds(embedder.load))
    show("the same for texts", seconds(lambda: embedder.encode_texts(["Is it loaded?"])))
    index = Index.open(folder / "index", embedder=embedder)
    show("sync, five articles, nothing there yet", seconds(lambda: index.sync(SHIPPED_ARTICLES)))
    show("sync, five articles, nothing changed", seconds(lambda: index.sync(SHIPPED_ARTICLES)))
    return index


def measure_runtimes(index: Index) -> None:
    """Compare the embedding of all sentences with other ways."""
    texts = [
        row.span.of(article.text)
        for article in index.articles()
        for row in index.sentences(article.id)
    ]

    def fastest(embedder: Embedder) -> float:
        embedder.encode_texts(texts)
        return min(seconds(lambda: embedder.encode_texts(texts)) for _ in range(3))

    ours = fastest(MiniLM())
    show(f"embed {len(texts)} sentences", ours)
    show("  in full precision it takes so many times as long", fastest(_Exact()) / ours, "×")
    theirs = fastest(TransformerEmbedder(str(packaged_model())))
    show("  by sentence-transformers, as we run it", theirs / ours, "×")


class _Exact(MiniLM):
    """The same in full precision for texts, too."""

    def __init__(self) -> None:
        super().__init__()
        self._of_texts = Network()


def measure_questions(index: Index) -> None:
    """Time questions to the shipped articles."""
    measure_calls("retrieve", lambda question: retrieve(question, index=index))
    measure_calls("answer", lambda question: answer(question, index=index))


def measure_calls(name: str, ask: Callable[[str], object]) -> None:
    """Time a function of a question."""
    questions = [each.text for each in load_questions(SHIPPED_QUESTIONS)[:_QUESTIONS]]
    ask(questions[0])
    times = [seconds(partial(ask, question)) for _ in range(_ROUNDS) for question in questions]
    show(f"{name}, p50 of {len(times)} calls", 1000 * statistics.median(times), "ms")
    show(f"{name}, p95", 1000 * statistics.quantiles(times, n=20)[-1], "ms")


def main() -> None:
    """Measure everything."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    show("import qa", import_time("qa"))
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        index = measure_index(Path(folder))
        measure_runtimes(index)
        measure_questions(index)


if __name__ == "__main__":
    main()
