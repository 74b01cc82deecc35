"""All settings of the project: those of the index, the reader and the page."""

from pydantic import Field

from index.settings import IndexSettings


class Settings(IndexSettings):
    """Every setting; each can be given as ``CV_<NAME>`` in the environment."""

    reranker_model: str = Field(
        "trained",
        description="What reads the sentences that search found: the trained reader that ships, "
        "one that you trained (its `.onnx` file), any sentence-transformers `CrossEncoder` by name "
        "or folder, or `none`.",
    )
    host: str = Field("127.0.0.1", description="The address that the page is served on.")
    port: int = Field(7860, ge=0, le=65_535, description="The port of the page; 0 for any.")
