"""The statements of an article in the order in which they are worth checking."""

from __future__ import annotations

from attribution.claims.rating import rate
from attribution.claims.records import Claim, Claims
from attribution.records import Extraction


def rank(extraction: Extraction, *, language: str = "en") -> Claims:
    """The statements of an article: those that can be checked before others, then by score.

    Where both are the same they stay in the order of the article. What is no statement is left out.
    Raises ModelError for a language without data.
    """
    speakers = {speaker.id: speaker for speaker in extraction.speakers}
    claims = []
    for quotation in extraction.quotations:
        if quotation.statement:
            speaker = speakers.get(quotation.speaker or "")
            claims.append(Claim(quotation, speaker, rate(quotation, speaker, language=language)))
    claims.sort(key=lambda claim: (claim.rating.checkable, claim.rating.score), reverse=True)
    return Claims(extraction, tuple(claims))
