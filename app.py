"""Chapter & Verse in the browser: ``python app.py``."""

import argparse
import os
import socket
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from corpus import ChapterVerseError

if TYPE_CHECKING:
    from qa.settings import Settings

_SECONDS_TO_FINISH = 2
_HIGHEST_PORT = 65_535


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

        set_up(settings.log, with_texts=settings.log_questions)
        config = uvicorn.Config(
            create_app(settings),
            log_config=None,  # as all the others
            log_level="warning",
            timeout_graceful_shutdown=_SECONDS_TO_FINISH,
            server_header=False,
            # Both names of this machine, one of which uvicorn forgets.
            forwarded_allow_ips=os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1,::1"),
            ws="none",
        )
        host, port = listener.getsockname()[:2]
        address = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
        print(f"Chapter & Verse: {address}  (Ctrl-C ends it)", flush=True)  # noqa: T201
        if settings.others_reach_it:
            print(_told_of_others(settings), flush=True)  # noqa: T201
        uvicorn.Server(config).run(sockets=[listener])


def _told_of_others(settings: "Settings") -> str:
    if not settings.logins:
        return "Other machines reach it, and are asked for no password (CV_AUTH=off)."
    return (
        "Other machines reach it with a password (CV_AUTH), which can be read on its way unless a "
        "proxy with TLS stands in front: see the README, “For others to use”."
    )


def _listener(host: str, port: int) -> socket.socket:
    """A socket that listens already: who opens the page now waits, and is not turned away."""
    try:
        return socket.create_server(
            (host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET
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
