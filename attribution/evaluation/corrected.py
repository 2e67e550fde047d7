"""Gold made of records: extractions that somebody has corrected, and the articles that they are of.

Records do not hold the text of their article, only its SHA-256. That tells which article it is, and that the
positions in the records are positions in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from marshmallow import ValidationError

from attribution.errors import EvaluationError, InputError
from attribution.evaluation.gold import GoldArticle, GoldSpeaker, rows
from attribution.evaluation.readings import Reading, counted, predicted
from attribution.records import Extraction, Quotation
from attribution.schemas import first_fault, load_extraction
from attribution.text.plain import on_plain_text

Inputs = Mapping[str, Mapping[str, str]]  # by SHA-256: an article's "text" or "html"


def is_extraction(data: Any) -> bool:
    """Whether a JSON value looks like an extraction."""
    return isinstance(data, dict) and "quotations" in data and "schema" in data


def read_records(path: Path, inputs: Inputs, *, reading: Reading) -> list[GoldArticle]:
    """The articles of a file of extractions, with the records that count in a reading as relations.

    Of an article that was HTML the text is its words, with the positions moved there. Raises EvaluationError,
    naming the line, for what is no extraction and for an article that is not among `inputs`.
    """
    return [_article(extraction, text, reading) for extraction, text in _extractions(path, inputs)]


def speakers_of_records(path: Path, inputs: Inputs, *, reading: Reading) -> dict[str, dict[int, GoldSpeaker]]:
    """The speakers of the same relations: their names with aliases, and the role of each."""
    return {
        _name(extraction): {
            number: speaker_of_record(extraction, quotation)
            for number, quotation in enumerate(counted(extraction, reading=reading))
        }
        for extraction, _ in _extractions(path, inputs)
    }


def _extractions(path: Path, inputs: Inputs) -> list[tuple[Extraction, str]]:
    def build(data: dict[str, Any]) -> tuple[Extraction, str]:
        try:
            extraction = load_extraction(data)
        except ValidationError as error:
            raise EvaluationError(f"no extraction: {': '.join(first_fault(error))}") from None
        digest = extraction.article.sha256
        if digest not in inputs:
            raise EvaluationError(f"no article given has the SHA-256 {digest}: name its file with --articles")
        given = inputs[digest]
        try:
            return on_plain_text(extraction, text=given.get("text"), html=given.get("html"))
        except InputError as error:
            raise EvaluationError(str(error)) from None

    return [found for _, found in rows(path, build)]


def _article(extraction: Extraction, text: str, reading: Reading) -> GoldArticle:
    relations = predicted(extraction, reading=reading)
    about = {"title": extraction.article.title, "published": extraction.article.published}
    return GoldArticle(_name(extraction), text, text, relations, **about)


def _name(extraction: Extraction) -> str:
    return extraction.article.id or extraction.article.sha256


def speaker_of_record(extraction: Extraction, quotation: Quotation) -> GoldSpeaker:
    """Who speaks, as gold: the name with its aliases, and the role of this quotation."""
    speaker = extraction.speaker_of(quotation)
    named = speaker is not None and speaker.name is not None
    return GoldSpeaker(
        kinds=(speaker.kind,) if speaker else ("none",),
        names=(speaker.name, *speaker.aliases) if speaker and named else (None,),
        mention=quotation.source.form if quotation.source else "none",
        roles=(quotation.role.text,) if quotation.role else (),
        role_agreed=True,
    )
