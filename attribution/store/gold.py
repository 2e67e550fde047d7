"""What people decided, as gold: to measure with, and to train on.

An article is gold when somebody has decided on each of its quotations. That what was found is right is not
that all was found: who decides on an article looks at all of it, or its gold teaches that the rest is none.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, TextIO

from sqlalchemy import Connection, select

from attribution.errors import EvaluationError
from attribution.evaluation.corrected import speaker_of_record
from attribution.evaluation.readings import READINGS, Reading, counted, predicted
from attribution.records import Extraction
from attribution.schemas import dump_extraction
from attribution.store.current import Current, current_of
from attribution.store.editing import settled
from attribution.store.saving import DONE
from attribution.store.store import Store
from attribution.store.tables import quotations
from attribution.text.plain import on_plain_text

FILES = ("gold.jsonl", "speakers.jsonl", "records.jsonl", "articles.jsonl")
ABOUT = "about.json"
BATCH = 100  # articles read in one transaction

WHOLE = "Somebody has decided on every quotation that was found in these articles."
PARTIAL = (
    "Only quotations that somebody has decided on are in here; the articles may have others, so that nothing "
    "can be said of what was not found, and precision is no figure of this gold."
)


@dataclass(frozen=True, slots=True)
class Exported:
    """How much gold there was, and what it is good for."""

    articles: int
    quotations: int
    reading: Reading
    complete: bool
    note: str


def export_gold(
    store: Store, folder: Path, *, reading: Reading = "polnear", partial: bool = False
) -> Exported:
    """Writes what people decided into `folder`, in the forms that `evaluate` and the training read.

    `gold.jsonl` and `speakers.jsonl` are gold in a reading; `records.jsonl` the records, with
    `articles.jsonl`, what they are of. Without `partial` only articles are in it whose quotations were all
    decided on. Raises EvaluationError for a reading that there is not, OSError for what cannot be written.
    """
    if reading not in READINGS:
        raise EvaluationError(f"a reading is one of {', '.join(READINGS)}")
    folder.mkdir(parents=True, exist_ok=True)
    count = said = 0
    with ExitStack() as opened:
        files = [opened.enter_context(_open(folder / name)) for name in FILES]
        for current, extraction in gold_of(store, partial=partial):
            for file, rows in zip(files, _rows(current, extraction, reading), strict=True):
                file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
            count, said = count + 1, said + len(extraction.quotations)
    told = Exported(count, said, reading, not partial, PARTIAL if partial else WHOLE)
    (folder / ABOUT).write_text(json.dumps(asdict(told), ensure_ascii=False) + "\n", encoding="utf-8")
    return told


def _open(path: Path) -> TextIO:
    return open(path, "w", encoding="utf-8", newline="\n")


def gold_of(store: Store, *, partial: bool = False) -> Iterator[tuple[Current, Extraction]]:
    """Articles with the records that people decided on, those alone if `partial`."""
    last = 0
    while True:
        with store.read() as connection:
            articles = _decided_after(connection, last)
            found = [_gold(connection, article, partial=partial) for article in articles]
        yield from (one for one in found if one is not None)
        if not articles:
            return
        last = articles[-1]


def _decided_after(connection: Connection, last: int) -> list[int]:
    """Articles with a quotation that somebody has decided on."""
    mine = quotations.c.article_id
    query = select(mine).where(mine > last, quotations.c.review.in_(DONE), ~quotations.c.gone)
    return list(connection.scalars(query.distinct().order_by(mine).limit(BATCH)))


def _gold(connection: Connection, article: int, *, partial: bool) -> tuple[Current, Extraction] | None:
    here = (quotations.c.article_id == article, ~quotations.c.gone)
    rows = connection.execute(select(quotations.c.local, quotations.c.review).where(*here)).all()
    decided = {row.local for row in rows if row.review in ("accepted", "corrected")}
    if not partial and any(row.review not in DONE for row in rows):
        return None
    current = current_of(connection, article)
    extraction = current.extraction
    if partial:
        extraction = _only(extraction, decided)
        if not extraction.quotations:
            return None
    return current, replace(extraction, article=replace(extraction.article, id=current.key))


def _only(extraction: Extraction, names: set[str]) -> Extraction:
    kept = (
        replace(quotation, parent=quotation.parent if quotation.parent in names else None)
        for quotation in extraction.quotations
        if quotation.id in names
    )
    return settled(replace(extraction, quotations=tuple(kept)))


def _rows(current: Current, extraction: Extraction, reading: Reading) -> tuple[list[dict[str, Any]], ...]:
    """The lines that an article has in each of FILES."""
    plain, text = on_plain_text(extraction, text=current.text, html=current.html)
    about, relations = extraction.article, predicted(plain, reading=reading)
    gold = {
        "id": current.key,
        "text": text,
        "title": about.title,
        "publisher": current.outlet,
        "date": about.published,
        "attributions": [{"content": one.content, "source": one.source, "cue": one.cue} for one in relations],
    }
    speakers = [
        {"id": current.key, "n": number, **asdict(speaker_of_record(plain, quotation))}
        for number, quotation in enumerate(counted(plain, reading=reading))
    ]
    given = {"text": current.text, "html": current.html, "title": about.title, "url": about.url}
    article = {"id": current.key, "published": about.published, "language": about.language, **given}
    return (
        [gold],
        speakers,
        [dump_extraction(extraction)],
        [{name: value for name, value in article.items() if value is not None}],
    )
