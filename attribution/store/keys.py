"""What an entry of the registry is found by: its names, other names, ids.

Kinds: `name` as articles have it, `given` by people, `alias`, `id`; and `office`, which people know of.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from attribution.records import Speaker
from attribution.store.naming import LONGEST, is_abbreviation, key_of_body, keys_of_person, read_person

KeyKind = Literal["name", "given", "alias", "id", "office"]


@dataclass(frozen=True, slots=True)
class Key:
    """A key, and what it was made of."""

    kind: KeyKind
    key: str
    text: str


def keys_of(speaker: Speaker) -> list[Key]:
    """The keys of an entry for a speaker.

    >>> speaker = Speaker("s1", "Ann Lee", "Ann Lee", "person", True, aliases=("Lee",), ids={"desk": "7"})
    >>> [key.key for key in keys_of(speaker)]
    ['ann lee', 'desk:7']
    """
    name = speaker.name or speaker.label
    found = [name_key(speaker.kind, name)]
    for alias in speaker.aliases:
        if _tells(speaker.kind, name, alias):
            found.append(Key("alias", name_key(speaker.kind, alias).key, alias))
    return [*dict.fromkeys(found), *id_keys(speaker.ids)]


def name_key(kind: str, name: str) -> Key:
    """The key of a name."""
    return Key("name", read_person(name).key if kind == "person" else key_of_body(name), name)


def id_keys(ids: Mapping[str, str]) -> list[Key]:
    """The keys of ids by scheme."""
    return [Key("id", f"{scheme}:{value}"[:LONGEST], value) for scheme, value in ids.items()]


def wanted_keys(speakers: Iterable[Speaker]) -> set[str]:
    """The keys by which the entries that speakers may be are looked up."""
    found: set[str] = set()
    for speaker in speakers:
        found.update(key.key for key in keys_of(speaker))
        if speaker.kind == "person":
            found.update(keys_of_person(speaker.name or speaker.label))
    return found


def _tells(kind: str, name: str, alias: str) -> bool:
    """Whether an alias is more than a part of the name."""
    if kind != "person":
        return is_abbreviation(alias)
    return not set(read_person(alias).parts) <= set(read_person(name).parts)
