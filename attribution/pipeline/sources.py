"""What the words of a source are: a name, a pronoun or a description, and of whom."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from attribution.lang.pronouns import Pronouns
from attribution.pipeline.mentions import Lexicon, NameMention
from attribution.pipeline.organisations import trim
from attribution.pipeline.origins import of_origin
from attribution.pipeline.principals import BEFORE_NOUN, CUTS, named_in, with_others
from attribution.pipeline.runs import HYPHENS
from attribution.pipeline.words import NOMINAL_TAGS, Words

Sort = Literal["person", "people", "pronoun", "relative", "first", "nominal", "organisation", "indefinite"]
DASHES = frozenset(("—", "–", "--", "-"))


@dataclass(frozen=True, slots=True)
class Source:
    """The reading of a source: tokens `[first, last)`, its head, and the mentions that it names."""

    sort: Sort
    first: int
    last: int
    head: int
    mentions: tuple[NameMention, ...] = ()
    kind: str = "none"
    plural: bool = False


def read_source(
    words: Words, lexicon: Lexicon, pronouns: Pronouns, named: dict[int, NameMention], first: int, last: int
) -> Source:
    """What the tokens `[first, last)` stand for; `named` maps tokens to the mention they belong to."""
    while last - first > 1 and not words.text[first][0].isalnum() and words.text[first][0] not in "@#$":
        first += 1
    while last - first > 1 and not any(c.isalnum() for c in words.text[last - 1]):
        last -= 1
    first = _after_dateline(words, first, last)
    head = words.root(first, last)
    while head + 2 < last and words.text[head + 1] == "-" and words.glued(head) and words.glued(head + 1):
        head += 2
    pronoun = _pronoun(words, lexicon, pronouns, first, last, head)
    if pronoun is not None:
        return pronoun
    mentions = named_in(words, lexicon, named, first, last, head)
    if mentions:
        several = len(mentions) > 1 or with_others(words, lexicon, mentions[0], last)
        sort: Sort = "people" if several else "person"
        kind = "group" if several else "person"
        return Source(sort, first, last, mentions[0].last - 1, tuple(mentions), kind, several)
    return _nominal(words, lexicon, pronouns, first, last, head)


def _after_dateline(words: Words, first: int, last: int) -> int:
    """Step over the place in capitals and the dash with which a report opens: "MARLOW — Rosa Lee"."""
    for i in range(first + 1, min(first + 5, last - 1)):
        if words.text[i] in DASHES:
            place = [text for text in words.text[first:i] if text[0].isalpha()]
            return i + 1 if all(text.isupper() for text in place) else first
    return first


def _pronoun(
    words: Words, lexicon: Lexicon, pronouns: Pronouns, first: int, last: int, head: int
) -> Source | None:
    """The reading of a source that is a pronoun, alone or with something hung on it."""
    lower = words.lower[head]
    if lower in lexicon.nouns.authored and _his_own(words, pronouns, first, head):
        return Source("pronoun", first, last, first)
    if words.tag[head] == "PRP$" and last - first > 1 and head + 1 < last:
        return None
    if lower in pronouns.first:
        return Source("first", first, last, head, plural=lower in pronouns.first_plural)
    if lower in pronouns.personal:
        if head + 2 < last and words.lower[head + 1] in lexicon.joints.conjunctions:
            return Source("people", first, last, head, kind="group", plural=True)
        return Source("pronoun", first, last, head, plural=pronouns.personal[lower][1] == "p")
    if last - first == 1 and lower in pronouns.relative and words.tag[head] in ("WP", "WDT", "WP$", "IN"):
        return Source("relative", first, last, head)
    return None


def _his_own(words: Words, pronouns: Pronouns, first: int, head: int) -> bool:
    """Whether one man or woman owns the noun at `head`: "her first statement"."""
    gender = pronouns.personal.get(words.lower[first], ("", ""))[0]
    owned = words.tag[first] == "PRP$" and gender in ("m", "f")
    return owned and all(words.tag[i] in BEFORE_NOUN for i in range(first + 1, head))


def _nominal(words: Words, lexicon: Lexicon, pronouns: Pronouns, first: int, last: int, head: int) -> Source:
    """The reading of a source without a person's name at its head; several joined by "and" are a group."""
    source = _alone(words, lexicon, pronouns, first, last, _last_noun(words, first, last, head))
    if source.sort != "indefinite" and coordinated(words, source, apart=source.kind == "person"):
        return replace(source, kind="group", plural=True)
    return source


