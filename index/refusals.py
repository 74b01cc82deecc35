"""Why files were refused, kept beside the store: the same bytes need not be read again for that.

To find out that a file makes no article can take as long as a file may take. A line is added for
each at once, so that a sync that is killed leaves what it found out; a line that can't be
understood is passed over, and a sync that comes to its end leaves nothing but what its files need.
"""

import json
import logging
from collections.abc import Collection, Iterator

from corpus import Limits, RefusedFile
from corpus.writing import replacing
from index.catalog import version_of
from index.locations import beside

_KEPT = "refused.jsonl"

_logger = logging.getLogger(__name__)


class Refusals:
    """The reasons by a file's version (`catalog.version_of`), of what was read within some limits.

    Args:
        location: that of the index.
        limits: what was refused within others may be read within these.
    """

    def __init__(self, location: str, limits: Limits) -> None:
        self._path = beside(location) / _KEPT
        self._limits = repr(limits)
        self._reasons = dict(self._kept())

    def why(self, version: str) -> str | None:
        """Why a file of this version was refused, if it was."""
        return self._reasons.get(version)

    def add(self, failure: RefusedFile) -> None:
        """Keep why a file was refused, unless it can't be written (a full disk)."""
        version = version_of(failure.path, failure.sha256)
        self._reasons[version] = failure.reason
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("a", encoding="utf-8") as file:
                file.write(f"\n{self._line(version)}")  # what was torn off before is no part of it
        except OSError as error:
            self._warn(error)

    def forget_all_but(self, versions: Collection[str]) -> None:
        """Keep those of some versions only, in a file that is written whole or not at all."""
        self._reasons = {each: self._reasons[each] for each in self._reasons if each in versions}
        lines = "\n".join(map(self._line, self._reasons)).encode()
        try:
            if lines != self._bytes():
                with replacing(self._path) as file:
                    file.write(lines)
        except OSError as error:
            self._warn(error)

    def _line(self, version: str) -> str:
        return json.dumps([self._limits, version, self._reasons[version]])

    def _kept(self) -> Iterator[tuple[str, str]]:
        try:
            lines = self._bytes().splitlines()
        except OSError as error:
            self._warn(error)
            return
        for line in lines:
            try:
                limits, version, reason = map(str, json.loads(line))
            except (TypeError, ValueError):  # torn or damaged
                continue
            if limits == self._limits:
                yield version, reason

    def _bytes(self) -> bytes:
        return self._path.read_bytes() if self._path.exists() else b""

    def _warn(self, error: OSError) -> None:
        _logger.warning("which files were refused can't be kept in %s: %s", self._path, error)
