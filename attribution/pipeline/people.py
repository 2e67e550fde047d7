"""The people of an article: names joined to one Person for each human, with the fullest name."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field

from attribution.pipeline.listed import Known, middles_agree
from attribution.pipeline.mentions import Lexicon, NameMention
from attribution.pipeline.names import Fit, Name, fit, slip

RANK: dict[Fit, int] = {"same": 3, "surname": 2, "first-name": 1, "part": 0}
LATER = 0.2  # weight of a mention that comes later than the name in question
PLAIN = 3.0  # log odds from which the pronouns nearby tell a gender for sure
RELATIVE = 0.3  # weight of whoever comes in as a relative, when a bare surname fits
AHEAD = 1.5  # how many times more mentions make one of two namesakes the plain one


@dataclass(slots=True)
class Person:
    """Somebody named in the article."""

    name: Name
    mentions: list[NameMention] = field(default_factory=list)
    forms: dict[tuple[str, ...], int] = field(default_factory=dict)  # keys of full names -> how often
    full: list[int] = field(default_factory=list)  # tokens at which a full name stands, sorted
    short: int = 0  # how often a short form was joined so far
    told: dict[str, float] = field(default_factory=lambda: {"m": 0.0, "f": 0.0})  # by titles and nouns
    given: str = ""  # by the first name
    listed: str = ""  # by the people list
    entries: tuple[int, ...] = ()  # of the people list, which the names fit
    nearby: dict[str, float] = field(default_factory=lambda: {"m": 0.0, "f": 0.0})  # by pronouns

    @property
    def known_gender(self) -> str:
        """m, f, or "" as far as titles, person nouns and the first name tell."""
        if self.told["m"] != self.told["f"]:
            return max(self.told, key=lambda g: self.told[g])
        return self.given

    @property
    def gender(self) -> str:
        """m, f, or "" while neither the article nor the name tells."""
        if self.known_gender or self.nearby["m"] == self.nearby["f"]:
            return self.known_gender
        return max(self.nearby, key=lambda g: self.nearby[g])

    @property
    def guessed(self) -> bool:
        """Whether the gender rests on a few pronouns nearby alone."""
        return not self.known_gender and self.sureness < 1

    @property
    def sureness(self) -> float:
        """How sure the pronouns nearby make the gender, from 0 to 1 and beyond."""
        return abs(self.nearby["m"] - self.nearby["f"]) / PLAIN


@dataclass(slots=True)
class People:
    """All persons met, with an index by the words of their names."""

    lexicon: Lexicon
    known: Known = field(default_factory=Known)
    persons: list[Person] = field(default_factory=list)
    index: dict[str, list[int]] = field(default_factory=dict)
    surnames: dict[tuple[str, int], list[int]] = field(default_factory=dict)  # by first letter and length
    offices: dict[int, set[str]] = field(default_factory=dict)  # with which each person was named so far
    seats: dict[tuple[int, str], set[bool]] = field(default_factory=dict)  # as `_seats` has them
    relatives: frozenset[str] = frozenset()  # first words of names that a kin noun introduces

    def sharing(self, keys: tuple[str, ...]) -> Iterator[Person]:
        """Persons with a word of `keys` in their name; one with several comes several times."""
        return (self.persons[at] for key in keys for at in self.index.get(key, ()))

    def fitting(self, name: Name) -> list[tuple[int, int]]:
        """(rank of the fit, number of the person) for all that `name` can belong to, best first."""
        found = []
        for at in dict.fromkeys(at for key in name.keys for at in self.index.get(key, ())):
            how = fit(name, self.persons[at].name, self.lexicon.titles)
            if how is not None:
                found.append((RANK[how] if name.full else min(RANK[how], RANK["surname"]), at))
        return sorted(found, key=lambda pair: (-pair[0], pair[1]))

    def join_full(self, mention: NameMention) -> None:
        """Give a full name to the person that bears it, a new one if need be."""
        found = self.fitting(mention.name)
        best = [at for rank, at in found if rank == RANK["same"]] or [at for _, at in found]
        best = [at for at in best if not _apart(self.persons[at].name, mention.name)]
        at = best[0] if best else None if found else self._listed(mention)
        at = self._new(mention) if at is None else at
        person = self.persons[at]
        keys = mention.name.keys
        person.forms[keys] = person.forms.get(keys, 0) + 1
        self._add(at, mention)
        if _better(person, mention.name):
            person.name = mention.name
            self._index(at, mention.name)

    def _listed(self, mention: NameMention) -> int | None:
        """The person whom the people list calls by a name too, unless the names tell two people apart."""
        at = self.known.bearer(mention)
        return None if at is None or _apart(self.persons[at].name, mention.name) else at

    def join_short(self, mention: NameMention, *, believed: bool) -> None:
        """Give a surname or first name to the one person it fits; a sure name that fits nobody is a person.

        `believed` lets a first name count that the entities hold for something else. Where two people fit
        alike the mention stays without one (`person` -1) and becomes sure.
        """
        found = [(rank, at) for rank, at in self._short_for(mention.name) if not self._opposed(at, mention)]
        if not found:
            at = self.known.bearer(mention)
            if at is None:
                at = self._misspelt(mention)
            if at is not None or mention.sure:
                self._add(self._new(mention) if at is None else at, mention)
            return
        chosen = self._plain([at for rank, at in found if rank == found[0][0]], mention)
        if chosen is None:
            mention.sure = True
        elif mention.sure or believed or found[0][0] >= RANK["surname"]:
            self.persons[chosen].short += 1
            self._add(chosen, mention)

    def _short_for(self, name: Name) -> list[tuple[int, int]]:
        """As `fitting`, with those whose other name, which the list has, ends in `name`."""
        found = self.fitting(name)
        there = {at for _, at in found}
        found += [(RANK["surname"], at) for at in self.known.surnamed(name) if at not in there]
        return sorted(found, key=lambda pair: (-pair[0], pair[1]))

    def _misspelt(self, mention: NameMention) -> int | None:
        """The one person with a full name whose surname a single name, which nobody bears, is a slip of."""
        if mention.name.full:
            return None
        near = [at for at in self.slipped(mention.name.keys[0]) if not self._opposed(at, mention)]
        return near[0] if len(near) == 1 else None

    def slipped(self, key: str) -> list[int]:
        """The persons with a full name whose surname `key` is a slip of."""
        near = (self.surnames.get((key[0], len(key) + more), ()) for more in (-1, 0, 1))
        return [at for found in near for at in found if slip(key, self.persons[at].name.keys[-1])]

    def settle(self) -> None:
        """Sort what was joined so far by position, and the full names by their surnames."""
        self.surnames.clear()
        for at, person in enumerate(self.persons):
            person.mentions.sort(key=lambda m: m.first)
            person.listed = self.known.gender(at)
            person.entries = tuple(self.known.entries.get(at, ()))
            person.name = self.known.preferred(at, (m.name for m in person.mentions)) or person.name
            person.full = [m.first for m in person.mentions if m.name.full]
            if person.name.full:
                surname = person.name.keys[-1]
                self.surnames.setdefault((surname[0], len(surname)), []).append(at)

    def _plain(self, candidates: list[int], mention: NameMention) -> int | None:
        """The one of several namesakes that is plainly meant, or None. The article goes before the list."""
        if len(candidates) > 1:
            offices = self._offices(mention)
            titled = [at for at in candidates if offices & self.offices.get(at, set())]
            candidates = titled or self._listed_among(candidates, mention, offices)
        if len(candidates) > 1 and mention.compared:
            return None
        if len(candidates) > 1:
            weights = sorted(((self._weight(at, mention), -at) for at in candidates), reverse=True)
            return -weights[0][1] if weights[0][0] >= AHEAD * weights[1][0] else None
        return candidates[0]

    def _weight(self, at: int, mention: NameMention) -> float:
        """How much the article has spoken of a person up to a mention; what comes later counts little."""
        person = self.persons[at]
        before = bisect_left(person.full, mention.first)
        weight = before + person.short + LATER * (len(person.full) - before)
        return RELATIVE * weight if person.name.keys[0] in self.relatives else weight

    def _listed_among(self, candidates: list[int], mention: NameMention, offices: set[str]) -> list[int]:
        """Those of several namesakes whom the list calls so, or gives the office of a mention; else all."""
        bearer = self.known.bearer(mention)
        if bearer in candidates:
            return [bearer]
        titles = self.lexicon.titles
        return [at for at in candidates if offices & self.known.offices(at, titles)] or candidates

    def _opposed(self, at: int, mention: NameMention) -> bool:
        """Whether the title of a mention tells another rank or gender than a person's titles or name."""
        if self._outranked(at, mention):
            return True
        courtesy = self.lexicon.titles.courtesy
        mine = {courtesy.get(title, "") for title in mention.titles} - {""}
        if len(mine) != 1:
            return False
        person = self.persons[at]
        told = {courtesy.get(title, "") for m in person.mentions for title in m.titles} - {""}
        told = told or {named_gender(person, self.lexicon)} - {""}
        return bool(told) and not mine & told

    def _outranked(self, at: int, mention: NameMention) -> bool:
        """Whether somebody is only named by a seat above or below that of a mention."""
        return any(
            below not in known
            for seat, below in self._seats(mention)
            if (known := self.seats.get((at, seat), ()))
        )

    def _seats(self, mention: NameMention) -> Iterator[tuple[str, bool]]:
        """The seats before a mention, each with whether it is a deputy's: "Deputy Mayor Lee", "Mayor Lee"."""
        below = not self.lexicon.joints.below.isdisjoint(mention.titles)
        return ((seat, below) for seat in self.lexicon.titles.seats.intersection(mention.titles))

    def _offices(self, mention: NameMention) -> set[str]:
        """The offices before a mention, written out."""
        offices = self.lexicon.titles.offices
        return {offices[title] for title in (*mention.titles, mention.office) if title in offices}

    def _new(self, mention: NameMention) -> int:
        self.persons.append(Person(mention.name))
        self._index(len(self.persons) - 1, mention.name)
        return len(self.persons) - 1

    def _index(self, at: int, name: Name) -> None:
        for key in name.keys:
            known = self.index.setdefault(key, [])
            if at not in known:
                known.append(at)

    def _add(self, at: int, mention: NameMention) -> None:
        mention.person = at
        self.persons[at].mentions.append(mention)
        self.offices.setdefault(at, set()).update(self._offices(mention))
        for seat, below in self._seats(mention):
            self.seats.setdefault((at, seat), set()).add(below)
        self.known.note(at, self.persons[at].name, mention)


