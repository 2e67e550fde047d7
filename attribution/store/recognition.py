"""Which of several entries of the registry a speaker is, and why: the rule by itself, without a database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from attribution.records import Speaker
from attribution.store.entries import PERSON, Candidate
from attribution.store.naming import (
    Likeness,
    compare_people,
    folded_name,
    is_abbreviation,
    is_shared,
    key_of_body,
    read_person,
)
from attribution.store.offices import Evidence, Office, compare, evidence_of, read_office, write_office

STRENGTH: tuple[str, ...] = ("id", "office", "affiliation", "title", "name", "alias")  # the surest first
OF_FULL_NAMES: frozenset[Evidence] = frozenset(["title"])  # no evidence on a surname alone


@dataclass(frozen=True, slots=True)
class Recognition:
    """The entry that a speaker is; None for a new one, which is `bare` where nothing tells who it is."""

    entry: int | None
    evidence: tuple[str, ...]
    bare: bool = False


def recognise(speaker: Speaker, candidates: Sequence[Candidate]) -> Recognition:
    """The one entry among candidates that a speaker is.

    Where two are as likely as each other, it is neither: the speaker goes to the bare entry of the name.
    """
    near = [known for known in candidates if speaker.kind in known.kinds and not _differ(speaker, known)]
    found: dict[str, list[tuple[Candidate, tuple[str, ...]]]] = {}
    for known in near:
        if why := reasons(speaker, known):
            found.setdefault(why[-1], []).append((known, why))
    for evidence in STRENGTH:
        if len(found.get(evidence, ())) == 1 or (evidence in ("id", "name") and evidence in found):
            known, why = found[evidence][0]
            return Recognition(known.id, why)
        if evidence in found:
            return _among_namesakes(speaker, near, ("two-candidates",))
    if _tells(speaker):
        return Recognition(None, ("new",))
    return _among_namesakes(speaker, near, ("name-alone",))


def reasons(speaker: Speaker, known: Candidate) -> tuple[str, ...]:
    """Why a speaker is an entry that is not bare: how its name fits, and what else; nothing: it is not."""
    if any(known.ids.get(scheme) == value for scheme, value in speaker.ids.items()):
        return ("id",)
    if known.alone:
        return ()
    if speaker.kind == PERSON:
        return _reasons_of_person(speaker, known)
    return _reasons_of_body(speaker, known)


def likeness_of(name: str, known: Candidate) -> Likeness | None:
    """How a person's name fits an entry: all the names that one origin of the entry has had."""
    found: list[Likeness] = []
    for names in known.names.values():
        fits = [compare_people(name, other) for other in names]
        if None not in fits:
            found.append("variant" if "variant" in fits else "same")
    return min(found, default=None)  # "same" before "variant"


def _reasons_of_person(speaker: Speaker, known: Candidate) -> tuple[str, ...]:
    name = speaker.name or speaker.label
    fits = likeness_of(name, known)
    shared = compare(_offices(speaker), known.offices) if fits else None
    if fits is None or shared is None or (shared in OF_FULL_NAMES and not read_person(name).full):
        return ()
    return (fits, shared)


def _reasons_of_body(speaker: Speaker, known: Candidate) -> tuple[str, ...]:
    """By its name; by an abbreviation where one of the two has nothing but that."""
    name = speaker.name or speaker.label
    mine, theirs = key_of_body(name), {key_of_body(text) for text in known.texts}
    if mine in theirs:
        return ("name",)
    if is_abbreviation(name):
        return ("alias",) if mine in known.aliases else ()
    short = {key_of_body(alias) for alias in speaker.aliases if is_abbreviation(alias)}
    nothing_else = all(is_abbreviation(text) for text in known.texts)
    return ("alias",) if nothing_else and short & theirs else ()


def _differ(speaker: Speaker, known: Candidate) -> bool:
    """Whether ids say that the two are not one."""
    return any(known.ids.get(scheme, value) != value for scheme, value in speaker.ids.items())


def _tells(speaker: Speaker) -> bool:
    """Whether there is anything by which the speaker could be known again."""
    if speaker.ids:
        return True
    name = speaker.name or speaker.label
    if speaker.kind != PERSON:
        return not is_shared(name)
    enough = {evidence_of(office, office) for office in _offices(speaker)} - {None}
    return bool(enough if read_person(name).full else enough - OF_FULL_NAMES)


def _among_namesakes(speaker: Speaker, near: Iterable[Candidate], why: tuple[str, ...]) -> Recognition:
    """The bare entry of the name, which stands for whoever is called so, or what it was merged into."""
    named = (speaker.kind, folded_of(speaker))
    for known in near:
        if named in known.bare:
            return Recognition(known.id, why)
    return Recognition(None, why, bare=True)


def folded_of(speaker: Speaker) -> str:
    """The name as names are compared."""
    name = speaker.name or speaker.label
    return folded_name(name) if speaker.kind == PERSON else key_of_body(name)


def _offices(speaker: Speaker) -> list[Office]:
    return [read_office(write_office(role)) for role in speaker.roles]
