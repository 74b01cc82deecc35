"""What became of a request, from whatever a provider's library raises.

Only its kind and status are looked at: its message may hold a key, an address or what was asked.
"""

_BY_NAME = {
    "wrote on and on, and was cut off": ("lengthfinish",),
    "took too long": ("timeout", "timedout"),
    "could not be reached, or the connection broke": (
        "connect",
        "network",
        "protocol",
        "readerror",
        "incomplete",
    ),
}

_CLAUSES = {
    401: "refused the key that it was sent",
    403: "refused the key that it was sent",
    404: "is not known where it was asked for",
    408: "took too long",
    413: "was given more than it takes",
    429: "has no time: too many requests, or the account is used up",
    529: "is overloaded",
}
_SERVER_ERROR = 500
_SCHEMA_STATUSES = (400, 404, 415, 422, 501)


def clause_for(error: BaseException) -> str:
    """What went wrong, as a clause whose subject is the language model."""
    if status := status_of(error):
        other = "failed" if status >= _SERVER_ERROR else "refused the request"
        return _CLAUSES.get(status, f"{other} (status {status})")
    names = " ".join(_names(error))
    for clause, words in _BY_NAME.items():
        if any(word in names for word in words):
            return clause
    return f"failed ({type(error).__name__})"


def told_in_log(error: BaseException) -> str:
    """The kind of an error and of what caused it, and its status: never a message."""
    kinds = " after ".join(dict.fromkeys(type(each).__name__ for each in _chain(error)))
    status = status_of(error)
    return f"{kinds}, status {status}" if status else kinds


def refuses_schema(error: BaseException) -> bool:
    """Whether it may be the schema of the reply that a provider does not take."""
    return status_of(error) in _SCHEMA_STATUSES or isinstance(error, NotImplementedError)


def status_of(error: BaseException) -> int:
    """The HTTP status that an error tells of; 0 for none."""
    for each in _chain(error):
        for holder in (each, getattr(each, "response", None)):
            status = getattr(holder, "status_code", None)
            if isinstance(status, int) and status > 0:
                return status
    return 0


def _names(error: BaseException) -> list[str]:
    """The names of its classes and of those of what caused it, folded."""
    return [kind.__name__.casefold() for each in _chain(error) for kind in type(each).__mro__]


def _chain(error: BaseException) -> list[BaseException]:
    chain: list[BaseException] = []
    current: BaseException | None = error
    while current is not None and current not in chain:
        chain.append(current)
        current = current.__cause__ or current.__context__
    return chain
