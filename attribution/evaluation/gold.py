"""Readers of gold articles, of predictions and of gold speakers: JSON lines with stand-off spans.

GOLD         {"id", "text", "attributions": [{"source": [[s, e], …], "cue": […], "content": […]}]}
             and, if known, "title", "publisher", "date", "score_text" (the text in other quotation marks)
PREDICTIONS  {"id", "quotes": [{"source": […], "cue": […], "content": […], "name", "role"}]}
SPEAKERS     {"id", "n", "kinds", "names", "mention", "roles", "role_agreed"}
             where "n" counts the article's attributions from 0

Offsets are Unicode code points, half-open. A file name that ends in .gz is unpacked. Whatever breaks the form
raises EvaluationError, which names the file and the line.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from attribution.errors import EvaluationError

Ranges = tuple[tuple[int, int], ...]
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Relation:
    """One attribution relation by its spans; a prediction may also know the speaker's name and role."""

    content: Ranges
    source: Ranges = ()
    cue: Ranges = ()
    name: str | None = None
    role: str | None = None


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """An article and what is to be found in it. `marked` is the text whose quotation marks tell the types."""

    id: str
    text: str
    marked: str
    relations: tuple[Relation, ...]
    title: str | None = None
    publisher: str | None = None
    published: str | None = None


@dataclass(frozen=True, slots=True)
class GoldSpeaker:
    """Who speaks in one gold relation: acceptable full names (None = unnamed) and roles, verbatim."""

    kinds: tuple[str, ...]
    names: tuple[str | None, ...]
    mention: str
    roles: tuple[str, ...]
    role_agreed: bool


Predictions = Mapping[str, Sequence[Relation]]
GoldSpeakers = Mapping[str, Mapping[int, GoldSpeaker]]


def read_gold(path: Path) -> list[GoldArticle]:
    """All gold articles of a file."""
    articles = [article for _, article in rows(path, _gold_article)]
    if not articles:
        raise EvaluationError(f"{path}: no articles")
    refuse_repeats(path, (article.id for article in articles))
    return articles


def read_predictions(path: Path) -> dict[str, tuple[Relation, ...]]:
    """The predicted relations of a file, by article."""
    found = [row for _, row in rows(path, _prediction)]
    refuse_repeats(path, (name for name, _ in found))
    return dict(found)


def read_speakers(path: Path, articles: Iterable[GoldArticle]) -> dict[str, dict[int, GoldSpeaker]]:
    """The gold speakers of a file, by article and number of the relation.

    Raises EvaluationError for a number that the article's relations do not reach. Rows of articles that are
    not among `articles` are left out.
    """
    sizes = {article.id: len(article.relations) for article in articles}
    found: dict[str, dict[int, GoldSpeaker]] = {}
    for line, (article, n, speaker) in rows(path, _speaker):
        if article not in sizes:
            continue
        if not 0 <= n < sizes[article]:
            raise EvaluationError(f"{path}:{line}: n = {n}, but {article} has {sizes[article]} attributions")
        found.setdefault(article, {})[n] = speaker
    return found


def write_predictions(path: Path, predictions: Predictions) -> None:
    """Writes predictions in the form that `read_predictions` takes."""
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        for article, relations in predictions.items():
            quotes = [
                {"content": r.content, "source": r.source, "cue": r.cue, "name": r.name, "role": r.role}
                for r in relations
            ]
            file.write(json.dumps({"id": article, "quotes": quotes}, ensure_ascii=False) + "\n")


def rows(path: Path, build: Callable[[dict[str, Any]], Row]) -> Iterator[tuple[int, Row]]:
    """Line number and row of each line that is not blank; what `build` refuses gets its place.

    A file that is one JSON object over many lines is one row.
    """
    for number, line in _documents(path):
        try:
            data = json.loads(line)
            if not isinstance(data, dict):
                raise EvaluationError("not a JSON object")
            yield number, build(data)
        except json.JSONDecodeError as error:
            raise EvaluationError(
                f"{path}:{number}: broken JSON: {error.msg} at column {error.colno}"
            ) from None
        except EvaluationError as error:
            raise EvaluationError(f"{path}:{number}: {error}") from None


