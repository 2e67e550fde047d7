"""The people list inside an article: who in it is whom on the list, by name (docs/people.md)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from attribution.lang.first_names import fold
from attribution.lang.titles import Titles, titles
from attribution.people import KnownPerson
from attribution.pipeline.mentions import MOST_WORDS, Lexicon, NameMention, mention_at
from attribution.pipeline.names import Name, parse_name, same_first
from attribution.pipeline.runs import HYPHENS, runs
from attribution.pipeline.words import Words


@dataclass(frozen=True, slots=True)
class Form:
    """One of the names of an entry; `titles` must stand before it ("Pope" Leo)."""

    entry: int
    name: Name
    titles: frozenset[str] = frozenset()
    alias: bool = False


class Listing:
    """A people list ready to be looked into. What it holds never changes, so that threads may share it.

    Only last words are read when it is made: an article asks for few of fifty thousand names.
    """

    def __init__(self, people: Sequence[KnownPerson], language: str) -> None:
        self.people = tuple(people)
        self.language = language
        self.titles = titles(language)
        self._written: dict[str, list[int]] = {}  # last word of a name or alias -> entries
        self._forms: dict[str, tuple[Form, ...]] = {}  # the same, read, as far as was asked
        for entry, person in enumerate(self.people):
            for written in (person.name, *person.aliases):
                known = self._written.setdefault(self._last(written), [])
                if not known or known[-1] != entry:
                    known.append(entry)

    def own(self, entry: int) -> Name:
        """The name of an entry, without aliases."""
        return self._read(entry, self.people[entry].name)[0].name

    def bearing(self, name: Name, before: Iterable[str] = ()) -> list[int]:
        """The entries with a name or alias that is `name`, with the titles `before` it."""
        first = _parts(name.keys[0])[0]
        forms = [
            form for form in self._ending(_parts(name.keys[-1])[-1]) if form.name.keys[0].startswith(first)
        ]
        if not forms:
            return []
        given = {_bare(title) for title in before}
        genders = {self.titles.courtesy.get(title, "") for title in given} - {""}
        found: dict[int, None] = {}
        for form in forms:
            opposed = genders and self.people[form.entry].gender not in ("", *genders)
            if form.titles <= given and not opposed and is_form(name, form.name):
                found[form.entry] = None
        return list(found)

    def sharing_surname(self, name: Name) -> list[int]:
        """The entries whose surname is `name`, or its last word after a short form of their first name."""
        found = []
        for form in self._ending(_parts(name.keys[-1])[-1]):
            known = form.name
            if form.alias or not known.full or known.keys[-1] != name.keys[-1]:
                continue
            if name.suffix not in ("", known.suffix):
                continue
            near = not name.full or same_first(name.keys[0], known.keys[0], self.titles)
            if near and name.keys[0] != known.keys[0]:  # else `bearing` has judged it
                found.append(form.entry)
        return found

    def _ending(self, last: str) -> tuple[Form, ...]:
        """The names and aliases with a last word. Short forms are none: the article tells whose they are."""
        if last not in self._forms and last in self._written:
            made = []
            for entry in self._written[last]:
                person = self.people[entry]
                forms = self._read(entry, person.name)
                for alias in person.aliases:
                    read = self._read(entry, alias, alias=True)
                    forms += [form for form in read if not _is_short(form, forms[0])]
                made += [form for form in forms if _parts(form.name.keys[-1])[-1] == last]
            self._forms[last] = tuple(made)
        return self._forms.get(last, ())

    def _read(self, entry: int, written: str, *, alias: bool = False) -> list[Form]:
        """A name without the titles before it and, where these are needed to know it by, also with them."""
        words = written.split()
        lead = 0
        while lead < len(words) - 1 and self.titles.is_title(words[lead]):
            lead += 1
        name = parse_name(words[lead:], self.titles)
        if name.full or not lead:
            return [Form(entry, name, alias=alias)]
        before = frozenset(_bare(word) for word in words[:lead])
        return [Form(entry, name, before, alias), Form(entry, parse_name(words, self.titles), alias=alias)]

    def _last(self, written: str) -> str:
        """The last word of a name, or its last part, that is neither an initial nor a suffix."""
        words = [fold(word).strip(".,") for word in written.split()]
        passed = self.titles.suffixes | self.titles.honours
        word = next(
            (w for w in reversed(words) if len(w) > 1 and w.replace(".", "") not in passed), words[-1]
        )
        return _parts(word)[-1]


def _is_short(form: Form, own: Form) -> bool:
    """Whether an alias is no more than one word of the name itself: "Lee" of Ann Lee."""
    return form.alias and not form.name.full and not form.titles and form.name.keys[0] in own.name.keys


def is_form(name: Name, known: Name) -> bool:
    """Whether a name is a known one.

    A hyphen may stand for a blank, as long as all words are there. Middle names and initials may be missing
    on either side, but not differ; a suffix only in the article.

    >>> from attribution.lang.titles import titles
    >>> ann, anna = (parse_name(text.split(), titles("en")) for text in ("Ann B. Lee", "Ann Carla Lee"))
    >>> is_form(ann, anna)
    False
    """
    if name.suffix not in ("", known.suffix):
        return False
    if not (name.full and known.full):
        return name.keys == known.keys
    if (name.keys[0], name.keys[-1]) == (known.keys[0], known.keys[-1]):
        return middles_agree(name, known)
    return _all_parts(name) == _all_parts(known)


def middles_agree(one: Name, other: Name) -> bool:
    """Whether no middle name or initial tells two full names apart: "Ann B. Lee" and "Ann Bea Lee"."""
    small, big = sorted((_middle(one), _middle(other)), key=len)
    return all(any(a.startswith(b) or b.startswith(a) for b in big) for a in small)


def _middle(name: Name) -> list[str]:
    words = [fold(word).strip(".,") for word in name.words]
    return words[1 : -2 if name.suffix else -1]


def _all_parts(name: Name) -> list[str]:
    return [part for key in name.keys for part in _parts(key)]


def _parts(word: str) -> list[str]:
    """The parts of a word between hyphens; a word of nothing else is its own."""
    for hyphen in HYPHENS:
        word = word.replace(hyphen, "-")
    return word.strip("-").split("-") if word.strip("-") else [word]


def _bare(title: str) -> str:
    return title.lower().rstrip(".")


@dataclass(slots=True)
class Known:
    """Which people of one article are on the list, as far as was read; knows nobody without a list."""

    listing: Listing | None = None
    entries: dict[int, list[int]] = field(default_factory=dict)  # person -> entries
    persons: dict[int, list[int]] = field(default_factory=dict)  # entry -> persons
    surnames: dict[str, list[int]] = field(default_factory=dict)  # last word of a full name -> persons

    def note(self, at: int, name: Name, mention: NameMention) -> None:
        """Note that a mention is of person `at`, called `name` so far."""
        if self.listing is None or (
            not mention.name.full and mention.name.keys[0] in name.keys and name.full
        ):
            return
        for entry in self.listing.bearing(mention.name, mention.titles):
            if mention.name.full and at not in self.surnames.setdefault(mention.name.keys[-1], []):
                self.surnames[mention.name.keys[-1]].append(at)
            entries, persons = self.entries.setdefault(at, []), self.persons.setdefault(entry, [])
            if entry not in entries:
                entries.append(entry)
            if at not in persons:
                persons.append(at)

    def bearer(self, mention: NameMention) -> int | None:
        """The one person met so far who has, by the list, the name of a mention; else None."""
        if self.listing is None:
            return None
        found = self.listing.bearing(mention.name, mention.titles)
        persons = self.persons.get(found[0], []) if len(found) == 1 else []
        return persons[0] if len(persons) == 1 else None

    def surnamed(self, name: Name) -> list[int]:
        """The persons with a name or alias of the list that ends in `name`, a single word."""
        return [] if name.full else self.surnames.get(name.keys[0], [])

    def entry(self, at: int) -> int | None:
        """The one entry that person `at` is, and nobody else in the article; else None."""
        found = self.entries.get(at, [])
        return found[0] if len(found) == 1 and len(self.persons[found[0]]) == 1 else None

    def gender(self, at: int) -> str:
        """The gender that the list tells of a person, or ""."""
        entry = self.entry(at)
        return "" if entry is None or self.listing is None else self.listing.people[entry].gender

    def offices(self, at: int, data: Titles) -> set[str]:
        """The offices in the role that the list gives a person."""
        entry = self.entry(at)
        if entry is None or self.listing is None:
            return set()
        role = (self.listing.people[entry].role or "").lower().split()
        return {data.offices[word] for word in role if word in data.offices}

    def preferred(self, at: int, names: Iterable[Name]) -> Name | None:
        """The form among `names` that is the list's own name of a person, or None."""
        entry = self.entry(at)
        if entry is None or self.listing is None:
            return None
        own = self.listing.own(entry)
        return next((name for name in names if name.full and name.keys == own.keys), None)

    def marked(self, words: Words, lexicon: Lexicon, mentions: list[NameMention]) -> list[NameMention]:
        """The mentions and, where a run of capitalised words spells a name of the list, that one too."""
        if self.listing is None:
            return mentions
        there = {i: m for m in mentions for i in range(m.lead, m.last)}
        found = list(mentions)
        for first, last in runs(words, lexicon.titles):
            inside = [there[i] for i in range(first, last) if i in there]
            for mention in inside:
                mention.sure = mention.sure or self._is_listed(words, mention)
            made = None if inside else self._spelled(words, lexicon, first, last)
            if made is not None:
                found.append(made)
        return sorted(found, key=lambda m: m.first)

    def _spelled(self, words: Words, lexicon: Lexicon, first: int, last: int) -> NameMention | None:
        """The name of the list with which a run ends, nothing but titles and person nouns before it."""
        for start in range(max(first, last - MOST_WORDS), last):
            before = words.lower[first:start]
            if not all(lexicon.titles.is_title(word) or word in lexicon.nouns.person for word in before):
                return None
            spelled = words.phrase(start, last).split()
            if not all(word[0].isalpha() for word in spelled):
                return None
            name, titles = parse_name(spelled, lexicon.titles), tuple(_bare(word) for word in before)
            mention = mention_at(words, name, start, last, lead=first, titles=titles)
            if self._is_listed(words, mention):
                return mention
        return None

    def _is_listed(self, words: Words, mention: NameMention) -> bool:
        """Whether the list has a name; a single word is none where it stands for something else here."""
        if not mention.name.full and words.entity[mention.last - 1] not in ("", "PERSON"):
            return False
        return self.listing is not None and bool(self.listing.bearing(mention.name, mention.titles))
