"""The gender of speakers, as articles tell it by pronouns and titles, or as a list of the user's does.

Nothing else tells it here, first names least of all.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import duckdb

from attribution.corpus.report.facts import COUNTED, insert, run
from attribution.corpus.report.names import person_key
from attribution.errors import InputError, ModelError
from attribution.lang.pronouns import pronouns
from attribution.lang.titles import titles

PRONOUNS = "pronouns"
UNKNOWN, CONTRADICTED = "unknown", "contradicted"
DEFAULT = "en"  # of articles that do not say their language

_WORDS = "CREATE TABLE gender_words (language VARCHAR, pronoun BOOLEAN, word VARCHAR, gender VARCHAR)"
_LISTED = "CREATE TABLE gender_list (key VARCHAR, gender VARCHAR)"

# Of speakers of all kinds, since `said` tells who is a person. A title is the first word of a name, or of the
# words beside a quotation
_TOLD = f"""
WITH spoken AS (
    SELECT part, part_row, coalesce(left(article.language, 2), '{DEFAULT}') AS language, unnest(speakers) AS s
    FROM records WHERE error IS NULL
), mentioned AS (
    SELECT part, part_row, language, s.id AS speaker, unnest(s.mentions) AS m
    FROM spoken
), words AS (
    SELECT part, part_row, language, speaker, m.form = 'pronoun' AS pronoun, m.text AS text FROM mentioned
    UNION ALL
    SELECT part, part_row, coalesce(left(language, 2), '{DEFAULT}'), speaker, false, source_text
    FROM quotations JOIN articles USING (part, part_row)
    WHERE source_form <> 'pronoun' AND {COUNTED}
), keyed AS (
    SELECT part, part_row, speaker, language, pronoun,
        lower(CASE WHEN pronoun THEN text ELSE rtrim(regexp_extract(text, '^\\S+'), '.') END) AS word
    FROM words
)
SELECT first + part_row AS article, speaker,
    CASE WHEN min(gender) = max(gender) THEN min(gender) ELSE '{CONTRADICTED}' END AS gender
FROM keyed JOIN gender_words USING (language, pronoun, word) JOIN parts USING (part)
GROUP BY article, speaker"""

_FROM_LIST = f"""
SELECT key, CASE WHEN min(gender) = max(gender) THEN min(gender) ELSE '{CONTRADICTED}' END AS gender
FROM gender_list GROUP BY key"""


def make_genders(tables: duckdb.DuckDBPyConnection, known: list[tuple[str, str]] | None) -> None:
    """Makes the table `gendered`, by names and genders that are `known`, or else by what articles tell.

    It has a row for each statement of a person: `article`, `speaker`, `outlet`, `month`, `gender`.
    """
    if known is None:
        run(tables, _WORDS)
        insert(tables, "gender_words", list(_words(tables)))
        told, join = _TOLD, "article, speaker"
    else:
        run(tables, _LISTED)
        insert(tables, "gender_list", [(f"person {person_key(name)}", gender) for name, gender in known])
        told, join = (
            _FROM_LIST.replace("SELECT key", "SELECT key AS name").replace("BY key", "BY gender_list.key"),
            "name",
        )
    run(tables, f"CREATE TABLE genders AS {told}")
    run(
        tables,
        "CREATE TABLE gendered AS "
        f"SELECT article, speaker, outlet, month, coalesce(gender, '{UNKNOWN}') AS gender FROM said "
        f" LEFT JOIN genders USING ({join}) WHERE kind = 'person'",
    )


def _words(tables: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, bool, str, str]]:
    """The words that tell a gender, in each language of the corpus that has data."""
    asked = f"SELECT DISTINCT coalesce(left(language, 2), '{DEFAULT}') AS code FROM articles ORDER BY code"
    for (code,) in tables.execute(asked).fetchall():
        try:
            personal, courtesy = pronouns(code).personal, titles(code).courtesy
        except ModelError:
            continue  # its speakers are unknown, which is counted
        yield from (
            (code, True, word, gender) for word, (gender, _) in personal.items() if gender in ("m", "f")
        )
        yield from ((code, False, word, gender) for word, gender in courtesy.items() if gender)


def read_list(path: Path) -> list[tuple[str, str]]:
    """The names and genders of a CSV file with these columns; genders are words of the user's own.

    Raises InputError, which names the line, for what is no such list.
    """
    try:
        with open(path, encoding="utf-8-sig", newline="") as stream:
            return list(_listed(path, csv.reader(stream, strict=True)))
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{path}: is no CSV in UTF-8: {error}") from error


def _listed(path: Path, lines: Iterator[list[str]]) -> Iterator[tuple[str, str]]:
    head = [name.strip().lower() for name in next(lines, [])]
    if not {"name", "gender"} <= set(head):
        raise InputError(f"{path}: its first line must name the columns name and gender")
    name, gender = head.index("name"), head.index("gender")
    for number, line in enumerate(lines, 2):
        if not any(line):
            continue
        if len(line) != len(head) or not line[name].strip() or not line[gender].strip():
            raise InputError(f"{path}, row {number}: must have a name and a gender")
        yield line[name].strip(), line[gender].strip()
