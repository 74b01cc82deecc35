"""The command line of the index: ``python -m index sync FOLDER``, ``python -m index status``."""

import argparse
import sys
from collections.abc import Sequence
from typing import Any

from corpus import VERSION, Article
from index.commandline import plain, print_json, progress_bar, run, tell_of_waiting
from index.configured import configured_location, index_of_articles
from index.core import Index
from index.latest import remember
from index.locations import is_missing, located
from index.model import IndexStatus, SyncReport
from index.settings import IndexSettings


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one of the commands.

    Args:
        arguments: of the command line; None for those of this process.

    Returns:
        the exit code: 0, or 1 when files could not be read or there is no index to tell of.

    Raises:
        ChapterVerseError: the command could not do what it was asked for.
    """
    options = _parser().parse_args(arguments)
    command = {"sync": _sync, "status": _status}[options.command]
    return command(options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m index",
        description="Keep news articles searchable.",
        epilog="Options can also be set in the environment: CV_ARTICLES, CV_INDEX, …",
    )
    parser.add_argument("--version", action="version", version=f"Chapter & Verse {VERSION}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="sync | status")
    sync = commands.add_parser("sync", help="make the index hold what a folder holds")
    sync.add_argument("articles", metavar="FOLDER", help="the folder of articles")
    sync.add_argument("--rebuild", action="store_true", help="forget what was there first")
    status = commands.add_parser("status", help="what the index holds and how it was made")
    status.add_argument("--articles", metavar="FOLDER", help="that folder's index")
    for command in (sync, status):
        command.add_argument("--index", metavar="PATH_OR_URL", help="where the index is kept")
        command.add_argument("--json", action="store_true", help="print one JSON object")
    return parser


def _settings(options: argparse.Namespace) -> IndexSettings:
    given = {"articles": options.articles, "index": options.index}
    return IndexSettings.load(**{name: value for name, value in given.items() if value})


def _sync(options: argparse.Namespace) -> int:
    settings = _settings(options)
    index = index_of_articles(settings, rebuild=options.rebuild)
    with progress_bar() as progress:
        report = index.sync(
            settings.library,
            progress=progress,
            rebuild=options.rebuild,
            waiting=tell_of_waiting("index"),
        )
    remember(index.location)
    if options.json:
        print_json(_report_fields(index.location, report))
    else:
        _print_report(index.location, report)
    return 1 if report.failed else 0


def _report_fields(location: str, report: SyncReport) -> dict[str, Any]:
    return {
        "location": location,
        "added": report.added,
        "updated": report.updated,
        "removed": report.removed,
        "unchanged": report.unchanged,
        "failed": [{"id": name, "reason": reason} for name, reason in report.failed],
    }


def _print_report(location: str, report: SyncReport) -> None:
    changes = {"added": report.added, "updated": report.updated, "removed": report.removed}
    for change, names in changes.items():
        for name in names:
            print(f"{change:<10} {plain(name)}")
    for name, reason in report.failed:
        print(f"{'failed':<10} {plain(f'{name}: {reason}')}")
    counts = {**changes, "unchanged": report.unchanged, "failed": report.failed}
    summary = ", ".join(f"{len(names)} {change}" for change, names in counts.items())
    print(f"{summary}: {plain(location)}")


def _status(options: argparse.Namespace) -> int:
    settings = _settings(options)
    location = located(configured_location(settings))
    if is_missing(location):
        if options.json:
            print_json({"location": location, "exists": False})
        else:
            print(
                f"there is no index at {plain(location)}; `python -m index sync FOLDER` fills one"
            )
        return 1
    index = Index.open(location, settings=settings)
    if options.json:
        print_json(_status_fields(index.status(), index.articles()))
    else:
        _print_status(index.status(), index.articles())
    return 0


def _status_fields(status: IndexStatus, articles: Sequence[Article]) -> dict[str, Any]:
    return {
        "location": status.location,
        "exists": True,
        "embedding_model": status.embedding_model,
        "scheme": status.scheme,
        "counts": {
            "articles": status.articles,
            "passages": status.passages,
            "sentences": status.sentences,
        },
        "articles": [
            {"id": a.id, "title": a.title, "source": a.source, "published": a.published}
            for a in articles
        ],
    }


def _print_status(status: IndexStatus, articles: Sequence[Article]) -> None:
    print(f"index      {plain(status.location)}")
    print(f"model      {plain(status.embedding_model)}")
    print(f"scheme     {status.scheme}")
    print(f"articles   {status.articles}")
    print(f"passages   {status.passages}")
    print(f"sentences  {status.sentences}")
    for article in articles:
        published = article.published.isoformat() if article.published else ""
        about = [article.id, article.title, article.source, published]
        print("  ".join(plain(part) for part in about if part))


if __name__ == "__main__":
    sys.exit(run("index", main))
