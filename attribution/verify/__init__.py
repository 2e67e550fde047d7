"""Did they really say it? A quotation, and maybe its speaker, against the originals it may be from."""

from typing import TYPE_CHECKING, Any

from attribution.verify.records import Change, Cut, Evidence, Verdict, Verification

if TYPE_CHECKING:
    from attribution.verify.verification import Original, verify

__all__ = ["Change", "Cut", "Evidence", "Original", "Verdict", "Verification", "verify"]


def __getattr__(name: str) -> Any:
    # spaCy takes a second to import: who reads what a service has verified should not pay for it.
    if name in ("Original", "verify"):
        from attribution.verify import verification

        return getattr(verification, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
