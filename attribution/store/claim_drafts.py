"""ClaimReview of what was said, out of a store: a draft, until its check has a verdict and a page."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from attribution.export.claimreview import ClaimVerdict, claim_review
from attribution.schemas import load_extraction
from attribution.store.claiming import KeptClaim, claim_of
from attribution.store.packing import unpack_record
from attribution.store.store import Store
from attribution.store.tables import extractions, quotations


def claim_draft(store: Store, quotation: int) -> dict[str, Any]:
    """schema.org's ClaimReview of what a quotation says, with the verdict of its check.

    The words are those of the sentence that is rated. Raises NotKept.
    """
    claim = claim_of(store, quotation)
    query = (
        select(extractions.c.record, quotations.c.local)
        .join(quotations, quotations.c.extraction_id == extractions.c.id)
        .where(quotations.c.id == quotation)
    )
    with store.read() as connection:
        row = connection.execute(query).one()
    extraction = load_extraction(unpack_record(row.record))
    said = next(one for one in extraction.quotations if one.id == row.local)
    rating = claim.rating
    return claim_review(
        said,
        extraction.speaker_of(said),
        extraction,
        verdict=_verdict(claim),
        words=said.text[rating.start : rating.end] if rating else None,
    )


def _verdict(claim: KeptClaim) -> ClaimVerdict | None:
    """The verdict, as far as there is one: a page whose address had to be erased tells none."""
    if claim.status != "checked" or claim.verdict is None or claim.url is None:
        return None
    return ClaimVerdict(claim.verdict, claim.url)
