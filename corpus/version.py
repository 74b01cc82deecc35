"""Which version of the whole project this is."""

VERSION = "0.1.0"
"""Stands here alone: nothing is installed that tells it; `pyproject.toml` takes it from here."""
