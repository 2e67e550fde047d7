"""The people list: people whom a newsroom knows, read from CSV or JSON lines and checked (docs/people.md)."""

from __future__ import annotations

import codecs
import csv
import json
import os
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Any

from attribution.errors import PeopleError

COLUMNS = ("name", "aliases", "role", "organisation", "id", "gender")
GENDERS = ("m", "f")
SEPARATOR = ";"  # between the aliases, and between the ids, of a CSV cell

WIKIDATA, OWN = "wikidata", "id"  # schemes of ids that name none
_QID = re.compile(r"[Qq][1-9][0-9]*")
_SCHEMED = re.compile(r"([a-z][a-z0-9_.-]*|):(?!//)(.*)")
_ENCODINGS = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """Somebody whom the newsroom knows. `gender` is m, f or ""; `ids` go by scheme; `where` is its line."""

    name: str
    aliases: tuple[str, ...] = ()
    role: str | None = None
    organisation: str | None = None
    gender: str = ""
    ids: Mapping[str, str] = field(default_factory=dict)
    where: str = field(default="", compare=False)


People = str | os.PathLike[str] | Iterable[Mapping[str, Any] | KnownPerson]


def known_people(people: People) -> tuple[KnownPerson, ...]:
    """The people of a file (`.csv`, `.jsonl`), or of mappings with the keys of its lines.

    Raises PeopleError, which names file and line, or the number of the entry, and what is wrong there.

    >>> [mara] = known_people([{"name": "Mara Lindqvist", "aliases": ["Mally"], "id": "Q1"}])
    >>> mara.aliases, mara.ids
    (('Mally',), {'wikidata': 'Q1'})
    """
    if isinstance(people, str | os.PathLike):
        return read_people(Path(people))
    if not isinstance(people, Iterable):
        raise PeopleError(f"people must be a path or a list of entries, not {type(people).__name__}")
    return _checked((f"people[{number}]", person) for number, person in enumerate(people))


def read_people(path: Path) -> tuple[KnownPerson, ...]:
    """The people of a file, which its suffix tells to be CSV with a header or JSON lines."""
    readers = {".csv": _csv_rows, ".jsonl": _json_rows}
    if path.suffix.lower() not in readers:
        raise PeopleError(f"{path}: unknown kind of people list; known are .csv and .jsonl")
    found = _checked(readers[path.suffix.lower()](path, _text(path)))
    if not found:
        raise PeopleError(f"{path}: nobody is in it")
    return found


def _text(path: Path) -> str:
    """The text of a file in UTF-8, or in UTF-16 with its mark at the head."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise PeopleError(f"{path}: {error.strerror or error}") from None
    except ValueError as error:  # a path that no system has
        raise PeopleError(f"{str(path)!a}: {error}") from None
    encoding = next((name for mark, name in _ENCODINGS.items() if data.startswith(mark)), "utf-8-sig")
    if encoding != "utf-16" and 4 * data.count(b"\0", 0, 400) > len(data[:400]):
        raise PeopleError(f"{path}:1: UTF-16 without a byte order mark; write it with one, or as UTF-8")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        name = "UTF-16" if encoding == "utf-16" else "UTF-8"
        raise PeopleError(f"{path}:{line}: not {name}: byte 0x{data[error.start]:02x}") from None


def _csv_rows(path: Path, text: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    header: list[str] = []
    line = 1
    try:
        for row in reader:
            where, line = f"{path}:{line}", reader.line_num + 1
            if not any(cell.strip() for cell in row):
                continue
            if not header:
                header = _header(where, row)
            elif len(row) != len(header):
                raise PeopleError(f"{where}: {len(row)} columns, but the header has {len(header)}")
            else:
                yield where, _split(dict(zip(header, row, strict=True)))
    except csv.Error as error:
        raise PeopleError(f"{path}:{reader.line_num}: broken CSV: {error}") from None
    if not header:
        raise PeopleError(f"{path}: no header; its columns are {', '.join(COLUMNS)}")


def _header(where: str, row: list[str]) -> list[str]:
    names = [cell.strip().lower() for cell in row]
    if len(names) == 1 and (";" in names[0] or "\t" in names[0]):
        raise PeopleError(f"{where}: columns are separated by commas")
    for number, name in enumerate(names):
        if name not in COLUMNS:
            raise PeopleError(f"{where}: unknown column {name!r}; known are {', '.join(COLUMNS)}")
        if name in names[:number]:
            raise PeopleError(f"{where}: column {name!r} is there twice")
    if "name" not in names:
        raise PeopleError(f"{where}: column 'name' is missing")
    return names


def _split(row: Mapping[str, str]) -> dict[str, Any]:
    """A CSV row with its lists as lists; empty cells are left out."""
    filled: dict[str, Any] = {name: cell for name, cell in row.items() if cell.strip()}
    for name in ("aliases", "id"):
        if name in filled:
            filled[name] = [part for part in filled[name].split(SEPARATOR) if part.strip()]
    return filled


def _json_rows(path: Path, text: str) -> Iterator[tuple[str, Any]]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        where = f"{path}:{number}"
        try:
            entry = json.loads(line, object_pairs_hook=_object)
        except PeopleError as error:
            raise PeopleError(f"{where}: {error}") from None
        except json.JSONDecodeError as error:
            raise PeopleError(f"{where}: broken JSON: {error.msg} at column {error.colno}") from None
        except RecursionError:
            raise PeopleError(f"{where}: broken JSON: nested too deeply") from None
        except ValueError:
            raise PeopleError(f"{where}: broken JSON: a number of too many digits") from None
        yield where, entry


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of JSON, in which no key is there twice."""
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise PeopleError(f"key {key!r} is there twice")
        found[key] = value
    return found


