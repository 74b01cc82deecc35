"""Training the reader that ships: ``python -m qa.training --help``."""
