"""Who said what in a news article: quotations with speaker, role and exact position."""

from attribution.version import __version__

__all__ = ["__version__"]
