"""Turns the words for a time into ISO 8601, as far as the words and the day of publication settle it.

A reader of its own rather than a general date parser: it takes a time only when a form of the language data
covers it from end to end, so it says nothing where a general parser would guess.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import cache
from typing import NamedTuple

from attribution.lang.details import DateWords, load_details

LONGEST = 80  # code points; no time is longer, and the work stays bounded
TOKEN = re.compile(r"[0-9]+(?:[-/:.][0-9]+)*|[^\W\d_]+")
CLOCK = re.compile(r"(?P<hour>[0-9]{1,2})(?:[:.](?P<minute>[0-9]{2}))?")
PUBLISHED = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?![0-9])")

Slots = dict[str, int]
Meaning = Callable[["Slots", date | None], str | None]


class Clock(NamedTuple):
    """A time of the day."""

    hour: int
    minute: int


def resolve(words: str, published: str | None, *, ahead: bool = False, language: str = "en") -> str | None:
    """The ISO 8601 value of the words for a time of saying, or None where they do not settle one.

    The value is as fine as the words: a day `2026-03-03`, a minute `2026-03-03T14:00` (local time; a named
    zone is not converted), a week `2026-W09`, a month `2026-02` or a year `2025`. `published` is an ISO date
    or date and time; without it, or with one that is no date, only words that name a year resolve. Times of
    saying lie in the past: a bare weekday or date is the latest one not after `published`; with `ahead`
    ("will say on Friday") a bare weekday is the next one, and a bare date or month says nothing.
    Never raises for any `words`. Raises ModelError for a language without data.

    >>> resolve("on Tuesday", "2026-03-05")
    '2026-03-03'
    >>> resolve("at 2 p.m. on March 3", "2026-03-05T18:00:00Z")
    '2026-03-03T14:00'
    >>> resolve("recently", "2026-03-05") is None
    True
    """
    if len(words) > LONGEST:
        return None
    data = load_details(language).dates
    tokens = _tokens(words, data)
    if tokens is None:
        return None
    today = _day(published)
    clock, rest = _take_clock(tokens, data)
    value = _read(rest, data, today, ahead)
    if value is None and clock is not None:  # "shortly after noon on Tuesday"
        value = _read([token for token in rest if token not in data.vague], data, today, ahead)
    return _with_clock(value, clock)


def _tokens(words: str, data: DateWords) -> list[str] | None:
    """Words and numbers in lower case; None when there are other characters than blanks, commas and dots."""
    text = words.lower()
    for spelling, plain in data.spellings.items():
        text = text.replace(spelling, plain)
    text = re.sub(r"([0-9])([^\W\d_])", r"\1 \2", text)
    if re.sub(r"[\s,.-]+", "", TOKEN.sub("", text)):
        return None
    return [token for token in TOKEN.findall(text) if token not in data.ordinals]


def _take_clock(tokens: list[str], data: DateWords) -> tuple[Clock | None, list[str]]:
    """The one clock time among the tokens and the tokens without it; (None, tokens) when there is none."""
    for place, token in enumerate(tokens):
        if token in data.clocks:
            return Clock(data.clocks[token], 0), _without(tokens, place, 1, data)
        found = CLOCK.fullmatch(token)
        half = tokens[place + 1] if place + 1 < len(tokens) else ""
        if not found or not (half in data.halves or ":" in token):
            continue
        hour, minute = int(found["hour"]), int(found["minute"] or 0)
        if half in data.halves and 1 <= hour <= 12 and minute < 60:
            return Clock(hour % 12 + data.halves[half], minute), _without(tokens, place, 2, data)
        if half not in data.halves and hour < 24 and minute < 60:
            return Clock(hour, minute), _without(tokens, place, 1, data)
    return None, tokens


def _without(tokens: list[str], place: int, count: int, data: DateWords) -> list[str]:
    rest = tokens[:place] + tokens[place + count :]
    return [token for token in rest if token not in data.zones]


def _with_clock(value: str | None, clock: Clock | None) -> str | None:
    """The value with the clock added, where the value is a day."""
    if value is None or clock is None or len(value) != len("2026-03-03"):
        return value
    return f"{value}T{clock.hour:02d}:{clock.minute:02d}"


def _read(tokens: list[str], data: DateWords, today: date | None, ahead: bool) -> str | None:
    """The value of tokens that hold no clock: whole phrases, then without fillers, then without parts."""
    plain = [token for token in tokens if token not in data.fillers]
    for candidate in (tokens, plain, [token for token in plain if token not in data.parts]):
        text = "".join(f"{token} " for token in candidate)
        for pattern, means in _forms(data.language):
            if found := pattern.fullmatch(text):
                return (AHEAD if ahead else MEANINGS)[means](_decode(found, data), today)
    return None


@cache
def _forms(language: str) -> list[tuple[re.Pattern[str], str]]:
    """The forms of the language as patterns over tokens that each end in a blank."""
    data = load_details(language).dates
    slots = {"days": data.days, "weekday": data.weekdays, "month": data.months, "shift": data.shifts}
    slots |= {"unit": dict.fromkeys(data.units, 0)}
    sources = {
        name: "|".join(sorted(map(re.escape, table), key=len, reverse=True)) for name, table in slots.items()
    }
    numbers = "|".join(map(re.escape, data.numbers))
    sources |= {
        "number": rf"[0-9]{{1,2}}|{numbers}", "day": "[0-9]{1,2}", "month_number": "[0-9]{2}",
        "first": "[0-9]{1,2}", "second": "[0-9]{1,2}", "year": "1[0-9]{3}|20[0-9]{2}",
    }  # fmt: skip
    return [(_pattern(form, sources), means) for form, means in data.forms]


def _pattern(form: str, sources: dict[str, str]) -> re.Pattern[str]:
    pieces = []
    for word in form.split():
        optional = word.endswith("?")
        piece = (
            re.sub(r"\{(\w+)\}", lambda slot: f"(?P<{slot[1]}>{sources[slot[1]]})", word.rstrip("?")) + " "
        )
        pieces.append(f"(?:{piece})?" if optional else piece)
    return re.compile("".join(pieces))


def _decode(found: re.Match[str], data: DateWords) -> Slots:
    """The slots of a match as numbers; a unit is its place in UNITS."""
    tables = {"days": data.days, "weekday": data.weekdays, "month": data.months, "shift": data.shifts}
    slots: Slots = {}
    for name, word in found.groupdict().items():
        if word is None:
            continue
        if name == "unit":
            slots[name] = UNITS.index(data.units[word])
        elif name in tables:
            slots[name] = tables[name][word]
        else:
            slots[name.removesuffix("_number")] = data.numbers[word] if word in data.numbers else int(word)
    return slots


MONTHS = {"month": 1, "year": 12, "decade": 120}
UNITS = ("day", "week", "month", "year", "decade")


def _day(published: str | None) -> date | None:
    found = PUBLISHED.match(published or "")
    return _date(int(found[1]), int(found[2]), int(found[3])) if found else None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:  # 30 February
        return None


def _shifted(today: date, days: int) -> date | None:
    ordinal = today.toordinal() + days
    return date.fromordinal(ordinal) if 1 <= ordinal <= date.max.toordinal() else None


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day_from_today(slots: Slots, today: date | None) -> str | None:
    return _iso(_shifted(today, slots["days"])) if today else None


def _weekday(slots: Slots, today: date | None) -> str | None:
    return _iso(_shifted(today, -((today.weekday() - slots["weekday"]) % 7))) if today else None


def _next_weekday(slots: Slots, today: date | None) -> str | None:
    return _iso(_shifted(today, (slots["weekday"] - today.weekday() - 1) % 7 + 1)) if today else None


def _only_with_year(meaning: Meaning) -> Meaning:
    return lambda slots, today: meaning(slots, today) if slots.keys() & {"year", "shift"} else None


def _shifted_weekday(slots: Slots, today: date | None) -> str | None:
    """Said on a Thursday, "last Tuesday" may be either; said on a Monday or Tuesday it is one."""
    if today is None or slots["shift"] > 0:
        return None
    if slots["shift"] == 0:
        return _weekday_of_week(slots, today) if slots["weekday"] <= today.weekday() else None
    if slots["weekday"] < today.weekday():
        return None
    return _iso(_shifted(today, slots["weekday"] - today.weekday() - 7))


def _weekday_of_week(slots: Slots, today: date | None) -> str | None:
    if today is None:
        return None
    return _iso(_shifted(today, slots["weekday"] - today.weekday() + 7 * slots["shift"]))


def _day_of_month(slots: Slots, today: date | None) -> str | None:
    """A weekday beside the date must agree with it."""
    found = None
    for year in _years(slots, today):
        day = _date(year, slots["month"], slots["day"])
        if day and ("year" in slots or "shift" in slots or (today and day <= today)):
            found = day
            break
    if found is None or slots.get("weekday", found.weekday()) != found.weekday():
        return None
    return _iso(found)


def _years(slots: Slots, today: date | None) -> list[int]:
    """The years that may be meant, the likeliest first."""
    if "year" in slots:
        return [slots["year"]]
    if today is None:
        return []
    return [today.year + slots["shift"]] if "shift" in slots else [today.year, today.year - 1]


def _either_order(slots: Slots, today: date | None) -> str | None:
    first, second = slots["first"], slots["second"]
    days = {_date(slots["year"], month, day) for month, day in ((first, second), (second, first))} - {None}
    return _iso(days.pop()) if len(days) == 1 else None


def _month(slots: Slots, today: date | None) -> str | None:
    for year in _years(slots, today):
        settled = "year" in slots or "shift" in slots
        if settled or (today and (year, slots["month"]) <= (today.year, today.month)):
            return f"{year:04d}-{slots['month']:02d}" if year > 0 else None
    return None


def _shifted_month(slots: Slots, today: date | None) -> str | None:
    """Last year's or this year's: "last March" is settled only when this year's March is still to come."""
    if today is None or slots["shift"] > 0:
        return None
    if slots["shift"] == 0:
        return _month(slots, today) if slots["month"] <= today.month else None
    return _month(slots, today) if slots["month"] > today.month else None


