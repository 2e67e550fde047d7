"""Gold in brat stand-off: pairs of .txt and .ann, as `attribution extract --format brat` writes them.

Read are spans Content, Cue and Source, relations Cued_by, Said_by and Inside, and the attribute No_statement;
annotations of other names are passed over. What breaks the format is refused, with file and line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from attribution.errors import EvaluationError
from attribution.evaluation.gold import GoldArticle, Ranges, Relation
from attribution.evaluation.readings import Reading
from attribution.records import NOT_REPORTED

_SPAN = re.compile(r"(T\d+)\t([^\s]+) (\d+ \d+(?:;\d+ \d+)*)\t(.*)")
_RELATION = re.compile(r"R\d+\t([^\s]+) Arg1:(\S+) Arg2:(\S+)\s*")
_ATTRIBUTE = re.compile(r"[AM]\d+\t([^\s]+) (\S+)(?: (\S+))?\s*")
_UNREAD = re.compile(r"(E\d+|N\d+|#\w*|\*)\t.+")  # events, normalisations, notes, classes

_ENDS = {"Cued_by": "Cue", "Said_by": "Source", "Inside": "Content"}


@dataclass(slots=True)
class _Annotations:
    """What is read of one .ann file: spans by name, and what hangs on each Content."""

    spans: dict[str, tuple[str, Ranges]] = field(default_factory=dict)
    relations: list[tuple[int, str, str, str]] = field(default_factory=list)
    reasons: dict[str, str] = field(default_factory=dict)


def has_annotations(path: Path) -> bool:
    """Whether the path is an .ann file, or a folder with some."""
    return path.suffix == ".ann" or (path.is_dir() and next(path.rglob("*.ann"), None) is not None)


def read_brat(path: Path, *, reading: Reading) -> list[GoldArticle]:
    """The articles of a folder, in sorted order, or the one of an .ann file, with what counts in a reading.

    Each .ann file needs its .txt file beside it. Raises EvaluationError for what is no brat stand-off, and
    where words are not those of the text.
    """
    files = sorted(path.rglob("*.ann")) if path.is_dir() else [path]
    root = path if path.is_dir() else path.parent
    return [_article(file, file.relative_to(root).with_suffix("").as_posix(), reading) for file in files]


def _article(file: Path, name: str, reading: Reading) -> GoldArticle:
    text = _text(file.with_suffix(".txt"), file)
    found = _read(file, text)
    cues, sources, inside = _ends(file, found)
    relations = [
        Relation(ranges, sources.get(content, ()), cues.get(content, ()))
        for content, (kind, ranges) in found.spans.items()
        if kind == "Content" and _counts(content in inside, found.reasons.get(content), reading)
    ]
    return GoldArticle(name, text, text, tuple(relations))


def _counts(inside: bool, reason: str | None, reading: Reading) -> bool:
    if reading == "statements":
        return reason is None
    return not inside and reason not in NOT_REPORTED


def _text(file: Path, annotations: Path) -> str:
    if not file.is_file():
        raise EvaluationError(f"{annotations}: {file.name} is not beside it")
    return _decoded(file)


def _decoded(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8")  # as bytes, for reading as text would change line ends
    except UnicodeDecodeError as error:
        raise EvaluationError(f"{file}: not UTF-8 at byte {error.start}") from None


def _read(file: Path, text: str) -> _Annotations:
    found = _Annotations()
    for number, line in _lines(file):
        try:
            _READERS[line[0]](found, line, number, text)
        except KeyError:
            raise EvaluationError(f"{file}:{number}: no annotation begins with {line[0]!r}") from None
        except EvaluationError as error:
            raise EvaluationError(f"{file}:{number}: {error}") from None
    return found


def _lines(file: Path) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(_decoded(file).split("\n"), 1):
        if line.strip():
            yield number, line.removesuffix("\r")


def _span(found: _Annotations, line: str, number: int, text: str) -> None:
    name, kind, places, words = _matched(_SPAN, line)
    fragments = tuple(_fragment(place, len(text)) for place in places.split(";"))
    if " ".join(text[start:end] for start, end in fragments) != words:
        raise EvaluationError(f"the words of {name} are not those of the text at {places}")
    if name in found.spans:
        raise EvaluationError(f"{name} is there twice")
    found.spans[name] = (kind, fragments)


def _fragment(place: str, length: int) -> tuple[int, int]:
    start, end = map(int, place.split())
    if not start < end <= length:
        raise EvaluationError(f"{start} to {end} is no span in a text of {length} code points")
    return start, end


def _relation(found: _Annotations, line: str, number: int, text: str) -> None:
    kind, first, second = _matched(_RELATION, line)
    if kind in _ENDS:
        found.relations.append((number, kind, first, second))


def _attribute(found: _Annotations, line: str, number: int, text: str) -> None:
    kind, target, value = _matched(_ATTRIBUTE, line)
    if kind == "No_statement":
        found.reasons[target] = value or "other"


def _passed_over(found: _Annotations, line: str, number: int, text: str) -> None:
    _matched(_UNREAD, line)


_READERS: Mapping[str, Callable[[_Annotations, str, int, str], None]] = {
    "T": _span, "R": _relation, "A": _attribute, "M": _attribute,
    **dict.fromkeys("EN#*", _passed_over),
}  # fmt: skip


def _matched(pattern: re.Pattern[str], line: str) -> tuple[str, ...]:
    match = pattern.fullmatch(line)
    if match is None:
        raise EvaluationError(f"not as brat writes it: {line[:60]!r}")
    return match.groups()


def _ends(file: Path, found: _Annotations) -> tuple[dict[str, Ranges], dict[str, Ranges], set[str]]:
    """Cues and sources by Content, and the Contents that are inside another."""
    ranges: dict[str, dict[str, Ranges]] = {kind: {} for kind in _ENDS}
    for number, kind, first, second in found.relations:
        kinds = [found.spans.get(name, ("nothing", ()))[0] for name in (first, second)]
        if kinds != ["Content", _ENDS[kind]]:
            found_ends, wanted = " to ".join(kinds), f"Content to {_ENDS[kind]}"
            raise EvaluationError(f"{file}:{number}: {kind} leads from {found_ends}, not from {wanted}")
        before = ranges[kind].get(first, ())
        ranges[kind][first] = (*before, *found.spans[second][1])
    return ranges["Cued_by"], ranges["Said_by"], set(ranges["Inside"])
