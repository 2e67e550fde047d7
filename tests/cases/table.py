"""The table of cases: reads `cases.toml` and says what is wrong with an extraction, if anything.

A case names only what it cares about; what it lists is a statement unless it says otherwise. Content is
compared by its letters and digits, as the scorer does, so neither marks nor blanks decide; a source may be a
little longer or shorter than listed.
"""

from __future__ import annotations

import html as html_module
import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from attribution.records import Extraction, Quotation, Span

Positions = frozenset[tuple[str, int]]  # ("body" or "title", code point of the input)

CONTENT_IOU = 0.8
ROLE_DICE = 0.5
CASE_KEYS = {"id", "number", "text", "html", "title", "complete", "warnings", "without", "gap", "quotation"}
TEXT_KEYS = {"cue", "addressee", "medium", "time"}
PLAIN_KEYS = {"type", "reason"}
SPEAKER_KEYS = {"speaker", "not_speaker", "label", "kind", "anonymous"}
QUOTATION_KEYS = (
    TEXT_KEYS
    | PLAIN_KEYS
    | SPEAKER_KEYS
    | {
        "content",
        "statement",
        "nth",
        "field",
        "exact",
        "source",
        "role",
        "negated",
        "act",
        "parent",
        "quoted",
    }
)
MARKUP = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1>|<[^>]*>", re.DOTALL | re.IGNORECASE)
BREAKS = re.compile(r"</?(?:br|p|div|li|td|th|tr|blockquote|aside|h\d)\b", re.IGNORECASE)
ENTITY = re.compile(r"&(?:#\d+|#x[0-9a-fA-F]+|\w+);")
WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Case:
    """One row: an article and what must be found in it."""

    id: str
    number: int
    text: str | None
    html: str | None
    title: str | None
    complete: bool
    warnings: tuple[str, ...]
    without: tuple[str, ...]
    gap: str | None
    quotations: tuple[dict[str, Any], ...] = field(default=())


@dataclass(frozen=True)
class Reading:
    """The characters of one field of the input that a reader sees, each with its position."""

    field: str
    shown: str
    positions: tuple[int, ...]

    @classmethod
    def plain(cls, field: str, text: str) -> Reading:
        return cls(field, text, tuple(range(len(text))))

    @classmethod
    def markup(cls, text: str) -> Reading:
        """HTML without its tags, comments and scripts; an entity counts as the character it stands for, a
        block's edge as a blank."""
        shown: list[str] = []
        positions: list[int] = []
        for start, end in _outside(text):
            at = start
            if start and BREAKS.match(text, text.rfind("<", 0, start)):
                shown.append(" ")
                positions.append(start - 1)
            while at < end:
                entity = ENTITY.match(text, at, end)
                piece = html_module.unescape(entity[0]) if entity else text[at]
                shown.extend(piece)
                positions.extend([at] * len(piece))
                at += len(entity[0]) if entity else 1
        return cls("body", "".join(shown), tuple(positions))

    def between(self, start: int, end: int) -> str:
        """What a reader sees of the input `[start, end)`, blanks collapsed."""
        seen = (c for c, at in zip(self.shown, self.positions, strict=True) if start <= at < end)
        return " ".join("".join(seen).split())

    def letters(self, start: int, end: int) -> set[tuple[str, int]]:
        """Positions of the letters and digits in the input `[start, end)`."""
        pairs = zip(self.shown, self.positions, strict=True)
        return {(self.field, at) for c, at in pairs if start <= at < end and c.isalnum()}

    def find(self, words: str, *, after: int = 0, nth: int = 1) -> tuple[int, int] | None:
        """Input span of the nth place where `words` stand as whole words, whatever the blanks."""
        pattern = r"\s+".join(map(re.escape, words.split()))
        found = [m.span() for m in re.finditer(pattern, self.shown) if self._whole(*m.span())]
        found = [(self.positions[s], self.positions[e - 1] + 1) for s, e in found]
        found = [span for span in found if span[0] >= after]
        return found[nth - 1] if len(found) >= nth else None

    def places(self, words: str) -> Iterator[tuple[int, int]]:
        """Input spans of all places where `words` stand as whole words."""
        after = 0
        while span := self.find(words, after=after):
            yield span
            after = span[0] + 1

    def _whole(self, start: int, end: int) -> bool:
        before, first = self.shown[start - 1 : start], self.shown[start]
        last, after = self.shown[end - 1], self.shown[end : end + 1]
        return not (before.isalnum() and first.isalnum()) and not (last.isalnum() and after.isalnum())


