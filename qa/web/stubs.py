"""Importing Gradio without having it write stubs for editors.

For each of its components, at each import, it parses the source anew to write a ``.pyi`` beside it:
a third of the time that the import takes, and nothing here reads what it writes.
"""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from types import ModuleType

MODULE, WRITES = "gradio.component_meta", "create_or_modify_pyi"
"""Which of Gradio's functions writes them. Without one of that name all is as it was."""


@contextmanager
def without_stubs() -> Iterator[None]:
    """While this lasts, Gradio can be imported for the first time and writes no stubs."""
    finder = _Finder()
    sys.meta_path = [finder, *sys.meta_path]
    try:
        yield
    finally:
        finder.withdraw()


class _Finder(MetaPathFinder):
    """Finds the module that has the function; once, as modules are loaded once."""

    def withdraw(self) -> None:
        """Find nothing more. Another thread may be going through the list: it is not changed."""
        sys.meta_path = [each for each in sys.meta_path if each is not self]

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,  # noqa: ARG002 - imports give it
        target: ModuleType | None = None,  # noqa: ARG002 - and this
    ) -> ModuleSpec | None:
        if fullname != MODULE:
            return None
        self.withdraw()
        spec = find_spec(fullname)
        if spec and spec.loader:
            spec.loader = _Loader(spec.loader)
        return spec


class _Loader(Loader):
    """Loads it as another loader does, and has the function do nothing."""

    def __init__(self, loader: Loader) -> None:
        self._loader = loader

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        self._loader.exec_module(module)
        setattr(module, WRITES, _nothing)


def _nothing(*_: object) -> None:
    """Instead of writing a stub."""
