"""What tells words in marks that are no statement, and sources that are none; data in `statements.toml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from attribution.errors import LanguageDataError
from attribution.lang.loader import read_data

REASONS = ("title", "motto", "nickname", "other")


@dataclass(frozen=True, slots=True)
class StatementData:
    """Word lists in lower case; `reasons` leads from a word before the marks to the reason it gives."""

    reasons: dict[str, str]
    work_verbs: frozenset[str]
    making: frozenset[str]  # verbs of which words are the object
    abstract: frozenset[str]
    standards: frozenset[str]
    anonymity: frozenset[str]
    anonymous: tuple[str, ...]
    senses_person: frozenset[str]
    senses_handed: frozenset[str]
    expletive: frozenset[str]
    addressed: frozenset[str]  # passives whose subject is spoken to or of
    seeming: frozenset[str]
    regarded: frozenset[str]  # passives that tell what is said of their subject
    nobody: frozenset[str]
    moving: frozenset[str]  # verbs whose object speaks what follows
    means: frozenset[str]
    clausal: frozenset[str]
    relaying: frozenset[str]  # verbs with which one passes on what another said: "quoted Lee as saying"
    relayed_by: frozenset[str]
    relayed: frozenset[str]
    nothing: frozenset[str]
    thoughts: frozenset[str]
    modals: frozenset[str]
    conjunctions: frozenset[str]


@cache
def statement_data(language: str) -> StatementData:
    """The lists of a language. Raises LanguageDataError for a reason that the record does not know."""
    data = read_data(language, "statements")
    if unknown := set(data["reasons"]) - set(REASONS):
        raise LanguageDataError(f"{language}/statements.toml: unknown reasons {sorted(unknown)}")
    return StatementData(
        reasons={word: reason for reason, words in data["reasons"].items() for word in words},
        work_verbs=frozenset(data["works"]["verbs"]),
        making=frozenset(data["works"]["making"]),
        abstract=frozenset(data["sources"]["abstract"]),
        standards=frozenset(data["sources"]["standards"]),
        anonymity=frozenset(data["anonymity"]["participles"]),
        anonymous=tuple(data["anonymity"]["openings"]),
        senses_person=frozenset(data["senses"]["person"]),
        senses_handed=frozenset(data["senses"]["handed"]),
        expletive=frozenset(data["expletive"]["words"]),
        addressed=frozenset(data["subjects"]["addressed"]),
        seeming=frozenset(data["subjects"]["seeming"]),
        regarded=frozenset(data["subjects"]["regarded"]),
        nobody=frozenset(data["subjects"]["nobody"]),
        moving=frozenset(data["governing"]["moving"]),
        means=frozenset(data["governing"]["means"]),
        clausal=frozenset(data["governing"]["clausal"]),
        relaying=frozenset(data["relaying"]["verbs"]),
        relayed_by=frozenset(data["relaying"]["links"]),
        relayed=frozenset(data["relaying"]["participles"]),
        nothing=frozenset(data["nothing"]["verbs"]),
        thoughts=frozenset(data["thought"]["lemmas"]),
        modals=frozenset(data["hypothetical"]["modals"]),
        conjunctions=frozenset(data["hypothetical"]["conjunctions"]),
    )
