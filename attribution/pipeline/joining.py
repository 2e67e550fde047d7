"""Mentions of an article joined to people: full names first, headlines after the body, short forms last."""

from __future__ import annotations

from attribution.lang.first_names import fold
from attribution.pipeline.listed import Known, Listing
from attribution.pipeline.mentions import Lexicon, NameMention, headline, name_mentions
from attribution.pipeline.names import parse_name, same_first
from attribution.pipeline.people import People, Person
from attribution.pipeline.runs import runs
from attribution.pipeline.words import Words

NOUN_TAGS = frozenset(("NNP", "NNPS", "NN", "NNS"))


def people_of(
    words: Words,
    lexicon: Lexicon,
    heads: frozenset[int] = frozenset(),
    listing: Listing | None = None,
) -> tuple[list[Person], list[NameMention]]:
    """The people of an article and, in order, all mentions that name them (`mention.person` is set).

    `heads` are tokens at which a source hangs: a single name there counts although its tag may be wrong.
    `listing` is the people list. A sure mention that fits two people alike is returned with `person` -1.
    """
    people = People(lexicon, Known(listing))
    found = people.known.marked(words, lexicon, name_mentions(words, lexicon))
    people.relatives = frozenset(mention.name.keys[0] for mention in found if mention.relative)
    mentions = _with_full_names(words, people, found)
    people.settle()
    mentions.extend(_inside_longer_runs(words, people, mentions))
    mentions.extend(_bare_surnames(words, people, mentions, heads))
    mentions.extend(_partners(words, people, mentions))
    people.settle()
    mentions.sort(key=lambda m: m.first)
    for unsure in (False, True):  # once more what may name somebody whom only a later mention makes known
        for mention in mentions:
            if mention.person < 0 and not (unsure and mention.sure):
                believed = mention.last - 1 in heads or words.entity[mention.first] in ("", "PERSON")
                people.join_short(mention, believed=believed)
    people.settle()
    return people.persons, [m for m in mentions if m.person >= 0 or m.sure]


def _with_full_names(words: Words, people: People, mentions: list[NameMention]) -> list[NameMention]:
    """Join the full names; those in headlines come last and go when they are no more than a known name."""
    lexicon = people.lexicon
    full = [m for m in mentions if m.name.full and m.sure]
    common = {text: tag for text, tag in zip(words.text, words.tag, strict=True) if text.islower()}
    full.sort(key=lambda m: (_rank(words, lexicon, common, m), m.first))
    late = {id(m) for m in full if headline(words, words.sentence[m.first])}
    borne = {(title, key) for m in full for title in m.titles for key in m.name.keys}
    for mention in full:
        if id(mention) in late:
            continue
        if _word_before_surname(words, people, common, mention):
            mention.first += 1
            mention.lead, mention.titles = mention.first, ()
            mention.name = parse_name(list(mention.name.words[1:]), lexicon.titles)
        elif _title_after_all(words, lexicon, mention, borne):
            mention.first, mention.titles = mention.first + 1, (words.lower[mention.first],)
            mention.name = parse_name(list(mention.name.words[1:]), lexicon.titles)
        else:
            people.join_full(mention)
    places = {fold(text) for text, label in zip(words.text, words.entity, strict=True) if label == "GPE"}
    kept = [m for m in mentions if id(m) not in late or not _too_long(people, m, places)]
    single = {m.name.keys[0] for m in kept if not m.name.full}
    for mention in kept:
        if id(mention) in late:
            if not _has_middle_name(people, mention):
                _cut(words, lexicon, mention, single)
            people.join_full(mention)
    return kept


def _rank(words: Words, lexicon: Lexicon, common: dict[str, str], mention: NameMention) -> int:
    """0: begins with a first name; 1: may do so; 2: with a word that the article has in lower case too."""
    known = fold(mention.name.words[0]) in lexicon.first_names
    first, _ = words.sentences[words.sentence[mention.first]]
    opens = mention.first <= first + 1 or words.text[mention.first - 1] in (";", ":")
    tag = common.get(words.lower[mention.first]) if opens else None
    if tag is not None and (not known or tag == "JJ"):
        return 2
    return 0 if known else 1


def _word_before_surname(words: Words, people: People, common: dict[str, str], mention: NameMention) -> bool:
    """Whether a sentence begins with a capital word and a known surname: "Beneath Lee lay …"."""
    first, _ = words.sentences[words.sentence[mention.first]]
    if len(mention.name.words) != 2 or mention.titles:
        return False
    tag = words.tag[mention.first]
    if _rank(words, people.lexicon, common, mention) < 2:
        if mention.first > first + 1:
            return False
        if tag in ("NNP", "NNPS") and not headline(words, words.sentence[first]):
            return False
        if fold(mention.name.words[0]) in people.lexicon.first_names and tag != "JJ":
            return False
    surname = mention.name.keys[-1]
    return any(p.name.full and p.name.keys[-1] == surname for p in people.sharing((surname,)))


def _title_after_all(
    words: Words, lexicon: Lexicon, mention: NameMention, borne: set[tuple[str, str]]
) -> bool:
    """Whether a word that may be a name is a title: "Sheikh Omar" where there is Sheikh Omar Aziz."""
    title = words.lower[mention.first]
    pair = len(mention.name.words) == 2 and not mention.titles and title in lexicon.titles.ambiguous
    return pair and (title, mention.name.keys[-1]) in borne


def _too_long(people: People, mention: NameMention, places: set[str]) -> bool:
    """Whether a run in a headline only holds a known name or place: "Rosa Lee Wins Vote"."""
    keys = mention.name.keys
    first = fold(mention.name.words[0])
    if first in places:
        return True
    if any(keys in person.forms for person in people.sharing(keys)):
        return False
    surname = any(person.name.keys[-1] in keys[:-1] for person in people.sharing(keys))
    return surname or not (first in people.lexicon.first_names or mention.titles)


