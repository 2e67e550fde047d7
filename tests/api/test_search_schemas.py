from __future__ import annotations

import pytest

from api.search_schemas import LISTS, QuotationQuerySchema
from attribution.store import Query


def test_everything_that_can_be_looked_for_can_be_asked() -> None:
    asked = {field.data_key or name for name, field in QuotationQuerySchema().fields.items()}
    whole = Query(
        words="a", about="a", speaker="a", role="a", affiliation="a", type=("direct",), act=("say",),
        statement=True, negated=True, outlet=("a",), article=1, since="2026-01-01", until="2026-01-01",
        review=("new",), gone=True, confidence=0.1, worth=0.1, claim=("new",),
        kind=("figure",), checkable=True,
    )  # fmt: skip
    assert asked - {"order", "limit", "cursor", "facets"} == set(whole.to_json())
    assert {"type", "act", "outlet", "review", "claim", "kind", "facets"} == LISTS


@pytest.mark.parametrize(("given", "speaker"), [("12", 12), ("R2", "R2"), ("१२ Lee", "१२ Lee")])
def test_a_speaker_is_a_number_or_a_name(given: str, speaker: int | str) -> None:
    asked = QuotationQuerySchema().load({"speaker": given, "from": "2026-01-01"})
    assert asked == {"limit": 20, "query": Query(speaker=speaker, since="2026-01-01")}
