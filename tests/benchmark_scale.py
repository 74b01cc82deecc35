"""This project beside others at growing sizes: ``python -m tests.benchmark_scale``.

Needs ``pip install langchain-chroma langchain-huggingface langchain-text-splitters
llama-index-core llama-index-embeddings-huggingface haystack-ai sentence-transformers-haystack
txtai`` besides the project, best in an environment of its own; what is not installed is named and
passed over. Each system indexes the same articles with the same embedding model on the same
processors, and is asked the same questions, each stage in a process of its own. Prints figures,
judges none. With ``--keep FOLDER`` what was made and told stays there, and a run that was ended
goes on with what it still lacks: the largest sizes take hours.
"""

import argparse
import math
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from index.packaged import packaged_model
from qa.evaluation import load_questions
from qa.training.as_questions import ARTICLES, QUESTIONS
from tests.scale.figures import Figures, Material, figures
from tests.scale.job import Job, Stage, Told
from tests.scale.machine import machine
from tests.scale.systems import OURS, SYSTEMS
from tests.scale.table import table
from tests.scale.texts import articles

ROOT = Path(__file__).parent.parent
_QUIET = {
    "HF_HUB_OFFLINE": "1",
    "ANONYMIZED_TELEMETRY": "False",
    "HAYSTACK_TELEMETRY_ENABLED": "False",
    "TQDM_DISABLE": "1",
}
"""Nobody asks another host for anything, or draws bars."""

_NOTES = """\
The articles are synthetic: other names and figures in the place of those of some dozen stories,
so that many are alike. The model alone is sentence-transformers on the sentences that ours embeds.
Ours reads files and finds sentences within its time, and embeds in eight bits; the others are
handed the texts and embed in full precision, as they do by default. Texts in a batch, the fastest
of 8, 16, 32 and 64 on a sample: """


def say(line: str) -> None:
    """One line of the result."""
    print(line, flush=True)  # noqa: T201 - a command line


def write_archive(folder: Path, passages: int, questions: int) -> Material:
    """Make the articles and questions, unless they are there; gives what is asked, and of what."""
    if not (folder / QUESTIONS).exists():
        size = [f"--passages={passages}", f"--questions={questions}"]
        # In a process of its own, so that this one stays small: see `tests.scale.measuring.peak`.
        command = [sys.executable, "-m", "qa.training", "archive", str(folder), *size]
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    texts = {article.id: article.text for article in articles(folder / ARTICLES)}
    return Material(load_questions(folder / QUESTIONS), texts)


def told(job: Job, folder: Path, turn: str = "") -> Told:
    """Have a process do one stage, unless it is done."""
    asked, answered = folder / "job.json", folder / f"{job.system}-{job.stage}{turn}.json"
    if answered.exists():
        day = datetime.fromtimestamp(answered.stat().st_mtime, UTC)
        say(f"{SYSTEMS[job.system].title}: {job.stage} is kept from {day:%Y-%m-%d %H:%M} UTC")
        return Told.read(answered)
    if job.stage is Stage.MAKE:
        shutil.rmtree(job.index, ignore_errors=True)  # half of one, of a run that was ended
    replace(job, started=time.time()).write(asked)
    command = [sys.executable, "-m", "tests.scale.child", str(asked), str(answered)]
    environment = os.environ | _QUIET
    subprocess.run(command, cwd=ROOT, check=True, env=environment, stdout=subprocess.DEVNULL)
    return Told.read(answered)


def listed(found: Figures) -> str:
    """Figures by their short names."""
    return ", ".join(f"{name} {value:.4g}" for name, value in found.items() if value is not None)


Results = dict[Stage, Told]
"""What the stages of a system tell."""


def measured(name: str, job: Job, folder: Path) -> Results:
    """What the stages of a system tell; after one that fails there is no further one."""
    results: Results = {}
    for stage in SYSTEMS[name].stages:
        try:
            results[stage] = told(replace(job, stage=stage), folder)
        except subprocess.CalledProcessError as failure:
            say(f"{SYSTEMS[name].title}: {stage} ended with exit code {failure.returncode}")
            break
        job = replace(job, batch=results[stage].batch or job.batch)
    return results


def make_again(
    jobs: Mapping[str, Job], results: Mapping[str, Results], folder: Path, turn: int
) -> None:
    """Have each system make another index, beside the one that was asked; the fastest counts.

    What else the machine does only adds, and not to all of them alike.
    """
    for name, job in jobs.items():
        fastest, size = results[name].get(Stage.MAKE), results[name].get(Stage.BATCH)
        if fastest is None:
            continue
        making = replace(job, stage=Stage.MAKE, index=f"{job.index}-{turn}")
        if size and size.batch:
            making = replace(making, batch=size.batch)
        again = told(making, folder, f"-{turn}")
        results[name][Stage.MAKE] = min(fastest, again, key=seconds)


def seconds(making: Told) -> float:
    """How long an index took."""
    return making.made.seconds if making.made else math.inf


def measure(folder: Path, passages: int, questions: int, names: Sequence[str], turns: int) -> None:
    """Everything at one size, as a table."""
    material = write_archive(folder, passages, questions)
    asked = tuple(question.text for question in material.questions)
    say(
        f"\n{passages:,} passages asked for: {len(material.texts):,} articles, "
        f"{material.megabytes:.2f} MB of text, {len(asked)} questions; "
        f"{os.cpu_count()} processors\n"
    )
    jobs = {
        name: Job(
            system=name,
            stage=Stage.MAKE,
            articles=str(folder / ARTICLES),
            index=str(folder / name),
            model=str(packaged_model()),
            questions=asked,
        )
        for name in names
    }
    results: dict[str, Results] = {}
    for name, job in jobs.items():
        results[name] = measured(name, job, folder)
        found = listed(figures(results[name], material))
        say(f"{SYSTEMS[name].title}: {found}")  # is there if a later one fails
    for turn in range(2, turns + 1):
        make_again(jobs, results, folder, turn)
    say(f"\n{table({name: figures(told, material) for name, told in results.items()})}")
    sizes = [
        f"{SYSTEMS[name].title} {told[Stage.BATCH].batch}"
        for name, told in results.items()
        if Stage.BATCH in told
    ]
    say(f"\n{_NOTES}{', '.join(sizes) or 'none'}.")
    if turns > 1:
        say(f"Each index was made {turns} times, in turns, and the fastest of each counts.")


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure everything."""
    others = [name for name in SYSTEMS if name != OURS]
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000], help="passages"
    )
    parser.add_argument(
        "--beside", nargs="*", default=others, choices=others, help="whom to measure besides"
    )
    parser.add_argument("--turns", type=int, default=1, help="how often each index is made (1)")
    parser.add_argument("--questions", type=int, default=100, help="how many (100)")
    parser.add_argument("--keep", metavar="FOLDER", type=Path, help="see above")
    options = parser.parse_args(arguments)
    say(machine())
    names = []
    for name in (OURS, *options.beside):
        system = SYSTEMS[name]
        if system.missing:
            say(f"{system.title} is passed over: pip install {' '.join(system.missing)}")
            continue
        names.append(name)
        say(f"{system.title}: {system.versions}")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place:
        for size in options.sizes:
            folder = (options.keep or Path(place)) / str(size)
            measure(folder, size, options.questions, names, options.turns)


if __name__ == "__main__":
    main()