def named_gender(person: Person, lexicon: Lexicon) -> str:
    """The gender that the people list or a first name tells, if need be part by part ("Jo-Renata"), or ""."""
    if person.listed or not person.name.full:
        return person.listed
    first = person.name.keys[0]
    if first in lexicon.first_names:
        return lexicon.first_names[first]
    told = {lexicon.first_names.get(part, "") for part in first.split("-")} - {""}
    return told.pop() if len(told) == 1 else ""


def _better(person: Person, name: Name) -> bool:
    """Whether `name` is a fuller and no less borne form than the one a person has."""
    known = person.name
    more = name.keys[: len(known.keys)] == known.keys and len(name.keys) > len(known.keys)
    if more and len(known.keys) > 1 and person.forms[name.keys] < person.forms.get(known.keys, 0):
        return False
    if name.keys != known.keys and len(name.keys) == len(known.keys) > 1:
        return person.forms[name.keys] >= person.forms.get(known.keys, 0)
    return (len(name.words), name.suffix != "") > (len(known.words), known.suffix != "")


def _apart(known: Name, seen: Name) -> bool:
    """Whether a suffix or middle name tells two people apart: "Rosa Lee" was there before "Rosa Lee Jr."."""
    if seen.suffix not in ("", known.suffix):
        return True
    alike = (known.keys[0], known.keys[-1]) == (seen.keys[0], seen.keys[-1])
    return alike and not middles_agree(known, seen)
