"""``python -m qa``: ask, retrieve, check and evaluate on the command line."""

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from corpus import VERSION
from corpus.days import day_of
from index.commandline import print_json, progress_bar, run, tell_of_waiting
from index.defaults import SHIPPED_ARTICLES

_NOT_THERE = 1
"""The exit code of a check that found words which are not there any more."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command.

    Args:
        arguments: of the command line; None for those of this process.

    Returns:
        the exit code: 0, 1 where a check found words that are not there, or 2 after an error that
        was told on stderr.
    """
    options = _parser().parse_args(arguments)
    return run("qa", lambda: options.command(options))


def _ask(options: argparse.Namespace) -> int:
    from qa import answer  # noqa: PLC0415 - --help needs none of this
    from qa.terminal import render_answer  # noqa: PLC0415

    writer = _writer(options)  # first: a wrong name is told before articles are read for minutes
    reply = answer(options.question, index=_narrowed(options), writer=writer)
    if options.json:
        print_json(reply.to_dict())
    else:
        print(render_answer(reply), end="")
    return 0


def _writer(options: argparse.Namespace) -> Any:
    """The language model that the options or the environment name."""
    from qa import Settings  # noqa: PLC0415
    from qa.writer.choice import writer_of  # noqa: PLC0415

    return writer_of(Settings.load(**({} if options.llm is None else {"llm": options.llm})))


def _retrieve(options: argparse.Namespace) -> int:
    from qa import hit_to_dict, retrieve  # noqa: PLC0415
    from qa.terminal import render_hits  # noqa: PLC0415

    hits = retrieve(options.question, options.k, index=_narrowed(options))
    if options.json:
        print_json([hit_to_dict(hit) for hit in hits])
    else:
        print(render_hits(hits), end="")
    return 0


def _check(options: argparse.Namespace) -> int:
    from qa.checking import check  # noqa: PLC0415 - --help needs none of this
    from qa.terminal import render_checked  # noqa: PLC0415

    checked = check(options.file, _index(options))
    if options.json:
        print_json([each.to_dict() for each in checked])
    else:
        print(render_checked(checked), end="")
    return 0 if all(each.holds for each in checked) else _NOT_THERE


def _evaluate(options: argparse.Namespace) -> int:
    from qa import evaluation  # noqa: PLC0415

    if options.public is not None:
        return _evaluate_public(options)
    _refuse(options, "set", "sample", because="only for public sets, see --public")
    if options.claims is not None:
        return _evaluate_claims(options)
    questions = evaluation.load_questions(options.questions or evaluation.SHIPPED_QUESTIONS)
    writers = _writers(options)
    index = _apart(options, shipped=options.questions is None)
    reports = [
        evaluation.evaluate(questions, evaluation.IndexEngine(index, writer), index.article)
        for writer in writers
    ]
    report = reports[-1]
    if options.json:
        print_json(report.to_dict() | ({"extractive": reports[0].to_dict()} if options.llm else {}))
        return 0
    print(evaluation.render_figures(report, beside=reports[0] if options.llm else None), end="")
    if options.thresholds:
        print(f"\n{evaluation.render_thresholds(report)}", end="")
    if options.failures:
        print(f"\n{evaluation.render_failures(report)}", end="")
    return 0


def _writers(options: argparse.Namespace) -> list[Any]:
    """The articles' own words, and the language model that the options name."""
    from qa import Settings  # noqa: PLC0415
    from qa.writer import QUOTES  # noqa: PLC0415
    from qa.writer.choice import writer_of  # noqa: PLC0415

    return [QUOTES, writer_of(Settings.load(llm=options.llm))] if options.llm else [QUOTES]


def _evaluate_claims(options: argparse.Namespace) -> int:
    """What is planted in the articles, and what was written about them by hand."""
    from qa import evaluation  # noqa: PLC0415
    from qa.verifier import default_verifier  # noqa: PLC0415

    others = ("llm", "failures", "thresholds")
    _refuse(options, *others, because="not for claims, which are checked and not asked")
    index, verifier = _apart(options, shipped=True), default_verifier()
    path = Path(options.claims) if options.claims else evaluation.SHIPPED_CLAIMS
    figures = evaluation.measure_claims(evaluation.planted_claims(index), verifier, "planted")
    if options.claims or not _named(options):
        claims = evaluation.load_claims(path, index.article)
        figures += evaluation.measure_claims(claims, verifier, "written by hand")
    if options.json:
        print_json({"figures": evaluation.numbers(figures)})
    else:
        print(evaluation.render_table(figures), end="")
    return 0


def _evaluate_public(options: argparse.Namespace) -> int:
    from qa.evaluation import render_table  # noqa: PLC0415
    from qa.evaluation.public import evaluate_public  # noqa: PLC0415

    others = ("articles", "index", "failures", "thresholds", "llm")
    _refuse(options, *others, because="not for public sets, which have articles of their own")
    with progress_bar() as progress:
        report = evaluate_public(
            options.public, options.set or (), sample=options.sample, progress=progress
        )
    if options.json:
        print_json(report.to_dict())
    else:
        print(render_table(report.figures), end="")
    return 0


