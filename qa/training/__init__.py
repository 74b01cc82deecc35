"""Training the models that ship: ``python -m qa.training --help``."""
