"""Gold in any of the forms that are known, told by what the file or folder holds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Literal

from attribution.errors import EvaluationError
from attribution.evaluation.brat import has_annotations, read_brat
from attribution.evaluation.citron import is_citron, read_citron
from attribution.evaluation.corrected import Inputs, is_extraction, read_records
from attribution.evaluation.gold import GoldArticle, read_gold, refuse_repeats, rows
from attribution.evaluation.readings import Reading

Form = Literal["gold", "records", "citron", "brat"]


def form_of(path: Path) -> Form:
    """What a path holds; `gold` is the project's own form. EvaluationError for a folder without gold."""
    if has_annotations(path):
        return "brat"
    if path.is_dir():
        if next(path.rglob("*.json"), None) is None:
            raise EvaluationError(f"{path}: neither .ann nor .json in this folder")
        return "citron"
    first = _first(path)
    if is_extraction(first):
        return "records"
    return "citron" if is_citron(first) and "attributions" not in first else "gold"


def read_articles(path: Path, inputs: Inputs, *, reading: Reading) -> list[GoldArticle]:
    """The gold articles of a path in whatever form they are.

    `inputs` are the articles by SHA-256, as records do not hold theirs; `reading` chooses among the relations
    where the form tells which is which. Raises EvaluationError for what cannot be read.
    """
    form = form_of(path)
    if form == "gold":
        return read_gold(path)
    if form == "brat":
        articles = read_brat(path, reading=reading)
    elif form == "citron":
        articles = read_citron(path)
    else:
        articles = read_records(path, inputs, reading=reading)
    refuse_repeats(path, (article.id for article in articles))
    return articles


def _first(path: Path) -> Any:
    """The first JSON object of a file, None where the file has none."""
    try:
        return next((data for _, data in rows(path, dict)), None)
    except (EvaluationError, json.JSONDecodeError):
        return None  # the reader of the project's own form says what is wrong
