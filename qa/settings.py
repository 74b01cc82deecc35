"""All settings of the project: those of the index, the reader and the page."""

from pathlib import Path
from typing import Literal

from platformdirs import user_data_path
from pydantic import Field, SecretStr, field_validator

from index.errors import SettingError
from index.settings import IndexSettings, is_off

LOOPBACK = ("127.0.0.1", "localhost", "::1", "[::1]")
"""Names of this machine. Who serves only it is asked by no other name: a page of another site whose
name was made to lead here (DNS rebinding) would be one.
"""


class Settings(IndexSettings):
    """Every setting; each can be given as ``CV_<NAME>`` in the environment."""

    reranker_model: str = Field(
        "trained",
        description="What reads the sentences that search found: the trained reader that ships, "
        "one that you trained (its `.onnx` file), any sentence-transformers `CrossEncoder` by name "
        "or folder (what is refused is decided by search alone then), or `none`.",
    )
    llm: str = Field(
        "",
        description="A language model that writes the answers, each sentence checked: "
        "`provider:model` as LangChain has them, or `gguf:FILE`. Empty: none, the articles answer "
        "in their own words.",
    )
    llm_url: str = Field(
        "",
        description="The address of the server that has the model, if it is not the provider's; "
        "with `openai:` and `ollama:` only.",
    )
    llm_key: SecretStr = Field(
        SecretStr(""),
        description="What that server wants as a key; without `CV_LLM_URL` the provider's, if it "
        "is not in a variable of its own.",
    )
    llm_seconds: float = Field(
        60.0,
        gt=0,
        le=3_600,
        description="The longest that the model may take; then the articles answer in their own "
        "words.",
    )
    seconds: float = Field(
        120.0,
        gt=0,
        le=3_600,
        description="The longest that a question to the page or its interfaces may take; more than "
        "`CV_LLM_SECONDS`.",
    )
    log: Literal["text", "json"] = Field(
        "text", description="How the page logs: lines of `text`, or `json` objects, one a line."
    )
    log_questions: bool = Field(
        False,
        description="Whether the texts of questions and answers may stand in the log: `on` or "
        "`off`.",
    )
    feedback: str = Field(
        "",
        description="The file that keeps what readers think of answers, a JSON object a line; "
        "`off` to ask nobody. Empty: `feedback.jsonl` among the user's data.",
    )
    host: str = Field("127.0.0.1", description="The address that the page is served on.")
    port: int = Field(7860, ge=0, le=65_535, description="The port of the page; 0 for any.")
    auth: SecretStr = Field(
        SecretStr(""),
        description="Who may use the page: `NAME:PASSWORD`, several with spaces between. Where "
        "`CV_HOST` lets others reach it, it does not start without; `off` where a proxy in front "
        "asks for a password already.",
    )
    rate: int = Field(
        120,
        ge=0,
        description="How many questions and changes are taken from one address in a minute, and "
        "ten times as many looks at pages, articles and lists; 0 for any number. Who asks on this "
        "machine is not counted.",
    )
    max_brought_mb: float = Field(
        200.0,
        gt=0,
        description="The most that the files which readers brought may have together, in "
        "megabytes.",
    )

    @field_validator("auth")
    @classmethod
    def _names_and_passwords(cls, auth: SecretStr) -> SecretStr:
        wanted = "each has to be NAME:PASSWORD, as reader:a-long-password is one"
        for each in _logins(auth):
            name, _, password = each.partition(":")
            if not name or not password:
                raise ValueError(wanted)
        return auth

    @property
    def logins(self) -> tuple[str, ...]:
        """Who may use the page, each as ``NAME:PASSWORD``; none where nobody is asked."""
        return _logins(self.auth)

    @property
    def others_reach_it(self) -> bool:
        """Whether the page is served to more than this machine."""
        return self.host not in LOOPBACK

    def check_reach(self) -> None:
        """Nothing where only those reach the page who may.

        Raises:
            SettingError: it would be served to others, and nobody said who may use it.
        """
        if self.others_reach_it and not self.auth.get_secret_value().strip():
            raise SettingError(
                f"CV_HOST={self.host} lets other machines reach the page: they could read every "
                "article, bring and take out some, and keep this machine busy. Set "
                "CV_AUTH=NAME:PASSWORD, so that it asks who they are, or CV_AUTH=off where a proxy "
                "in front does."
            )

    @property
    def feedback_file(self) -> Path | None:
        """Where opinions are kept; None where nobody is asked."""
        if is_off(self.feedback):
            return None
        default = user_data_path("chapter-and-verse") / "feedback.jsonl"
        return Path(self.feedback).expanduser() if self.feedback else default


def _logins(auth: SecretStr) -> tuple[str, ...]:
    given = auth.get_secret_value()
    return () if is_off(given) else tuple(given.split())
