"""Who asks on the command line for the first time: nobody is told, and nothing kept elsewhere."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.browser.running import ROOT
from tests.indexing import write
from tests.llm_server import Told, serving, writing
from tests.town import LAMP, TOWN
from tests.watching import Watch

pytestmark = pytest.mark.slow

KEY = "lsv2-do-not-send-this-anywhere"
TRACING = {
    **{"LANGSMITH_TRACING": "true", "LANGSMITH_API_KEY": KEY, "LANGSMITH_PROJECT": "harbour"},
    **{"LANGCHAIN_TRACING_V2": "true", "LANGCHAIN_API_KEY": KEY},
}
"""By all the names that LangSmith has had for it."""


@dataclass(frozen=True)
class First:
    """The first question of a user.

    Attributes:
        done: the command, at its end.
        told: what the language model's server was sent.
        server: the host and port of that.
        contacts: every host and port that the command turned to.
        home: where the user lives.
    """

    done: subprocess.CompletedProcess[str]
    told: Told
    server: str
    contacts: set[str]
    home: Path


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Iterator[First]:
    """Asked with a language model, and with all tracing turned on."""
    place = tmp_path_factory.mktemp("first")
    home, watch = place / "home", Watch(place / "watch")
    home.mkdir()
    folder = write(place / "articles", TOWN)
    with serving(writing(("Tomas Brandt repaired the lamp.", "Tomas Brandt"))) as (address, told):
        environment = watch.environment(home, CV_LLM_URL=address, **TRACING)
        for name in ("XDG_DATA_HOME", "XDG_CACHE_HOME"):
            environment.pop(name)
        options = ["--articles", str(folder), "--llm", "openai:scribe"]
        done = subprocess.run(
            [sys.executable, "-m", "qa", "ask", LAMP, *options],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        yield First(done, told, urlsplit(address).netloc, watch.contacts, home)


def test_the_answer_says_who_wrote_it(first: First) -> None:
    assert (first.done.returncode, first.done.stderr) == (0, "")
    assert first.done.stdout.startswith("Tomas Brandt repaired the lamp. [1]\n")
    assert "Written by openai:scribe" in first.done.stdout


def test_nobody_but_the_language_model_is_turned_to_whatever_the_environment_says(
    first: First,
) -> None:
    assert first.contacts == {first.server}


def test_a_server_that_is_named_is_sent_nobodys_key(first: First) -> None:
    assert first.told.keys == ["Bearer none"]
    assert KEY not in str(first.told.bodies)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere users' data is kept elsewhere")
def test_all_that_is_kept_is_in_one_folder(first: First) -> None:
    kept = {path.relative_to(first.home) for path in first.home.rglob("*") if path.is_file()}
    ours = Path(".local/share/chapter-and-verse")
    assert any(path.is_relative_to(ours) for path in kept)
    # A library that reports how it is used keeps a number for this machine, and what is to be sent.
    assert [path for path in kept if not path.is_relative_to(ours)] == []
