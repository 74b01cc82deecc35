"""``python -m tests.scale.child JOB RESULT``: one stage of one system, in a process of its own.

A system is a module of this folder with some of the functions

- ``batches(job)``, which gives a function that embeds a sample in batches of a size;
- ``make(job)``, which makes the index and gives a `Made`;
- ``search(job)`` and ``answer(job)``, which open that index and give an `Ask`;
- ``again(job)``, which synchronises it with the same articles, and gives the seconds of each time;
- ``app(job)``, which starts an app that asks it, and gives the seconds to the first answer;
- ``served(job)``, which gives an `Ask` that asks a server with that index, while it runs.
"""

import resource
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.scale.job import SIZES, Ask, Job, Stage, Told
from tests.scale.measuring import helpers, peak, seconds


def done(job: Job) -> Told:
    """Do it."""
    system: Any = import_module(f"tests.scale.{job.system}")
    match job.stage:
        case Stage.BATCH:
            return Told(batch=fastest(system.batches(job)), peak=peak())
        case Stage.MAKE:
            with helpers() as most:
                made = system.make(job)
            return Told(peak() + most(), made=made)
        case Stage.SEARCH | Stage.ANSWER:
            return asked(getattr(system, job.stage)(job), job)
        case Stage.AGAIN:
            again = system.again(job)
            return Told(peak(), again=again)
        case Stage.APP:
            first = system.app(job)
            return Told(peak(resource.RUSAGE_CHILDREN), first=first)
        case Stage.SERVED:
            with helpers() as most, system.served(job) as ask:
                told = asked(ask, job)
            return replace(told, server=most())


def fastest(embed: Callable[[int], None]) -> int:
    """The size of batches that takes the shortest; the faster of two runs counts."""
    return min(SIZES, key=lambda size: min(seconds(lambda: embed(size)) for _ in range(2)))


def asked(ask: Ask, job: Job) -> Told:
    """Ask every question, one after the other."""
    ask(job.questions[0])
    first = time.time() - job.started
    times, replies = [], []
    for question in job.questions:
        start = time.perf_counter()
        replies.append(ask(question))
        times.append(time.perf_counter() - start)
    return Told(peak(), first=first, times=times, replies=replies)


if __name__ == "__main__":
    done(Job.read(Path(sys.argv[1]))).write(Path(sys.argv[2]))
