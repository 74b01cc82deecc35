"""All settings of the project: those of the index, the reader and the page."""

from pathlib import Path
from typing import Literal

from platformdirs import user_data_path
from pydantic import Field, SecretStr

from index.settings import IndexSettings, is_off


class Settings(IndexSettings):
    """Every setting; each can be given as ``CV_<NAME>`` in the environment."""

    reranker_model: str = Field(
        "trained",
        description="What reads the sentences that search found: the trained reader that ships, "
        "one that you trained (its `.onnx` file), any sentence-transformers `CrossEncoder` by name "
        "or folder, or `none`.",
    )
    llm: str = Field(
        "",
        description="A language model that writes the answers, each sentence checked: "
        "`provider:model` as LangChain has them, or `gguf:FILE`. Empty: none, the articles answer "
        "in their own words.",
    )
    llm_url: str = Field(
        "", description="The address of the server that has the model, if it is not the provider's."
    )
    llm_key: SecretStr = Field(
        SecretStr(""),
        description="What that server wants as a key; a provider's is in a variable of its own.",
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

    @property
    def feedback_file(self) -> Path | None:
        """Where opinions are kept; None where nobody is asked."""
        if is_off(self.feedback):
            return None
        default = user_data_path("chapter-and-verse") / "feedback.jsonl"
        return Path(self.feedback).expanduser() if self.feedback else default