def _outside(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for tag in MARKUP.finditer(text):
        yield at, tag.start()
        at = tag.end()
    yield at, len(text)


def readings(case: Case) -> dict[str, Reading]:
    """The body and, where the case has one, the title as a reader sees them."""
    body = Reading.markup(case.html) if case.html is not None else Reading.plain("body", case.text or "")
    found = {"body": body}
    if case.title is not None:
        found["title"] = Reading.plain("title", case.title)
    return found


def load(path: Path) -> list[Case]:
    """The cases of a table. Raises ValueError naming the case and the key when a row is malformed."""
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["case"]
    cases = [_case(row) for row in rows]
    twice = {case.id for case in cases if sum(other.id == case.id for other in cases) > 1}
    if twice:
        raise ValueError(f"ids used twice: {sorted(twice)}")
    return cases


def _case(row: dict[str, Any]) -> Case:
    name = row.get("id", "a case without id")
    _known(name, row, CASE_KEYS)
    if ("text" in row) == ("html" in row):
        raise ValueError(f"{name}: give either text or html")
    case = Case(
        id=row["id"],
        number=row["number"],
        text=row.get("text"),
        html=row.get("html"),
        title=row.get("title"),
        complete=row.get("complete", True),
        warnings=tuple(row.get("warnings", ())),
        without=tuple(row.get("without", ())),
        gap=row.get("gap"),
        quotations=tuple(row.get("quotation", ())),
    )
    if not case.id.startswith(f"{case.number:02d}-"):
        raise ValueError(f"{name}: the id must begin with the number {case.number:02d}")
    for quotation in case.quotations:
        _known(name, quotation, QUOTATION_KEYS)
        expected_spans(case, quotation)
    return case


def _known(name: str, row: dict[str, Any], keys: set[str]) -> None:
    if unknown := set(row) - keys:
        raise ValueError(f"{name}: unknown keys {sorted(unknown)}")


def expected_spans(case: Case, quotation: dict[str, Any]) -> list[tuple[int, int]]:
    """Where the listed content stands; raises ValueError when the case does not hold those words."""
    reading = readings(case)[quotation.get("field", "body")]
    spans: list[tuple[int, int]] = []
    for words in quotation["content"]:
        first = not spans
        nth = quotation.get("nth", 1) if first else 1
        span = reading.find(words, after=0 if first else spans[-1][1], nth=nth)
        if span is None:
            raise ValueError(f"{case.id}: {words!r} does not stand in the article")
        spans.append(span)
    return spans


def check(case: Case, extraction: Extraction) -> list[str]:
    """Everything in `extraction` that is not as the case demands, one line each; empty when all is well."""
    faults = span_faults(case, extraction)
    pairs = _pair(case, extraction)
    for index, expected in enumerate(case.quotations):
        words = " … ".join(expected["content"])
        if index not in pairs:
            faults.append(f"not found: {words}")
            continue
        found = _quotation_faults(case, expected, pairs, extraction, pairs[index])
        faults.extend(f"{words}: {fault}" for fault in found)
    if case.complete:
        known = {q.id for q in pairs.values()}
        extra = [q for q in extraction.quotations if q.statement and q.id not in known]
        faults.extend(f"not a statement of its own: {q.text}" for q in extra)
    codes = {warning.code for warning in extraction.warnings}
    faults.extend(f"no warning {code}, only {sorted(codes)}" for code in case.warnings if code not in codes)
    faults.extend(f"warning {code} without need" for code in case.without if code in codes)
    return faults


def all_spans(extraction: Extraction) -> Iterator[Span]:
    """Every span of every record."""
    for q in extraction.quotations:
        yield from q.spans
        yield from q.quoted
        parts = (q.cue, q.source, q.role, q.addressee, q.medium, q.time)
        yield from (part for part in parts if part is not None)
        if q.role and q.role.affiliation:
            yield q.role.affiliation
    for speaker in extraction.speakers:
        yield from speaker.mentions
        yield from speaker.roles
        yield from (role.affiliation for role in speaker.roles if role.affiliation)


def span_faults(case: Case, extraction: Extraction) -> list[str]:
    """Spans whose text is not the input at their offsets (for HTML: without markup, blanks collapsed)."""
    seen = readings(case)
    raw = {"body": case.text, "title": case.title}
    faults = []
    for span in all_spans(extraction):
        plain = raw[span.field]
        if plain is not None:
            there = plain[span.start : span.end]
        else:
            there = seen[span.field].between(span.start, span.end)
        if there != span.text or not span.text:
            faults.append(f"[{span.start}, {span.end}) of {span.field} is {there!r}, not {span.text!r}")
    return faults


def _letters(case: Case, spans: Iterable[Span]) -> Positions:
    seen = readings(case)
    return frozenset(at for span in spans for at in seen[span.field].letters(span.start, span.end))


def _expected_letters(case: Case, expected: dict[str, Any]) -> Positions:
    reading = readings(case)[expected.get("field", "body")]
    return frozenset(
        at for start, end in expected_spans(case, expected) for at in reading.letters(start, end)
    )


def _pair(case: Case, extraction: Extraction) -> dict[int, Quotation]:
    """Listed quotations (by index) and the found ones that have their content, best first, one to one."""
    scored = []
    for index, expected in enumerate(case.quotations):
        want = _expected_letters(case, expected)
        for quotation in extraction.quotations:
            have = _letters(case, quotation.spans)
            iou = len(want & have) / len(want | have) if want | have else 0.0
            if iou >= CONTENT_IOU:
                scored.append((iou, index, quotation))
    pairs: dict[int, Quotation] = {}
    for _, index, quotation in sorted(scored, key=lambda row: (-row[0], row[1], row[2].id)):
        if index not in pairs and all(quotation.id != other.id for other in pairs.values()):
            pairs[index] = quotation
    return pairs


def _quotation_faults(
    case: Case,
    expected: dict[str, Any],
    pairs: dict[int, Quotation],
    extraction: Extraction,
    found: Quotation,
) -> Iterator[str]:
    yield from _differs("statement", expected.get("statement", True), found.statement)
    for key in sorted(PLAIN_KEYS & set(expected)):
        yield from _differs(key, expected[key], getattr(found, key))
    for key in sorted({"negated", "act"} & set(expected)):
        yield from _differs(key, expected[key], getattr(found.cue, key) if found.cue else None)
    for key in sorted(TEXT_KEYS & set(expected)):
        yield from _text_fault(key, expected[key], getattr(found, key))
    if expected.get("exact"):
        spans = [(span.start, span.end) for span in found.spans]
        yield from _differs("spans", expected_spans(case, expected), spans)
    if "source" in expected:
        yield from _source_fault(case, expected, found)
    if "role" in expected:
        yield from _role_fault(expected["role"], found)
    if "parent" in expected:
        around = pairs.get(expected["parent"]) if expected["parent"] is not False else None
        yield from _differs("parent", around.id if around else None, found.parent)
    if "quoted" in expected:
        yield from _differs(
            "quoted", sorted(map(_bare, expected["quoted"])), sorted(_bare(s.text) for s in found.quoted)
        )
    yield from _speaker_faults(expected, extraction, found)


def _differs(key: str, want: object, have: object) -> Iterator[str]:
    if want != have:
        yield f"{key} is {have!r}, not {want!r}"


def _bare(words: str) -> str:
    return " ".join(WORD.findall(words))


def _dice(a: str, b: str) -> float:
    left, right = (set(WORD.findall(words.casefold())) for words in (a, b))
    return 2 * len(left & right) / (len(left) + len(right)) if left or right else 0.0


def _text_fault(key: str, want: str | bool, have: Span | None) -> Iterator[str]:
    """A part of the sentence is right when it shares a word with the listed one; false stands for null."""
    if want is False:
        yield from _differs(key, None, have.text if have else None)
    elif have is None or not _dice(str(want), have.text):
        yield f"{key} is {have.text if have else None!r}, not {want!r}"


def _source_fault(case: Case, expected: dict[str, Any], found: Quotation) -> Iterator[str]:
    want, have = expected["source"], found.source
    if want is False or have is None:
        yield from _differs("source", None if want is False else want, have.text if have else None)
        return
    right, given = _nearest(case, want, expected), _letters(case, [have])
    shared = len(right & given)
    if 2 * shared < min(len(right), len(given)) or len(given) > 2 * len(right) + 30 or not shared:
        yield f"source is {have.text!r} at {have.start}, not {want!r}"


def _nearest(case: Case, words: str, expected: dict[str, Any]) -> Positions:
    """The letters of the place of `words` that stands nearest to the content, and not within it."""
    reading = readings(case)[expected.get("field", "body")]
    content = expected_spans(case, expected)
    outside = [p for p in reading.places(words) if not any(s <= p[0] and p[1] <= e for s, e in content)]
    if not outside:
        raise ValueError(f"{case.id}: the source {words!r} does not stand beside the content")
    start, end = min(outside, key=lambda place: _gap(place, content))
    return frozenset(reading.letters(start, end))


def _gap(place: tuple[int, int], spans: Sequence[tuple[int, int]]) -> int:
    return min(max(start - place[1], place[0] - end, 0) for start, end in spans)


def _role_fault(want: str | bool | list[str], found: Quotation) -> Iterator[str]:
    have = found.role.text if found.role else None
    if want is False:
        yield from _differs("role", None, have)
        return
    wanted = want if isinstance(want, list) else [str(want)]
    if have is None or max(_dice(role, have) for role in wanted) < ROLE_DICE:
        yield f"role is {have!r}, not {want!r}"


def _speaker_faults(expected: dict[str, Any], extraction: Extraction, found: Quotation) -> Iterator[str]:
    speaker = extraction.speaker_of(found)
    name = speaker.name if speaker else None
    if "speaker" in expected:
        yield from _differs("speaker", expected["speaker"] or None, name)
    if "not_speaker" in expected and name == expected["not_speaker"]:
        yield f"speaker is {name!r}, of all people"
    for key in ("kind", "anonymous"):
        if key in expected:
            yield from _differs(key, expected[key], getattr(speaker, key) if speaker else None)
    if "label" in expected and _dice(expected["label"], speaker.label if speaker else "") < ROLE_DICE:
        yield f"label is {speaker.label if speaker else None!r}, not {expected['label']!r}"