def _last_noun(words: Words, first: int, last: int, head: int) -> int:
    """The common noun that ends the phrase of a capitalised head: "presenter" of "Radio 2 presenter"."""
    at = head
    while at + 1 < last and words.tag[at + 1] in ("NN", "NNS", "CD") and words.text[head][0].isupper():
        at += 1
    return at if words.tag[at] in ("NN", "NNS") and words.text[at][0].islower() else head


def _alone(words: Words, lexicon: Lexicon, pronouns: Pronouns, first: int, last: int, head: int) -> Source:
    """The reading of a single noun or other word."""
    lower, tag = words.lower[head], words.tag[head]
    plural = tag in ("NNS", "NNPS")
    number = age_in(words, lexicon, first, last)
    if number is not None and number + len(lexicon.nouns.aged) == last - 1:
        return Source("nominal", first, last, last - 1, kind="person")
    capital = words.text[head][0].isupper() and (words.entity[head] == "ORG" or not _known(lexicon, lower))
    if words.lower[first] in lexicon.joints.new and lower in lexicon.nouns.person:
        capital = False
    opening = head == words.sentences[words.sentence[head]][0] and words.entity[head] == ""
    proper = tag in ("NNP", "NNPS") or (capital and tag == "NN" and not opening)
    if not capital or not proper:
        if lower in pronouns.indefinite and (tag not in ("NN", "NNS") or not _noun(lexicon, lower)):
            kind = {"group": "group", "person": "person", "thing": "document"}[pronouns.indefinite[lower]]
            return Source("indefinite", first, last, head, kind=kind, plural=kind == "group")
        kind = lexicon.nouns.kind(lower, plural=plural) or _guess(words, lexicon, head, plural)
        several = kind != "document" and _several(words, lexicon, pronouns, head, last)
        if several or (kind == "organisation" and plural):
            return Source("nominal", first, last, head, kind="group", plural=True)
        if kind == "person" and _counted(words, lexicon, first, head):
            kind, plural = "group", True
        return Source("nominal", first, last, head, kind=kind, plural=plural)
    common = lexicon.nouns.kind(lower, plural=plural or lower.endswith("s"))
    if common == "document" and (words.text[head][0].islower() or not words.entity[head]):
        return Source("nominal", first, last, head, kind="document", plural=plural)
    counted = _counted(words, lexicon, first, head) and lower.endswith("s")  # "both Marshes"
    family = tag == "NNPS" and (
        words.entity[head] in ("NORP", "", "PERSON") or lexicon.nouns.person_noun(lower) is not None
    )
    if counted or family:
        return Source("nominal", first, last, head, kind="group", plural=True)
    if not plural and _from_somewhere(words, lexicon, first, head):
        return Source("nominal", first, last, head, kind="person")
    return Source("organisation", first, last, head, kind="organisation", plural=plural)


def _from_somewhere(words: Words, lexicon: Lexicon, first: int, head: int) -> bool:
    """Whether somebody is called by where he comes from: "the Pakistani", "a young Kenyan"."""
    joints = lexicon.joints
    article = words.lower[first] in joints.articles | joints.new
    return article and of_origin(words, lexicon.joints, lexicon.facets, head)


def _noun(lexicon: Lexicon, lower: str) -> bool:
    return lexicon.nouns.kind(lower, plural=True) is not None


def _several(words: Words, lexicon: Lexicon, pronouns: Pronouns, head: int, last: int) -> bool:
    """Whether a head that is no plural stands for several: "46 percent", "an army of fans", "you"."""
    lower = words.lower[head]
    if words.tag[head] == "CD" or lower in lexicon.nouns.shares or lower in pronouns.second:
        return True
    if words.tag[head] != "NN" or head + 2 >= last or words.lower[head + 1] not in lexicon.joints.of:
        return False
    inner = next((i for i in range(head + 2, last) if words.tag[i] in ("NNS", "IN", ",")), head)
    return words.tag[inner] == "NNS" and lexicon.nouns.kind(words.lower[inner], plural=True) == "group"


def age_in(words: Words, lexicon: Lexicon, first: int, last: int) -> int | None:
    """The token of the number in an age within `[first, last)`: "62" of "the 62-year-old"."""
    aged = lexicon.nouns.aged
    for i in range(first, last - len(aged)):
        if words.tag[i] == "CD" and tuple(words.lower[i + 1 : i + 1 + len(aged)]) == aged:
            return i
    return None


