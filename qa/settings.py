"""All settings of the project: those of the index, the reader and the page."""

from pathlib import Path

from platformdirs import user_data_path
from pydantic import Field

from index.settings import IndexSettings, is_off


class Settings(IndexSettings):
    """Every setting; each can be given as ``CV_<NAME>`` in the environment."""

    reranker_model: str = Field(
        "trained",
        description="What reads the sentences that search found: the trained reader that ships, "
        "one that you trained (its `.onnx` file), any sentence-transformers `CrossEncoder` by name "
        "or folder, or `none`.",
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
