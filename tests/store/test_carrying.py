from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from attribution.records import Extraction, Quotation, Span
from attribution.store.checking import check
from attribution.store.incoming import Incoming
from attribution.store.ingest import ingest
from attribution.store.reviewing import ReviewRefused, review, save_corrected
from attribution.store.store import Store
from attribution.store.tables import changes, extractions
from tests.store.articles import COST, NEVER, OPEN, incoming
from tests.store.test_reviewing import local, now, row, version

RAIN = "It had rained for a week.\n\n"  # before the rest, so that all places are others


def revised(*sentences: str) -> Incoming:
    """The article as it comes next: other words before, the same records in their new places."""
    given = incoming(*sentences)
    text = RAIN + (given.text or "")
    made = moved(given.extraction, len(RAIN))
    digest = hashlib.sha256(text.encode()).hexdigest()
    article = replace(made.article, sha256=digest, length=len(text))
    return replace(given, text=text, extraction=replace(made, article=article))


def moved(value: Any, by: int) -> Any:
    """Records whose places are all further on."""
    if isinstance(value, tuple):
        return tuple(moved(item, by) for item in value)
    if isinstance(value, Extraction):
        return replace(value, quotations=moved(value.quotations, by), speakers=moved(value.speakers, by))
    if not hasattr(value, "__dataclass_fields__"):
        return value
    changes = {name: moved(getattr(value, name), by) for name in value.__dataclass_fields__}
    if isinstance(value, Span):
        changes |= {"start": value.start + by, "end": value.end + by}
    return replace(value, **changes)


def kept(store: Store) -> list[tuple[int, bool, str | None, str | None]]:
    of = extractions.c
    with store.read() as connection:
        query = select(of.number, of.current, of.author, of.reason).order_by(of.revision_id, of.number)
        return [tuple(one) for one in connection.execute(query)]


@pytest.mark.parametrize(
    ("changes", "field", "value"),
    [
        ({"type": "mixed"}, "type", "mixed"),
        ({"speaker": {"name": "Ann Roy"}}, "speaker", "Ann Roy"),
        ({"speaker": {"id": "s2"}}, "speaker", "Ned Abara"),
        ({"speaker": None}, "speaker", None),
        ({"role": {"start": 47, "end": 53}}, "role", "master"),
        ({"role": None}, "role", None),
        ({"reason": "thought"}, "reason", "thought"),
        ({"spans": [{"start": 0, "end": 39}]}, "text", OPEN[:39]),
        ({"spans": [{"start": 4, "end": 23}]}, "text", OPEN[4:23]),
    ],
)
def test_what_was_corrected_stays_so(store: Store, changes: Any, field: str, value: Any) -> None:
    first, second = ingest(store, incoming(OPEN, COST)).new
    review(store, first, "correct", author="Edith", changes=changes)
    before = local(now(store).extraction, row(store, first).text)
    told = ingest(store, revised(OPEN, COST))
    found = row(store, first)
    assert (told.outcome, told.stayed) == ("revised", (first, second))
    assert (getattr(found, field), found.review, found.gone) == (value, "corrected", False)
    assert list(check(store)) == []
    after = local(now(store).extraction, found.text)
    assert after.spans == moved(before.spans, len(RAIN))
    assert after.role == moved(before.role, len(RAIN))
    assert row(store, second).review == "new"


def test_the_records_as_they_came_are_kept_beside(store: Store) -> None:
    first, _ = ingest(store, incoming(OPEN, COST)).new
    review(store, first, "correct", author="Edith", reason="half", changes={"type": "mixed"})
    ingest(store, revised(OPEN, COST))
    assert kept(store) == [
        (1, False, None, None),
        (2, True, "Edith", "half"),
        (1, False, None, None),
        (2, True, "Edith", "decided on revision 1"),
    ]
    assert ingest(store, revised(OPEN, COST)).outcome == "unchanged"
    assert now(store).version == "2-2"


def test_decisions_go_on_over_many_versions(store: Store) -> None:
    first, _ = ingest(store, incoming(OPEN, COST)).new
    review(store, first, "correct", author="Edith", changes={"speaker": {"name": "Ann Roy"}})
    for given in (revised(OPEN, COST), incoming(NEVER, OPEN), revised(OPEN), incoming(OPEN, COST)):
        ingest(store, given)
        assert (row(store, first).speaker, row(store, first).review) == ("Ann Roy", "corrected")


def test_what_was_accepted_after_its_correction_stays_accepted(store: Store) -> None:
    first, _ = ingest(store, incoming(OPEN, COST)).new
    review(store, first, "correct", author="Edith", changes={"speaker": {"name": "Ann Roy"}})
    review(store, first, "accept", author="Ada")
    ingest(store, revised(OPEN, COST))
    assert (row(store, first).speaker, row(store, first).review) == ("Ann Roy", "accepted")


