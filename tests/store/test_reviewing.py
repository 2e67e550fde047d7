from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from attribution.errors import InputError
from attribution.records import Extraction, Span
from attribution.store.current import Current, NotKept, Outdated, current_of
from attribution.store.ingest import ingest
from attribution.store.reviewing import ReviewRefused, review, save_corrected, version_of
from attribution.store.store import Store
from attribution.store.tables import appearances, extractions, quotations, reviews
from attribution.text.plain import in_utf16
from tests.store.articles import COST, NEVER, OPEN, incoming


def now(store: Store, article: int = 1) -> Current:
    with store.read() as connection:
        return current_of(connection, article)


def row(store: Store, number: int) -> Any:
    with store.read() as connection:
        return connection.execute(select(quotations).where(quotations.c.id == number)).one()


def version(store: Store, number: int) -> str:
    with store.read() as connection:
        found = connection.execute(select(quotations).where(quotations.c.id == number)).one()
        return version_of(connection, found)


def events(store: Store) -> list[tuple[int, str, str, str | None]]:
    of = reviews.c
    with store.read() as connection:
        query = select(of.quotation_id, of.action, of.author, of.reason).order_by(of.id)
        return [tuple(found) for found in connection.execute(query)]


def local(extraction: Extraction, words: str) -> Any:
    return next(one for one in extraction.quotations if words in one.text)


def test_accepting_keeps_the_records_and_who_accepted(store: Store) -> None:
    first, _ = ingest(store, incoming(OPEN, COST)).new
    told = review(store, first, "accept", author="Edith", reason="heard it")
    assert (told.review, told.article_version) == ("accepted", "1-1")
    assert row(store, first).review == "accepted"
    assert events(store) == [(first, "accept", "Edith", "heard it")]


def test_rejecting_takes_it_from_the_records_and_reopening_brings_it_back(store: Store) -> None:
    first, second = ingest(store, incoming(OPEN, COST)).new
    before = now(store).extraction
    told = review(store, first, "reject", author="Edith")
    assert [one.id for one in now(store).extraction.quotations] == ["q2"]
    assert [one.label for one in now(store).extraction.speakers] == ["Ned Abara"]
    assert (row(store, first).review, row(store, first).gone, told.article_version) == (
        "rejected",
        False,
        "1-2",
    )
    told = review(store, first, "reopen", author="Ada", reason="it is one")
    after = now(store).extraction
    assert [one.text for one in after.quotations] == [one.text for one in before.quotations]
    assert [one.name for one in after.speakers] == ["Mara Lindqvist", "Ned Abara"]
    assert (told.review, row(store, first).local) == ("again", local(after, "lock gates").id)
    assert [event[:2] for event in events(store)] == [(first, "reject"), (first, "reopen")]
    assert row(store, second).review == "new"


@pytest.mark.parametrize("action", ["accept", "correct", "reject"])
def test_what_was_rejected_is_reopened_first(store: Store, action: Any) -> None:
    (first,) = ingest(store, incoming(OPEN)).new
    review(store, first, "reject", author="Edith")
    changes = {"type": "mixed"} if action == "correct" else None
    with pytest.raises(ReviewRefused, match="reopen"):
        review(store, first, action, author="Edith", changes=changes)


def test_a_correction_makes_further_records_and_keeps_those_before(store: Store) -> None:
    first, _ = ingest(store, incoming(OPEN, COST)).new
    told = review(store, first, "correct", author="Edith", reason="wrong", changes={"type": "mixed"})
    assert (told.review, told.article_version, row(store, first).type) == ("corrected", "1-2", "mixed")
    with store.read() as connection:
        kept = connection.execute(select(extractions).order_by(extractions.c.number)).all()
    assert [(one.number, one.current, one.author, one.reason) for one in kept] == [
        (1, False, None, None),
        (2, True, "Edith", "wrong"),
    ]


def test_history_tells_what_was_changed_and_nothing_else(store: Store) -> None:
    (first,) = ingest(store, incoming(OPEN)).new
    review(store, first, "correct", author="Edith", changes={"speaker": {"name": "Ann Roy"}, "type": "mixed"})
    with store.read() as connection:
        kept = connection.execute(select(reviews)).one()
    assert (kept.before["type"], kept.after["type"]) == ("direct", "mixed")
    assert kept.before["speaker"]["name"] == "Mara Lindqvist"
    assert kept.after["speaker"]["name"] == "Ann Roy"
    assert set(kept.after) == {"type", "speaker", "role"}