def _has_middle_name(people: People, mention: NameMention) -> bool:
    """Whether a name differs by its middle name alone from another of three words: a namesake."""
    keys = mention.name.keys
    others = (p.name.keys for p in people.sharing(keys[-1:]))
    return len(keys) == 3 and any((o[0], len(o), o[-1]) == (keys[0], 3, keys[-1]) for o in others)


def _cut(words: Words, lexicon: Lexicon, mention: NameMention, single: set[str]) -> None:
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


def _inside_longer_runs(words: Words, people: People, known: list[NameMention]) -> list[NameMention]:
    """Full names of known people inside runs that are no name as a whole, as headlines have them."""
    taken = {i for mention in known for i in range(mention.first, mention.last)}
    found = []
    for first, last in runs(words, people.lexicon.titles):
        for i in range(first, last - 1):
            if i in taken or i + 1 in taken:
                continue
            mention = _pair(words, people, i)
            if mention is not None:
                found.append(mention)
    return found


def _pair(words: Words, people: People, i: int) -> NameMention | None:
    """A mention of two tokens that are the first name and the surname of a known person."""
    surname, given = fold(words.text[i + 1]), fold(words.text[i])
    for person in people.sharing((surname,)):
        keys = person.name.keys
        if len(keys) > 1 and keys[-1] == surname and same_first(given, keys[0], people.lexicon.titles):
            return NameMention(i, i + 2, person.name, i)
    return None


def _bare_surnames(
    words: Words, people: People, known: list[NameMention], heads: frozenset[int]
) -> list[NameMention]:
    """Single capitalised words that are a known surname, whatever the tagger made of them."""
    surnames = {person.name.keys[-1] for person in people.persons if person.name.full}
    surnames |= {mention.name.keys[0] for mention in known if mention.sure and not mention.name.full}
    nouns = people.lexicon.nouns
    surnames |= nouns.surnames & {person.name.keys[0] for person in people.persons if person.name.full}
    taken = {i for mention in known for i in range(mention.lead, mention.last)}
    found = []
    for i, text in enumerate(words.text):
        if not text[0].isupper() or i in taken:
            continue
        if i > 0 and words.tag[i - 1] == "DT" and words.lower[i] in nouns.no_person:
            continue  # "the Court" in an article on Tom Court
        if fold(text) not in surnames:
            if i in heads and words.entity[i] == "" and people.slipped(fold(text)):
                found.append(_bare(words, people.lexicon, i))
            continue
        if i in heads or _stands_alone(words, i, taken):
            found.append(_bare(words, people.lexicon, i))
    return found


def _partners(words: Words, people: People, known: list[NameMention]) -> list[NameMention]:
    """Whom a full name shares its surname with: "Tom and Ann Lee", a couple or where there is "Mr Lee"."""
    lexicon, found = people.lexicon, []
    courtesy = lexicon.titles.courtesy
    asked = {(courtesy.get(title), m.name.keys[0]) for m in known if not m.name.full for title in m.titles}
    for mention in known:
        at = mention.first - 2
        if not mention.name.full or mention.titles or at < 0 or mention.person < 0:
            continue
        given, surname = fold(words.text[at]), mention.name.keys[-1]
        mine, other = lexicon.first_names.get(given), lexicon.first_names.get(mention.name.keys[0])
        sought = {gender for gender, key in asked if key == surname and gender} - {other}
        joined = words.lower[at + 1] in lexicon.joints.conjunctions and words.text[at][0].isupper()
        before = words.text[at - 1][:1].isupper() and at > words.sentences[words.sentence[at]][0]
        if not joined or before or not other or mine is None:
            continue
        couple = {mine, other} == {"m", "f"} and _free(words, people, at, surname)
        if couple or sought & {mine, *("mf" if mine == "" else "")}:
            found.append(_partner(words, people, known, at, mention.name.words[-1]))
    return found


def _free(words: Words, people: People, at: int, surname: str) -> bool:
    """Whether the first name at a token is nobody's surname, and nobody's first name with another one."""
    given = fold(words.text[at])
    if words.entity[at] not in ("", "PERSON"):
        return False
    borne = (person.name.keys for person in people.sharing((given,)) if person.name.full)
    return all(keys[0] == given and keys[-1] == surname for keys in borne)


def _partner(words: Words, people: People, known: list[NameMention], at: int, surname: str) -> NameMention:
    """The mention of the first name at `at`, joined to a person with that surname."""
    known[:] = [m for m in known if m.first != at or m.last != at + 1 or m.person >= 0]
    name = parse_name([words.text[at], surname], people.lexicon.titles)
    mention = NameMention(first=at, last=at + 1, name=name, lead=at)
    people.join_full(mention)
    return mention


def _stands_alone(words: Words, i: int, taken: set[int]) -> bool:
    """Whether token `i` is a noun inside a sentence and not the end of another name."""
    first, _ = words.sentences[words.sentence[i]]
    if i == first or words.tag[i] not in NOUN_TAGS:
        return False
    return words.tag[i - 1] not in ("NNP", "NNPS") or i - 1 in taken


def _bare(words: Words, lexicon: Lexicon, i: int) -> NameMention:
    """The unsure mention of one token."""
    after = words.lower[i + 1] if i + 1 < len(words) else ""
    return NameMention(
        first=i,
        last=i + 1,
        name=parse_name([words.text[i]], lexicon.titles),
        lead=i,
        sure=False,
        possessive=after in ("'s", "’s"),
        modifier=words.dep[i] in ("compound", "nmod") and words.head[i] > i,
    )
