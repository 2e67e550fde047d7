"""The tables of conflicts: made from the quotations, but for what people decided on them."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Float, Index, Integer, String, Table, UniqueConstraint

from attribution.store.columns import NEVER_AGAIN, metadata, moment, number, reference, written

sketches = Table(
    "sketches",  # by which wordings that share a stretch are found, by `store/sketches.py`
    metadata,
    Column("hash", Integer, primary_key=True, autoincrement=False),
    Column("wording", BigInteger, primary_key=True, autoincrement=False, index=True),
    sqlite_with_rowid=False,
)

unsettled = Table(
    "unsettled",  # wordings whose conflicts are to be found anew; triggers on `quotations` add them
    metadata,
    Column("wording", BigInteger, primary_key=True, autoincrement=False),
)

conflicts = Table(
    "conflicts",  # the same words under two names, or one quotation in two wordings
    metadata,
    number(),
    Column("kind", String(8), nullable=False),  # names, wordings
    Column("difference", String(10), nullable=False),  # speaker; number, negation, condition, name, words
    Column("severity", Integer, nullable=False),  # 1 to 5
    Column("share", Float, nullable=False),  # of the words, that is the same
    Column("key", String(32), nullable=False),  # what pairs of one difference share
    reference("first_speaker_id", "speakers", index=False),
    reference("second_speaker_id", "speakers"),
    Column("day", String(10)),  # of the last quotation of it
    Column("stands", Boolean, nullable=False),  # whether the quotations are still there and differ
    Column("status", String(10), nullable=False),  # open, dismissed, resolved
    moment("found"),
    Index("ix_conflicts_stands_status_severity_id", "stands", "status", "severity", "id"),
    Index("ix_conflicts_first_speaker_id_kind", "first_speaker_id", "kind"),
    **NEVER_AGAIN,
)

conflict_pairs = Table(
    "conflict_pairs",  # of wordings that conflict
    metadata,
    number(),
    reference("conflict_id", "conflicts", index=False),
    Column("first", BigInteger, nullable=False, index=True),
    Column("second", BigInteger, nullable=False, index=True),
    Column("stands", Boolean, nullable=False),
    UniqueConstraint("conflict_id", "first", "second"),
)

conflict_decisions = Table(
    "conflict_decisions",  # what people decided on a conflict
    metadata,
    number(),
    reference("conflict_id", "conflicts"),
    Column("status", String(10), nullable=False),
    written("author", null=False),
    written("reason"),
    moment("at"),
)
