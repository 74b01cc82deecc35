"""Which language model the settings name, and what is wrong with them."""

import sys
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from qa import Settings
from qa.default import default_writer
from qa.writer import QUOTES, Source, Task, WriterError, WritingFailed
from qa.writer.chat_model import ChatModelWriter
from qa.writer.choice import writer_of
from tests.llm_server import failing, running, serving

KEY = "sk-do-not-tell-anybody-1234567890"
TASK = Task("How many ferries left?", (Source(1, "Eleven ferries left at dawn."),))


def model_of(**settings: Any) -> Any:
    """The chat model that is made."""
    writer = writer_of(Settings(**settings))
    assert isinstance(writer, ChatModelWriter)
    return writer._build()


def test_nothing_is_written_where_nothing_is_named() -> None:
    assert writer_of(Settings()) is QUOTES


@pytest.mark.parametrize("name", ["gpt-4o", ":x", "openai:", "openai"])
def test_a_name_without_a_provider_is_told_what_one_looks_like(name: str) -> None:
    with pytest.raises(WriterError, match=r"is not provider:model, as openai:"):
        writer_of(Settings(llm=name))


def test_a_missing_package_is_named_before_anything_starts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    for provider in ("anthropic", "ollama", "openai"):
        with pytest.raises(WriterError, match=rf"{provider} .*pip install langchain-{provider}$"):
            writer_of(Settings(llm=f"{provider}:m"))
    with pytest.raises(WriterError, match="pip install xllamacpp langchain-openai"):
        writer_of(Settings(llm="gguf:model.gguf"))


@pytest.mark.parametrize(
    ("provider", "package"),
    [
        ("groq", "langchain-groq"),
        ("google_genai", "langchain-google-genai"),
        ("bedrock", "langchain-aws"),
        ("nvidia", "langchain-nvidia-ai-endpoints"),
    ],
)
def test_of_any_provider_the_package_is_named_that_langchain_wants(
    monkeypatch: pytest.MonkeyPatch, provider: str, package: str
) -> None:
    monkeypatch.setitem(sys.modules, package.replace("-", "_"), None)  # as if it were not there
    with pytest.raises(WriterError, match=rf"{provider} needs a package: pip install {package}$"):
        model_of(llm=f"{provider}:m")