def test_what_was_accepted_stays_so_without_other_records(store: Store) -> None:
    first, _ = ingest(store, incoming(OPEN, COST)).new
    review(store, first, "accept", author="Edith")
    ingest(store, revised(OPEN, COST))
    assert (row(store, first).review, now(store).version) == ("accepted", "2-1")


def test_what_was_rejected_stays_out(store: Store) -> None:
    first, second = ingest(store, incoming(OPEN, COST)).new
    review(store, first, "reject", author="Edith")
    told = ingest(store, revised(OPEN, COST))
    found = row(store, first)
    assert (told.new, told.stayed, told.went) == ((), (second,), ())
    assert (found.review, found.gone, found.start) == ("rejected", False, len(RAIN))
    assert list(check(store)) == []
    assert [one.text for one in now(store).extraction.quotations] == [row(store, second).text]


def test_what_was_rejected_and_went_is_known_when_it_comes_back(store: Store) -> None:
    first, _ = ingest(store, incoming(OPEN, COST)).new
    review(store, first, "reject", author="Edith")
    ingest(store, incoming(COST))
    with pytest.raises(ReviewRefused, match="no longer"):
        review(store, first, "reopen", author="Ada")
    told = ingest(store, revised(OPEN, COST))
    assert (told.new, row(store, first).gone, row(store, first).review) == ((), False, "rejected")
    review(store, first, "reopen", author="Ada")
    assert len(now(store).extraction.quotations) == 2


def test_of_the_same_words_twice_only_the_rejected_ones_stay_out(store: Store) -> None:
    first, _, third = ingest(store, incoming(NEVER, COST, NEVER)).new
    review(store, first, "reject", author="Edith")
    ingest(store, revised(NEVER, COST, NEVER))
    assert [one.id for one in now(store).extraction.quotations] == ["q2", "q3"]
    assert (row(store, third).local, row(store, third).gone) == ("q3", False)
    told = ingest(store, incoming(COST, NEVER))
    assert (row(store, third).gone, told.new) == (False, ())


def test_what_was_added_by_hand_stays_though_the_engine_does_not_find_it(store: Store) -> None:
    ingest(store, incoming(OPEN, COST))
    before = now(store).extraction
    span = Span(4, 23, OPEN[4:23])
    added = replace(before.quotations[0], id="q9", spans=(span,), quoted=(span,), text=span.text, parent="q1")
    given = replace(before, quotations=(*before.quotations, added))
    (number,) = save_corrected(store, 1, given, author="Edith").added
    ingest(store, revised(OPEN, COST))
    found = row(store, number)
    assert (found.text, found.speaker, found.review) == (OPEN[4:23], "Mara Lindqvist", "corrected")
    after = now(store).extraction
    assert quotation(after, found.local).parent == local(after, "noon").id


def read_otherwise(given: Incoming, **changes: Any) -> Incoming:
    first, *rest = given.extraction.quotations
    made = replace(given.extraction, quotations=(replace(first, **changes), *rest))
    return replace(given, extraction=made)


def test_what_the_engine_reads_anew_is_to_be_looked_at_and_the_decision_stays(store: Store) -> None:
    first, _ = ingest(store, incoming(OPEN, COST)).new
    review(store, first, "correct", author="Edith", changes={"speaker": {"name": "Ann Roy"}})
    ingest(store, read_otherwise(revised(OPEN, COST), speaker="s2", role=None))
    assert (row(store, first).speaker, row(store, first).review) == ("Ann Roy", "again")


def test_an_engine_that_has_learned_it_is_no_reason_to_look(store: Store) -> None:
    first, _ = ingest(store, incoming(OPEN, COST)).new
    review(store, first, "correct", author="Edith", changes={"type": "mixed"})
    ingest(store, read_otherwise(revised(OPEN, COST), type="mixed"))
    assert (row(store, first).type, row(store, first).review) == ("mixed", "corrected")


def test_other_words_are_to_be_looked_at(store: Store) -> None:
    first, _ = ingest(store, incoming(OPEN, COST)).new
    review(store, first, "correct", author="Edith", changes={"type": "mixed"})
    ingest(store, revised(OPEN.replace("noon", "one"), COST))
    assert (row(store, first).type, row(store, first).review) == ("direct", "again")


def test_words_that_went_take_the_decision_along(store: Store) -> None:
    first, _ = ingest(store, incoming(OPEN, COST)).new
    review(store, first, "correct", author="Edith", changes={"type": "mixed"})
    told = ingest(store, revised(COST))
    assert told.went == (first,)


