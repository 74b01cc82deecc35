"""Which writer the settings name."""

import importlib.util
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

from qa.writer.chat_model import ChatModelWriter
from qa.writer.errors import WriterError
from qa.writer.gguf import AT_ONCE, PREFIX, GgufModel, without_proxy
from qa.writer.model import Writer
from qa.writer.quotes import QUOTES

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from pydantic import SecretStr

_PACKAGES = {
    "anthropic": "langchain-anthropic",
    "openai": "langchain-openai",
    "ollama": "langchain-ollama",
}
"""Those whose package can be named before LangChain is imported; it names the others itself."""

_NO_KEY = "none"

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_ANY_ADDRESS = frozenset({"0.0.0.0", "::"})


class WriterSettings(Protocol):
    """What of the settings is about the language model."""

    @property
    def llm(self) -> str:
        """``provider:model``, ``gguf:FILE`` or ``""``."""

    @property
    def llm_url(self) -> str:
        """The address of a server; ``""`` for the provider's own."""

    @property
    def llm_key(self) -> "SecretStr":
        """What that server is sent as a key."""

    @property
    def llm_seconds(self) -> float:
        """The longest that a reply may take."""


def writer_of(settings: WriterSettings) -> Writer:
    """The writer that the settings name; `QUOTES` where they name none.

    Raises:
        WriterError: they name one that can't be used; says what to do.
    """
    named = settings.llm.strip()
    has_server = bool(settings.llm_url or settings.llm_key.get_secret_value())
    if not named and has_server:
        raise WriterError("CV_LLM_URL or CV_LLM_KEY is set, but no model: name it in CV_LLM")
    if not named:
        return QUOTES
    provider, colon, model = named.partition(":")
    provider = provider.casefold()
    if not (provider and colon and model):
        raise WriterError(
            "CV_LLM is not provider:model, as openai:gpt-4o-mini, ollama:llama3.2 or gguf:FILE"
        )
    if provider == PREFIX and has_server:
        raise WriterError("CV_LLM: a GGUF file needs no server: leave out CV_LLM_URL and its key")
    # A path in the name is nothing for the readers of an answer.
    name = f"{provider}:{model.rpartition('/')[2]}"
    if provider == PREFIX:
        path = Path(model).expanduser()
        return ChatModelWriter(
            f"{PREFIX}:{path.stem}", GgufModel(path), seconds=settings.llm_seconds, at_once=AT_ONCE
        )
    _check_installed(provider)
    arguments = _arguments(provider, settings)
    return ChatModelWriter(
        name,
        lambda: _chat_model(provider, model, arguments()),
        seconds=settings.llm_seconds,
    )


def _check_installed(provider: str) -> None:
    package = _PACKAGES.get(provider, "")
    if package and not importlib.util.find_spec(package.replace("-", "_")):
        raise WriterError(f"CV_LLM: {provider} needs a package: pip install {package}")


def _arguments(provider: str, settings: WriterSettings) -> Callable[[], dict[str, Any]]:
    """What a model is made with.

    A server that is named gets no key but the one named for it: that of the provider, in the
    environment, is none of its business. One on this machine is asked without any proxy.
    """
    url, key = settings.llm_url, settings.llm_key.get_secret_value()
    if not url and provider == "ollama":
        if key:
            raise WriterError("CV_LLM_KEY: Ollama is sent a key only where CV_LLM_URL names it")
        return lambda: {"client_kwargs": {"trust_env": not _ollama_is_here()}}
    if not url:
        return lambda: {"api_key": key} if key else {}
    address = urlsplit(url)
    if address.scheme not in ("http", "https") or not address.hostname:
        raise WriterError("CV_LLM_URL is no address, as http://127.0.0.1:8080/v1 is one")
    is_here = address.hostname in LOOPBACK
    if provider == "ollama":
        # Without such a line the client would send OLLAMA_API_KEY.
        headers = {"Authorization": f"Bearer {key or _NO_KEY}"}
        return lambda: {
            "base_url": url,
            "client_kwargs": {"headers": headers, "trust_env": not is_here},
        }
    if provider != "openai":
        raise WriterError("CV_LLM_URL is for servers that openai: or ollama: speaks to")
    return lambda: {
        "base_url": url,
        "api_key": key or _NO_KEY,
        **({"http_async_client": without_proxy()} if is_here else {}),
    }


def _ollama_is_here() -> bool:
    """Whether Ollama's client asks this machine where no server is named to it.

    ``OLLAMA_HOST`` is often the address that Ollama listens at, which may be any of this machine's.
    """
    named = os.environ.get("OLLAMA_HOST", "").strip()
    host = urlsplit(named if "//" in named else f"//{named}").hostname
    return not host or host in LOOPBACK or host in _ANY_ADDRESS


def _chat_model(provider: str, model: str, arguments: dict[str, Any]) -> "BaseChatModel":
    from langchain.chat_models import init_chat_model  # noqa: PLC0415 - a second

    try:
        found: BaseChatModel = init_chat_model(model, model_provider=provider, **arguments)
    except ImportError as error:
        # LangChain knows the package, and tells it.
        told = re.search(r"pip install ([\w-]+)", str(error))
        package = told[1] if told else f"langchain-{provider.replace('_', '-')}"
        raise WriterError(f"CV_LLM: {provider} needs a package: pip install {package}") from error
    except Exception as error:  # noqa: BLE001 - each provider checks in a way of its own
        # Its message may hold the key.
        raise WriterError(
            f"CV_LLM: {provider}:{model} can't be set up ({type(error).__name__}). Is the provider "
            f"one of LangChain's, and its key in the environment (or in CV_LLM_KEY)?"
        ) from None
    return found
