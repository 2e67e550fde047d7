"""Mentions joined to people: one Person for each human named in the article, with the fullest name."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field

from attribution.lang.first_names import fold
from attribution.pipeline.mentions import Lexicon, NameMention, headline, name_mentions, runs
from attribution.pipeline.names import Fit, Name, fit, parse_name, same_first
from attribution.pipeline.words import Words

RANK: dict[Fit, int] = {"same": 3, "surname": 2, "first-name": 1, "part": 0}
LATER = 0.2  # weight of a mention that comes later than the name in question
NOUN_TAGS = frozenset(("NNP", "NNPS", "NN", "NNS"))
AHEAD = 1.5  # how many times more mentions make one of two namesakes the plain one


@dataclass(slots=True)
class Person:
    """Somebody named in the article."""

    name: Name
    mentions: list[NameMention] = field(default_factory=list)
    forms: dict[tuple[str, ...], int] = field(default_factory=dict)  # keys of full names -> how often
    told: dict[str, float] = field(default_factory=lambda: {"m": 0.0, "f": 0.0})  # by titles and nouns
    given: str = ""  # by the first name
    full: list[int] = field(default_factory=list)  # tokens at which the full name stands, sorted
    short: int = 0  # how often a short form was joined so far
    nearby: dict[str, float] = field(default_factory=lambda: {"m": 0.0, "f": 0.0})  # by pronouns

    @property
    def gender(self) -> str:
        """m, f, or "" while neither the article nor the name tells."""
        for votes in (self.told, self.nearby):
            if votes is self.nearby and self.given:
                return self.given
            if votes["m"] != votes["f"]:
                return max(votes, key=lambda g: votes[g])
        return ""


def people_of(
    words: Words, lexicon: Lexicon, heads: frozenset[int] = frozenset()
) -> tuple[list[Person], list[NameMention]]:
    """The people of an article and, in order, all mentions that name them (`mention.person` is set).

    `heads` are tokens at which a source hangs: a single name there counts although its tag may be wrong.
    A sure mention that fits two people alike is returned with `person` -1.
    """
    mentions = name_mentions(words, lexicon)
    people: list[Person] = []
    index: dict[str, list[int]] = {}
    full = [m for m in mentions if m.name.full and m.sure]
    full.sort(key=lambda m: (fold(m.name.words[0]) not in lexicon.first_names, m.first))
    late = {id(m) for m in full if headline(words, words.sentence[m.first])}
    for mention in full:
        if id(mention) in late:
            continue
        if _word_before_surname(words, mention, people, index, lexicon):
            mention.first += 1
            mention.lead, mention.titles = mention.first, ()
            mention.name = parse_name(list(mention.name.words[1:]), lexicon.titles)
        else:
            _join_full(people, index, mention, lexicon)
    places = {fold(text) for text, label in zip(words.text, words.entity, strict=True) if label == "GPE"}
    mentions = [
        m
        for m in mentions
        if id(m) not in late or not _known_within(words, m, index, people, lexicon, places)
    ]
    single = {m.name.keys[0] for m in mentions if not m.name.full}
    for mention in mentions:
        if id(mention) in late:
            _cut(words, mention, single, lexicon)
            _join_full(people, index, mention, lexicon)
    for person in people:
        person.full = sorted(m.first for m in person.mentions)
    mentions.extend(_inside_longer_runs(words, lexicon, people, index, mentions))
    mentions.extend(_bare_surnames(words, lexicon, people, index, mentions, heads))
    mentions.sort(key=lambda m: m.first)
    kept = []
    for mention in mentions:
        if mention.person < 0:
            _join_short(words, people, index, mention, lexicon, heads)
        if mention.person >= 0 or mention.sure:
            kept.append(mention)
    for person in people:
        person.mentions.sort(key=lambda m: m.first)
    return people, kept


def _word_before_surname(
    words: Words, mention: NameMention, people: list[Person], index: dict[str, list[int]], lexicon: Lexicon
) -> bool:
    """Whether a sentence begins with a capital word and a known surname: "Beneath Lee lay …"."""
    first, _ = words.sentences[words.sentence[mention.first]]
    if len(mention.name.words) != 2 or mention.titles or mention.first > first + 1:
        return False
    if words.tag[mention.first] in ("NNP", "NNPS") and not headline(words, words.sentence[first]):
        return False
    if fold(mention.name.words[0]) in lexicon.first_names and words.tag[mention.first] != "JJ":
        return False
    return any(people[at].name.full and people[at].name.keys[-1] == mention.name.keys[-1]
               for at in index.get(mention.name.keys[-1], ()))  # fmt: skip


def _known_within(
    words: Words, mention: NameMention, index: dict[str, list[int]], people: list[Person], lexicon: Lexicon,
    places: set[str],
) -> bool:  # fmt: skip
    """Whether a run in a headline is longer than a known name in it: "Rosa Lee Wins Vote"."""
    keys = mention.name.keys
    if words.entity[mention.first] == "GPE" or fold(mention.name.words[0]) in places:
        return True
    if any(keys == form for key in keys for at in index.get(key, ()) for form in people[at].forms):
        return False
    surname = any(people[at].name.keys[-1] in keys[: -1 or None] for key in keys for at in index.get(key, ()))
    given = fold(mention.name.words[0]) in lexicon.first_names
    return surname or not (given or mention.titles)


def _cut(words: Words, mention: NameMention, single: set[str], lexicon: Lexicon) -> None:
    """Cut a name in a headline after the word by which the article goes on, else after the second."""
    keys = [fold(word) for word in mention.name.words]
    if len(keys) < 3 or keys[0] not in lexicon.first_names:
        return
    ends = [n for n in range(1, len(keys)) if keys[n] in single]
    keep = ends[0] + 1 if ends else 2
    if ends or not (len(keys[1]) < 3 or keys[1] in lexicon.titles.particles):
        mention.name = parse_name(list(mention.name.words[:keep]), lexicon.titles)
        while len(words.phrase(mention.first, mention.last).split()) > keep:
            mention.last -= 1


def _bare_surnames(
    words: Words, lexicon: Lexicon, people: list[Person], index: dict[str, list[int]],
    known: list[NameMention], heads: frozenset[int],
) -> list[NameMention]:  # fmt: skip
    """Single capitalised words that are a known surname, whatever the tagger made of them."""
    surnames = {person.name.keys[-1] for person in people if person.name.full}
    surnames |= {mention.name.keys[0] for mention in known if mention.sure and not mention.name.full}
    taken = {i for mention in known for i in range(mention.lead, mention.last)}
    found = []
    for i, text in enumerate(words.text):
        if not text[0].isupper() or i in taken or fold(text) not in surnames:
            continue
        first, _ = words.sentences[words.sentence[i]]
        if i not in heads and (i == first or words.tag[i] not in NOUN_TAGS):
            continue
        if i > first and i not in heads and words.tag[i - 1] in ("NNP", "NNPS") and i - 1 not in taken:
            continue
        name = parse_name([text], lexicon.titles)
        after = words.lower[i + 1] if i + 1 < len(words) else ""
        inside = words.dep[i] in ("compound", "nmod") and words.head[i] > i
        found.append(
            NameMention(i, i + 1, name, i, sure=False, possessive=after in ("'s", "’s"), modifier=inside)
        )
    return found


def _join_full(
    people: list[Person], index: dict[str, list[int]], mention: NameMention, lexicon: Lexicon
) -> None:
    """Give a full name to the person that bears it, a new one if need be."""
    found = _fitting(people, index, mention.name, lexicon)
    best = [at for rank, at in found if rank == RANK["same"]] or [at for _, at in found]
    best = [at for at in best if not _suffix_apart(people[at].name, mention.name)]
    at = best[0] if best else _new(people, index, mention)
    person = people[at]
    keys = mention.name.keys
    person.forms[keys] = person.forms.get(keys, 0) + 1
    _add(person, at, mention)
    if _better(person, mention.name):
        person.name = mention.name
        _index(index, at, mention.name)


def _better(person: Person, name: Name) -> bool:
    """Whether `name` is a fuller and no less borne form than the one a person has."""
    known = person.name
    more = name.keys[: len(known.keys)] == known.keys and len(name.keys) > len(known.keys)
    if more and len(known.keys) > 1 and person.forms[name.keys] < person.forms.get(known.keys, 0):
        return False
    if name.keys != known.keys and len(name.keys) == len(known.keys) > 1:
        return person.forms[name.keys] >= person.forms.get(known.keys, 0)
    return _fuller(name, known)


def _suffix_apart(known: Name, seen: Name) -> bool:
    """Whether a suffix tells two people apart: "Rosa Lee" was there before "Rosa Lee Jr."."""
    return seen.suffix != "" and known.suffix != seen.suffix


def _fuller(name: Name, than: Name) -> bool:
    return (len(name.words), name.suffix != "") > (len(than.words), than.suffix != "")


def _new(people: list[Person], index: dict[str, list[int]], mention: NameMention) -> int:
    people.append(Person(mention.name))
    _index(index, len(people) - 1, mention.name)
    return len(people) - 1


def _index(index: dict[str, list[int]], at: int, name: Name) -> None:
    for key in name.keys:
        known = index.setdefault(key, [])
        if at not in known:
            known.append(at)


def _add(person: Person, at: int, mention: NameMention) -> None:
    mention.person = at
    person.mentions.append(mention)


def _fitting(
    people: list[Person], index: dict[str, list[int]], name: Name, lexicon: Lexicon
) -> list[tuple[int, int]]:
    """(rank of the fit, person) for all that `name` can be short or long for, best first."""
    found = []
    for at in dict.fromkeys(at for key in name.keys for at in index.get(key, ())):
        how = fit(name, people[at].name, lexicon.titles)
        if how is not None:
            found.append((RANK[how], at))
    return sorted(found, key=lambda pair: (-pair[0], pair[1]))


def _join_short(
    words: Words, people: list[Person], index: dict[str, list[int]], mention: NameMention, lexicon: Lexicon,
    heads: frozenset[int],
) -> None:  # fmt: skip
    """Give a surname or first name to the one person it fits; a sure name that fits nobody is a person."""
    found = _fitting(people, index, mention.name, lexicon)
    if not found:
        if mention.sure:
            _add(people[_new(people, index, mention)], len(people) - 1, mention)
        return
    chosen = _plain(people, [at for rank, at in found if rank == found[0][0]], mention, lexicon)
    if chosen is None:
        mention.sure = True  # a person, only which one is open
        return
    named = mention.sure or found[0][0] >= RANK["surname"] or mention.last - 1 in heads
    if named or words.entity[mention.first] in ("", "PERSON"):
        people[chosen].short += 1
        _add(people[chosen], chosen, mention)


def _plain(people: list[Person], candidates: list[int], mention: NameMention, lexicon: Lexicon) -> int | None:
    """The one of several namesakes that is plainly meant, or None."""
    if len(candidates) > 1:
        genders = {lexicon.titles.courtesy.get(title, "") for title in mention.titles} - {""}
        if len(genders) == 1:
            other = {"m": "f", "f": "m"}[genders.pop()]
            fitting = [at for at in candidates if named_gender(people[at], lexicon) != other]
            candidates = fitting or candidates
    if len(candidates) > 1:
        weights = sorted(((_weight(people[at], mention), -at) for at in candidates), reverse=True)
        if weights[0][0] < AHEAD * weights[1][0]:
            return None
        return -weights[0][1]
    return candidates[0]


def _weight(person: Person, mention: NameMention) -> float:
    """How much the article has spoken of a person up to a mention; what comes later counts little."""
    before = bisect_left(person.full, mention.first)
    return before + person.short + LATER * (len(person.full) - before)


def named_gender(person: Person, lexicon: Lexicon) -> str:
    """The gender that a person's first name tells, or ""."""
    return lexicon.first_names.get(person.name.keys[0], "") if person.name.full else ""


def _inside_longer_runs(
    words: Words,
    lexicon: Lexicon,
    people: list[Person],
    index: dict[str, list[int]],
    known: list[NameMention],
) -> list[NameMention]:
    """Full names of known people inside runs that are no name as a whole, as headlines have them."""
    taken = {i for mention in known for i in range(mention.first, mention.last)}
    found = []
    for first, last in runs(words, lexicon.titles):
        for i in range(first, last - 1):
            if i in taken or i + 1 in taken:
                continue
            mention = _pair(words, lexicon, people, index, i)
            if mention is not None:
                found.append(mention)
    return found


def _pair(
    words: Words, lexicon: Lexicon, people: list[Person], index: dict[str, list[int]], i: int
) -> NameMention | None:
    """A mention of two tokens that are the first name and the surname of a known person."""
    surname, given = fold(words.text[i + 1]), fold(words.text[i])
    for at in index.get(surname, ()):
        keys = people[at].name.keys
        if len(keys) > 1 and keys[-1] == surname and same_first(given, keys[0], lexicon.titles):
            return NameMention(i, i + 2, people[at].name, i, sure=True, person=-1)
    return None
