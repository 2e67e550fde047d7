"""Who said what in a news article: quotations with speaker, role and exact position."""

from typing import TYPE_CHECKING, Any

from attribution.errors import QuotationError
from attribution.records import Extraction, Quotation, Role, Span, Speaker
from attribution.version import __version__

if TYPE_CHECKING:
    from attribution.extractor import Extractor

__all__ = [
    "Extraction",
    "Extractor",
    "Quotation",
    "QuotationError",
    "Role",
    "Span",
    "Speaker",
    "__version__",
    "load",
]


def load(**settings: Any) -> "Extractor":
    """An `Extractor` with the given settings; `attribution.load(topics=True)`."""
    from attribution.extractor import Extractor

    return Extractor(**settings)


def __getattr__(name: str) -> Any:
    # spaCy takes a second to import: `import attribution.records` should not pay for it.
    if name == "Extractor":
        from attribution.extractor import Extractor

        return Extractor
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
