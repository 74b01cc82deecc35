"""Chapter & Verse in the browser: ``python app.py``."""

import argparse
import os
import socket
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from corpus import VERSION, ChapterVerseError

if TYPE_CHECKING:
    from qa.settings import Settings

_SECONDS_TO_FINISH = 2
_HIGHEST_PORT = 65_535

_HERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}
"""Names of this machine to be opened where all of its addresses are listened on."""

_ANYWHERE = ("192.0.2.1", 9)
"""An address that is nobody's (RFC 5737)."""


class AddressTaken(ChapterVerseError):
    """The host and port can't be listened on."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve the page until Ctrl-C.

    Args:
        arguments: of the command line; None for those of this process.

    Returns:
        the exit code: 0 after Ctrl-C, 2 when the page could not be served.
    """
    options = _parser().parse_args(arguments)
    given = {name: value for name, value in vars(options).items() if value is not None}
    try:
        from qa.settings import Settings  # noqa: PLC0415 - --help needs none of this

        _serve(Settings.load(**given))
    except KeyboardInterrupt:
        return 0
    except ChapterVerseError as error:
        sys.stderr.write(f"app.py: {error}\n")
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="app.py",
        description="Ask a set of news articles; every answer quotes the passages it rests on.",
        epilog="Each option can also be set in the environment: CV_ARTICLES, CV_INDEX, …",
    )
    parser.add_argument("--version", action="version", version=f"Chapter & Verse {VERSION}")
    parser.add_argument("--articles", metavar="FOLDER", help="the folder of articles")
    parser.add_argument(
        "--index", metavar="PATH_OR_URL", help="the index; alone it is asked as it is"
    )
    parser.add_argument("--llm", metavar="NAME", help="a language model that writes the answers")
    parser.add_argument("--host", help="the address to listen on (127.0.0.1)")
    parser.add_argument("--port", type=_port, help="the port to listen on (7860); 0 for any")
    return parser


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > _HIGHEST_PORT:
        raise argparse.ArgumentTypeError(f"{text} is not in 0..{_HIGHEST_PORT}")
    return int(text)


def _serve(settings: "Settings") -> None:
    settings.check_reach()
    with _listener(settings.host, settings.port) as listener:
        import uvicorn  # noqa: PLC0415 - the port is looked at first

        from qa.logs import set_up  # noqa: PLC0415
        from qa.web import create_app  # noqa: PLC0415
        from qa.web.connections import LARGEST_HEAD, Connection  # noqa: PLC0415

        set_up(settings.log, with_texts=settings.log_questions)
        config = uvicorn.Config(
            create_app(settings),
            log_config=None,  # as all the others
            log_level="warning",
            timeout_graceful_shutdown=_SECONDS_TO_FINISH,
            server_header=False,
            # All names of this machine; the last where an IPv6 socket is asked by IPv4.
            forwarded_allow_ips=os.environ.get(
                "FORWARDED_ALLOW_IPS", "127.0.0.1,::1,::ffff:127.0.0.1"
            ),
            ws="none",
            # uvicorn prefers a parser that takes heads of any length, where there is one.
            http=Connection,
            h11_max_incomplete_event_size=LARGEST_HEAD,
        )
        for line in _greeting(settings, *listener.getsockname()[:2]):
            print(line, flush=True)  # noqa: T201
        uvicorn.Server(config).run(sockets=[listener])


def _greeting(settings: "Settings", host: str, port: int) -> Iterator[str]:
    """Where the page is, in addresses that can be opened, and who reaches it."""
    here = _HERE.get(host, host)
    yield f"Chapter & Verse: {_address(here, port)}  (Ctrl-C ends it)"
    if here != host:
        yield f"From another machine: {_address(_name_elsewhere(), port)}"
    if settings.others_reach_it:
        yield _told_of_others(settings)


def _address(host: str, port: int) -> str:
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _name_elsewhere() -> str:
    """The address from which this machine asks others, or else its name."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as never_used:
        try:
            # Nothing is sent: the system only looks which way it would be.
            never_used.connect(_ANYWHERE)
        except OSError:
            return socket.gethostname()
        return str(never_used.getsockname()[0])


def _told_of_others(settings: "Settings") -> str:
    if not settings.logins:
        return "Other machines reach it, and are asked for no password (CV_AUTH=off)."
    return (
        "Other machines reach it with a password (CV_AUTH), which can be read on its way unless a "
        "proxy with TLS stands in front: see the README, “For others to use”."
    )


def _listener(host: str, port: int) -> socket.socket:
    """A socket that listens already: who opens the page now waits, and is not turned away."""
    name = host.strip("[]")  # as an IPv6 address is written within others
    try:
        return socket.create_server(
            (name, port),
            family=socket.AF_INET6 if ":" in name else socket.AF_INET,
            # Systems differ in whether "all addresses" of the one kind are also all of the other.
            dualstack_ipv6=name == "::" and socket.has_dualstack_ipv6(),
        )
    except OSError as error:
        raise AddressTaken(
            f"can't listen on {host}:{port} ({error}). Name another port with --port or another "
            "address with --host, or end the program that has this one."
        ) from error


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    sys.stderr.flush()
    # `sys.exit` would wait for threads, of which one may hang in the server of an index, and break
    # into others in the middle of a model's work, which ends in an abort.
    os._exit(code)
