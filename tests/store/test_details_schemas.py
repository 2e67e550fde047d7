from __future__ import annotations

import json
from dataclasses import fields

import pytest
from marshmallow import Schema

from attribution.store import Store, details_schemas, ingest, review
from attribution.store.article_list import Listing
from attribution.store.details import Change, Decision, Details, Provenance, details_of
from attribution.store.speaker_list import Entry
from attribution.store.timeline import Month, Timeline
from tests.store.articles import OPEN, incoming


@pytest.mark.parametrize(
    ("schema", "kind"),
    [
        (details_schemas.DetailsSchema, Details),
        (details_schemas.ProvenanceSchema, Provenance),
        (details_schemas.QuotationReviewSchema, Decision),
        (details_schemas.QuotationChangeSchema, Change),
        (details_schemas.ListingSchema, Listing),
        (details_schemas.EntrySchema, Entry),
        (details_schemas.MonthSchema, Month),
    ],
)
def test_every_field_is_in_the_form(schema: type[Schema], kind: type) -> None:
    assert set(schema().fields) == {field.name for field in fields(kind)}


def test_a_timeline_comes_with_a_page_of_quotations() -> None:
    named = {field.name for field in fields(Timeline)}
    assert set(details_schemas.TimelineSchema().fields) == {*named, "quotations", "next"}


def test_details_are_json(store: Store) -> None:
    ingest(store, incoming(OPEN))
    review(store, 1, "accept", author="Edith")
    told = json.loads(json.dumps(details_schemas.DetailsSchema().dump(details_of(store, 1))))
    assert told["reviews"][0]["at"].endswith("+00:00")
    assert told["record"]["id"] == "q1"
