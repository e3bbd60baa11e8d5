"""Compare careers on evidence."""

from rolescope.version import __version__

__all__ = ["__version__"]
