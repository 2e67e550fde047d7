from __future__ import annotations

import pytest

from attribution.schemas import dump_extraction
from attribution.store import NotKept, Store, ingest, review
from attribution.store.details import details_of
from tests.store.articles import NEVER, OPEN, incoming


def test_the_record_its_speaker_and_where_it_is_from(store: Store) -> None:
    given = incoming(OPEN, NEVER)
    ingest(store, given)
    details = details_of(store, 2)
    record = dump_extraction(given.extraction)
    assert details.record == record["quotations"][1]
    assert details.speaker == record["speakers"][1]
    assert details.quotation.id == 2
    made = details.provenance
    assert (made.revision, made.format, made.model, made.model_version, made.author) == (
        1,
        "text",
        "fake",
        "1",
        None,
    )
    assert made.sha256 == given.extraction.article.sha256


def test_what_became_of_it(store: Store) -> None:
    ingest(store, incoming(OPEN, NEVER))
    ingest(store, incoming(OPEN.replace("noon", "one")))
    changed, gone = details_of(store, 1), details_of(store, 2)
    assert [(change.revision, change.kind) for change in changed.changes] == [(2, "changed")]
    assert changed.changes[0].before == "“We open the lock gates at noon,”"
    assert (gone.changes[-1].kind, gone.quotation.gone, gone.provenance.revision) == ("went", True, 1)


def test_what_was_decided_on_it(store: Store) -> None:
    ingest(store, incoming(OPEN))
    before = details_of(store, 1).version
    review(store, 1, "accept", author="Edith", reason="Heard it.")
    details = details_of(store, 1)
    assert [(one.action, one.author, one.reason) for one in details.reviews] == [
        ("accept", "Edith", "Heard it.")
    ]
    assert details.version != before


@pytest.mark.parametrize("number", [0, -1, 7, 2**31, 2**70])
def test_what_is_not_kept(store: Store, number: int) -> None:
    with pytest.raises(NotKept):
        details_of(store, number)
