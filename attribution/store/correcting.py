"""A correction of one quotation, told by its values, as the next records of the article."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from attribution.errors import InputError
from attribution.records import Act, Cue, Extraction, Form, Mention, Quotation, Role, Span, Speaker
from attribution.store.content import read_document, span_at, with_content
from attribution.store.current import Current
from attribution.store.editing import free, moved_mentions, nested, put

Values = Mapping[str, Any]


def corrected(current: Current, name: str, changes: Values) -> Extraction:
    """The records with other values of the quotation `name`; what follows from them is made anew.

    `spans` is a list of places, `source`, `cue` and `role` a place or None; a place has `start` and `end` in
    code points of the input, and `field`, "body" if it is not given. `speaker` has an `id` of these records
    or a `name` that is new in them, or is None. `type`, `statement` and `reason` are as in the records.
    Raises InputError, with the field, for what cannot be.
    """
    unknown = sorted(set(changes) - set(_STEPS))
    if unknown or not changes:
        message = (
            f"unknown key {unknown[0]!r} of a correction" if unknown else "a correction changes something"
        )
        raise InputError(message, field=f"changes.{unknown[0]}" if unknown else "changes")
    quotation = next(found for found in current.extraction.quotations if found.id == name)
    found = current.extraction
    for key, step in _STEPS.items():
        if key in changes:
            found, quotation = step(found, quotation, changes[key], current)
            found = put(found, quotation)
            quotation = next(one for one in found.quotations if one.id == name)
    return found


Step = Callable[[Extraction, Quotation, Any, Current], tuple[Extraction, Quotation]]


def _content(
    extraction: Extraction, quotation: Quotation, given: Any, current: Current
) -> tuple[Extraction, Quotation]:
    if not given:
        message = "a content has at least one span; to leave it out, reject the quotation"
        raise InputError(message, field="changes.spans")
    spans = [_span(current, place, f"changes.spans.{n}") for n, place in enumerate(given)]
    title = current.extraction.article.title
    document = read_document(title, text=current.text, html=current.html)
    moved = with_content(quotation, spans, document)
    moved = replace(moved, confidence=replace(moved.confidence, content=1.0))
    return nested(put(extraction, moved), moved.id), moved


def _type(
    extraction: Extraction, quotation: Quotation, given: Any, current: Current
) -> tuple[Extraction, Quotation]:
    return extraction, replace(quotation, type=given)


def _statement(
    extraction: Extraction, quotation: Quotation, given: Any, current: Current
) -> tuple[Extraction, Quotation]:
    reason = None if given else quotation.reason or "other"
    return extraction, replace(quotation, statement=bool(given), reason=reason)


def _reason(
    extraction: Extraction, quotation: Quotation, given: Any, current: Current
) -> tuple[Extraction, Quotation]:
    return extraction, replace(quotation, reason=given, statement=given is None)


def _source(
    extraction: Extraction, quotation: Quotation, given: Any, current: Current
) -> tuple[Extraction, Quotation]:
    source = None
    if given is not None:
        span = _span(current, given, "changes.source")
        form: Form = given.get("form") or ("name" if span.text[:1].isupper() else "nominal")
        source = Mention(span.start, span.end, span.text, span.field, form)
    sure = replace(quotation.confidence, source=1.0 if source else None)
    return extraction, replace(quotation, source=source, confidence=sure)


def _cue(
    extraction: Extraction, quotation: Quotation, given: Any, current: Current
) -> tuple[Extraction, Quotation]:
    if given is None:
        return extraction, replace(quotation, cue=None)
    span = _span(current, given, "changes.cue")
    lemma: str = given.get("lemma") or span.text.lower()
    act: Act = given.get("act") or "say"
    cue = Cue(span.start, span.end, span.text, span.field, lemma, act, bool(given.get("negated")))
    return extraction, replace(quotation, cue=cue)


def _speaker(
    extraction: Extraction, quotation: Quotation, given: Any, current: Current
) -> tuple[Extraction, Quotation]:
    before = quotation.speaker
    if given is None:
        sure = replace(quotation.confidence, speaker=None, role=None)
        return extraction, replace(quotation, speaker=None, role=None, confidence=sure)
    extraction, name = _entry(extraction, given)
    role = quotation.role if before == name else _role_near(extraction, quotation, name)
    sure = replace(quotation.confidence, speaker=1.0, role=1.0 if role else None)
    moved = replace(quotation, speaker=name, role=role, confidence=sure)
    if before == name:
        return extraction, moved
    others = tuple(moved if one.id == moved.id else one for one in extraction.quotations)
    return moved_mentions(replace(extraction, quotations=others), quotation.source, before, name), moved


def _entry(extraction: Extraction, given: Values) -> tuple[Extraction, str]:
    """The speaker of an id, or a new one of a name."""
    known = {speaker.id for speaker in extraction.speakers}
    if "id" in given:
        if given["id"] not in known:
            raise InputError(f"there is no speaker {given['id']!r}", field="changes.speaker.id")
        return extraction, given["id"]
    words = " ".join(str(given.get("name") or "").split())
    if not words:
        raise InputError("a speaker has an id or a name", field="changes.speaker")
    name = free("s", known)
    made = Speaker(name, words, words, given.get("kind") or "person", named=True)
    return replace(extraction, speakers=(*extraction.speakers, made)), name


def _role_near(extraction: Extraction, quotation: Quotation, speaker: str) -> Role | None:
    """The role that the speaker has in the quotation before this one, else in the first."""
    theirs = [one for one in extraction.quotations if one.speaker == speaker and one.id != quotation.id]
    before = [one for one in theirs if one.spans[0].start <= quotation.spans[0].start]
    return (before[-1:] or theirs[:1])[0].role if theirs else None


def _role(
    extraction: Extraction, quotation: Quotation, given: Any, current: Current
) -> tuple[Extraction, Quotation]:
    role = None if given is None else _read_role(current, given)
    sure = replace(quotation.confidence, role=1.0 if role else None)
    speakers = tuple(
        replace(speaker, roles=(role, *speaker.roles))
        if role and speaker.id == quotation.speaker and role not in speaker.roles
        else speaker
        for speaker in extraction.speakers
    )
    return replace(extraction, speakers=speakers), replace(quotation, role=role, confidence=sure)


def _read_role(current: Current, given: Values) -> Role:
    span = _span(current, given, "changes.role")
    tied = given.get("affiliation")
    return Role(
        span.start,
        span.end,
        span.text,
        span.field,
        title=given.get("title") or span.text,
        affiliation=_span(current, tied, "changes.role.affiliation") if tied else None,
        former=bool(given.get("former")),
    )


def _span(current: Current, given: Values, path: str) -> Span:
    return span_at(current, given["start"], given["end"], given.get("field") or "body", path=path)


_STEPS: Mapping[str, Step] = {  # in this order: a type that is given counts, whatever the marks say
    "spans": _content,
    "type": _type,
    "statement": _statement,
    "reason": _reason,
    "source": _source,
    "cue": _cue,
    "speaker": _speaker,
    "role": _role,
}
