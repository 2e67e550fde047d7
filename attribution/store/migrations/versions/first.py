"""The first version: all tables, and the indexes of words."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_TOKENIZER = "ascii tokenchars '.,:%&-$_'''"
_INDEXES = (  # name in SQLite, and in PostgreSQL; table, and its column of terms
    ("quotation_terms", "vector", "quotations", "terms"),
    ("quotation_beside", "beside_vector", "quotations", "beside"),
    ("speaker_names", "vector", "speakers", "folded"),
    ("article_terms", "vector", "articles", "terms"),
)
# quotations are looked up by their words and by parts of their numbers, as `store/fulltext.py` asks for them
_PARTS = {"ix_quotations_vector": ", (ARRAY[id >> 14])"}
# PostgreSQL's own parser would split terms again, so the vector is written out: 'term':1 'other':2
_VECTOR = r"""
    CREATE FUNCTION attribution_vector(terms text) RETURNS tsvector LANGUAGE sql IMMUTABLE STRICT AS $$
    SELECT coalesce(string_agg('''' || replace(replace(term, '\', '\\'), '''', '''''') || ''':' ||
        least(place, 16383), ' '), '')::tsvector
    FROM unnest(string_to_array(terms, ' ')) WITH ORDINALITY AS words (term, place)
    WHERE term <> '' $$"""


def _sqlite(name: str, _: str, table: str, column: str, detail: str = "full") -> tuple[str, ...]:
    """FTS5 takes terms as they are: they were stemmed and split before (`store/terms.py`)."""
    add = f"INSERT INTO {name} (rowid, {column}) VALUES (new.id, new.{column});"
    remove = f"INSERT INTO {name} ({name}, rowid, {column}) VALUES ('delete', old.id, old.{column});"
    return (
        f"""CREATE VIRTUAL TABLE {name} USING fts5(
            {column}, content='{table}', content_rowid='id', detail={detail}, tokenize="{_TOKENIZER}")""",
        f"CREATE TRIGGER {name}_added AFTER INSERT ON {table} BEGIN {add} END",
        f"CREATE TRIGGER {name}_removed AFTER DELETE ON {table} BEGIN {remove} END",
        f"CREATE TRIGGER {name}_changed AFTER UPDATE OF {column} ON {table} BEGIN {remove} {add} END",
    )


def _postgresql(_: str, name: str, table: str, column: str) -> tuple[str, ...]:
    index = f"ix_{table}_{name}"
    return (
        f"""ALTER TABLE {table} ADD COLUMN {name} tsvector
            GENERATED ALWAYS AS (attribution_vector({column})) STORED""",
        f"CREATE INDEX {index} ON {table} USING gin ({name}{_PARTS.get(index, '')})",
    )


_POSTGRESQL_TEXTS = (
    # apart from the row, which is looked up by the thousand without them
    "ALTER TABLE texts SET (toast_tuple_target = 128)",
    "CREATE INDEX ix_texts_codes ON texts USING gin (string_to_array(codes, ' '))",
)

# wordings of which something changed are noted, so that their conflicts are found anew (`store/settling.py`);
# not by OR IGNORE, which SQLite forgets where a foreign key fires the trigger
_MATTERS = """old.wording {is_not} new.wording OR old.speaker_id {is_not} new.speaker_id
    OR old.gone {is_not} new.gone OR old.day {is_not} new.day
    OR (old.review = 'rejected') {is_not} (new.review = 'rejected')"""
_CHANGED = _MATTERS.format(is_not="IS NOT")
_SQLITE_UNSETTLED = (
    """CREATE TRIGGER unsettled_added AFTER INSERT ON quotations WHEN new.wording IS NOT NULL
        BEGIN INSERT INTO unsettled (wording) VALUES (new.wording) ON CONFLICT DO NOTHING; END""",
    """CREATE TRIGGER unsettled_removed AFTER DELETE ON quotations WHEN old.wording IS NOT NULL
        BEGIN INSERT INTO unsettled (wording) VALUES (old.wording) ON CONFLICT DO NOTHING; END""",
    f"""CREATE TRIGGER unsettled_changed AFTER UPDATE OF wording, speaker_id, gone, day, review ON quotations
        WHEN {_CHANGED} BEGIN INSERT INTO unsettled (wording)
        SELECT w FROM (SELECT old.wording AS w UNION SELECT new.wording)
        WHERE w IS NOT NULL ON CONFLICT DO NOTHING; END""",
)
_DISTINCT = _MATTERS.format(is_not="IS DISTINCT FROM")
_POSTGRESQL_UNSETTLED = (
    """CREATE FUNCTION attribution_unsettle() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF TG_OP <> 'INSERT' AND old.wording IS NOT NULL THEN
            INSERT INTO unsettled (wording) VALUES (old.wording) ON CONFLICT DO NOTHING;
        END IF;
        IF TG_OP <> 'DELETE' AND new.wording IS NOT NULL THEN
            INSERT INTO unsettled (wording) VALUES (new.wording) ON CONFLICT DO NOTHING;
        END IF;
        RETURN NULL; END $$""",
    """CREATE TRIGGER unsettled_added AFTER INSERT ON quotations FOR EACH ROW
        WHEN (new.wording IS NOT NULL) EXECUTE FUNCTION attribution_unsettle()""",
    """CREATE TRIGGER unsettled_removed AFTER DELETE ON quotations FOR EACH ROW
        WHEN (old.wording IS NOT NULL) EXECUTE FUNCTION attribution_unsettle()""",
    f"""CREATE TRIGGER unsettled_changed AFTER UPDATE OF wording, speaker_id, gone, day, review ON quotations
        FOR EACH ROW WHEN ({_DISTINCT}) EXECUTE FUNCTION attribution_unsettle()""",
)


def upgrade() -> None:
    """Makes everything."""
    _make_tables()
    if op.get_bind().dialect.name == "sqlite":
        statements = [statement for index in _INDEXES for statement in _sqlite(*index)]
        # which texts have a code is asked, never where
        statements += _sqlite("text_codes", "", "texts", "codes", "none")
        statements += _SQLITE_UNSETTLED
    else:
        statements = [_VECTOR, *(statement for index in _INDEXES for statement in _postgresql(*index))]
        statements += _POSTGRESQL_TEXTS
        statements += _POSTGRESQL_UNSETTLED
    for statement in statements:
        op.execute(sa.text(statement.replace(":", r"\:")))


def _make_tables() -> None:
    op.create_table(
        "articles",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("outlet", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("terms", sa.Text(), nullable=True),
        sa.Column("published", sa.Text(), nullable=True),
        sa.Column("day", sa.String(length=10), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("added", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_articles")),
        sa.UniqueConstraint("key", name=op.f("uq_articles_key")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_articles_day"), "articles", ["day"], unique=False)
    op.create_index(op.f("ix_articles_outlet"), "articles", ["outlet"], unique=False)
    op.create_table(
        "claims",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(length=32), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claims")),
        sa.UniqueConstraint("fingerprint", name=op.f("uq_claims_fingerprint")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_claims_status"), "claims", ["status"], unique=False)
    op.create_table(
        "erasures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=10), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasures")),
    )
    op.create_table(
        "searches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("query", sa.JSON(), nullable=False),
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("webhook", sa.Text(), nullable=True),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.Column("telling", sa.Integer(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("begun", sa.Float(), nullable=True),
        sa.Column("next_attempt", sa.Float(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("added", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_searches")),
        sa.UniqueConstraint("token", name=op.f("uq_searches_token")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "sketches",
        sa.Column("hash", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("wording", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("hash", "wording", name=op.f("pk_sketches")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_sketches_wording"), "sketches", ["wording"], unique=False)
    op.create_table(
        "speakers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("surname", sa.Text(), nullable=False),
        sa.Column("bare", sa.Boolean(), nullable=False),
        sa.Column("ids", sa.JSON(), nullable=False),
        sa.Column("merged_into", sa.Integer(), nullable=True),
        sa.Column("added", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["merged_into"], ["speakers.id"], name=op.f("fk_speakers_merged_into"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_speakers")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_speakers_folded"), "speakers", ["folded"], unique=False)
    op.create_index(
        "ix_speakers_merged_into",
        "speakers",
        ["merged_into"],
        unique=False,
        sqlite_where=sa.text("merged_into IS NOT NULL"),
        postgresql_where=sa.text("merged_into IS NOT NULL"),
    )
    op.create_index(op.f("ix_speakers_surname"), "speakers", ["surname"], unique=False)
    op.create_table(
        "store_facts",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_store_facts")),
    )
    op.create_table(
        "unsettled",
        sa.Column("wording", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("wording", name=op.f("pk_unsettled")),
    )
    op.create_table(
        "appearances",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("speaker_id", sa.Integer(), nullable=False),
        sa.Column("local", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("by_hand", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_appearances_article_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["speaker_id"], ["speakers.id"], name=op.f("fk_appearances_speaker_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appearances")),
        sa.UniqueConstraint("article_id", "local", name=op.f("uq_appearances_article_id_local")),
    )
    op.create_index(op.f("ix_appearances_article_id"), "appearances", ["article_id"], unique=False)
    op.create_index(op.f("ix_appearances_speaker_id"), "appearances", ["speaker_id"], unique=False)
    op.create_table(
        "claim_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("status_before", sa.String(length=10), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claims.id"], name=op.f("fk_claim_events_claim_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim_events")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_claim_events_claim_id"), "claim_events", ["claim_id"], unique=False)
    op.create_table(
        "conflicts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("difference", sa.String(length=10), nullable=False),
        sa.Column("severity", sa.Integer(), nullable=False),
        sa.Column("share", sa.Float(), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("first_speaker_id", sa.Integer(), nullable=False),
        sa.Column("second_speaker_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=True),
        sa.Column("stands", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("found", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["first_speaker_id"],
            ["speakers.id"],
            name=op.f("fk_conflicts_first_speaker_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["second_speaker_id"],
            ["speakers.id"],
            name=op.f("fk_conflicts_second_speaker_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conflicts")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_conflicts_first_speaker_id_kind", "conflicts", ["first_speaker_id", "kind"], unique=False
    )
    op.create_index(op.f("ix_conflicts_second_speaker_id"), "conflicts", ["second_speaker_id"], unique=False)
    op.create_index(
        "ix_conflicts_stands_status_severity_id",
        "conflicts",
        ["stands", "status", "severity", "id"],
        unique=False,
    )
    op.create_table(
        "revisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("format", sa.String(length=4), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("published", sa.Text(), nullable=True),
        sa.Column("taken", sa.DateTime(timezone=True), nullable=False),
        sa.Column("redacted", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_revisions_article_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revisions")),
        sa.UniqueConstraint("article_id", "number", name=op.f("uq_revisions_article_id_number")),
    )
    op.create_index(op.f("ix_revisions_sha256"), "revisions", ["sha256"], unique=False)
    op.create_table(
        "speaker_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("speaker_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=True),
        sa.Column("action", sa.String(length=10), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("undone", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["other_id"], ["speakers.id"], name=op.f("fk_speaker_events_other_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["speaker_id"], ["speakers.id"], name=op.f("fk_speaker_events_speaker_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_speaker_events")),
    )
    op.create_index(op.f("ix_speaker_events_other_id"), "speaker_events", ["other_id"], unique=False)
    op.create_index(op.f("ix_speaker_events_speaker_id"), "speaker_events", ["speaker_id"], unique=False)
    op.create_table(
        "speaker_keys",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("speaker_id", sa.Integer(), nullable=False),
        sa.Column("home_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=6), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["home_id"], ["speakers.id"], name=op.f("fk_speaker_keys_home_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["speaker_id"], ["speakers.id"], name=op.f("fk_speaker_keys_speaker_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_speaker_keys")),
    )
    op.create_index(op.f("ix_speaker_keys_home_id"), "speaker_keys", ["home_id"], unique=False)
    op.create_index(op.f("ix_speaker_keys_key"), "speaker_keys", ["key"], unique=False)
    op.create_index(op.f("ix_speaker_keys_speaker_id"), "speaker_keys", ["speaker_id"], unique=False)
    op.create_table(
        "conflict_decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conflict_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["conflict_id"],
            ["conflicts.id"],
            name=op.f("fk_conflict_decisions_conflict_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conflict_decisions")),
    )
    op.create_index(
        op.f("ix_conflict_decisions_conflict_id"), "conflict_decisions", ["conflict_id"], unique=False
    )
    op.create_table(
        "conflict_pairs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conflict_id", sa.Integer(), nullable=False),
        sa.Column("first", sa.BigInteger(), nullable=False),
        sa.Column("second", sa.BigInteger(), nullable=False),
        sa.Column("stands", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conflict_id"], ["conflicts.id"], name=op.f("fk_conflict_pairs_conflict_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conflict_pairs")),
        sa.UniqueConstraint(
            "conflict_id", "first", "second", name=op.f("uq_conflict_pairs_conflict_id_first_second")
        ),
    )
    op.create_index(op.f("ix_conflict_pairs_first"), "conflict_pairs", ["first"], unique=False)
    op.create_index(op.f("ix_conflict_pairs_second"), "conflict_pairs", ["second"], unique=False)
    op.create_table(
        "extractions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.Column("record", sa.LargeBinary(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("model_version", sa.Text(), nullable=False),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revisions.id"], name=op.f("fk_extractions_revision_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extractions")),
        sa.UniqueConstraint("revision_id", "number", name=op.f("uq_extractions_revision_id_number")),
    )
    op.create_table(
        "roles",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("appearance_id", sa.Integer(), nullable=False),
        sa.Column("speaker_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("affiliation", sa.Text(), nullable=True),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("folded_affiliation", sa.Text(), nullable=True),
        sa.Column("former", sa.Boolean(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=True),
        sa.ForeignKeyConstraint(
            ["appearance_id"], ["appearances.id"], name=op.f("fk_roles_appearance_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["speaker_id"], ["speakers.id"], name=op.f("fk_roles_speaker_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roles")),
    )
    op.create_index(op.f("ix_roles_appearance_id"), "roles", ["appearance_id"], unique=False)
    op.create_index(op.f("ix_roles_folded"), "roles", ["folded"], unique=False)
    op.create_index(op.f("ix_roles_folded_affiliation"), "roles", ["folded_affiliation"], unique=False)
    op.create_index("ix_roles_speaker_id_office", "roles", ["speaker_id", "office"], unique=False)
    op.create_table(
        "texts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("page", sa.LargeBinary(), nullable=True),
        sa.Column("codes", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["revisions.id"], name=op.f("fk_texts_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_texts")),
    )
    op.create_table(
        "quotations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("extraction_id", sa.Integer(), nullable=False),
        sa.Column("local", sa.Text(), nullable=False),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("act", sa.Text(), nullable=True),
        sa.Column("negated", sa.Boolean(), nullable=False),
        sa.Column("statement", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("speaker_id", sa.Integer(), nullable=True),
        sa.Column("speaker", sa.Text(), nullable=True),
        sa.Column("role", sa.Text(), nullable=True),
        sa.Column("affiliation", sa.Text(), nullable=True),
        sa.Column("outlet", sa.Text(), nullable=True),
        sa.Column("day", sa.String(length=10), nullable=True),
        sa.Column("fingerprint", sa.String(length=32), nullable=False),
        sa.Column("marked", sa.Text(), nullable=True),
        sa.Column("wording", sa.BigInteger(), nullable=True),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.Column("beside", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("review", sa.String(length=10), nullable=False),
        sa.Column("worth", sa.Float(), nullable=True),
        sa.Column("worth_kind", sa.Text(), nullable=True),
        sa.Column("worth_start", sa.Integer(), nullable=True),
        sa.Column("worth_end", sa.Integer(), nullable=True),
        sa.Column("worth_reasons", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_quotations_article_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["extraction_id"],
            ["extractions.id"],
            name=op.f("fk_quotations_extraction_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revisions.id"], name=op.f("fk_quotations_revision_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["speaker_id"], ["speakers.id"], name=op.f("fk_quotations_speaker_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quotations")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_quotations_act_day_id", "quotations", ["act", "day", "id"], unique=False)
    op.create_index(op.f("ix_quotations_article_id"), "quotations", ["article_id"], unique=False)
    op.create_index("ix_quotations_day_id", "quotations", ["day", "id"], unique=False)
    op.create_index(op.f("ix_quotations_extraction_id"), "quotations", ["extraction_id"], unique=False)
    op.create_index(op.f("ix_quotations_fingerprint"), "quotations", ["fingerprint"], unique=False)
    op.create_index("ix_quotations_outlet_day", "quotations", ["outlet", "day"], unique=False)
    op.create_index(
        "ix_quotations_review_confidence_id", "quotations", ["review", "confidence", "id"], unique=False
    )
    op.create_index(op.f("ix_quotations_revision_id"), "quotations", ["revision_id"], unique=False)
    op.create_index("ix_quotations_speaker_id_day", "quotations", ["speaker_id", "day"], unique=False)
    op.create_index(
        "ix_quotations_wording_id",
        "quotations",
        ["wording", "id"],
        unique=False,
        sqlite_where=sa.text("wording IS NOT NULL"),
        postgresql_where=sa.text("wording IS NOT NULL"),
    )
    op.create_index(
        "ix_quotations_worth_fingerprint_id", "quotations", ["worth", "fingerprint", "id"], unique=False
    )
    op.create_table(
        "changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("quotation_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["quotation_id"], ["quotations.id"], name=op.f("fk_changes_quotation_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revisions.id"], name=op.f("fk_changes_revision_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_changes")),
    )
    op.create_index(op.f("ix_changes_quotation_id"), "changes", ["quotation_id"], unique=False)
    op.create_index(op.f("ix_changes_revision_id"), "changes", ["revision_id"], unique=False)
    op.create_table(
        "matches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("search_id", sa.Integer(), nullable=False),
        sa.Column("quotation_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["quotation_id"], ["quotations.id"], name=op.f("fk_matches_quotation_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["search_id"], ["searches.id"], name=op.f("fk_matches_search_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matches")),
        sa.UniqueConstraint("search_id", "quotation_id", name=op.f("uq_matches_search_id_quotation_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_matches_quotation_id"), "matches", ["quotation_id"], unique=False)
    op.create_index("ix_matches_search_id_id", "matches", ["search_id", "id"], unique=False)
    op.create_table(
        "reviews",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("quotation_id", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=10), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("after", sa.JSON(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["quotation_id"], ["quotations.id"], name=op.f("fk_reviews_quotation_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviews")),
    )
    op.create_index(op.f("ix_reviews_quotation_id"), "reviews", ["quotation_id"], unique=False)