def _documents(path: Path) -> Iterator[tuple[int, str]]:
    """The lines, or all of them in one where only together they are JSON."""
    lines = _lines(path)
    first = next(lines, None)
    if first is None:
        return
    if not _is_json(first[1]):
        rest = list(lines)
        whole = "".join(line for _, line in (first, *rest))
        yield from [(1, whole)] if _is_json(whole) else (first, *rest)
        return
    yield first
    yield from lines


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except json.JSONDecodeError:
        return False
    return True


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    with gzip.open(path, "rb") if path.suffix == ".gz" else open(path, "rb") as file:
        for number, line in enumerate(file, 1):
            try:
                text = line.decode("utf-8-sig" if number == 1 else "utf-8")
            except UnicodeDecodeError as error:
                raise EvaluationError(
                    f"{path}:{number}: not UTF-8 at byte {error.start} of the line"
                ) from None
            if text.strip():
                yield number, text


def _gold_article(data: dict[str, Any]) -> GoldArticle:
    text = value_of(data, "text", str)
    marked = _maybe(data, "score_text", str) or text
    if len(marked) != len(text) or any(a.isalnum() != b.isalnum() for a, b in zip(text, marked, strict=True)):
        raise EvaluationError("score_text is not the text in other marks")
    relations = tuple(_relation(item, len(text)) for item in value_of(data, "attributions", list))
    names = {"title": "title", "publisher": "publisher", "published": "date"}
    about = {name: _maybe(data, key, str) for name, key in names.items()}
    return GoldArticle(value_of(data, "id", str), text, marked, relations, **about)


def _prediction(data: dict[str, Any]) -> tuple[str, tuple[Relation, ...]]:
    return value_of(data, "id", str), tuple(_relation(item, None) for item in value_of(data, "quotes", list))


def _speaker(data: dict[str, Any]) -> tuple[str, int, GoldSpeaker]:
    speaker = GoldSpeaker(
        kinds=tuple(value_of(data, "kinds", list)),
        names=tuple(value_of(data, "names", list)),
        mention=value_of(data, "mention", str),
        roles=tuple(value_of(data, "roles", list)),
        role_agreed=value_of(data, "role_agreed", bool),
    )
    return value_of(data, "id", str), value_of(data, "n", int), speaker


def _relation(item: Any, length: int | None) -> Relation:
    """The relation of a JSON object; `length` bounds the spans of gold, predictions may reach beyond."""
    if not isinstance(item, dict):
        raise EvaluationError("a relation is not a JSON object")
    content, source, cue = (_ranges(item.get(key) or [], key, length) for key in ("content", "source", "cue"))
    return Relation(content, source, cue, _maybe(item, "name", str), _maybe(item, "role", str))


def _ranges(given: Any, key: str, length: int | None) -> Ranges:
    """Spans from JSON; EvaluationError for what is none or reaches beyond `length`."""
    found = []
    for pair in given if isinstance(given, list) else [given]:
        if not isinstance(pair, list) or [type(x) for x in pair] != [int, int]:
            raise EvaluationError(f"{key}: {json.dumps(pair)} is not a span [start, end]")
        start, end = pair
        if length is not None and not 0 <= start <= end <= length:
            raise EvaluationError(f"{key}: span [{start}, {end}] is outside the text of {length} code points")
        found.append((start, end))
    return tuple(found)


def _maybe(data: Mapping[str, Any], key: str, kind: type) -> Any:
    """The value of `key`, or None where there is none."""
    return None if data.get(key) is None else value_of(data, key, kind)


def value_of(data: Mapping[str, Any], key: str, kind: type) -> Any:
    """The value of a key of a JSON object; EvaluationError where it is missing or of another type."""
    if key not in data:
        raise EvaluationError(f"{key} is missing")
    value = data[key]
    if type(value) is not kind:
        raise EvaluationError(f"{key} must be {kind.__name__}, not {type(value).__name__}")
    return value


def refuse_repeats(path: Path, names: Iterable[str]) -> None:
    """Raises EvaluationError, naming the file, where a name is there twice."""
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise EvaluationError(f"{path}: article {name} is there twice")
        seen.add(name)
