"""The project itself."""

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.request import Request, urlopen

from index import Index, MiniLM
from index.embedding import Vectors
from qa import answer as answered
from qa import retrieve
from tests.chroma_server import chroma_server
from tests.scale.job import Ask, Chunk, Job, K, Made
from tests.scale.measuring import disk, seconds

ROOT = Path(__file__).parent.parent.parent
_NOBODYS = {"CV_CHANGES": "off", "CV_FEEDBACK": "off"}
"""An app that keeps nothing among the user's data."""

_LONGEST = 600
"""Seconds that an app may take to its first answer."""


class Timed(MiniLM):
    """The default model, with the time that it takes for texts."""

    seconds = 0.0

    def encode_texts(self, texts: Sequence[str]) -> Vectors:
        """See `index.Embedder.encode_texts`."""
        kept: list[Vectors] = []
        self.seconds += seconds(lambda: kept.append(super(Timed, self).encode_texts(texts)))
        return kept[0]


def make(job: Job) -> Made:
    """Synchronise an index with the folder of articles."""
    embedder = Timed()
    embedder.encode_texts(["So that it is loaded."])
    embedder.seconds = 0.0
    index = Index.open(job.index, embedder=embedder)
    taken = seconds(lambda: index.sync(job.articles))
    return Made(taken, index.status().passages, embedder.seconds, disk(job.index))


def search(job: Job) -> Ask:
    """Passages."""
    index = Index.open(job.index)
    return lambda question: [
        Chunk(hit.article_id, hit.text, hit.start) for hit in retrieve(question, K, index=index)
    ]


def answer(job: Job) -> Ask:
    """Citations of the answer; none of a refusal."""
    return _answering(Index.open(job.index))


@contextmanager
def served(job: Job) -> Iterator[Ask]:
    """The same from a Chroma server in a process of its own."""
    with (
        tempfile.TemporaryDirectory() as cache,
        chroma_server(Path(job.index)) as server,
    ):
        os.environ["XDG_CACHE_HOME"] = cache  # of this process, which ends with this
        yield _answering(Index.open(server.url))


def _answering(index: Index) -> Ask:
    return lambda question: [
        Chunk(citation.article_id, citation.quote, citation.start)
        for citation in answered(question, index=index).citations
    ]


def again(job: Job) -> list[float]:
    """Synchronise it with the same articles, in this new process and once more."""
    index = Index.open(job.index)
    return [seconds(lambda: index.sync(job.articles)) for _ in range(2)]


def app(job: Job) -> float:
    """Start the app; its first answer comes over REST."""
    options = ["--port=0", f"--articles={job.articles}", f"--index={job.index}"]
    start = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "app.py", *options],
        cwd=ROOT,
        env=_environment(),
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout
            address = re.search(r"http://\S+", process.stdout.readline())
            assert address, "the app did not start; its error is above"
            ask = Request(
                f"{address[0]}/api/v1/ask",
                json.dumps({"question": job.questions[0]}).encode(),
                {"Content-Type": "application/json"},
            )
            with urlopen(ask, timeout=_LONGEST) as response:  # waits until the app is ready
                assert response.status == 200
            return time.perf_counter() - start
        finally:
            process.send_signal(signal.SIGINT)


def _environment() -> dict[str, str]:
    """That of this process, without settings of the user's."""
    others = {name: value for name, value in os.environ.items() if not name.startswith("CV_")}
    return others | _NOBODYS | {"CV_SECONDS": str(_LONGEST)}
