"""Programs of ours in processes of their own that note down every host they turn to.

What is noted down is what Python opens or looks up; hosts that are not this machine are refused.
Compiled code that opens connections of its own is not seen: look at what it leaves in the home.
"""

import os
from pathlib import Path

from tests.browser.running import environment

_NOTES = "NOTES_OF_CONTACTS"

_QUIETENING = {
    *("CI", "GITHUB_ACTIONS", "GITLAB_CI", "TF_BUILD", "JENKINS_URL", "BUILDKITE"),
    *("ORT_DISABLE_TELEMETRY", "ANONYMIZED_TELEMETRY", "GRADIO_ANALYTICS_ENABLED"),
    *("HF_HUB_OFFLINE", "HF_HUB_DISABLE_TELEMETRY", "TRANSFORMERS_OFFLINE", "DO_NOT_TRACK"),
}
"""What would keep libraries quiet here, but is not set where the program is used."""

_ELSEWHERE = {"XDG_CONFIG_HOME", "XDG_STATE_HOME", "HF_HOME", "FORWARDED_ALLOW_IPS"}
"""Of a developer: where else libraries would keep things, and whom else the app would believe."""

_WATCH = f"""
import os
import sys

NAMES = "socket.getaddrinfo", "socket.gethostbyname"

def note(event, arguments):
    if event == "socket.connect" and isinstance(arguments[1], tuple):
        host, port = arguments[1][:2]
    elif event in NAMES:
        host, port = arguments[0], arguments[1] if len(arguments) > 1 else None
    else:
        return
    host = host.decode() if isinstance(host, bytes) else host
    if not host or host == "localhost" or event in NAMES and host == "127.0.0.1":
        return
    with open(os.environ["{_NOTES}"], "a") as notes:
        notes.write(f"{{host}}:{{port}}\\n")
    if host not in ("127.0.0.1", "::1"):
        raise ConnectionRefusedError(f"{{host}} is elsewhere")

sys.addaudithook(note)
"""


class Watch:
    """What a process turns to.

    Args:
        place: a new folder, for what has to be kept meanwhile.
    """

    def __init__(self, place: Path) -> None:
        place.mkdir()
        (place / "sitecustomize.py").write_text(_WATCH, encoding="utf-8")
        self._place = place
        self._notes = place / "notes"
        self._notes.touch()

    def environment(self, home: Path, **settings: str) -> dict[str, str]:
        """That of a process to be watched.

        Args:
            home: where its user lives.
            settings: others of its environment.
        """
        path = os.pathsep.join(filter(None, [str(self._place), os.environ.get("PYTHONPATH")]))
        theirs = {k: v for k, v in environment(home).items() if k not in _QUIETENING | _ELSEWHERE}
        return theirs | settings | {_NOTES: str(self._notes), "PYTHONPATH": path}

    @property
    def contacts(self) -> set[str]:
        """The hosts and ports that it has turned to so far."""
        return set(self._notes.read_text(encoding="utf-8").split())
