"""Which files of a run are read together: small ones in a row, so that as many parts are not made.

A file keeps its name and its unit for good, whatever comes later, and wherever it is moved to. Files that
come later make units of their own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from attribution.corpus.inputs import Input
from attribution.errors import CorpusError


@dataclass(frozen=True, slots=True)
class Known:
    """A file that the run has read or will read: where and what it was then, and its unit, from 0."""

    name: str
    place: str
    fingerprint: str
    unit: int


@dataclass(slots=True)
class Units:
    """All files that the run ever had, by name; the inputs of each unit; units that are to be done anew."""

    files: dict[str, Known] = field(default_factory=dict)
    inputs: dict[int, list[Input]] = field(default_factory=dict)
    anew: set[int] = field(default_factory=set)

    def as_json(self) -> list[dict[str, Any]]:
        """The files as `in_units` takes them."""
        return [asdict(known) for known in self.files.values()]


def in_units(
    inputs: Sequence[Input],
    before: Iterable[Mapping[str, Any]] = (),
    *,
    size: int,
    again: Collection[str] = (),
    done: Collection[int] = (),
    begun: Collection[int] = (),
) -> Units:
    """The inputs in units, each under the name by which the run knows it.

    `before` are the files of earlier runs, as JSON; new ones in a row share a unit while they have `size`
    bytes together, as they are stored. Units that are `done`, or `begun`, have records. Files named in
    `again` are read anew with all of their unit; where they are no inputs, their records are given up.
    Raises CorpusError for a file that is another than before, for one that is gone and was read with others
    that are wanted, and for a name in `again` that nobody knows.
    """
    try:
        units = Units({entry["name"]: Known(**entry) for entry in before})
    except (KeyError, TypeError) as error:
        raise CorpusError(f"the list of files of the run is broken: {error!r}") from None
    here = _matched(inputs, units.files, again)
    if unknown := sorted(set(again) - {*units.files, *here}):
        raise CorpusError(f"--again {unknown[0]}: there is no such file; {_called(units.files)}")
    _give_up(units, here, again=again, done=done, begun=begun)
    last = max((known.unit for known in units.files.values()), default=-1)
    held = size  # new files share no unit with those before
    for name, given in here.items():
        if name not in units.files:
            last, held = (last, held + given.size) if held + given.size <= size else (last + 1, given.size)
            units.files[name] = Known(name, given.place, given.fingerprint(), last)
    for name, known in units.files.items():
        if name in here:
            units.inputs.setdefault(known.unit, []).append(here[name])
    return units


def _matched(inputs: Sequence[Input], files: dict[str, Known], again: Collection[str]) -> dict[str, Input]:
    """The inputs by the names that they have in the run; `files` are told what they are like now."""
    places = {known.place: known.name for known in files.values()}
    places |= _moved(inputs, files, places, again)
    here: dict[str, Input] = {}
    for given in inputs:
        name = places.get(given.place, given.name)
        if name in here:
            raise CorpusError(f"{given.place} would be called {name}, as {here[name].place} is")
        here[name] = replace(given, name=name)
        if (known := files.get(name)) is None:
            continue
        fingerprint = given.fingerprint()
        if fingerprint != known.fingerprint and not {name, given.name} & set(again):
            raise CorpusError(
                f"{name} is another file than when it was read first: --again {name} reads it anew"
            )
        files[name] = replace(known, place=given.place, fingerprint=fingerprint)
    return here


def _moved(
    inputs: Sequence[Input], files: Mapping[str, Known], places: Mapping[str, str], again: Collection[str]
) -> dict[str, str]:
    """The names of files that are no longer where they were, by the place where the same bytes lie now."""
    taken = {given.place for given in inputs} | {given.name for given in inputs}
    gone: dict[tuple[str, str], list[str]] = {}
    for known in files.values():
        if not taken & {known.place, known.name} and known.name not in again:
            gone.setdefault((known.fingerprint, _suffix(known.name)), []).append(known.name)
    moved: dict[str, str] = {}
    for given in inputs if gone else ():  # else no file is looked into
        if given.place in places or given.name in files:
            continue
        if left := gone.get((given.fingerprint(), _suffix(given.name))):
            moved[given.place] = left.pop(0)
    return moved


def _called(files: Collection[str]) -> str:
    if not files:
        return "nothing was read yet"
    return f"the column file has their names, such as {next(iter(files))}"


def _suffix(name: str) -> str:
    return name.rpartition(".")[2]


def _give_up(
    units: Units,
    here: Mapping[str, Input],
    *,
    again: Collection[str],
    done: Collection[int],
    begun: Collection[int],
) -> None:
    """Finds the units that are to be done anew, and takes out the files that are gone, where that may be."""
    members: dict[int, list[str]] = {}
    for name, known in units.files.items():
        members.setdefault(known.unit, []).append(name)
    for unit, names in members.items():
        asked = any(name in again for name in names)
        gone = [name for name in names if name not in here]
        if not asked and (unit in done or len(gone) == len(names)):
            continue
        kept = [name for name in gone if name not in again]
        if kept and (unit in done or unit in begun):
            message = f"{kept[0]} is gone, and was read with {next(n for n in names if n != kept[0])}"
            raise CorpusError(f"{message}: put it back, or give its records up by --again {kept[0]}")
        for name in gone:
            del units.files[name]
        if asked:
            units.anew.add(unit)
