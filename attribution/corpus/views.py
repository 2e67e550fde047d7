"""The flat tables of a corpus, as views over its records."""

from __future__ import annotations

from attribution.corpus.schema import DATED

# The host of an address without "www.", as the store names an outlet that nobody names
_HOST = r"^(?:[a-z][a-z0-9+.-]*:)?//(?:[^/?#@]*@)?(?:www\.)?(\[[^\]]*\]|[^/?#:]+)"

# Blanks of every kind, tabs and line ends
_EDGES = r"^[\s\pZ\x{0B}\x{85}]+|[\s\pZ\x{0B}\x{85}]+$"

ORDER = ("file", "row", "part", "part_row")
_PLACE = 'file, "row", part, part_row'

_ABOUT = f"""
    {_PLACE}, article.id AS article_id, article.url AS url,
    coalesce(
        nullif(regexp_replace(outlet, '{_EDGES}', '', 'g'), ''),
        nullif(regexp_extract(lower(trim(article.url)), '{_HOST}', 1), '')
    ) AS outlet,
    article.published AS published,
    nullif(regexp_extract(article.published, '{DATED}', 1), '') AS month"""
_CARRIED = f"{_PLACE}, article_id, url, outlet, published, month"

ARTICLES = f"""
SELECT {_ABOUT}, article.title AS title, article.language AS language, article.sha256 AS sha256,
    article.length AS length, unit, len(quotations) AS quotations,
    len(list_filter(quotations, lambda q: q.statement)) AS statements, len(speakers) AS speakers,
    len(warnings) AS warnings, model.name AS model_name, model.version AS model_version
FROM records WHERE error IS NULL"""

# the speakers go along with each quotation, so without their mentions
QUOTATIONS = f"""
WITH found AS (
    SELECT {_ABOUT}, unit, list_transform(speakers, lambda s: s.id) AS ids,
        list_transform(speakers, lambda s: struct_pack(name := s.name, label := s.label, kind := s.kind,
            named := s.named, anonymous := s.anonymous)) AS speakers,
        unnest(quotations) AS q, generate_subscripts(quotations, 1) AS number
    FROM records WHERE error IS NULL
), told AS (
    SELECT * EXCLUDE (ids, speakers), speakers[list_position(ids, q.speaker)] AS who FROM found
)
SELECT {_CARRIED}, number, q.id AS quotation, q.type AS type, q.text AS text, q.spans[1].field AS field,
    q.spans[1].start AS "start",
    list_max(list_transform(list_filter(q.spans, lambda s: s.field = q.spans[1].field), lambda s: s."end"))
        AS "end",
    unit, q.paragraph AS paragraph, q.parent AS parent, q.statement AS statement, q.reason AS reason,
    q.cue.text AS cue_text, q.cue.lemma AS cue_lemma, q.cue.act AS act, q.cue.negated AS negated,
    q.source.text AS source_text, q.source.form AS source_form, q.speaker AS speaker,
    who.name AS speaker_name, who.label AS speaker_label, who.kind AS speaker_kind, who.named AS named,
    who.anonymous AS anonymous, q.role.text AS role_text, q.role.title AS role_title,
    q.role.affiliation.text AS affiliation, q.role.former AS former, q.addressee.text AS addressee,
    q.medium.text AS medium, q.time.text AS time_text, q.time.value AS time_value,
    q.context.before AS before, q.context.after AS after, q.topics AS topics,
    q.confidence.content AS confidence_content, q.confidence.source AS confidence_source,
    q.confidence.speaker AS confidence_speaker, q.confidence.role AS confidence_role, q.evidence AS evidence
FROM told"""

SPANS = f"""
WITH found AS (
    SELECT {_PLACE}, unnest(quotations) AS q, generate_subscripts(quotations, 1) AS number
    FROM records WHERE error IS NULL
), placed AS (
    SELECT {_PLACE}, number, q.id AS quotation, unnest(q.spans) AS p, generate_subscripts(q.spans, 1) AS span
    FROM found
)
SELECT {_PLACE}, number, quotation, span, p.field AS field, p.start AS "start", p."end" AS "end",
    p.text AS text
FROM placed"""

SPEAKERS = f"""
WITH found AS (
    SELECT {_ABOUT}, unnest(speakers) AS s, generate_subscripts(speakers, 1) AS number,
        list_transform(quotations, lambda q: struct_pack(speaker := q.speaker, type := q.type,
            statement := q.statement)) AS quotations
    FROM records WHERE error IS NULL
), told AS (
    SELECT * EXCLUDE (quotations), list_filter(quotations, lambda q: q.speaker = s.id) AS own FROM found
)
SELECT {_CARRIED}, number, s.id AS speaker, s.name AS speaker_name, s.label AS speaker_label,
    s.kind AS speaker_kind, s.named AS named, s.anonymous AS anonymous, s.roles[1].text AS role_text,
    s.roles[1].title AS role_title, s.roles[1].affiliation.text AS affiliation, s.aliases AS aliases,
    s.ids AS ids, len(s.mentions) AS mentions, len(own) AS quotations,
    len(list_filter(own, lambda q: q.statement)) AS statements,
    len(list_filter(own, lambda q: q.type = 'direct')) AS direct,
    len(list_filter(own, lambda q: q.type = 'indirect')) AS indirect,
    len(list_filter(own, lambda q: q.type = 'mixed')) AS mixed
FROM told"""

WARNINGS = f"""
WITH found AS (
    SELECT {_ABOUT}, unnest(warnings) AS w, generate_subscripts(warnings, 1) AS number
    FROM records WHERE error IS NULL
)
SELECT {_CARRIED}, number, w.code AS code, w.message AS message, w.start AS "start", w."end" AS "end"
FROM found"""

ERRORS = f"""
SELECT {_ABOUT}, error.code AS code, error.message AS message, error.field AS field
FROM records WHERE error IS NOT NULL"""

VIEWS = {
    "articles": ARTICLES,
    "quotations": QUOTATIONS,
    "quotation_spans": SPANS,
    "speakers": SPEAKERS,
    "warnings": WARNINGS,
    "errors": ERRORS,
}
