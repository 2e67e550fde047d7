"""Clusters of a run's quotations, and groups of its articles, as files beside its records."""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

import duckdb

from attribution.corpus.clusters.copies import group_articles
from attribution.corpus.clusters.results import write_results
from attribution.corpus.clusters.settings import Clustering
from attribution.corpus.clusters.source import read_sayings
from attribution.corpus.clusters.wordings import join_wordings
from attribution.corpus.inputs.places import is_uri
from attribution.corpus.stored import RECORDS, Place, lies_among
from attribution.corpus.tables import DISK_ERRORS, open_tables, quoted
from attribution.errors import CorpusError, InputError

FOLDER = "clusters"
SUMMARY = "clusters.json"

_COUNTS = """
SELECT count(*), count(*) FILTER (key IS NULL), count(*) FILTER (NOT wording AND key IS NOT NULL)
FROM work.members"""


@dataclass(frozen=True, slots=True)
class Summary:
    """What was found, and what was left out.

    `statements` are the quotations that were looked at: of these `unlike` say too little to be compared, and
    `short` only within those of one speaker. `compared` pairs of different `wordings` were looked at word by
    word, and `alike` of them are. `quotations` stand in `clusters`; `articles` in groups of copies. `crowded`
    fingerprints are shared by more than `Clustering.most`, so that some pairs were not compared for these.
    """

    statements: int
    unlike: int
    short: int
    wordings: int
    compared: int
    alike: int
    crowded: int
    quotations: int
    clusters: int
    articles: int


def find_clusters(
    output: Place,
    settings: Clustering | None = None,
    *,
    into: str | os.PathLike[str] | None = None,
) -> Summary:
    """Writes quotations.parquet, clusters.parquet, articles.parquet and clusters.json (docs/corpus.md).

    `output` is what `open_tables` takes; the files go to the folder `into`, which is OUTPUT/clusters unless
    said, where what does not fit into memory lies meanwhile, too. The same records and settings give the same
    files, whatever the number of threads and however the records are cut into files: but for `part` and
    `part_row`. Raises InputError as `open_tables` does, and CorpusError where memory or disk do not do.
    """
    settings = settings or Clustering()
    folder = Path(into) if into is not None else _beside(output)
    if lies_among(folder, output) and not folder.name.startswith("_"):
        raise InputError(f"{folder}: lies among the records, and would be taken for some")
    with open_tables(output, memory=settings.memory, threads=settings.threads) as tables:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".work-", dir=folder) as work:
            tables.execute(f"ATTACH {quoted(os.path.join(work, 'work.duckdb'))} AS work")
            tables.execute(f"SET temp_directory = {quoted(os.path.join(work, 'spill'))}")
            try:
                summary = _find(tables, Path(work), folder, settings)
            except (duckdb.OutOfMemoryException, *DISK_ERRORS) as error:
                raise CorpusError(f"{folder}: {_reason(error, settings)}") from error
            tables.execute("DETACH work")
    decisive = {"threshold": settings.threshold, "most": settings.most, "language": settings.language}
    told = json.dumps({**asdict(summary), "settings": decisive})
    (folder / SUMMARY).write_text(f"{told}\n", encoding="utf-8")
    return summary


def _beside(output: Place) -> Path:
    """Where records lie in the folder itself, one that is not taken for theirs."""
    if is_uri(os.fspath(output)):
        raise InputError("clusters are written to a folder of this machine: say with --into which")
    folder = Path(output)
    return folder / (FOLDER if (folder / RECORDS).is_dir() else f"_{FOLDER}")


def _reason(error: duckdb.Error, settings: Clustering) -> str:
    if isinstance(error, duckdb.OutOfMemoryException):
        return f"{settings.memory} of memory are too little; give more, or take fewer threads"
    return str(error).splitlines()[0]


def _find(tables: duckdb.DuckDBPyConnection, work: Path, folder: Path, settings: Clustering) -> Summary:
    read_sayings(tables, work, settings)
    compared = join_wordings(tables, work, settings)
    compared["crowded"] += group_articles(tables, work, settings)
    statements, unlike, short = tables.execute(_COUNTS).fetchone() or (0, 0, 0)
    (wordings,) = tables.execute("SELECT count(*) FROM work.wordings").fetchone() or (0,)
    written = write_results(tables, folder)
    return Summary(
        statements=statements, unlike=unlike, short=short, wordings=wordings, **compared, **written
    )
