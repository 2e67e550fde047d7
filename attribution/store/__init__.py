"""The fact-checker's memory: articles, their quotations and who spoke, kept and found again."""

from typing import TYPE_CHECKING, Any

from attribution.store.current import NotKept, Outdated
from attribution.store.database import DatabaseError
from attribution.store.incoming import Incoming
from attribution.store.ingest import Ingested, ingest, ingest_many
from attribution.store.query import Query
from attribution.store.reviewing import Reviewed, ReviewRefused, review, save_corrected
from attribution.store.saving import Saved
from attribution.store.search import Found, Page, search
from attribution.store.store import Store

if TYPE_CHECKING:
    from attribution.store.verification import verify_in_store

__all__ = [
    "DatabaseError",
    "Found",
    "Incoming",
    "Ingested",
    "NotKept",
    "Outdated",
    "Page",
    "Query",
    "ReviewRefused",
    "Reviewed",
    "Saved",
    "Store",
    "ingest",
    "ingest_many",
    "review",
    "save_corrected",
    "search",
    "verify_in_store",
]


def __getattr__(name: str) -> Any:
    # spaCy takes a second to import: who keeps or searches should not pay for it.
    if name == "verify_in_store":
        from attribution.store import verification

        return verification.verify_in_store
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
