"""Cues as data: which words signal a quotation, and where its content then stands.

A frame names the place of the content beside the cue:

| frame | content | example (content in brackets) |
|---|---|---|
| quote | words in quotation marks that touch the cue's clause | "[“We won,”] Lee said" |
| clause | a finite clause that the cue governs | "Lee said [the bridge was safe]" |
| object | the noun phrase that the cue governs | "Lee rejected [the plan]" |
| infinitive | a to-infinitive with its subject, if it has one | "Lee vowed [to fight on]" |
| predicate | object and what is said of it | "Lee called [the plan a disgrace]" |

`prepositions` add frames of their own: "Lee warned against [haste]".
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from attribution.errors import LanguageDataError
from attribution.lang.loader import read_data

FRAMES = frozenset({"quote", "clause", "object", "infinitive", "predicate"})
KINDS = frozenset({"verb", "noun"})
_KEYS = {
    "lemma", "kind", "act", "frames", "prepositions", "forms", "particle", "object",
    "examples", "counter_examples",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class CueEntry:
    """One cue of a language. `forms` are its inflected forms in lower case, the lemma among them."""

    lemma: str
    kind: str
    act: str
    frames: frozenset[str]
    prepositions: frozenset[str]
    forms: frozenset[str]
    particle: str | None
    object: str | None
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]


@cache
def cues(language: str) -> tuple[CueEntry, ...]:
    """All cues of a language, in file order. Raises LanguageDataError naming the entry at fault."""
    return tuple(_entry(language, raw) for raw in read_data(language, "cues")["cue"])


@cache
def cues_by_form(language: str) -> dict[str, tuple[CueEntry, ...]]:
    """Lower-case form -> the cues that it may be a form of."""
    index: dict[str, tuple[CueEntry, ...]] = {}
    for entry in cues(language):
        for form in entry.forms:
            index[form] = (*index.get(form, ()), entry)
    return index


def _entry(language: str, raw: dict[str, Any]) -> CueEntry:
    where = f"{language}/cues.toml: cue {raw.get('lemma')!r}"
    if unknown := set(raw) - _KEYS:
        raise LanguageDataError(f"{where}: unknown keys {sorted(unknown)}")
    if missing := {"lemma", "act", "frames"} - set(raw):
        raise LanguageDataError(f"{where}: missing keys {sorted(missing)}")
    frames, kind = frozenset(raw["frames"]), raw.get("kind", "verb")
    if not frames <= FRAMES or kind not in KINDS:
        raise LanguageDataError(f"{where}: frames {sorted(frames)} or kind {kind!r} not known")
    listed = raw.get("forms")
    regular = _verb_forms(raw["lemma"]) if kind == "verb" else {raw["lemma"] + "s"}
    return CueEntry(
        lemma=raw["lemma"],
        kind=kind,
        act=raw["act"],
        frames=frames,
        prepositions=frozenset(raw.get("prepositions", ())),
        forms=frozenset({raw["lemma"], *(regular if listed is None else listed)}),
        particle=raw.get("particle"),
        object=raw.get("object"),
        examples=tuple(raw.get("examples", ())),
        counter_examples=tuple(raw.get("counter_examples", ())),
    )


def _verb_forms(lemma: str) -> set[str]:
    """Regular inflections of an English verb; verbs that double a consonant list their forms.

    >>> sorted(_verb_forms("deny"))
    ['denied', 'denies', 'denying']
    """
    if lemma.endswith("e"):
        return {lemma + "s", lemma + "d", lemma[:-1] + "ing"}
    if lemma.endswith("y") and lemma[-2] not in "aeiou":
        return {lemma[:-1] + "ies", lemma[:-1] + "ied", lemma + "ing"}
    ending = "es" if lemma.endswith(("s", "sh", "ch", "x", "z")) else "s"
    return {lemma + ending, lemma + "ed", lemma + "ing"}
