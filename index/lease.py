"""The right to write to an index on a Chroma server, which one process has at a time.

A folder has a lock of the system's, which goes when its process does. A server has none; but of
those that would make a collection of one name it lets only one, and what is done to a collection is
done to that one, not to the next of its name. So whoever has made it may write, and changes it
every few seconds to show that it lives; one that stays as it was is put aside. No two clocks are
compared.

What is not prevented: a process that is frozen between its last look at the lease and a write, and
taken for dead meanwhile, still writes that one thing when it thaws. Articles are named by their
content, so that nothing is overwritten by other content, and the next sync takes away what is not
in the folder.
"""

import logging
import threading
import time
import uuid
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from index.errors import IndexBusy

_logger = logging.getLogger(__name__)

_PLACE, _BEAT = "place", "beat"

_EVERY = 2.0
_SILENCE = 30.0
_POLL = 0.2
"""How often a lease shows that it lives, from when on a silent one is taken for dead, and how often
that is looked at: all in seconds.
"""

_ROUNDS = 5


class Lease:
    """A lease on what has a name on a server.

    Args:
        client: Chroma's, on the server.
        name: that of the collection by which it is had.
        location: the index, as errors name it.
    """

    def __init__(self, client: Any, name: str, location: str) -> None:
        self._client = client
        self._name = name
        self._aside = f"{name}-aside"
        self._location = location
        self._own: Any = None
        self._ending = threading.Event()

    def take(self, place: str, until: float, waiting: Callable[[], None]) -> None:
        """Wait until it is had.

        Args:
            place: whence it is taken; of one place only one process asks for it at a time, so that
                another lease from there is of one that was killed.
            until: how long to wait for another that lives, by the monotonic clock. One that shows
                no sign of life is waited for until it is certain that it is dead.
            waiting: called while there is another to wait for.

        Raises:
            IndexBusy: another one has it still, and lives.
        """
        signs: list[str] = []
        silent = 0
        while (other := self._other(place)) is not None:
            if other.metadata[_BEAT] in signs:
                silent += 1
            else:
                signs.append(other.metadata[_BEAT])
                silent = 0
            # Looks are counted, not seconds: a server that is slow to reply to one is as slow to
            # hear a sign of life.
            if other.metadata[_PLACE] == place or silent * _POLL > _SILENCE:
                self._put_aside(other)
            elif time.monotonic() > until and len(signs) > 1:
                raise IndexBusy(
                    f"the index {self._location} is being synchronised by another process, "
                    "perhaps on another machine; try again when it is done"
                )
            else:
                waiting()
                time.sleep(_POLL)
        self._ending = threading.Event()
        threading.Thread(
            target=self._beat, args=[self._own, place, self._ending], name="lease", daemon=True
        ).start()

    def require(self) -> None:
        """Make sure that it is had still.

        Raises:
            IndexBusy: another one has put it aside.
        """
        now = self._get(self._name)
        if self._own is None or now is None or now.id != self._own.id:
            raise IndexBusy(
                f"the index {self._location} is being synchronised by another process: nothing "
                f"was heard of this one for {_SILENCE:g} seconds, or the server has forgotten it. "
                "Try again when that is done; what was written until then is kept"
            )

    def give_back(self) -> None:
        """Have it no more, for the next one to take."""
        own = self._let_go()
        if own is not None:
            self._put_aside(own)

    def drop(self) -> None:
        """Have it no more, where the server can't be told: the next one finds it silent."""
        self._let_go()

    def _let_go(self) -> Any:
        self._ending.set()
        own, self._own = self._own, None
        return own

    def _other(self, place: str) -> Any | None:
        """Who has it; None once it is had."""
        from chromadb.errors import ChromaError  # noqa: PLC0415 - loaded with the client

        for _ in range(_ROUNDS - 1):
            try:
                self._own = self._made(place)
            except ChromaError:  # of which there is one for all that a server refuses
                if other := self._get(self._name):
                    return other
            else:
                return None
        self._own = self._made(place)
        return None

    def _made(self, place: str) -> Any:
        return self._client.create_collection(
            self._name, metadata=_sign_of_life(place), embedding_function=None
        )

    def _put_aside(self, lease: Any) -> None:
        """Take the name from a lease, and from no other that has got it meanwhile."""
        from chromadb.errors import ChromaError  # noqa: PLC0415 - loaded with the client

        for _ in range(_ROUNDS):
            with suppress(ChromaError):
                self._delete_aside()  # of one that was killed here, if any
                lease.modify(name=self._aside)
                self._delete_aside()
                return
            # Another one is at it, too, and some is gone: what the server says of that varies.
            now = self._get(self._name)
            if now is None or now.id != lease.id:
                return
            time.sleep(_POLL)
        lease.modify(name=self._aside)

    def _delete_aside(self) -> None:
        from chromadb.errors import NotFoundError  # noqa: PLC0415 - loaded with the client

        with suppress(NotFoundError):
            self._client.delete_collection(self._aside)

    def _get(self, name: str) -> Any | None:
        from chromadb.errors import NotFoundError  # noqa: PLC0415 - loaded with the client

        try:
            return self._client.get_collection(name, embedding_function=None)
        except NotFoundError:
            return None

    def _beat(self, own: Any, place: str, ending: threading.Event) -> None:
        from chromadb.errors import NotFoundError  # noqa: PLC0415 - loaded with the client

        while not ending.wait(_EVERY):
            try:
                own.modify(metadata=_sign_of_life(place))
            except NotFoundError:
                return  # whoever writes next will be told
            except Exception as error:  # noqa: BLE001 - whatever it was, the next may get through
                _logger.info("the lease on %s was not renewed: %s", self._location, error)


def _sign_of_life(place: str) -> dict[str, str]:
    return {_PLACE: place, _BEAT: uuid.uuid4().hex}
