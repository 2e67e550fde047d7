"""Organisations and places named in an article: by their entities, with acronyms and short forms."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field

from attribution.lang.first_names import fold
from attribution.lang.nouns import Nouns, singulars
from attribution.pipeline.mentions import Lexicon
from attribution.pipeline.runs import is_name_word
from attribution.pipeline.words import Words

NEAR = 8  # namings with a word in common that are looked at for a description
LABELS = frozenset(("ORG", "GPE", "FAC", "NORP", "PRODUCT"))


@dataclass(slots=True)
class Organisations:
    """Names by folded text, with the token where each was first met, and long forms of acronyms."""

    first: dict[str, int] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    label: dict[str, str] = field(default_factory=dict)
    long: dict[str, str] = field(default_factory=dict)  # acronym -> long form
    endings: dict[str, set[str]] = field(default_factory=dict)  # "post" -> {"Marlow Post"}
    namings: list[tuple[int, str]] = field(default_factory=list)  # (token, folded text) in their order
    articled: dict[str, str] = field(default_factory=dict)  # "tide" -> "The Tide", when always so
    documents: frozenset[str] = frozenset()  # nouns for documents
    by_word: dict[str, list[tuple[int, str]]] = field(default_factory=dict)

    def called(
        self, noun: str, nouns: Nouns, *, before: int, beside: frozenset[str] = frozenset()
    ) -> str | None:
        """The organisation that can be called by `noun` and was named last before token `before`, or None.

        One with a word of `beside` in its name goes first: "the ambulance service" is no health service.
        """
        if noun not in nouns.organisation:
            return None
        latest = (False, -1, "")
        for word in nouns.called.get(noun, frozenset()) | {noun}:
            named = self.by_word.get(word, [])
            at = bisect_left(named, (before, ""))
            for token, key in named[max(0, at - NEAR) : at]:
                name = self.fullest(self.names[key])
                if name[0].isupper() and name.lower() != noun:
                    latest = max(latest, (not beside.isdisjoint(fold(name).split()), token, name))
        return latest[2] or None

    def index(self) -> None:
        """Sort the namings by the words in the names and in their long forms."""
        for token, key in self.namings:
            if self.label[key] != "NORP":
                for word in dict.fromkeys((*key.split(), *fold(self.fullest(self.names[key])).split())):
                    self.by_word.setdefault(word, []).append((token, key))

    def fullest(self, name: str) -> str:
        """The long form of an acronym, or `name` as the article has it.

        Documents at the end are no part of it ("Harbour Office Figures") where the rest is named as well; an
        article is where the name always has it ("The Tide").
        """
        key = fold(name).replace(".", "")
        if key in self.long:
            return self.long[key]
        shorter, _, noun = name.rpartition(" ")
        papers = " " in shorter and not self.documents.isdisjoint(singulars(noun.lower())[1:])
        if papers and fold(shorter) in self.first:
            return self.fullest(shorter)
        longer = self.endings.get(key, set()) if name.count(" ") < 2 else set()
        if len(longer) == 1 and self.label.get(key) != "GPE":
            return next(iter(longer))
        return self.articled.get(key, name)


def organisations_of(words: Words, lexicon: Lexicon) -> Organisations:
    """All organisations of the article."""
    found = Organisations(documents=lexicon.nouns.document)
    bare: set[str] = set()
    i, n = 0, len(words)
    while i < n:
        label = words.entity[i]
        if label not in LABELS:
            i += 1
            continue
        last = i + 1
        while last < n and words.entity[last] == label and words.sentence[last] == words.sentence[i]:
            last += 1
        _note(words, lexicon, found, i, last, label)
        _note_article(words, lexicon, found, bare, i, last)
        i = last
    _long_forms(words, lexicon, found)
    _in_brackets(words, lexicon, found)
    found.index()
    return found


def _in_brackets(words: Words, lexicon: Lexicon, found: Organisations) -> None:
    """Long forms with their short one in brackets behind: "Marlow Water Board (MWB)"."""
    for i in range(2, len(words) - 1):
        if words.text[i - 1] != "(" or words.text[i + 1] != ")" or not _is_acronym(words.text[i]):
            continue
        first = last = i - 1
        while first > 0 and (
            is_name_word(words, first - 1) or words.lower[first - 1] in lexicon.joints.inside
        ):
            first -= 1
        first, last = trim(words, lexicon, first, last)
        while first < last and not is_name_word(words, first):
            first += 1
        if last - first > 1:
            found.long.setdefault(words.lower[i], words.phrase(first, last))


def _note(words: Words, lexicon: Lexicon, found: Organisations, first: int, last: int, label: str) -> None:
    first, last = trim(words, lexicon, first, last)
    while first < last - 1 and words.tag[first] == "JJ" and words.text[first].islower():
        first += 1
    if first >= last:
        return
    name = words.phrase(first, last)
    key = fold(name)
    found.namings.append((first, key))
    found.first.setdefault(key, first)
    found.names.setdefault(key, name)
    found.label.setdefault(key, label)
    if label == "ORG" and 1 < last - first < 6 and name.count("'") + name.count("’") == 0:
        for i in range(first + 1, last):
            if words.text[i][0].isupper():
                found.endings.setdefault(fold(words.phrase(i, last)), set()).add(name)


def _note_article(
    words: Words, lexicon: Lexicon, found: Organisations, bare: set[str], first: int, last: int
) -> None:
    """Note whether a name of one word has its article in capitals; `bare` holds those seen without."""
    at, last = trim(words, lexicon, first, last)
    if last - at != 1 or words.entity[at] != "ORG" or words.text[at].isupper():
        return
    key, before = fold(words.text[at]), at - 1
    opens = before < 0 or words.sentences[words.sentence[at]][0] >= before
    if before >= 0 and words.lower[before] in lexicon.joints.articles and words.text[before][0].isupper():
        if not opens and key not in bare:
            found.articled[key] = words.phrase(before, last)
    else:
        bare.add(key)
        found.articled.pop(key, None)


def trim(words: Words, lexicon: Lexicon, first: int, last: int) -> tuple[int, int]:
    """A name without its article and possessive ending."""
    while first < last and (
        words.tag[first] in ("DT", "PRP$") or words.lower[first] in lexicon.joints.articles
    ):
        first += 1
    while last > first and (words.tag[last - 1] == "POS" or not words.text[last - 1][0].isalnum()):
        last -= 1
    return first, last


def _long_forms(words: Words, lexicon: Lexicon, found: Organisations) -> None:
    """Match acronyms with the names whose initials they are."""
    short = {key.replace(".", ""): name for key, name in found.names.items() if _is_acronym(name)}
    short.update((text.lower(), text) for text in set(words.text) if _is_acronym(text) and len(text) > 2)
    if not short:
        return
    for i, name in _capitalised(words, lexicon, set(short)):
        for initials in _initials(name, lexicon):
            if initials in short and initials not in found.long:
                found.long[initials] = name
                found.first.setdefault(fold(name), i)


def _is_acronym(name: str) -> bool:
    bare = name.replace(".", "")
    return 2 <= len(bare) <= 7 and bare.isalpha() and bare.isupper()


def _capitalised(words: Words, lexicon: Lexicon, wanted: set[str]) -> list[tuple[int, str]]:
    """Runs of capitalised words, small words inside taken along, that begin with a wanted letter."""
    letters = {key[0] for key in wanted}
    found = []
    i, n = 0, len(words)
    while i < n:
        if not is_name_word(words, i):
            i += 1
            continue
        last = i + 1
        while last < n and words.sentence[last] == words.sentence[i]:
            if is_name_word(words, last):
                last += 1
            elif (
                words.lower[last] in lexicon.joints.inside
                and last + 1 < n
                and (
                    is_name_word(words, last + 1)
                    or (
                        words.lower[last + 1] in lexicon.joints.inside
                        and last + 2 < n
                        and is_name_word(words, last + 2)
                    )
                )
            ):
                last += 2
            else:
                break
        for first in range(i, last):
            if (
                last - first > 1
                and words.lower[first][0] in letters
                and words.lower[first] not in lexicon.joints.inside
            ):
                found.append((first, words.phrase(first, last)))
        i = last
    return found


def _initials(name: str, lexicon: Lexicon) -> set[str]:
    """The acronyms that a name can have, with and without its small words."""
    parts = [p for word in name.split() for p in word.split("-") if p]
    every = "".join(p[0] for p in parts).lower()
    main = "".join(p[0] for p in parts if p.lower() not in lexicon.joints.inside).lower()
    return {every, main}
