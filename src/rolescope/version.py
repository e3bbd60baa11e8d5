"""The version of the package, and nothing else, so that ``--version`` imports nothing."""

__version__ = "0.1.0"