def _checked(rows: Iterable[tuple[str, Any]]) -> tuple[KnownPerson, ...]:
    """The people of the rows. An id that is there twice is an error, and so is a repeated entry."""
    found: list[KnownPerson] = []
    seen: dict[tuple[str | None, ...], str] = {}
    for where, row in rows:
        try:
            person = row if isinstance(row, KnownPerson) else _person(where, row)
            _refuse_repeats(person, where, seen)
        except PeopleError as error:
            raise PeopleError(f"{where}: {error}") from None
        found.append(person)
    return tuple(found)


def _refuse_repeats(person: KnownPerson, where: str, seen: dict[tuple[str | None, ...], str]) -> None:
    for key in _identity(person):
        if key in seen:
            what = f"id {key[1]!r}" if len(key) == 2 else f"{person.name!r}"
            raise PeopleError(f"{what} is already at {seen[key]}")
        seen[key] = where


def _identity(person: KnownPerson) -> list[tuple[str | None, ...]]:
    """What no other entry may have: each id; without any, the name with role and organisation."""
    if person.ids:
        return [(scheme, value) for scheme, value in person.ids.items()]
    return [(person.name.casefold(), person.role, person.organisation)]


def _person(where: str, row: Any) -> KnownPerson:
    if not isinstance(row, Mapping):
        raise PeopleError(f"an entry is an object, not {type(row).__name__}")
    if unknown := [name for name in row if name not in COLUMNS]:
        raise PeopleError(f"unknown key {unknown[0]!r}; known are {', '.join(COLUMNS)}")
    name = _name("name", row.get("name"))
    aliases = dict.fromkeys(_name("aliases", alias) for alias in _listed("aliases", row.get("aliases")))
    gender = _words("gender", row.get("gender")) or ""
    if gender and gender not in GENDERS:
        raise PeopleError(f"gender must be m or f or empty, not {gender!r}")
    return KnownPerson(
        name=name,
        aliases=tuple(alias for alias in aliases if alias != name),
        role=_words("role", row.get("role")),
        organisation=_words("organisation", row.get("organisation")),
        gender=gender,
        ids=_ids(row.get("id")),
        where=where,
    )


def _words(key: str, value: Any) -> str | None:
    """Text with its blanks made even; None where there is none."""
    if value is not None and not isinstance(value, str):
        raise PeopleError(f"{key} must be text, not {type(value).__name__}")
    text = " ".join((value or "").split())
    for character in text:
        if unicodedata.category(character) in ("Cc", "Cs"):
            raise PeopleError(f"{key}: {text!a} has a character that is none of text")
    return text or None


def _name(key: str, value: Any) -> str:
    name = _words(key, value)
    if name is None:
        raise PeopleError(f"{key}: a name is missing" if key == "aliases" else f"{key} is missing")
    if not any(character.isalpha() for character in name):
        raise PeopleError(f"{key}: {name!r} has no letter")
    if "," in name:
        raise PeopleError(f"{key}: {name!r} has a comma; write names as articles do: Ann Lee, not Lee, Ann")
    return name


def _listed(key: str, value: Any) -> list[Any]:
    if value is None:
        return []
    if not isinstance(value, list | tuple):
        raise PeopleError(f"{key} must be a list, not {type(value).__name__}")
    return list(value)


def _ids(value: Any) -> dict[str, str]:
    """Ids by scheme: an object as it is; else `scheme:value`, a Wikidata QID or the newsroom's own."""
    if isinstance(value, Mapping):
        pairs = [(scheme, value[scheme]) for scheme in value]
    else:
        given = [value] if isinstance(value, str) else _listed("id", value)
        pairs = [_schemed(one) for one in given if one != ""]
    found: dict[str, str] = {}
    for scheme, one in pairs:
        text = _words("id", one)
        if _words("id", scheme) is None or text is None:
            raise PeopleError("id: a scheme or its value is missing")
        if scheme == WIKIDATA and _QID.fullmatch(text):
            text = text.upper()
        if found.setdefault(scheme, text) != text:
            raise PeopleError(f"id: two of the scheme {scheme!r}: {found[scheme]!r} and {text!r}")
    return found


def _schemed(value: Any) -> tuple[str, Any]:
    text = _words("id", value) or ""
    if match := _SCHEMED.fullmatch(text):
        return match[1], match[2]
    return (WIKIDATA if _QID.fullmatch(text) else OWN), text