def test_a_speaker_may_be_another_of_the_article_with_the_role_that_he_has_there(store: Store) -> None:
    first, second = ingest(store, incoming(OPEN, COST)).new
    review(store, first, "correct", author="Edith", changes={"speaker": {"id": "s2"}})
    one, two = row(store, first), row(store, second)
    assert (one.speaker, one.role, one.speaker_id) == ("Ned Abara", "treasurer", two.speaker_id)
    assert (two.review, one.review) == ("new", "corrected")
    assert [speaker.id for speaker in now(store).extraction.speakers] == ["s2"]


def test_a_speaker_may_be_nobody(store: Store) -> None:
    (first,) = ingest(store, incoming(OPEN)).new
    review(store, first, "correct", author="Edith", changes={"speaker": None})
    found = row(store, first)
    assert (found.speaker, found.role, found.speaker_id) == (None, None, None)
    with store.read() as connection:
        assert connection.execute(select(appearances)).all() == []


def test_a_new_speaker_gets_an_entry_of_the_registry(store: Store) -> None:
    (first,) = ingest(store, incoming(OPEN)).new
    before = row(store, first).speaker_id
    review(store, first, "correct", author="Edith", changes={"speaker": {"name": " Ann  Roy "}})
    found = row(store, first)
    assert found.speaker == "Ann Roy"
    assert found.speaker_id not in (None, before)


def test_a_content_may_reach_further_and_the_rest_follows(store: Store) -> None:
    given = incoming(OPEN, COST)
    first, _ = ingest(store, given).new
    text = given.text or ""
    end = text.index(" said harbour")
    review(store, first, "correct", author="Edith", changes={"spans": [{"start": 0, "end": end + 5}]})
    found = local(now(store).extraction, "lock gates")
    assert found.text == text[: end + 5]
    assert (found.type, found.context.after.split()[0]) == ("mixed", "harbour")
    assert row(store, first).text == text[: end + 5]
    assert found.quoted == (Span(0, end, text[:end]),)