@pytest.mark.parametrize("meanwhile", [[revised(COST)], [revised(COST), incoming(NEVER)]])
def test_what_was_corrected_and_went_is_known_when_it_comes_back(
    store_file: Path, meanwhile: list[Incoming]
) -> None:
    store = Store(store_file)
    first, second = ingest(store, incoming(OPEN, COST)).new
    review(store, first, "correct", author="Edith", changes={"speaker": {"name": "Ann Roy"}})
    for given in meanwhile:
        ingest(store, given)
    assert row(store, first).gone
    told = ingest(store, incoming(OPEN, COST))
    found = row(store, first)
    assert (found.speaker, found.review, found.gone) == ("Ann Roy", "corrected", False)
    assert first in told.new
    assert max(told.new) <= second
    assert list(check(store)) == []
    with store.read() as connection:
        kinds = connection.execute(select(changes.c.kind).where(changes.c.quotation_id == first)).scalars()
        assert list(kinds) == ["went", "returned"]


def test_what_was_accepted_and_went_is_known_when_it_comes_back(store_file: Path) -> None:
    store = Store(store_file)
    first, _ = ingest(store, incoming(OPEN, COST)).new
    review(store, first, "accept", author="Edith")
    ingest(store, incoming(COST))
    told = ingest(store, revised(OPEN, COST))
    assert (told.new, row(store, first).review, row(store, first).start) == ((first,), "accepted", len(RAIN))
    ingest(store, incoming(COST))
    ingest(store, read_otherwise(revised(OPEN, COST), speaker="s2", role=None))
    assert (row(store, first).gone, row(store, first).review) == (False, "again")
    assert list(check(store)) == []


def test_what_was_added_by_hand_and_went_is_known_when_it_comes_back(store_file: Path) -> None:
    store = Store(store_file)
    ingest(store, incoming(OPEN, COST))
    before = now(store).extraction
    span = Span(4, 23, OPEN[4:23])
    added = replace(before.quotations[0], id="q9", spans=(span,), quoted=(span,), text=span.text, parent="q1")
    given = replace(before, quotations=(*before.quotations, added))
    (number,) = save_corrected(store, 1, given, author="Edith").added
    ingest(store, incoming(COST))
    ingest(store, revised(OPEN, COST))
    found = row(store, number)
    assert (found.text, found.review, found.gone) == (OPEN[4:23], "corrected", False)
    assert list(check(store)) == []


def test_the_same_words_that_were_there_meanwhile_are_not_what_went(store_file: Path) -> None:
    store = Store(store_file)
    first, second = ingest(store, incoming(NEVER, NEVER)).new
    review(store, second, "correct", author="Edith", changes={"speaker": {"name": "Ann Roy"}})
    ingest(store, incoming(NEVER, COST))
    ingest(store, revised(NEVER, COST))
    found = [one for one in (row(store, first), row(store, second)) if not one.gone]
    assert len(found) == 1
    assert len(now(store).extraction.quotations) == 2
    assert list(check(store)) == []


def test_a_role_whose_words_went_is_to_be_looked_at(store: Store) -> None:
    first, _ = ingest(store, incoming(OPEN, COST)).new
    start = OPEN.index("master")
    review(store, first, "correct", author="Edith", changes={"role": {"start": start, "end": start + 6}})
    ingest(store, revised(OPEN.replace("harbour master", "chief"), COST))
    assert (row(store, first).role, row(store, first).review) == (None, "again")


def test_other_records_of_the_same_text_leave_out_what_was_rejected_too(store: Store) -> None:
    first, _ = ingest(store, incoming(OPEN, COST)).new
    review(store, first, "reject", author="Edith")
    ingest(store, revised(COST))  # whose records nobody has to change
    assert now(store).author is None
    given = revised(COST)
    again = replace(given.extraction.quotations[0], id="q8", type="mixed")
    more = replace(given.extraction, quotations=(again,))
    assert ingest(store, replace(given, extraction=more)).outcome == "reread"
    assert row(store, first).review == "rejected"
    assert list(check(store)) == []


def test_versions_tell_that_a_quotation_was_carried_over(store: Store) -> None:
    first, _ = ingest(store, incoming(OPEN, COST)).new
    review(store, first, "correct", author="Edith", changes={"type": "mixed"})
    seen = version(store, first)
    ingest(store, revised(OPEN, COST))
    assert version(store, first) != seen


def quotation(extraction: Extraction, name: str) -> Quotation:
    return next(one for one in extraction.quotations if one.id == name)
