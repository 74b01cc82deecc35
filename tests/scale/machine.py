"""What the figures were measured on, as a line: without it they can't be compared with others."""

import os
import platform
import re
from collections.abc import Mapping
from pathlib import Path

_INSTRUCTIONS = {
    "avx2": "AVX2",
    "avx512f": "AVX-512",
    "avx512_vnni": "VNNI",
    "avx_vnni": "AVX-VNNI",
    "avx512_bf16": "bfloat16",
    "amx_int8": "AMX int8",
    "amx_bf16": "AMX bfloat16",
}
"""What Linux calls those by which models are computed faster, and what people do."""


def machine() -> str:
    """Processor, memory, system and Python of this machine."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    python = f"{platform.python_implementation()} {platform.python_version()}"
    parts = processor(), f"{os.cpu_count()} processors", f"{memory:.1f} GB of memory"
    return ", ".join([*parts, _system(), python])


def processor(cpuinfo: Path = Path("/proc/cpuinfo")) -> str:
    """Its name, and what it can do; all that Python knows of it where Linux does not tell.

    Args:
        cpuinfo: where Linux tells.
    """
    try:
        text = cpuinfo.read_text(encoding="utf-8")
    except OSError:
        return platform.processor() or platform.machine()
    told = dict(re.findall(r"^(\w[\w ]*?)\s*:[ ]*(.*)$", text, re.MULTILINE))
    name = told.get("model name") or platform.machine()
    about = [f"{field} {told[key]}" for field, key in _NUMBERS.items() if key in told]
    return f"{name} ({', '.join([*about, *_instructions(told)])})"


_NUMBERS = {"family": "cpu family", "model": "model", "stepping": "stepping"}
"""They tell which one it is where a virtual machine gives it a name without a number."""


def _instructions(told: Mapping[str, str]) -> list[str]:
    flags = set(told.get("flags", "").split())
    return [name for flag, name in _INSTRUCTIONS.items() if flag in flags]


def _system() -> str:
    """That of this machine, with the version of its kernel."""
    kernel = f"{platform.system()} {platform.release()}"
    try:
        return f"{platform.freedesktop_os_release()['PRETTY_NAME']} ({kernel})"
    except OSError:
        return kernel
