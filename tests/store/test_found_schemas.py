from __future__ import annotations

import json
from dataclasses import fields

from attribution.store import Found, Query, Store, search
from attribution.store.found_schemas import FoundSchema, dump_page, load_page
from tests.store.finding import fill


def test_a_page_comes_back_from_json(store: Store) -> None:
    fill(store)
    page = search(store, Query(words="gate"), limit=2)
    assert load_page(json.loads(json.dumps(dump_page(page)))) == page


def test_every_field_is_in_the_form() -> None:
    assert set(FoundSchema().fields) == {field.name for field in fields(Found)}
    assert all(
        field.metadata.get("description") or name == "snippet" for name, field in FoundSchema().fields.items()
    )
