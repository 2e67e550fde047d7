"""Quotations kept through the hands of machines: tokens in their place, and two versions compared."""

from typing import TYPE_CHECKING, Any

from attribution.lock.records import (
    Compared,
    Comparison,
    Fault,
    Key,
    KeyRefused,
    Known,
    Locked,
    LockedWords,
    Passage,
    Unlocked,
    UnlockRefused,
)

if TYPE_CHECKING:
    from attribution.lock.comparing import Version, compare
    from attribution.lock.locking import lock
    from attribution.lock.unlocking import unlock

__all__ = [
    "Compared",
    "Comparison",
    "Fault",
    "Key",
    "KeyRefused",
    "Known",
    "Locked",
    "LockedWords",
    "Passage",
    "UnlockRefused",
    "Unlocked",
    "Version",
    "compare",
    "lock",
    "unlock",
]

_HOMES = {"lock": "locking", "unlock": "unlocking", "compare": "comparing", "Version": "comparing"}


def __getattr__(name: str) -> Any:
    # spaCy takes a second to import: who reads what a service has locked should not pay for it.
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(f"attribution.lock.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