@pytest.mark.parametrize(
    ("named", "kind"),
    [
        ("ollama:llama3.2", "ChatOllama"),
        ("Ollama:llama3.2", "ChatOllama"),
        ("ollama:hf.example/people/llama3.2", "ChatOllama"),
        ("anthropic:claude-haiku-4-5", "ChatAnthropic"),
        ("openai:gpt-4o-mini", "ChatOpenAI"),
    ],
)
def test_a_provider_and_a_name_make_that_providers_model_of_that_name(
    monkeypatch: pytest.MonkeyPatch, named: str, kind: str
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    model = model_of(llm=named)
    assert type(model).__name__ == kind
    # Some have it by one of these names, some by the other.
    assert getattr(model, "model_name", None) or model.model == named.partition(":")[2]


def test_readers_are_told_the_provider_and_the_last_part_of_the_name() -> None:
    assert writer_of(Settings(llm="Ollama:people/llama3.2")).name == "ollama:llama3.2"


@pytest.mark.parametrize(
    ("settings", "complaint"),
    [
        ({"llm_url": "http://127.0.0.1:1"}, "CV_LLM_URL or CV_LLM_KEY is set, but no model"),
        ({"llm_key": SecretStr(KEY)}, "CV_LLM_URL or CV_LLM_KEY is set, but no model"),
        ({"llm": "openai:m", "llm_url": "127.0.0.1:8080"}, "CV_LLM_URL is no address"),
        ({"llm": "openai:m", "llm_url": "file:///v1"}, "CV_LLM_URL is no address"),
        ({"llm": "anthropic:m", "llm_url": "http://127.0.0.1:1"}, "openai: or ollama: speaks to"),
        ({"llm": "ollama:m", "llm_key": SecretStr(KEY)}, "only where CV_LLM_URL names it"),
        ({"llm": "gguf:m", "llm_url": "http://127.0.0.1:1"}, "a GGUF file needs no server"),
    ],
)
def test_a_server_that_fits_no_model_is_told(settings: dict[str, Any], complaint: str) -> None:
    with pytest.raises(WriterError, match=complaint) as caught:
        writer_of(Settings(**settings))
    assert KEY not in str(caught.value)


def test_a_server_without_a_model_is_told_to_who_asks_from_python_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("CV_LLM", raising=False)
    monkeypatch.setenv("CV_LLM_URL", "http://127.0.0.1:1")
    with pytest.raises(WriterError, match="no model: name it in CV_LLM"):
        default_writer()


def test_a_provider_that_nobody_knows_is_told() -> None:
    with pytest.raises(WriterError, match=r"nobody:x can't be set up .*one of LangChain's"):
        model_of(llm="nobody:x")


def test_a_server_is_sent_no_key_but_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    url = "http://127.0.0.1:1/v1"
    assert model_of(llm="openai:m", llm_url=url).openai_api_key.get_secret_value() == "none"
    own = model_of(llm="openai:m", llm_url=url, llm_key=SecretStr("own"))
    assert own.openai_api_key.get_secret_value() == "own"
    assert model_of(llm="openai:m").openai_api_key.get_secret_value() == KEY


def ask(named: str, url: str = "", key: str = "") -> None:
    """Have a model write whose server refuses to."""
    writer = writer_of(Settings(llm=named, llm_url=url, llm_key=SecretStr(key)))
    with pytest.raises(WritingFailed, match="status 418"):
        list(writer.write(TASK, lambda: None))


@pytest.mark.parametrize("named", ["openai:m", "ollama:m"])
def test_what_a_server_is_really_sent_is_the_key_that_is_set_for_it_or_none(
    monkeypatch: pytest.MonkeyPatch, named: str
) -> None:
    for name in ("OPENAI_API_KEY", "OLLAMA_API_KEY", "ANTHROPIC_API_KEY"):
        monkeypatch.setenv(name, KEY)
    with serving(failing(418)) as (address, told):
        ask(named, address, key="own")
        ask(named, address)
    with_key, without = told.keys
    assert with_key == "Bearer own"
    assert without in ("", "Bearer none")


@pytest.mark.parametrize(
    ("named", "host"),
    [("openai:m", ""), ("ollama:m", ""), ("ollama:m", "127.0.0.1"), ("ollama:m", "0.0.0.0")],
)
def test_a_server_on_this_machine_is_asked_through_no_proxy(
    monkeypatch: pytest.MonkeyPatch, named: str, host: str
) -> None:
    with running() as proxy, running() as here:
        passed_on, told = proxy.behaves(failing(418)), here.behaves(failing(418))
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.address)
        for name in ("NO_PROXY", "no_proxy"):
            monkeypatch.delenv(name, raising=False)
        # Named by its address, or as Ollama's own variable has it.
        monkeypatch.setenv("OLLAMA_HOST", here.address.replace("127.0.0.1", host or "elsewhere"))
        ask(named, "" if host else here.address)
    assert passed_on.bodies == []
    assert "Eleven ferries" in str(told.bodies)


def test_anthropic_is_sent_the_key_of_its_own_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", KEY)
    monkeypatch.setenv("OPENAI_API_KEY", "another")
    assert model_of(llm="anthropic:m").anthropic_api_key.get_secret_value() == KEY
    own = model_of(llm="anthropic:m", llm_key=SecretStr("own"))
    assert own.anthropic_api_key.get_secret_value() == "own"


def test_a_missing_key_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(WriterError, match="its key in the environment"):
        model_of(llm="openai:m")


def test_a_key_is_in_no_text_of_the_settings() -> None:
    settings = Settings(llm="openai:m", llm_key=SecretStr(KEY))
    assert KEY not in f"{settings!r} {settings} {settings.model_dump()}"


def test_a_file_that_is_not_there_or_no_model_is_told(tmp_path: Path) -> None:
    with pytest.raises(WriterError, match=r"none.gguf can't be read: No such file"):
        writer_of(Settings(llm=f"gguf:{tmp_path / 'none.gguf'}"))
    (tmp_path / "text.gguf").write_text("once upon a time")
    with pytest.raises(WriterError, match=r"text.gguf is no GGUF file"):
        writer_of(Settings(llm=f"gguf:{tmp_path / 'text.gguf'}"))


def test_a_damaged_model_is_told_when_it_is_loaded(tmp_path: Path) -> None:
    (tmp_path / "bad.gguf").write_bytes(b"GGUF" + bytes(100))
    with pytest.raises(WriterError, match=r"bad.gguf can't be loaded"):
        writer_of(Settings(llm=f"gguf:{tmp_path / 'bad.gguf'}")).load()
