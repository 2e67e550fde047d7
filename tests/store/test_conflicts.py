"""Conflicts listed, page by page, and decided on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from attribution.errors import InputError
from attribution.store.conflicts import ConflictQuery, NoConflict, decide, get_conflict, list_conflicts
from attribution.store.current import Outdated
from attribution.store.cursors import CursorError
from attribution.store.history import Signature
from attribution.store.ingest import ingest
from attribution.store.store import Store
from tests.store.articles import incoming

SAID = "“The new pier will cost nine million crowns and take two years,” said treasurer Ned Abara."
OTHERS = (
    SAID.replace("nine", "ten"),
    SAID.replace("treasurer Ned Abara", "mayor Tove Sand"),
    SAID.replace("The new pier", "The old pier"),
)
BY = Signature("Ida Berg")


@pytest.fixture
def kept(store_file: Path) -> Iterator[Store]:
    """Three conflicts: another figure, other words, and two names for the same ones."""
    store = Store(store_file)
    for number, sentence in enumerate((SAID, *OTHERS), 1):
        day = f"2026-03-0{number}"
        ingest(store, incoming(sentence, id=f"a{number}", outlet=f"o{number}.example", published=day))
    yield store
    store.close()


def told(store: Store, **given: object) -> list[tuple[str, int]]:
    found = list_conflicts(store, ConflictQuery(**given)).items  # type: ignore[arg-type]
    return [(one.difference, one.severity) for one in found]


def test_the_gravest_come_first(kept: Store) -> None:
    severities = [severity for _, severity in told(kept)]
    assert severities == sorted(severities, reverse=True)
    assert {difference for difference, _ in told(kept)} == {"number", "words", "speaker"}


def test_each_page_goes_on_where_the_one_before_ended(kept: Store) -> None:
    whole = [one.id for one in list_conflicts(kept).items]
    found: list[int] = []
    cursor = None
    while True:
        page = list_conflicts(kept, limit=2, cursor=cursor)
        found += [one.id for one in page.items]
        cursor = page.next
        if cursor is None:
            break
    assert found == whole
    with pytest.raises(CursorError):
        list_conflicts(kept, ConflictQuery(severity=2), cursor=list_conflicts(kept, limit=1).next)


def test_filters(kept: Store) -> None:
    every = told(kept)
    assert set(told(kept, kind=("names",))) == {one for one in every if one[0] == "speaker"}
    assert set(told(kept, difference=("number",))) == {("number", 5)}
    assert set(told(kept, severity=5)) == {("number", 5)}
    assert set(told(kept, outlet=("o3.example",))) == {("speaker", 4)}
    assert told(kept, outlet=("elsewhere.example",)) == []
    assert set(told(kept, speaker=2)) == {("speaker", 4)}
    assert told(kept, since="2026-03-05") == told(kept, until="2026-03-01") == []
    assert told(kept, since="2026-03-01", until="2026-03-04") == every
    assert told(kept, status=("dismissed", "resolved")) == []


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"kind": ("quarrel",)}, "kind"),
        ({"status": ("lost",)}, "status"),
        ({"severity": 6}, "severity"),
        ({"speaker": 2**31}, "speaker"),
        ({"since": "spring"}, "from"),
        ({"outlet": ("a\0",)}, "outlet"),
    ],
)
def test_what_cannot_be_asked(given: dict[str, object], field: str) -> None:
    with pytest.raises(InputError) as refused:
        ConflictQuery(**given)  # type: ignore[arg-type]
    assert refused.value.field == field


def test_a_decision_names_the_version_that_it_was_made_on(kept: Store) -> None:
    first, *_ = list_conflicts(kept).items
    done = decide(kept, first.id, "resolved", by=BY, expected=first.version)
    assert (done.status, [one.status for one in done.decisions]) == ("resolved", ["resolved"])
    with pytest.raises(Outdated) as outdated:
        decide(kept, first.id, "dismissed", by=BY, expected=first.version)
    assert outdated.value.version == done.version
    decide(kept, first.id, "open", by=BY)
    assert [one.status for one in get_conflict(kept, first.id).decisions] == ["open", "resolved"]


def test_there_is_no_such_conflict(kept: Store) -> None:
    for number in (0, 99, 2**31):
        with pytest.raises(NoConflict):
            get_conflict(kept, number)
