"""``python -m qa.training``: train the models that ship, and calibrate what is made of them."""

import argparse
import hashlib
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from operator import attrgetter
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from index.commandline import run
from qa.training.errors import TrainingError
from qa.training.options import parser

if TYPE_CHECKING:
    from qa.reader.calibration import SignalsT
    from qa.training.calibration import Case, Fit

_EVERY = 50
"""Steps between two lines of progress."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command.

    Args:
        arguments: of the command line; None for those of this process.

    Returns:
        the exit code: 0, or 2 after an error that was told on stderr.
    """
    options = parser().parse_args(arguments)
    return run("qa.training", lambda: _COMMANDS[options.command](options))


def _train(options: argparse.Namespace) -> int:
    """From the embedding model's weights, or a reader's, to the ONNX file."""
    import torch  # noqa: PLC0415 - --help needs none of this

    from index import MiniLM  # noqa: PLC0415
    from index.packaged import packaged_model, packaged_tokenizer  # noqa: PLC0415
    from qa.reader.pairs import PairEncoder  # noqa: PLC0415
    from qa.training.export import export  # noqa: PLC0415
    from qa.training.material import gather  # noqa: PLC0415
    from qa.training.network import ReaderNetwork  # noqa: PLC0415
    from qa.training.phases import Training  # noqa: PLC0415
    from qa.training.restoring import restore  # noqa: PLC0415

    if options.rehearse and not options.start:
        raise TrainingError("--rehearse goes on from a reader: name its file with --start")
    model, context = packaged_model(), not options.no_context
    encoder = PairEncoder(packaged_tokenizer())
    torch.manual_seed(options.seed)
    network = ReaderNetwork(model)
    learnt = restore(network, options.start) if options.start else frozenset()
    material = gather(
        options.bench,
        Random(options.seed),
        learnt=learnt,
        rehearsed=options.rehearse,
        unanswerable=not options.no_unanswerable,
        most=options.questions,
    )
    training = Training(
        encoder=encoder,
        embedder=None if options.no_hard_negatives else MiniLM(),
        context=context,
        seed=options.seed,
        made_with=_made_with(options),
        checkpoints=options.checkpoints,
        report=_Progress(),
        averaged=options.averaged,
    )
    if options.start:
        training.go_on(network, material)
    else:
        training.run(network, material)
    export(network, options.output, learnt=learnt | material.learnt, context=context)
    _show_size(options.output)
    return 0


def _train_checker(options: argparse.Namespace) -> int:
    """From the reader's weights to the checker's ONNX file."""
    from random import Random  # noqa: PLC0415

    import torch  # noqa: PLC0415 - --help needs none of this

    from index.packaged import packaged_model, packaged_tokenizer  # noqa: PLC0415
    from qa.reader.pairs import PairEncoder  # noqa: PLC0415
    from qa.training.bundles import LEARNT, load_bundles  # noqa: PLC0415
    from qa.training.checking import examples_of, train_checker  # noqa: PLC0415
    from qa.training.export import export  # noqa: PLC0415
    from qa.training.network import ReaderNetwork  # noqa: PLC0415
    from qa.training.restoring import restore  # noqa: PLC0415
    from qa.verifier.checker import CHECKING  # noqa: PLC0415

    torch.manual_seed(options.seed)
    network = ReaderNetwork(packaged_model())
    restore(network, options.start)
    bundles = load_bundles(LEARNT)[: options.bundles]
    examples = examples_of(bundles, Random(options.seed))
    encoder = PairEncoder(packaged_tokenizer(), CHECKING)
    train_checker(network, encoder, examples, _Progress())
    export(network, options.output, learnt={bundle.name for bundle in bundles}, context=False)
    _show_size(options.output)
    return 0


