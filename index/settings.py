"""Where the articles and the index are, and which model embeds them."""

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Self

from platformdirs import user_data_path
from pydantic import AfterValidator, Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict, SettingsError

from corpus import DEFAULT_LIMITS, Library, Limits
from index.defaults import DEFAULT_MODEL, SHIPPED_ARTICLES
from index.errors import SettingError

_MB = 1_000_000
_LEAST_MEMORY_MB = 100
"""Less would be too little for any file: Python and the readers themselves take that much."""

_MOST_MB = 1_000_000
_MOST_SECONDS = 86_400
"""A terabyte and a day: what is meant by "no limit", and what every system can still count."""


def is_off(setting: str) -> bool:
    """Whether a setting is turned off whose empty value stands for a default."""
    return setting.strip().casefold() == "off"


class IndexSettings(BaseSettings):
    """Settings of the index; each can be given as ``CV_<NAME>`` in the environment."""

    model_config = SettingsConfigDict(
        env_prefix="CV_", env_ignore_empty=True, extra="ignore", frozen=True
    )

    articles: Annotated[Path, AfterValidator(Path.expanduser)] = Field(
        SHIPPED_ARTICLES, description="The folder of articles."
    )
    index: str = Field(
        "",
        description="The index: a folder, or the URL of a Chroma server. Named without "
        "`CV_ARTICLES`, it is asked as it is and never changed. Empty: a folder of its own for "
        "each folder of articles, among the user's data.",
    )
    embedding_model: str = Field(
        DEFAULT_MODEL,
        description="The embedding model: the default one, or any sentence-transformers "
        "model by name or folder.",
    )
    changes: str = Field(
        "",
        description="What readers change about the articles is kept here, in a folder: files that "
        "they bring, and which ones they take out; `off` for a page that nobody may change. Empty: "
        "a folder of its own for each folder of articles, among the user's data.",
    )
    max_file_mb: float = Field(
        DEFAULT_LIMITS.max_bytes / _MB,
        gt=0,
        le=_MOST_MB,
        description="The largest article file that is read, in megabytes.",
    )
    max_file_seconds: float = Field(
        DEFAULT_LIMITS.max_seconds,
        gt=0,
        le=_MOST_SECONDS,
        description="The most of the processor's time that reading one file may take, in seconds.",
    )
    max_file_memory_mb: int = Field(
        DEFAULT_LIMITS.max_memory_mb,
        ge=_LEAST_MEMORY_MB,
        le=_MOST_MB,
        description="The most memory that reading one file may take, in megabytes; on Linux only.",
    )
    max_pages: int = Field(
        DEFAULT_LIMITS.max_pages, gt=0, description="The most pages of a PDF that is read."
    )
    max_characters: int = Field(
        DEFAULT_LIMITS.max_characters,
        gt=0,
        description="The longest text that one file may make, in characters.",
    )
    max_sentences: int = Field(
        DEFAULT_LIMITS.max_sentences,
        gt=0,
        description="The most sentences that one file may make; each is embedded and kept.",
    )

    @classmethod
    def load(cls, **given: Any) -> Self:
        """The settings of the environment, and above them those that are given.

        Raises:
            SettingError: a value makes no sense; names each such setting.
        """
        try:
            return cls(**given)
        except ValidationError as error:
            wrong = "; ".join(_complaint(detail) for detail in error.errors())
            raise SettingError(f"a setting is wrong: {wrong}") from error
        except SettingsError as error:
            raise SettingError(f"a setting is wrong: {error}") from error

    @property
    def index_location(self) -> str:
        """``index``, or the default place for ``articles``.

        Each folder of articles has an index of its own, and another one for each place where
        changes to it are kept, so that looking at one neither throws away nor mixes what is in
        another.
        """
        return self.index or str(user_data_path("chapter-and-verse") / self._name_of_index)

    @property
    def only_reads(self) -> bool:
        """Whether the index is asked as it is: it is named, and no articles that it has to follow.

        So any number of programs can ask an index that another one fills.
        """
        return bool(self.index) and "articles" not in self.model_fields_set

    @property
    def limits(self) -> Limits:
        """What reading one file may take."""
        return Limits(
            max_bytes=int(self.max_file_mb * _MB),
            max_pages=self.max_pages,
            max_characters=self.max_characters,
            max_sentences=self.max_sentences,
            max_seconds=self.max_file_seconds,
            max_memory_mb=self.max_file_memory_mb,
        )

    @property
    def library(self) -> Library:
        """The articles, and where changes to them are kept."""
        if is_off(self.changes) or self.only_reads:
            return Library(self.articles)
        default = user_data_path("chapter-and-verse") / "changes" / self._key
        return Library(self.articles, Path(self.changes).expanduser() if self.changes else default)

    @property
    def _name_of_index(self) -> str:
        if is_off(self.changes):
            return f"{self._key}-unchanged"
        if not self.changes:
            return self._key
        place = Path(self.changes).expanduser().resolve()
        return f"{self._key}-{_digest(place)}"

    @property
    def _key(self) -> str:
        """Names the folder of articles among others."""
        folder = self.articles.resolve()
        return f"{folder.name or 'root'}-{_digest(folder)}"


def _digest(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]


def _complaint(detail: Mapping[str, Any]) -> str:
    """One of pydantic's findings; one about several settings at once names none."""
    where = "".join(f"CV_{str(name).upper()}: " for name in detail["loc"][:1])
    return f"{where}{detail['msg']}"