def _refuse(options: argparse.Namespace, *names: str, because: str) -> None:
    """Complain about options that would have no effect beside the others."""
    from qa.evaluation import EvaluationError  # noqa: PLC0415

    given = vars(options)
    surplus = [
        f"--{name}" for name in names if given[name] is not None and given[name] is not False
    ]
    if surplus:
        raise EvaluationError(f"{', '.join(surplus)}: {because}")


def _index(options: argparse.Namespace) -> Any:
    """The index that the options or the environment name; see `qa.default_index`."""
    from qa import Settings  # noqa: PLC0415

    return _opened(Settings.load(**_named(options)))


def _apart(options: argparse.Namespace, *, shipped: bool) -> Any:
    """An index to be measured: without what readers of the page brought or took out.

    Unless the options name an index, that of a folder is one of its own: the index of a page that
    runs must not lose its readers' articles.

    Args:
        options: of the command line.
        shipped: whether it is that of the shipped articles where the options name no other,
            whatever the environment names.
    """
    from qa import Settings  # noqa: PLC0415

    named = _named(options)
    if shipped and not named:
        named = {"articles": SHIPPED_ARTICLES}
    settings = Settings.load(**named)
    update = {"changes": "off"}
    if "articles" in settings.model_fields_set and "index" not in named:
        update["index"] = ""  # also where the environment names one, which may hold others
    return _opened(settings.model_copy(update=update))


def _named(options: argparse.Namespace) -> dict[str, Any]:
    """The folder of articles and the index, as far as the options name them."""
    named = {"articles": options.articles, "index": options.index}
    return {name: value for name, value in named.items() if value is not None}


def _opened(settings: Any) -> Any:
    """The index that settings mean, synchronised if it follows a folder."""
    from index import configured_index  # noqa: PLC0415

    with progress_bar() as progress:
        return configured_index(settings, progress=progress, waiting=tell_of_waiting("qa"))


def _narrowed(options: argparse.Namespace) -> Any:
    """The same, or those of its articles that the options leave."""
    from index import Scope  # noqa: PLC0415

    scope = Scope(options.article, options.source, options.since, options.until)
    return _index(options).within(scope)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m qa", description="Ask a set of news articles, or measure the answers."
    )
    parser.add_argument("--version", action="version", version=f"Chapter & Verse {VERSION}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    ask = _command(commands, "ask", _ask, "answer a question with citations")
    ask.add_argument("question", help="what to ask")
    ask.add_argument("--llm", metavar="NAME", help="a language model that writes, see CV_LLM")
    _add_scope(ask)
    retrieve = _command(commands, "retrieve", _retrieve, "print the passages for a question")
    retrieve.add_argument("question", help="what to look for")
    retrieve.add_argument("-k", type=int, default=5, help="how many passages, 1 to 100 (5)")
    _add_scope(retrieve)
    check = _command(commands, "check", _check, "check that what answers cite still stands there")
    check.add_argument("file", type=Path, metavar="FILE.json", help="answers, as ask --json prints")
    evaluate = _command(commands, "evaluate", _evaluate, "measure on a file of questions")
    asked = evaluate.add_mutually_exclusive_group()
    asked.add_argument(
        "questions",
        type=Path,
        nargs="?",
        metavar="QUESTIONS.jsonl",
        help="questions with gold passages (those about the shipped articles)",
    )
    asked.add_argument(
        "--public", type=Path, metavar="FOLDER", help="measure on the public sets in a folder"
    )
    asked.add_argument(
        "--claims",
        nargs="?",
        const="",
        metavar="CLAIMS.jsonl",
        help="measure how written sentences are checked: on false and true ones that are planted "
        "in the articles, and on those of a file (those about the shipped articles)",
    )
    evaluate.add_argument(
        "--llm", metavar="NAME", help="measure a language model's answers, too, see CV_LLM"
    )
    evaluate.add_argument(
        "--set", nargs="+", metavar="NAME", help="the public sets to measure on (all)"
    )
    evaluate.add_argument(
        "--sample", type=int, metavar="N", help="ask only N questions of each public set"
    )
    evaluate.add_argument("--failures", action="store_true", help="list what went wrong")
    evaluate.add_argument(
        "--thresholds", action="store_true", help="what other thresholds would refuse"
    )
    return parser


def _add_scope(command: argparse.ArgumentParser) -> None:
    scope = command.add_argument_group("ask some of the articles only")
    scope.add_argument("--article", action="append", metavar="ID", help="this one; repeatable")
    scope.add_argument("--source", action="append", metavar="NAME", help="this outlet; repeatable")
    scope.add_argument("--since", type=_day, metavar="YYYY-MM-DD", help="from this day on")
    scope.add_argument("--until", type=_day, metavar="YYYY-MM-DD", help="up to this day")


def _day(text: str) -> date:
    try:
        return day_of(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is no day, as 2024-10-31 is one") from None


def _command(commands: Any, name: str, command: Any, summary: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(name, help=summary, description=summary)
    parser.set_defaults(command=command)
    parser.add_argument("--articles", metavar="FOLDER", help="the folder of articles to ask")
    parser.add_argument("--index", metavar="PATH_OR_URL", help="the index to ask")
    parser.add_argument("--json", action="store_true", help="print JSON")
    return parser


if __name__ == "__main__":
    sys.exit(main())
