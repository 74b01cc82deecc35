"""Gradio is imported without writing stubs for editors; a process of its own, since it is once."""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from qa.web.stubs import MODULE, WRITES

ROOT = Path(__file__).parent.parent

TRY = f"""
import sys
from pathlib import Path
from qa.web.stubs import without_stubs

before = list(sys.meta_path)
with without_stubs():
    import gradio
assert sys.meta_path == before
assert sys.modules[{MODULE!r}].{WRITES}.__module__ == "qa.web.stubs"

class Lamp(gradio.HTML):
    pass

assert not Path("lamp.pyi").exists()
assert gradio.Textbox(label="Lit by").get_config()["label"] == "Lit by"
"""


@pytest.mark.slow
def test_components_are_as_ever_and_no_stub_is_written(tmp_path: Path) -> None:
    script = tmp_path / "lamp.py"
    script.write_text(TRY, encoding="utf-8")
    subprocess.run(
        [sys.executable, script],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=True,
        timeout=60,
    )
    assert [each.name for each in tmp_path.iterdir()] == [script.name]


def test_the_function_that_writes_them_has_that_name() -> None:
    """Else the module that passes it over is dead."""
    spec = find_spec(MODULE.partition(".")[0])
    assert spec
    assert spec.origin
    source = Path(spec.origin).with_name(f"{MODULE.partition('.')[2]}.py")
    assert f"def {WRITES}(" in source.read_text(encoding="utf-8")