def _year(slots: Slots, today: date | None) -> str | None:
    return f"{slots['year']:04d}"


def _period(slots: Slots, today: date | None) -> str | None:
    unit = UNITS[slots["unit"]]
    return _unit(today, unit, slots["shift"]) if today and unit not in ("day", "decade") else None


def _ago(slots: Slots, today: date | None) -> str | None:
    return _unit(today, UNITS[slots["unit"]], -slots["number"]) if today else None


def _unit(today: date, unit: str, shift: int) -> str | None:
    """The day, week, month or year that lies `shift` of them from today's."""
    if unit == "day":
        return _iso(_shifted(today, shift))
    if unit == "week":
        day = _shifted(today, 7 * shift)
        return f"{day.isocalendar().year:04d}-W{day.isocalendar().week:02d}" if day else None
    months = 12 * today.year + today.month - 1 + shift * MONTHS[unit]
    if not 12 <= months < 12 * 10000:
        return None
    return f"{months // 12:04d}-{months % 12 + 1:02d}" if unit == "month" else f"{months // 12:04d}"


MEANINGS: dict[str, Meaning] = {
    "day_from_today": _day_from_today, "weekday": _weekday, "shifted_weekday": _shifted_weekday,
    "weekday_of_week": _weekday_of_week, "day_of_month": _day_of_month, "either_order": _either_order,
    "month": _month, "shifted_month": _shifted_month, "year": _year, "period": _period, "ago": _ago,
}  # fmt: skip
AHEAD: dict[str, Meaning] = {
    **MEANINGS,
    "weekday": _next_weekday, "day_of_month": _only_with_year(_day_of_month),
    "month": _only_with_year(_month),
}  # fmt: skip
