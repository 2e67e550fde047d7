"""What of that is worth checking? Quotations rated by what they say, with reasons."""

from attribution.claims.ranking import rank
from attribution.claims.rating import rate, rate_sentences, rules_of
from attribution.claims.records import Claim, Claims, Kind, Rating, Reason

__all__ = ["Claim", "Claims", "Kind", "Rating", "Reason", "rank", "rate", "rate_sentences", "rules_of"]
