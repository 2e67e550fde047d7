"""From the arguments of a run to its input files."""

from __future__ import annotations

from collections.abc import Sequence

from attribution.corpus.inputs.files import Input
from attribution.corpus.inputs.kinds import KINDS, Kind, kind_of, known_suffixes
from attribution.corpus.inputs.places import Found, find_local, find_remote, is_uri, without_secrets
from attribution.corpus.inputs.rows import reason
from attribution.errors import InputError


def find_inputs(paths: Sequence[str], *, kind: str | None = None) -> list[Input]:
    """The files that the arguments stand for, in their order, those of a directory or pattern sorted.

    An argument is a file, a directory, a pattern (`*`, `**`, `?`, `[…]`) or a URI that Arrow knows (file://,
    s3://, hdfs://, …). Names are relative to a directory that is the only argument, and else begin as the
    argument does. Within directories and patterns, what begins with "." or "_" and what is of unknown kind
    is passed over. With `kind` every file is taken for that, whatever its suffix.

    Raises InputError for what is not there or cannot be listed, for a named file of unknown kind, for a
    directory or pattern without any to read, and for a file that is found twice.
    """
    if kind is not None and kind not in KINDS:
        raise InputError(f"no kind {kind!r}; there is {', '.join(KINDS)}")
    inputs: list[Input] = []
    places: dict[str, str] = {}
    for path in paths:
        for found in _readable(path, kind):
            name = found.below if len(paths) == 1 and found.below else found.full
            given = _input(found, name, kind)
            # an article that is read twice would be counted twice
            if known := places.get(given.place):
                raise InputError(f"{name}: the same file as {known}; each can be given once")
            places[given.place] = name
            inputs.append(given)
    return inputs


def _readable(path: str, kind: str | None) -> list[Found]:
    """What is found for an argument, without what a walk passes over. Raises InputError."""
    shown = without_secrets(path) if is_uri(path) else path
    try:
        found = find_remote(path) if is_uri(path) else find_local(path)
    except OSError as error:
        raise InputError(f"{shown}: cannot be read: {reason(error)}") from None
    kept = [file for file in found if file.named or kind or kind_of(file.path)]
    if not kept:
        raise InputError(f"{shown}: nothing to read there; known are {known_suffixes()}")
    return kept


def _input(found: Found, name: str, kind: str | None) -> Input:
    known: Kind | None = next((known for known in KINDS if known == kind), None) or kind_of(found.path)
    if known is None:
        raise InputError(f"{name}: unknown kind of file; known are {known_suffixes()}")
    return Input(name, known, found.size, found.path, found.filesystem)