def _train_questions(options: argparse.Namespace) -> int:
    """From the embedding model's weights to what changes them for questions."""
    import torch  # noqa: PLC0415 - --help needs none of this

    from index import MiniLM  # noqa: PLC0415
    from index.packaged import packaged_model, packaged_tokenizer  # noqa: PLC0415
    from qa.training.material import gather  # noqa: PLC0415
    from qa.training.question_encoder import (  # noqa: PLC0415
        QuestionEncoder,
        texts_of,
        train_questions,
    )

    torch.manual_seed(options.seed)
    random = Random(options.seed)
    material = gather(options.bench, random, unanswerable=False, most=options.questions)
    texts = list(texts_of(material.bundles, MiniLM().encode_texts))
    encoder = QuestionEncoder(packaged_model(), packaged_tokenizer())
    train_questions(encoder, texts, options.passes, random, _Progress())
    encoder.save(options.output)
    _show_size(options.output)
    return 0


def _measure(options: argparse.Namespace) -> int:
    """How good a file is on what no reader of ours was trained on."""
    from qa.reader import BY_SEARCH, TrainedReader  # noqa: PLC0415
    from qa.training.material import kept_groups  # noqa: PLC0415
    from qa.training.measuring import quality  # noqa: PLC0415

    reader = TrainedReader(options.reader, BY_SEARCH)
    for name, groups in kept_groups(options.bench).items():
        print(f"{name}: {quality(groups, reader.score)}", flush=True)
    return 0


def _made_with(options: argparse.Namespace) -> str:
    """What makes one training another, as words for a checkpoint."""
    switches = ("no_context", "no_hard_negatives", "no_unanswerable")
    chosen = [name.replace("_", " ") for name in switches if getattr(options, name)]
    start = []
    if options.start:
        start = [f"from {_digest(options.start)}", f"{options.rehearse:g} of what it learnt"]
    questions = f"{options.questions or 'all'} questions"
    return ", ".join([f"seed {options.seed}", questions, *start, *chosen])


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _calibrate(options: argparse.Namespace) -> int:
    from qa.reader import UNFITTED, Calibration, TrainedReader, reader_named  # noqa: PLC0415
    from qa.reader.beside import write_calibration  # noqa: PLC0415
    from qa.training.bundles import KEPT, SUBJECTS, load_bundles  # noqa: PLC0415
    from qa.training.calibration import (  # noqa: PLC0415
        archives_of,
        cases_of,
        fit,
        reliability,
    )

    is_file = options.reader.suffix == ".onnx"
    if options.write and not is_file:
        raise TrainingError(
            f"what {options.reader} is worth can't be kept with it: leave out --write, or name an "
            ".onnx file"
        )
    name = str(options.reader)
    # Whatever stands beside the file, it is this that is to be found out.
    reader = TrainedReader(options.reader, UNFITTED) if is_file else reader_named(name)
    bundles = load_bundles(KEPT)[: options.bundles]
    subjects = [] if options.bundles else load_bundles(SUBJECTS / KEPT.name)
    cases = cases_of(archives_of(bundles, subjects), reader)
    answerable, best = (sum(each.came for each in of) for of in (cases.answers, cases.right))
    print(f"of {answerable} questions that something answers, a sentence that does is read for")
    print(f"{cases.found}, and the strongest of those read is one for {best}")
    answers, right, further = fit(cases.answers), fit(cases.right), fit(cases.further)
    _show_fit("answers", answers)
    _show_thresholds(answers, cases.answers, (0.04, 0.05, 0.06, 0.08))
    for line in reliability(answers.logistic, cases.answers):
        print(f"  {line}")
    _show_fit("right", right)
    for line in reliability(right.logistic, cases.right):
        print(f"  {line}")
    _show_fit("further", further)
    if options.write:
        calibration = Calibration(answers.logistic, right.logistic, further.logistic)
        print(f"written to {write_calibration(calibration, options.reader)}")
    return 0


def _show_fit(name: str, found: "Fit[Any]") -> None:
    from qa.training.calibration import written  # noqa: PLC0415

    print(f"{name}: {written(found.logistic)}")
    print(f"  area under the curve {found.area:.3f}, {found.cases} cases")


