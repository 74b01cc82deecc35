"""The options of ``python -m qa.training``."""

import argparse
from pathlib import Path
from typing import Any

from qa.reader.trained import WEIGHTS
from qa.verifier.checker import WEIGHTS as CHECKER

_ABOUT = "Train the models that ship, and calibrate what is made of them."

_PARTS = "learnt", "kept", "unread"
"""Of the bundles, and of the subjects."""


def parser() -> argparse.ArgumentParser:
    """The parser; the name of the command that was chosen is in ``command``."""
    whole = argparse.ArgumentParser(prog="python -m qa.training", description=_ABOUT)
    commands = whole.add_subparsers(required=True, metavar="COMMAND")
    _add_training(commands)
    _add_training_of_checker(commands)
    _add_training_of_questions(commands)
    _add_measuring(commands)
    _add_writing(commands)
    return whole


def _add_training(commands: Any) -> None:
    train = _command(commands, "train", "train the reader")
    train.add_argument("bench", type=Path, help="the folder of the public data sets")
    train.add_argument("--output", type=Path, required=True, help="the ONNX file to write")
    train.add_argument(
        "--checkpoints",
        type=Path,
        required=True,
        help="a folder for the weights after each run; what is there is not trained again",
    )
    train.add_argument(
        "--start",
        type=Path,
        help="an ONNX file of this program: go on from it, with the bundles that it has not learnt",
    )
    train.add_argument(
        "--rehearse",
        type=_share,
        default=0.0,
        metavar="SHARE",
        help="so large a share, from 0 to 1, of the questions that file has learnt once more (0)",
    )
    train.add_argument(
        "--averaged",
        type=int,
        choices=range(1, 10),
        default=2,
        metavar="N",
        help="runs of the second phase to be averaged (2)",
    )
    train.add_argument("--seed", type=int, default=1, help="of everything random (1)")
    train.add_argument("--questions", type=_count, help="train on so many of each phase only")
    train.add_argument("--no-context", action="store_true", help="read the sentence alone")
    train.add_argument("--no-hard-negatives", action="store_true", help="draw by chance only")
    train.add_argument("--no-unanswerable", action="store_true", help="only what has an answer")


def _add_training_of_checker(commands: Any) -> None:
    checker = _command(commands, "checker", "train what checks written sentences")
    checker.add_argument("--output", type=Path, required=True, help="the ONNX file to write")
    checker.add_argument(
        "--start", type=Path, default=WEIGHTS, help="the reader to start from (the one that ships)"
    )
    checker.add_argument("--bundles", type=_count, help="learn so many bundles only (all)")
    checker.add_argument("--seed", type=int, default=1, help="of everything random (1)")


def _add_training_of_questions(commands: Any) -> None:
    questions = _command(commands, "question-encoder", "train what gives questions their vectors")
    questions.add_argument("bench", type=Path, help="the folder of the public data sets")
    questions.add_argument("--output", type=Path, required=True, help="the file to write")
    questions.add_argument("--passes", type=_count, default=3, help="over all of it (3)")
    questions.add_argument("--seed", type=int, default=1, help="of everything random (1)")
    questions.add_argument("--questions", type=_count, help="train on so many only")


def _add_measuring(commands: Any) -> None:
    measure = _command(commands, "measure", "how good a reader is on what is kept out")
    measure.add_argument("bench", type=Path, help="the folder of the public data sets")
    _add_reader(measure)
    calibrate = _command(commands, "calibrate", "fit what turns its logits into probabilities")
    _add_reader(calibrate)
    calibrate.add_argument(
        "--bundles", type=_count, help="fit on so many of the kept bundles (all, and subjects)"
    )
    calibrate.add_argument("--write", action="store_true", help="keep it beside the ONNX file")
    again = _command(commands, "calibrate-checker", "the same for what checks sentences")
    again.add_argument(
        "checker", type=Path, nargs="?", default=CHECKER, help="an ONNX file (the one that ships)"
    )
    again.add_argument("--bundles", type=_count, help="fit on so many of the kept bundles (all)")
    again.add_argument("--write", action="store_true", help="keep it beside the ONNX file")


def _add_writing(commands: Any) -> None:
    questions = _command(commands, "questions", "write bundles as articles, questions and claims")
    questions.add_argument("folder", type=Path, help="where to write them")
    questions.add_argument(
        "--of",
        choices=[f"{of}{name}" for of in ("", "subjects/") for name in _PARTS],
        default="unread",
        help="those trained on, those chosen and calibrated with, or those kept for judging (so); "
        "subjects are longer, and each is asked alone",
    )
    large = _command(commands, "archive", "write as many made-up articles as wanted")
    large.add_argument("folder", type=Path, help="where to write them")
    large.add_argument("--passages", type=_count, default=100_000, help="how many (100000)")
    large.add_argument("--questions", type=_count, default=200, help="and questions (200)")


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text} is not a number from 1 on")
    return int(text)


def _share(text: str) -> float:
    try:
        share = float(text)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise argparse.ArgumentTypeError(f"{text} is not a share from 0 to 1")
    return share


def _add_reader(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "reader", type=Path, nargs="?", default=WEIGHTS, help="an ONNX file (the one that ships)"
    )


def _command(commands: Any, name: str, summary: str) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = commands.add_parser(name, help=summary, description=summary)
    command.set_defaults(command=name)
    return command
