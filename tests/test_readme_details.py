"""Figures, defaults and commands that the documents name are those of the program."""

import argparse
import importlib.util
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from starlette.testclient import TestClient

import app
import index.__main__
import qa.__main__
import qa.training.options
from index import SHIPPED_ARTICLES, minilm, passages, search
from qa import Settings, choosing, composing, drafting, investigating, reading, refusing, service
from qa.reader.pairs import READING
from qa.service import Service
from qa.web import access, mcp
from qa.web.api import PREFIX, create_api
from tests.test_readme import DOCUMENTS, README, ROOT, blocks

WORDS = {3: "three", 4: "four", 8: "eight", 10: "ten", 12: "twelve", 30: "thirty"}
ONE_LINE = re.sub(r"\s+", " ", README)

LIMITS = [
    f"passages of at most {WORDS[passages.MAX_SENTENCES]} sentences and {passages.MAX_CHARACTERS} "
    "characters",
    f"({search.SENTENCE_WEIGHT:g} : {search.PASSAGE_WEIGHT:g} : {search.LEXICAL_WEIGHT:g})",
    f"those of the {search._NEAREST} nearest passages",
    f"and `k` from 1 to {search.MOST_HITS}",
    f"The best {WORDS[reading.READ_FIRST]} sentences are **read**, and the best "
    f"{WORDS[reading.MOST_READ]} where none of these is the one with a probability of "
    f"{investigating.LIKELY:g}:",
    f"the first {READING.question} word pieces of a question",
    f"and {READING.sentence} of a sentence, the embedding model {minilm._LONGEST}",
    f"below {refusing.THRESHOLD:g} they are said not to (a part of a question whose other part is "
    f"answered below {refusing.PART_THRESHOLD:g})",
    f"its lead over the next {WORDS[reading.RIVALS]}",
    f"From {choosing.FURTHER:g} on it is quoted, too",
    f"({choosing.FURTHER_OF_SEVERAL:g} from another article where several were asked for,",
    f"{choosing.FURTHER_OF_WHETHER:g} for a yes or no,",
    f"{choosing.OTHER_VALUE:g} where another article gives another value:",
    f"from {choosing.CONTRADICTS:g} on two values are called a difference",
    f"below {composing.DOUBTFUL:g} the page says “Unsure”",
    f"at most {WORDS[drafting.MOST_SOURCES]} passages with their outlet",
    f"{service._AT_ONCE} questions are worked on at the same time and as many wait",
    f"{WORDS[access._WRONG_A_MINUTE]} different wrong passwords",
]


@pytest.mark.parametrize("limit", LIMITS)
def test_a_figure_of_the_program_stands_in_the_readme(limit: str) -> None:
    assert limit in ONE_LINE


def test_the_default_of_every_setting_stands_in_the_table() -> None:
    rows = dict(re.findall(r"^\| `CV_(\w+)` \| .*? \| (.*?) ?\|$", README, re.MULTILINE))
    fields = {name.upper(): shown(field.default) for name, field in Settings.model_fields.items()}
    assert {name: default.strip("`") for name, default in rows.items()} == fields


def shown(default: Any) -> str:
    """A default as somebody would set it."""
    if isinstance(default, SecretStr):
        return default.get_secret_value()
    if isinstance(default, bool):
        return "on" if default else "off"
    if default == SHIPPED_ARTICLES:
        return "the shipped ones"
    return f"{default:g}" if isinstance(default, float) else str(default)


PARSERS = {
    "index": index.__main__._parser,
    "qa": qa.__main__._parser,
    "qa.training": qa.training.options.parser,
}


