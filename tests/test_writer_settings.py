"""Which language model the settings name, and what is wrong with them."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from qa import Settings
from qa.writer import QUOTES, WriterError
from qa.writer.chat_model import ChatModelWriter
from qa.writer.choice import writer_of

KEY = "sk-do-not-tell-anybody-1234567890"


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
    with pytest.raises(WriterError, match="pip install langchain-anthropic"):
        writer_of(Settings(llm="anthropic:claude"))
    with pytest.raises(WriterError, match="pip install xllamacpp langchain-openai"):
        writer_of(Settings(llm="gguf:model.gguf"))


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
