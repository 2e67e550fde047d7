"""Times of saying to ISO 8601. 2026-03-05 is a Thursday."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attribution.dates import resolve
from attribution.errors import ModelError

PUBLISHED = "2026-03-05"

SETTLED = {
    "on Tuesday": "2026-03-03",
    "Thursday": "2026-03-05",
    "late on Friday": "2026-02-27",
    "Monday night": "2026-03-02",
    "on Wed.": "2026-03-04",
    "early Sunday morning": "2026-03-01",
    "this Tuesday": "2026-03-03",
    "last Friday": "2026-02-27",
    "on Tuesday last week": "2026-02-24",
    "today": "2026-03-05",
    "earlier today": "2026-03-05",
    "this morning": "2026-03-05",
    "tonight": "2026-03-05",
    "yesterday": "2026-03-04",
    "yesterday evening": "2026-03-04",
    "late last night": "2026-03-04",
    "the day before yesterday": "2026-03-03",
    "last week": "2026-W09",
    "earlier this week": "2026-W10",
    "last month": "2026-02",
    "earlier this month": "2026-03",
    "last year": "2025",
    "late last year": "2025",
    "two days ago": "2026-03-03",
    "three nights ago": "2026-03-02",
    "three weeks ago": "2026-W07",
    "a month ago": "2026-02",
    "four months ago": "2025-11",
    "10 years ago": "2016",
    "March 3": "2026-03-03",
    "on March 30": "2025-03-30",
    "on the 3rd of March": "2026-03-03",
    "on Sept. 11": "2025-09-11",
    "3 March 2025": "2025-03-03",
    "March 3, 2025": "2025-03-03",
    "on Tuesday, March 3": "2026-03-03",
    "Tuesday 3 March 2026": "2026-03-03",
    "on 9 May last year": "2025-05-09",
    "in January": "2026-01",
    "in April": "2025-04",
    "in May 2019": "2019-05",
    "last November": "2025-11",
    "in June last year": "2025-06",
    "in 2019": "2019",
    "in the summer of 2019": "2019",
    "in mid-2019": "2019",
    "2026-03-01": "2026-03-01",
    "13/02/2026": "2026-02-13",
    "04/04/2025": "2025-04-04",
    "at 2 p.m. on March 3": "2026-03-03T14:00",
    "at 9:05am on Tuesday": "2026-03-03T09:05",
    "at 2.30pm yesterday": "2026-03-04T14:30",
    "on Tuesday at 14:30 GMT": "2026-03-03T14:30",
    "at noon on Tuesday": "2026-03-03T12:00",
    "at 12 a.m. on Tuesday": "2026-03-03T00:00",
    "shortly after 2 p.m. on Tuesday": "2026-03-03T14:00",
    "around noon today": "2026-03-05T12:00",
    "in the early hours of Friday": "2026-02-27",
    "last Thursday": "2026-02-26",
    "a decade ago": "2016",
    "by Wednesday": "2026-03-04",
}

UNSETTLED = [
    "recently", "later", "earlier", "on the day", "at 2 p.m.", "that day", "the previous day",
    "the next day", "this day", "last decade", "two days earlier", "a few days ago", "last Tuesday",
    "next Tuesday", "this Saturday", "last March", "last summer", "in spring", "over the weekend",
    "on Monday and Tuesday", "after Tuesday", "about two weeks ago", "on Friday, March 3",
    "on 30 February", "at 25:00 on Tuesday", "at 13 p.m. on Tuesday", "03/02", "03/02/2026",
    "in the 1990s", "", " ", ".", "March 32", "on Tuesday’s show", "on Tuesday" * 40,
]  # fmt: skip

ABSOLUTE = {
    "in 2019": "2019",
    "3 March 2025": "2025-03-03",
    "at 2 p.m. on March 3, 2025": "2025-03-03T14:00",
    "in May 2019": "2019-05",
    "2026-03-01": "2026-03-01",
}


@pytest.mark.parametrize(("words", "value"), SETTLED.items())
def test_settled(words: str, value: str) -> None:
    assert resolve(words, PUBLISHED) == value


@pytest.mark.parametrize("words", UNSETTLED)
def test_unsettled(words: str) -> None:
    assert resolve(words, PUBLISHED) is None


@pytest.mark.parametrize(("words", "value"), SETTLED.items())
@pytest.mark.parametrize("published", [None, "", "yesterday", "2026-13-01"])
def test_without_a_day_of_publication_only_absolute_dates_resolve(
    words: str, value: str, published: str | None
) -> None:
    expected = value if any(part in words for part in ("2019", "2025", "2026")) else None
    assert resolve(words, published) == expected


@pytest.mark.parametrize(("words", "value"), ABSOLUTE.items())
def test_absolute(words: str, value: str) -> None:
    assert resolve(words, None) == value


def test_published_may_carry_a_time() -> None:
    assert resolve("yesterday", "2026-01-01T08:00:00+01:00") == "2025-12-31"


def test_week_belongs_to_its_iso_year() -> None:
    assert resolve("last week", "2026-01-06") == "2026-W01"
    assert resolve("last week", "2025-01-06") == "2025-W01"
    assert resolve("two weeks ago", "2026-01-06") == "2025-W52"


def test_month_shift_over_the_year() -> None:
    assert resolve("last month", "2026-01-31") == "2025-12"


@pytest.mark.parametrize(
    "words", ["yesterday", "last week", "last month", "last year", "on Tuesday", "12 years ago"]
)
def test_before_the_first_year_there_is_nothing(words: str) -> None:
    assert resolve(words, "0001-01-01") in {None, "0001-01-01"}


def test_last_weekday_is_settled_when_this_week_has_not_had_it() -> None:
    assert resolve("last Tuesday", "2026-03-02") == "2026-02-24"


@pytest.mark.parametrize(
    ("words", "value"),
    {
        "on Thursday": "2026-03-12",
        "on Friday": "2026-03-06",
        "next week": "2026-W11",
        "March 3": None,
        "in 2019": "2019",
    }.items(),
)
def test_ahead(words: str, value: str | None) -> None:
    assert resolve(words, PUBLISHED, ahead=True) == value


def test_unknown_language() -> None:
    with pytest.raises(ModelError):
        resolve("on Tuesday", PUBLISHED, language="xx")


PIECES = [
    "on", "at", "the", "last", "this", "ago", "Tuesday", "March", "may", "3", "31", "2019", "2", "p.m.",
    "two", "weeks", "year", "noon", "9:99", "1/1/2000",
]  # fmt: skip
WORDS = st.lists(st.sampled_from(PIECES)).map(" ".join)


@given(words=st.text() | WORDS, published=st.none() | st.text() | st.dates().map(str))
def test_never_raises(words: str, published: str | None) -> None:
    assert resolve(words, published) != ""