def commands() -> Iterator[tuple[str, str]]:
    """Each ``python -m`` that a document names: the module, and what follows."""
    for document in DOCUMENTS:
        text = document.read_text(encoding="utf-8")
        fenced = re.findall(r"^```\w*\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
        indented = re.findall(r"^    (\S.*)$", text, re.MULTILINE)
        spans = re.findall(r"`([^`]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))
        for code in [*"\n".join(fenced).splitlines(), *indented, *spans]:
            for line in re.sub(r"\s+", " ", code).split("&&"):
                named = re.match(r"(?:\$ )?\s*python -m ([\w.]+) ?(.*)", line)
                if named:
                    yield named[1], named[2]


COMMANDS = sorted(set(commands()))


def test_documents_name_commands() -> None:
    assert {"index", "qa", "qa.training", "tests.benchmark_scale"} <= {name for name, _ in COMMANDS}


@pytest.mark.parametrize(("module", "rest"), COMMANDS)
def test_a_command_that_a_document_names_is_one(
    module: str, rest: str, capsys: pytest.CaptureFixture[str]
) -> None:
    if module not in PARSERS:
        assert importlib.util.find_spec(module), module
        return
    assert_understood(PARSERS[module](), shlex.split(rest, comments=True), capsys)


def assert_understood(
    parser: argparse.ArgumentParser, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    named = {word.partition("=")[0] for word in words if word.startswith("--")}
    assert named <= options(parser)
    try:
        parser.parse_args(words)
    except SystemExit:
        # A document may name a command without all that it is to be given.
        assert "the following arguments are required" in capsys.readouterr().err


def test_every_option_that_a_document_names_alone_is_one_of_a_command() -> None:
    known = set().union(*(options(parser()) for parser in [app._parser, *PARSERS.values()]))
    others = {"--sizes", "--turns", "--beside", "--host"}  # of `tests.benchmark_scale`, and Chroma
    for document in DOCUMENTS:
        text = re.sub(r"```.*?```", "", document.read_text(encoding="utf-8"), flags=re.DOTALL)
        spans = [span for span in re.findall(r"`([^`]+)`", text) if span.startswith("--")]
        for span in spans:
            named = set(re.findall(r"--[a-z][a-z-]*", span))
            assert named <= known | others, f"{document.relative_to(ROOT)}: {span}"


def options(parser: argparse.ArgumentParser) -> set[str]:
    """All that a program and its commands take."""
    found: set[str] = set()
    for action in parser._actions:
        found |= set(action.option_strings)
        if isinstance(action, argparse._SubParsersAction):
            found |= set().union(*map(options, action.choices.values()))
    return found


NAMING = [*DOCUMENTS, ROOT / "app.py"]
NAMING += [
    path for folder in ("corpus", "index", "qa") for path in sorted((ROOT / folder).rglob("*.py"))
]
"""Whatever tells users of settings: the documents, and the program in its errors."""


def test_every_setting_that_is_named_anywhere_is_one() -> None:
    settings = {f"CV_{name.upper()}" for name in Settings.model_fields}
    named: set[str] = set()
    for path in NAMING:
        text = path.read_text(encoding="utf-8")
        named |= set(re.findall(r"\bCV_[A-Z][A-Z_]*[A-Z]\b", text))
        for beginning in re.findall(r"\b(CV_[A-Z_]+_)…", text):
            assert any(setting.startswith(beginning) for setting in settings), beginning
    of_the_tests = {"CV_CHROMIUM"}
    assert named - settings == of_the_tests


def starts() -> Iterator[tuple[str, str]]:
    """Each ``python app.py`` of the README: the settings before it, and the options after it."""
    for line in "\n".join([*blocks("sh"), *re.findall(r"`([^`\n]+)`", README)]).splitlines():
        named = re.match(r"((?:CV_\w+=\S+ )*)python app\.py(.*)", line)
        if named:
            yield named[1], named[2]


STARTS = sorted(set(starts()))


@pytest.mark.parametrize(("before", "after"), STARTS)
def test_a_start_of_the_page_that_the_readme_names_is_understood(
    before: str, after: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = dict(word.split("=", 1) for word in shlex.split(before))
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    options = vars(app._parser().parse_args(shlex.split(after, comments=True)))
    settings = Settings.load(**{name: value for name, value in options.items() if value})
    settings.check_reach()
    told = {name: shown(getattr(settings, name.removeprefix("CV_").lower())) for name in given}
    assert told == given


CADDYFILES = [block for block in blocks("") if "reverse_proxy" in block]


def test_the_proxies_ask_where_the_page_is_served() -> None:
    alone, several = (re.findall(r"127\.0\.0\.1:(\d+)", block) for block in CADDYFILES)
    assert alone == [shown(Settings.model_fields["port"].default)]
    asking = [before for before, after in STARTS if "CV_INDEX" in before and "--" not in after]
    assert several == [port for before in asking for port in re.findall(r"CV_PORT=(\d+)", before)]


def test_the_apps_ask_the_chroma_server_that_is_started_before_them() -> None:
    (port,) = re.findall(r"^chroma run .*--port (\d+)$", README, re.MULTILINE)
    locations = [index for before, _ in STARTS for index in re.findall(r"CV_INDEX=(\S+)", before)]
    assert len(locations) == 3
    assert set(locations) == {f"http://127.0.0.1:{port}"}


def test_the_readme_names_what_programs_can_ask(tmp_path: Path) -> None:
    with TestClient(create_api(Service(Settings(articles=tmp_path, changes="off")))) as api:
        paths = api.get("/openapi.json").json()["paths"]
    served = {
        (method.upper(), re.sub(r"\{\w+\}", "…", path))
        for path, methods in paths.items()
        for method in methods
    }
    assert set(asked_by_programs()) == served
    assert f"REST under `{PREFIX}`, described in `{PREFIX}/openapi.json`" in ONE_LINE
    assert f"at `{mcp.PATH}`" in ONE_LINE


def asked_by_programs() -> Iterator[tuple[str, str]]:
    """What the table of the interface has: methods and paths, with "…" for what is filled in."""
    for cell in re.findall(r"^\| (`(?:GET|POST|PUT|DELETE) .*?) \|", README, re.MULTILINE):
        method = ""
        for span in re.findall(r"`([^`]+)`", cell):
            *named, path = span.split()
            method = named[0] if named else method
            yield method, re.sub(r"\b[A-Z]+\b", "…", path)
