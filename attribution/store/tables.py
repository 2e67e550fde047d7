"""The tables of a store. `migrations/` makes them; a test holds the two to each other.

What came in is kept as it was: an article's text in `revisions`, the records in `extractions`, packed. The
other tables are made from these to be searched, or hold what people decided.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

import attribution.store.conflict_tables  # noqa: F401 - so that the metadata know all tables
from attribution.store.columns import NEVER_AGAIN, metadata, moment, number, reference, written

facts = Table(
    "store_facts", metadata, Column("name", String(40), primary_key=True), written("value", null=False)
)

articles = Table(
    "articles",
    metadata,
    number(),
    written("key", null=False, unique=True),  # the id given, else the address, else the hash of the text
    written("url"),
    written("outlet", index=True),
    written("title"),
    written("terms"),  # of the title
    written("published"),  # as given
    Column("day", String(10), index=True),  # of publication, YYYY-MM-DD
    written("language"),
    Column("revision", Integer, nullable=False),  # number of the current one
    moment("added"),
    moment("changed"),
    **NEVER_AGAIN,
)

revisions = Table(
    "revisions",
    metadata,
    number(),
    reference("article_id", "articles", index=False),
    Column("number", Integer, nullable=False),
    Column("sha256", String(64), nullable=False, index=True),  # of the input's UTF-8
    Column("format", String(4), nullable=False),  # text or html
    Column("content", LargeBinary, nullable=False),  # the input, packed
    written("title"),
    written("published"),
    moment("taken"),
    moment("redacted", null=True),  # when something was blacked out in it
    UniqueConstraint("article_id", "number"),
)

texts = Table(
    "texts",  # revisions whose words are indexed, by `store/texts.py`
    metadata,
    Column("id", ForeignKey("revisions.id", ondelete="CASCADE"), primary_key=True),
    Column("page", LargeBinary),  # of one in HTML, its plain text and the way there, packed
    written("codes", null=False),
)

extractions = Table(
    "extractions",
    metadata,
    number(),
    reference("revision_id", "revisions", index=False),
    Column("number", Integer, nullable=False),
    Column("current", Boolean, nullable=False),  # whether the quotations of the article are these
    Column("record", LargeBinary, nullable=False),  # the Extraction's JSON, packed; places in code points
    written("model", null=False),
    written("model_version", null=False),
    moment("made"),
    written("author"),  # of a corrected one
    written("reason"),
    UniqueConstraint("revision_id", "number"),
)

quotations = Table(
    "quotations",
    metadata,
    number(),
    reference("article_id", "articles"),
    reference("revision_id", "revisions"),  # the last one that it stands in
    reference("extraction_id", "extractions"),
    written("local", null=False),  # its id in the record: q1
    Column("gone", Boolean, nullable=False),  # no longer in the article
    written("type", null=False),
    written("act"),
    Column("negated", Boolean, nullable=False),
    Column("statement", Boolean, nullable=False),
    written("reason"),
    written("text", null=False),
    Column("start", Integer, nullable=False),  # code points of the input
    Column("end", Integer, nullable=False),
    reference("speaker_id", "speakers", null=True, gone="SET NULL", index=False),
    written("speaker"),  # as the article has it
    written("role"),
    written("affiliation"),
    written("outlet"),  # as the article's, to be searched in one table
    Column("day", String(10)),
    Column("fingerprint", String(32), nullable=False, index=True),
    written("marked"),  # of a mixed one: what stands in marks
    Column("wording", BigInteger),  # what the same words in marks share; null: not compared with others
    written("terms", null=False),
    written("beside", null=False),  # terms of what stands beside it
    Column("confidence", Float, nullable=False),
    Column("review", String(10), nullable=False),  # new, accepted, corrected, rejected, again
    Column("worth", Float),  # of a check, 0 to 1; this and the next by `store/worth.py`
    written("worth_kind"),
    Column("worth_start", Integer),  # of the sentence that is rated, in code points of the text
    Column("worth_end", Integer),
    Column("worth_reasons", JSON),
    Index("ix_quotations_day_id", "day", "id"),
    Index("ix_quotations_act_day_id", "act", "day", "id"),  # acts but "say" are rare
    Index("ix_quotations_review_confidence_id", "review", "confidence", "id"),
    Index("ix_quotations_worth_fingerprint_id", "worth", "fingerprint", "id"),
    Index("ix_quotations_speaker_id_day", "speaker_id", "day"),
    Index("ix_quotations_outlet_day", "outlet", "day"),
    Index(
        "ix_quotations_wording_id",
        "wording",
        "id",
        sqlite_where=text("wording IS NOT NULL"),
        postgresql_where=text("wording IS NOT NULL"),
    ),
    **NEVER_AGAIN,
)

# of a quotation that stands in its article, and was not taken out by people
STANDS = ~quotations.c.gone & (quotations.c.review != "rejected")

changes = Table(
    "changes",  # what became of the quotations of an article when it changed
    metadata,
    number(),
    reference("revision_id", "revisions"),
    reference("quotation_id", "quotations"),
    Column("kind", String(8), nullable=False),  # new, stayed, changed, went, returned
    written("before"),
    written("after"),
)

speakers = Table(
    "speakers",  # the registry: one entry a person, group, organisation or document
    metadata,
    number(),
    written("name"),
    written("label", null=False),
    written("kind", null=False),
    written("folded", null=False, index=True),  # the name as names are compared
    written(
        "surname", null=False, index=True
    ),  # folded, by which namesakes are found; of others the whole name
    Column("bare", Boolean, nullable=False),  # nothing but the name tells who it is
    Column("ids", JSON, nullable=False),
    reference("merged_into", "speakers", null=True, gone="SET NULL", index=False),
    moment("added"),
    Index(  # of the few that have one: asked for those without, a database would list all by it
        "ix_speakers_merged_into",
        "merged_into",
        sqlite_where=text("merged_into IS NOT NULL"),
        postgresql_where=text("merged_into IS NOT NULL"),
    ),
    **NEVER_AGAIN,
)

speaker_keys = Table(
    "speaker_keys",  # what an entry of the registry is found by
    metadata,
    number(),
    reference("speaker_id", "speakers"),
    reference(
        "home_id", "speakers"
    ),  # the entry that it was first of, to which it returns when a merge is undone
    Column("kind", String(6), nullable=False),  # name, given, alias, id, office
    Column("key", Text, nullable=False, index=True),
    written("text", null=False),
)

appearances = Table(
    "appearances",  # of a speaker in an article
    metadata,
    number(),
    reference("article_id", "articles"),
    reference("speaker_id", "speakers"),
    written("local", null=False),  # its id in the record: s1
    written("name"),
    written("label", null=False),
    Column("evidence", JSON, nullable=False),  # why it is this entry
    Column("by_hand", Boolean, nullable=False),
    UniqueConstraint("article_id", "local"),
)

roles = Table(
    "roles",  # that an article gives a speaker
    metadata,
    number(),
    reference("appearance_id", "appearances"),
    reference("speaker_id", "speakers", index=False),
    written("text", null=False),
    written("title"),
    written("affiliation"),
    written("folded", null=False, index=True),  # the title as terms
    written("folded_affiliation", index=True),
    Column("former", Boolean, nullable=False),
    written("office", null=False),  # all of it, as roles are compared
    Column("day", String(10)),  # of publication
    Index("ix_roles_speaker_id_office", "speaker_id", "office"),
)

speaker_events = Table(
    "speaker_events",  # what people did to the registry
    metadata,
    number(),
    reference("speaker_id", "speakers"),
    reference("other_id", "speakers", null=True, gone="SET NULL"),  # merged into, or split off to
    Column("action", String(10), nullable=False),  # merge, split, rename, identify, import, undo
    written("author", null=False),
    written("reason"),
    Column("details", JSON, nullable=False),  # what an undo needs
    Column("undone", Boolean, nullable=False),
    moment("at"),
)

reviews = Table(
    "reviews",  # what people decided on a quotation
    metadata,
    number(),
    reference("quotation_id", "quotations"),
    Column("action", String(10), nullable=False),  # accept, correct, reject, reopen
    written("author", null=False),
    written("reason"),
    Column("before", JSON),
    Column("after", JSON),
    moment("at"),
)

claims = Table(
    "claims",  # how far the check of what some quotations say in the same words is
    metadata,
    number(),
    Column("fingerprint", String(32), nullable=False, unique=True),  # of these quotations
    Column("status", String(10), nullable=False, index=True),  # new, in-check, checked, dismissed
    written("verdict"),
    written("url"),
    written("note"),
    written("author", null=False),
    moment("at"),
    **NEVER_AGAIN,
)

claim_events = Table(
    "claim_events",  # what became of claims, one row each time; the last is what the claim says
    metadata,
    number(),
    reference("claim_id", "claims"),
    Column("status_before", String(10), nullable=False),
    Column("status", String(10), nullable=False),
    written("verdict"),
    written("url"),
    written("note"),
    written("author", null=False),
    moment("at"),
    **NEVER_AGAIN,
)

searches = Table(
    "searches",  # that somebody follows
    metadata,
    number(),
    written("name", null=False),
    Column("query", JSON, nullable=False),
    Column("token", String(64), nullable=False, unique=True),  # SHA-256 of what lets a feed reader in
    written("webhook"),
    Column("seen", Integer, nullable=False),  # quotations up to this number were looked at
    Column("told", Integer, nullable=False),  # matches up to this number the webhook was told of
    Column("telling", Integer),  # the last match of what it is being told of
    Column("attempts", Integer, nullable=False),  # to tell of it, with the one under way
    Column("begun", Float),  # when these began, in seconds since 1970, as is the next line
    Column("next_attempt", Float),  # while one is under way: when it is taken for lost
    written("outcome"),  # of the last attempt
    written("author", null=False),
    moment("added"),
    **NEVER_AGAIN,
)

matches = Table(
    "matches",
    metadata,
    number(),
    reference("search_id", "searches", index=False),
    reference("quotation_id", "quotations"),
    moment("at"),
    UniqueConstraint("search_id", "quotation_id"),
    Index("ix_matches_search_id_id", "search_id", "id"),
    **NEVER_AGAIN,
)

erasures = Table(
    "erasures",  # that something was erased, without what
    metadata,
    number(),
    Column("what", String(10), nullable=False),  # speaker, article, quotation
    written("author", null=False),
    written("reason"),
    Column("counts", JSON, nullable=False),
    moment("at"),
)
