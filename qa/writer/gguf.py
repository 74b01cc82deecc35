"""A model in a GGUF file, run in this process: llama.cpp's server on loopback, with a key of its
own, so that it is asked as any other server is.
"""

import importlib.util
import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.errors import excerpt
from qa.writer.errors import WriterError

if TYPE_CHECKING:
    import httpx
    from langchain_core.language_models import BaseChatModel

PREFIX = "gguf"

_MAGIC = b"GGUF"
AT_ONCE = 2
"""Replies that are written at a time."""

_CONTEXT = 4096
"""Tokens of a question with its sources, and of the reply, which has at most the next number."""
_LONGEST_REPLY = 400

_NEEDS = ("xllamacpp", "langchain_openai")


def without_proxy() -> "httpx.AsyncClient":
    """A client for servers on this machine, whatever proxy the environment names.

    Without time-outs of its own: whoever waits has one.
    """
    import httpx  # noqa: PLC0415 - a tenth of a second

    return httpx.AsyncClient(trust_env=False, timeout=None)


class GgufModel:
    """Makes a chat model of a file; the server ends with the process.

    Args:
        path: of the file.

    Raises:
        WriterError: there is no such file, it is none of that kind, or a package is missing.
    """

    def __init__(self, path: Path) -> None:
        missing = [name for name in _NEEDS if not importlib.util.find_spec(name)]
        if missing:
            raise WriterError(
                f"CV_LLM: a GGUF file needs more packages: pip install "
                f"{' '.join(name.replace('_', '-') for name in missing)}"
            )
        try:
            with path.open("rb") as file:
                magic = file.read(len(_MAGIC))
        except OSError as error:
            raise WriterError(f"CV_LLM: {path} can't be read: {error.strerror}") from error
        if magic != _MAGIC:
            raise WriterError(f"CV_LLM: {path} is no GGUF file")
        self._path = path
        self._server: Any = None

    def __call__(self) -> "BaseChatModel":
        """Load the file and serve it.

        Raises:
            WriterError: it is damaged, or of a kind that is not known.
        """
        from langchain_openai import ChatOpenAI  # noqa: PLC0415 - optional, and slow
        from pydantic import SecretStr  # noqa: PLC0415

        key = secrets.token_urlsafe()
        self._server = self._started(key)
        return ChatOpenAI(
            model=self._path.stem,
            base_url=f"{self._server.listening_address}/v1",
            api_key=SecretStr(key),
            temperature=0,
            http_async_client=without_proxy(),
            max_completion_tokens=_LONGEST_REPLY,
        )

    def _started(self, key: str) -> Any:
        import xllamacpp  # noqa: PLC0415 - optional

        parameters = xllamacpp.CommonParams()
        parameters.model.path = str(self._path)
        parameters.api_keys = [key]
        parameters.n_ctx = AT_ONCE * _CONTEXT
        parameters.n_parallel = AT_ONCE
        parameters.verbosity = 0
        try:
            return xllamacpp.Server(parameters)
        except Exception as error:  # C++'s exceptions come as whatever fits
            raise WriterError(
                f"CV_LLM: {self._path} can't be loaded: {excerpt(error)}. Get the file anew, or "
                "leave CV_LLM out."
            ) from error