def _show_thresholds(
    found: "Fit[SignalsT]", cases: "Sequence[Case[SignalsT]]", shares: Sequence[float]
) -> None:
    from qa.training.calibration import refused_below  # noqa: PLC0415

    for wrongly in shares:
        threshold, rightly = refused_below(found.logistic, cases, wrongly)
        print(f"  below {threshold:.2f}: {wrongly:.0%} of what is so, {rightly:.0%} of the rest")


def _show_size(path: Path) -> None:
    print(f"{path}: {path.stat().st_size / 1e6:.1f} MB")


def _calibrate_checker(options: argparse.Namespace) -> int:
    from qa.training.bundles import KEPT, load_bundles  # noqa: PLC0415
    from qa.training.calibration import fit  # noqa: PLC0415
    from qa.training.checking import cases_of  # noqa: PLC0415
    from qa.verifier import Checker  # noqa: PLC0415
    from qa.verifier.signals import WORTH  # noqa: PLC0415

    cases = cases_of(load_bundles(KEPT)[: options.bundles], Checker(options.checker))
    found = fit(cases)
    _show_fit("claims", found)
    _show_thresholds(found, cases, (0.01, 0.02, 0.04, 0.06, 0.08, 0.1))
    if options.write:
        print(f"written to {WORTH.write(found.logistic, options.checker)}")
    return 0


def _write_questions(options: argparse.Namespace) -> int:
    from qa.training.as_questions import write_questions  # noqa: PLC0415
    from qa.training.bundles import BUNDLES, SUBJECTS, load_bundles  # noqa: PLC0415

    place = BUNDLES / options.of
    bundles = load_bundles(place)
    write_questions(bundles, options.folder, alone=place.parent == SUBJECTS)
    questions, claims = (
        sum(len(of(bundle)) for bundle in bundles)
        for of in (attrgetter("questions"), attrgetter("claims"))
    )
    print(f"{options.folder}: {questions} questions, {claims} claims")
    return 0


def _write_archive(options: argparse.Namespace) -> int:
    from dataclasses import replace  # noqa: PLC0415

    from qa.training.archive import archive, asked  # noqa: PLC0415
    from qa.training.as_questions import write_questions  # noqa: PLC0415
    from qa.training.bundles import KEPT, LEARNT, load_bundles  # noqa: PLC0415

    # No question is about what the reader was trained on, here neither.
    quiet = [replace(bundle, questions=()) for bundle in load_bundles(LEARNT)]
    whole = list(archive([*load_bundles(KEPT), *quiet], options.passages))
    bundles = asked([replace(bundle, claims=()) for bundle in whole], options.questions)
    write_questions(bundles, options.folder)
    articles, questions = (
        sum(len(of(bundle)) for bundle in bundles)
        for of in (attrgetter("articles"), attrgetter("questions"))
    )
    print(f"{options.folder}: {articles} articles, {questions} questions")
    return 0


class _Progress:
    """Prints the mean loss of the last steps now and then."""

    def __init__(self) -> None:
        self._started = time.monotonic()
        self._losses: list[float] = []

    def __call__(self, step: int, steps: int, loss: float) -> None:
        self._losses.append(loss)
        if len(self._losses) == _EVERY or step == steps:
            mean = sum(self._losses) / len(self._losses)
            seconds = time.monotonic() - self._started
            print(f"step {step} of {steps}, loss {mean:.3f}, {seconds:.0f} s", flush=True)
            self._losses.clear()


_COMMANDS: Mapping[str, Callable[[argparse.Namespace], int]] = {
    "train": _train,
    "checker": _train_checker,
    "question-encoder": _train_questions,
    "measure": _measure,
    "calibrate": _calibrate,
    "calibrate-checker": _calibrate_checker,
    "questions": _write_questions,
    "archive": _write_archive,
}


if __name__ == "__main__":
    sys.exit(main())