def _known(lexicon: Lexicon, lower: str) -> bool:
    """Whether a word is a person noun or another noun that can speak."""
    return lexicon.nouns.kind(lower, plural=True) in ("person", "group") or lower in lexicon.nouns.document


def _counted(words: Words, lexicon: Lexicon, first: int, head: int) -> bool:
    return any(words.lower[i] in lexicon.joints.counting for i in range(first, head))


def _guess(words: Words, lexicon: Lexicon, head: int, plural: bool) -> str:
    """The kind of a noun that the data does not know, by its ending."""
    lower = words.lower[head]
    if lower.endswith(lexicon.joints.person_endings):
        return "group" if plural else "person"
    if lower.endswith(lexicon.joints.document_endings):
        return "document"
    return "group" if plural else "organisation"


def whole_word(words: Words, last: int) -> int:
    """The end of the word with hyphens of which `last` cuts off a part: "passer" of "passer-by"."""
    while (
        last + 1 < len(words) and words.text[last] in HYPHENS and words.glued(last - 1) and words.glued(last)
    ):
        last += 2
    return last


def core(words: Words, lexicon: Lexicon, source: Source) -> tuple[int, int]:
    """The name at the head of a source: its capitalised words, "of" and "for" phrases of it taken along."""
    first, last = source.first, source.head + 1
    small = lexicon.joints.articles | lexicon.joints.conjunctions
    for i in range(source.first, source.head):
        if words.text[i] in CUTS or words.lower[i] in lexicon.joints.articles or _owner(words, i):
            first = i + 1
    first, last = trim(words, lexicon, first, last)
    while first < source.head and not words.text[first][0].isupper() and not words.text[first][0].isdigit():
        first += 1
    if first < source.head and _sort_before(words, lexicon, first):
        first += 1
    while last + 1 < source.last and words.lower[last] in lexicon.joints.links:
        after = last + 1
        while after < source.last and (
            words.lower[after] in small or words.text[after][0].isupper() or words.tag[after] == "CD"
        ):
            after += 1
        while after > last and words.lower[after - 1] in small:
            after -= 1
        if after == last + 1:
            break
        last = after
    return first, last


def _owner(words: Words, i: int) -> bool:
    """Whether the ending at `i` belongs to somebody who owns the name: "Rosa Lee's Harbour Board"."""
    if words.tag[i] != "POS" or words.entity[i - 1] not in ("PERSON", "NORP", ""):
        return False
    return words.text[i + 1][0].isupper() and words.entity[i + 1] != "PERSON"


def _sort_before(words: Words, lexicon: Lexicon, first: int) -> bool:
    """Whether a sentence opens with a noun that tells what the name after it is: "Website Tidewatch"."""
    opens = first == words.sentences[words.sentence[first]][0] and words.entity[first] == ""
    return opens and words.entity[first + 1] != "" and _noun(lexicon, words.lower[first])


def own_name(words: Words, lexicon: Lexicon, source: Source) -> str | None:
    """The name in "the Marlow campaign": capitalised words before a common noun for an organisation."""
    first, last = core(words, lexicon, source)
    if words.lower[source.head] not in lexicon.nouns.bodies or first >= source.head:
        return None
    if indefinite(words, lexicon, source) or coordinated(words, source):
        return None
    owned = any(words.tag[i] in ("POS", "PRP$") for i in range(source.first, source.head))
    if owned or not words.text[first][0].isupper() or words.tag[first] == "DT":
        return None
    return words.phrase(first, last)


def indefinite(words: Words, lexicon: Lexicon, source: Source) -> bool:
    """Whether a source brings in somebody new: "a minister", "one voter"."""
    lower = words.lower[source.first]
    return words.tag[source.first] in ("DT", "CD") and lower not in lexicon.joints.definite


def coordinated(words: Words, source: Source, *, apart: bool = False) -> bool:
    """Whether several speak: "Moscow and Kyiv"; `apart` tells "a nurse and a vet" from "a nurse and poet"."""
    return any(
        source.head < child < source.last
        and words.dep[child] == "conj"
        and words.tag[child] in NOMINAL_TAGS
        and not all(words.entity[i] == "ORG" for i in range(source.head, child + 1))
        and not (apart and words.tag[child] == "NN" and not _determined(words, child))
        for child in words.children[source.head]
    )


def _determined(words: Words, noun: int) -> bool:
    """Whether a noun has an article or an owner of its own."""
    return any(words.tag[i] in ("DT", "PRP$") or words.dep[i] == "poss" for i in words.children[noun])
