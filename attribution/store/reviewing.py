"""What people decide on quotations: accept, correct, reject, reopen; with author, reason and history.

A correction makes a further set of records of the same text, so that what the engine said stays. What is
rejected is in the records no longer; its row stays, with the records that it was last in.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

from sqlalchemy import Connection, Row, func, select

from attribution.errors import InputError
from attribution.records import Extraction
from attribution.schemas import load_extraction
from attribution.store.correcting import corrected
from attribution.store.current import LARGEST, NoQuotation, Outdated, current_of
from attribution.store.editing import removed, with_quotation
from attribution.store.packing import unpack_record
from attribution.store.saving import Saved, Saving
from attribution.store.soundness import placed
from attribution.store.store import Store
from attribution.store.tables import extractions, quotations, reviews

Action = Literal["accept", "correct", "reject", "reopen"]
ACTIONS: tuple[Action, ...] = get_args(Action)
LONGEST = 2_000  # code points of an author or a reason

_SEEN = (
    "text", "start", "end", "type", "act", "negated", "statement", "reason", "speaker", "role",
    "affiliation", "review", "gone",
)  # fmt: skip


class ReviewRefused(InputError):
    """The quotation is not in a state in which this could be decided; the message says why."""

    code = "review-refused"


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A quotation after a decision: `review` is its state, `version` what the next decision is to expect."""

    quotation: int
    review: str
    version: str
    article: int
    article_version: str


def review(
    store: Store,
    quotation: int,
    action: Action,
    *,
    author: str,
    reason: str | None = None,
    changes: Mapping[str, Any] | None = None,
    expected: str | None = None,
) -> Reviewed:
    """Decides on a quotation; `changes` are those of `correcting.corrected`, for a correction alone.

    `expected` is the version of the quotation that the decision was made on; None takes any. Raises NotKept,
    Outdated where it is another by now, ReviewRefused where it cannot be decided now, and InputError for
    what cannot be; then nothing was done.
    """
    _check(author, reason)
    if action not in ACTIONS:
        raise InputError(f"an action is one of {', '.join(ACTIONS)}", field="action")
    if (changes is not None) != (action == "correct"):
        raise InputError("a correction has changes, and nothing else has", field="changes")
    with store.write() as connection:
        row = _row(connection, quotation)
        version = version_of(connection, row)
        if expected is not None and expected != version:
            raise Outdated("the quotation has changed since it was read", version=version)
        saving = Saving(connection, current_of(connection, row.article_id), author, reason)
        saved = _decide(saving, row, action, changes or {})
        after = _row(connection, quotation)
        return Reviewed(quotation, after.review, version_of(connection, after), row.article_id, saved.version)


def save_corrected(
    store: Store,
    article: int,
    extraction: Extraction,
    *,
    author: str,
    reason: str | None = None,
    expected: str | None = None,
    accept_others: bool = False,
) -> Saved:
    """Keeps a whole corrected Extraction of an article, as the desk downloads it, in either unit.

    What it left out is rejected. With `accept_others` all that it leaves as it was is accepted: the author
    has seen the whole article. `expected` is the version of the article that was corrected; None takes any.
    Raises NotKept, Outdated, and InputError for records of another text and those that are not sound.
    """
    _check(author, reason)
    with store.write() as connection:
        current = current_of(connection, article)
        current.expect(expected)
        saving = Saving(connection, current, author, reason)
        saved = saving.save(placed(extraction, current))
        return replace(saved, accepted=saving.accept_others()) if accept_others else saved


def _decide(saving: Saving, row: Row[Any], action: Action, changes: Mapping[str, Any]) -> Saved:
    current = saving.current
    if row.gone:
        raise ReviewRefused("the quotation is no longer in the article")
    if action == "reopen":
        return _reopen(saving, row)
    if row.review == "rejected":
        raise ReviewRefused("the quotation was rejected; reopen it first")
    if action == "accept":
        saving.set_review([row.id], "accepted")
        saving.note(row.id, "accept")
        return Saved(current.article, current.revision_number, current.version)
    if action == "reject":
        return saving.save(removed(current.extraction, row.local))
    saved = saving.save(placed(corrected(current, row.local, changes), current), named=[row.local])
    if row.id not in saved.corrected:
        raise InputError("the correction changes nothing", field="changes")
    return saved


def _reopen(saving: Saving, row: Row[Any]) -> Saved:
    """The quotation is to be looked at again; one that was rejected is in the records again."""
    current = saving.current
    if row.review != "rejected":
        saving.set_review([row.id], "again")
        saving.note(row.id, "reopen")
        return Saved(current.article, current.revision_number, current.version)
    if row.revision_id != current.revision:
        raise ReviewRefused("the quotation is no longer in the article")
    last = _records(saving.connection, row.extraction_id)
    quotation = next(one for one in last.quotations if one.id == row.local)
    found, name = with_quotation(current.extraction, quotation, last.speaker_of(quotation))
    return saving.save(found, restored={name: row.id})


def _records(connection: Connection, number: int) -> Extraction:
    packed = connection.scalar(select(extractions.c.record).where(extractions.c.id == number))
    return load_extraction(unpack_record(packed or b""))


def _row(connection: Connection, quotation: int) -> Row[Any]:
    query = select(quotations).where(quotations.c.id == quotation)
    row = connection.execute(query).one_or_none() if 0 < quotation <= LARGEST else None
    if row is None:
        raise NoQuotation(f"there is no quotation {quotation} in the store")
    return row


def version_of(connection: Connection, row: Row[Any]) -> str:
    """What changes whenever a quotation does, or somebody decides on it."""
    last = connection.scalar(select(func.max(reviews.c.id)).where(reviews.c.quotation_id == row.id))
    return seen(row._asdict(), last)


def seen(row: Mapping[str, Any], last: int | None) -> str:
    """The version of a quotation by its row and the number of its last review."""
    values = json.dumps([last, *(row[name] for name in _SEEN)])
    return hashlib.blake2b(values.encode(), digest_size=12).hexdigest()


def _check(author: str, reason: str | None) -> None:
    for field, value in (("author", author), ("reason", reason)):
        if value is None:
            continue
        if not value.strip() or len(value) > LONGEST or "\0" in value or not _is_text(value):
            raise InputError(f"{field} must be words, {LONGEST} characters at most", field=field)


def _is_text(value: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in value)