def test_a_role_is_words_of_the_article(store: Store) -> None:
    given = incoming(OPEN, COST)
    first, _ = ingest(store, given).new
    place = (given.text or "").index("master")
    review(store, first, "correct", author="Edith", changes={"role": {"start": place, "end": place + 6}})
    assert row(store, first).role == "master"
    review(store, first, "correct", author="Edith", changes={"role": None})
    assert row(store, first).role is None


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({}, "changes"),
        ({"type": "direct"}, "changes"),
        ({"mood": 1}, "changes.mood"),
        ({"spans": []}, "changes.spans"),
        ({"spans": [{"start": 5, "end": 5}]}, "changes.spans.0"),
        ({"spans": [{"start": 0, "end": 9999}]}, "changes.spans.0"),
        ({"spans": [{"start": 0, "end": 9}, {"start": 5, "end": 12}]}, "spans"),
        ({"speaker": {"id": "s9"}}, "changes.speaker.id"),
        ({"speaker": {"name": " "}}, "changes.speaker"),
        ({"role": {"start": 0, "end": 4, "field": "title"}}, "changes.role"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_done(store: Store, changes: Any, field: str) -> None:
    (first,) = ingest(store, incoming(OPEN)).new
    with pytest.raises(InputError) as caught:
        review(store, first, "correct", author="Edith", changes=changes)
    assert caught.value.field == field
    assert events(store) == []
    assert now(store).version == "1-1"


@pytest.mark.parametrize("author", ["", "  ", "a\0b", "a\ud800", "a" * 2001])
def test_an_author_is_words(store: Store, author: str) -> None:
    (first,) = ingest(store, incoming(OPEN)).new
    with pytest.raises(InputError, match="author"):
        review(store, first, "accept", author=author)


@pytest.mark.parametrize("number", [0, -1, 77, 2**31, 2**70])
def test_what_is_not_kept_is_told(store: Store, number: int) -> None:
    with pytest.raises(NotKept):
        review(store, number, "accept", author="Edith")
    with pytest.raises(NotKept):
        save_corrected(store, number, incoming(OPEN).extraction, author="Edith")


def test_two_reviewers_do_not_write_over_each_other(store: Store) -> None:
    (first,) = ingest(store, incoming(OPEN)).new
    seen = version(store, first)
    told = review(store, first, "correct", author="Edith", changes={"type": "mixed"}, expected=seen)
    with pytest.raises(Outdated) as caught:
        review(store, first, "accept", author="Ada", expected=seen)
    assert caught.value.version == told.version == version(store, first)
    review(store, first, "accept", author="Ada", expected=told.version)
    assert row(store, first).review == "accepted"


def test_what_went_with_the_text_cannot_be_reviewed(store: Store) -> None:
    (first,) = ingest(store, incoming(OPEN)).new
    ingest(store, incoming(NEVER))
    with pytest.raises(ReviewRefused, match="no longer"):
        review(store, first, "accept", author="Edith")


def corrections(extraction: Extraction) -> Extraction:
    """The first is of another type, the second is gone, and "opens" of the third is one of its own."""
    first, _, third = extraction.quotations
    span = Span(third.spans[0].start + 1, third.spans[0].start + 7, third.text[1:7])
    added = replace(third, id="q9", spans=(span,), text=span.text, quoted=(), type="indirect", parent="q3")
    return replace(extraction, quotations=(replace(first, type="mixed"), third, added))


def test_whole_records_tell_what_was_corrected_added_and_left_out(store: Store) -> None:
    first, second, third = ingest(store, incoming(OPEN, COST, NEVER)).new
    told = save_corrected(store, 1, corrections(now(store).extraction), author="Edith", expected="1-1")
    (added,) = told.added
    assert (told.corrected, told.rejected, told.version) == ((first,), (second,), "1-2")
    assert sorted(events(store)) == sorted(
        (number, action, "Edith", None)
        for number, action in ((second, "reject"), (first, "correct"), (added, "add"))
    )
    states = [row(store, number).review for number in (first, second, third, added)]
    assert states == ["corrected", "rejected", "new", "corrected"]
    assert row(store, added).text == "Nobody"


def test_whole_records_may_say_that_the_rest_is_right(store: Store) -> None:
    _, _, third = ingest(store, incoming(OPEN, COST, NEVER)).new
    told = save_corrected(store, 1, corrections(now(store).extraction), author="Edith", accept_others=True)
    assert told.accepted == (third,)
    assert row(store, third).review == "accepted"


def test_whole_records_in_utf16_are_the_same_records(store: Store) -> None:
    given = incoming(OPEN.replace("noon", "noon 😀"), COST, NEVER)
    ingest(store, given)
    wanted = corrections(now(store).extraction)
    save_corrected(store, 1, in_utf16(wanted, body=given.text or "", title=None), author="Edith")
    assert now(store).extraction == wanted


def test_the_same_records_again_change_nothing(store: Store) -> None:
    ingest(store, incoming(OPEN, COST))
    told = save_corrected(store, 1, now(store).extraction, author="Edith")
    assert (told.version, told.corrected, events(store)) == ("1-1", (), [])


def test_an_outdated_save_is_refused_and_told_the_version(store: Store) -> None:
    first, _, _ = ingest(store, incoming(OPEN, COST, NEVER)).new
    seen = now(store)
    review(store, first, "reject", author="Ada")
    with pytest.raises(Outdated) as caught:
        save_corrected(store, 1, corrections(seen.extraction), author="Edith", expected=seen.version)
    assert caught.value.version == "1-2"
    assert len(events(store)) == 1


def broken(extraction: Extraction, case: str) -> Extraction:
    first = extraction.quotations[0]
    moved = replace(first.spans[0], start=1)
    quotation = {
        "speaker": replace(first, speaker="s9"),
        "parent": replace(first, parent="q1"),
        "text": replace(first, text="other words"),
        "spans": replace(first, spans=()),
        "spans.0": replace(first, spans=(moved,)),
        "reason": replace(first, reason="scare"),
    }.get(case, first)
    if case == "quotations":
        return replace(extraction, quotations=(first, first))
    if case == "article":
        return replace(extraction, article=replace(extraction.article, sha256="0" * 64))
    return replace(extraction, quotations=(quotation, *extraction.quotations[1:]))


@pytest.mark.parametrize(
    "case", ["speaker", "parent", "text", "spans", "spans.0", "reason", "quotations", "article"]
)
def test_records_that_are_not_sound_are_refused(store: Store, case: str) -> None:
    ingest(store, incoming(OPEN, COST))
    with pytest.raises(InputError) as caught:
        save_corrected(store, 1, broken(now(store).extraction, case), author="Edith")
    where = case if case in ("quotations", "article") else f"quotations.0.{case}"
    assert caught.value.field == where
    assert now(store).version == "1-1"


def test_what_the_article_row_learned_later_stays(store: Store) -> None:
    (first,) = ingest(store, incoming(OPEN)).new
    ingest(store, incoming(OPEN, published="2026-03-01", outlet="Post"))
    review(store, first, "correct", author="Edith", changes={"type": "mixed"})
    assert (row(store, first).day, row(store, first).outlet) == ("2026-03-01", "Post")


def test_records_that_come_later_do_not_replace_corrected_ones(store: Store) -> None:
    given = incoming(OPEN, COST)
    first, _ = ingest(store, given).new
    review(store, first, "correct", author="Edith", changes={"type": "mixed"})
    model = replace(given.extraction.model, version="2")
    assert ingest(store, replace(given, extraction=replace(given.extraction, model=model))).outcome == "kept"
    assert row(store, first).type == "mixed"
    review(store, first, "accept", author="Ada")
    assert review(store, first, "correct", author="Ada", changes={"type": "direct"}).article_version == "1-4"


PAGE = (
    "<h1>Locks</h1><p>“The gates <b>open</b> at&nbsp;noon,” said harbour master Mara Lindqvist.</p>"
    "<p>It rained.</p>"
)


def page(store: Store, id: str = "a1") -> int:
    """A page with one quotation whose records are of its markup, and a title."""
    given = incoming(OPEN, title="Gates “open”", id=id)
    end = PAGE.index(" said")
    start = PAGE.index("“")
    span = Span(start, end, "“The gates open at\xa0noon,”")
    quotation = replace(
        given.extraction.quotations[0], spans=(span,), quoted=(span,), text=span.text, role=None
    )
    digest = hashlib.sha256(PAGE.encode()).hexdigest()
    article = replace(given.extraction.article, sha256=digest, length=len(PAGE))
    speakers = tuple(replace(speaker, roles=()) for speaker in given.extraction.speakers)
    made = replace(given.extraction, article=article, quotations=(quotation,), speakers=speakers)
    return ingest(store, replace(given, text=None, html=PAGE, extraction=made)).new[0]


def test_a_page_is_corrected_by_places_in_its_markup(store: Store) -> None:
    number = page(store)
    start, end = PAGE.index("gates"), PAGE.index(" at&nbsp;")
    review(store, number, "correct", author="Edith", changes={"spans": [{"start": start, "end": end}]})
    found = now(store).extraction.quotations[0]
    assert (found.text, found.type) == ("gates open", "direct")
    assert [span.text for span in found.quoted] == ["gates open"]
    assert found.context.before.endswith("“The")


def test_words_of_a_page_that_are_elsewhere_are_refused(store: Store) -> None:
    page(store)
    found = now(store).extraction
    first = found.quotations[0]
    wrong = replace(first, spans=(replace(first.spans[0], start=PAGE.index("It rained"), end=len(PAGE)),))
    with pytest.raises(InputError, match="not those of this place"):
        save_corrected(store, 1, replace(found, quotations=(wrong,)), author="Edith")


def test_a_content_may_stand_in_the_title(store: Store) -> None:
    number = page(store)
    changes = {"spans": [{"start": 6, "end": 12, "field": "title"}]}
    review(store, number, "correct", author="Edith", changes=changes)
    found = now(store).extraction.quotations[0]
    assert (found.text, found.spans[0].field, found.type, found.paragraph) == ("“open”", "title", "direct", 0)
    assert found.context.before == "Gates"
