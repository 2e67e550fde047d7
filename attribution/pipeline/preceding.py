"""What stands before a name and calls its bearer something: titles, offices, groups."""

from __future__ import annotations

from dataclasses import replace

from attribution.pipeline.edges import (
    STOPS,
    Description,
    left_edge,
    nominal_office,
    office,
    plural_noun,
    plural_office,
    right_edge,
)
from attribution.pipeline.mentions import Lexicon, NameMention
from attribution.pipeline.runs import HYPHENS
from attribution.pipeline.words import Words

COMPLEMENT_TAGS = frozenset(("NNP", "NNPS", "NN", "NNS", "CC", "DT"))
BREAKS = frozenset(("VBD", "VBZ", "VBP", "MD"))  # end the way back to a noun
LONGEST_LIST = 40  # tokens of a list of names


def preceding(words: Words, lexicon: Lexicon, mention: NameMention) -> list[Description]:
    """Descriptions before a name: at most one title, one with a comma, one of a group."""
    found = [
        before(words, lexicon, mention)
        or called(words, lexicon, mention)
        or before_with_complement(words, lexicon, mention)
        or shared_title(words, lexicon, mention),
        apposed_to(words, lexicon, mention),
        one_of_several(words, lexicon, mention),
        None if mention.possessive or mention.modifier else group_of(words, lexicon, mention.lead),
    ]
    return [d for d in found if d is not None]


def before(words: Words, lexicon: Lexicon, mention: NameMention) -> Description | None:
    """The title or office right before a name, with the words that belong to it."""
    head = mention.first - 1
    titles = lexicon.titles
    while head >= mention.lead and words.lower[head].rstrip(".") in titles.courtesy:
        head -= 1
    last = head + 1
    if head > 1 and words.lower[head] in lexicon.joints.awaiting and words.text[head - 1] in HYPHENS:
        head -= 2
    if head > 0 and words.text[head] == "." and titles.is_title(words.text[head - 1]):
        if words.text[head - 1][0].islower():
            return None  # "She thanked the mayor. Lee said …"
        head -= 1
    if head < 0 or not office(words, lexicon, head):
        return None
    if words.sentence[head] != words.sentence[mention.first] and head < mention.first - 2:
        return None
    found = _ending_with(words, lexicon, head)
    return replace(found, last=max(last, head + 1)) if found and words.text[head + 1] in HYPHENS else found


def called(words: Words, lexicon: Lexicon, mention: NameMention) -> Description | None:
    """The noun before "named": "a baker named Rosa Lee"."""
    head = mention.lead - 2
    if head < 0 or words.lower[head + 1] not in lexicon.joints.naming:
        return None
    return _ending_with(words, lexicon, head) if nominal_office(words, lexicon, head) else None


def shared_title(words: Words, lexicon: Lexicon, mention: NameMention) -> Description | None:
    """The plural title that stands before the first of several names: "Sens. Ned Price (D) and Rosa Lee"."""
    top, at = mention.last - 1, words.sentence[mention.first]
    while words.dep[top] == "conj" and words.head[top] < top:
        top = words.head[top]
    if top == mention.last - 1 or not mention.name.full or words.sentence[top] != at:
        return None
    for i in range(top - 1, max(top - 5, words.sentences[at][0] - 1), -1):
        plural = words.lower[i].rstrip(".") in lexicon.titles.plural or words.tag[i] == "NNS"
        if plural and (office(words, lexicon, i) or lexicon.nouns.person_noun(words.lower[i])):
            return _ending_with(words, lexicon, i)
        if words.text[i] != "." and not words.text[i][0].isupper():
            return None
    return None


def _ending_with(words: Words, lexicon: Lexicon, head: int) -> Description | None:
    """The noun phrase that ends with `head`."""
    first = left_edge(words, lexicon, head)
    return Description(first, head + 1, head, "before") if first <= head else None


def before_with_complement(words: Words, lexicon: Lexicon, mention: NameMention) -> Description | None:
    """An office with its complement before a name: "Ambassador to Norway Rosa Lee"."""
    last, at = mention.lead, words.sentence[mention.first]
    if not mention.name.full or words.tag[last - 1] in ("CC", "DT"):
        return None
    i = last - 1
    while i > 1 and i >= last - 5 and words.sentence[i] == at and words.tag[i] in COMPLEMENT_TAGS:
        i -= 1
    if i == last - 1 or i < 1 or words.sentence[i - 1] != at:
        return None
    if words.lower[i] not in lexicon.joints.complements or not nominal_office(words, lexicon, i - 1):
        return None
    first = left_edge(words, lexicon, i - 1)
    return Description(first, last, i - 1, "before")


def apposed_to(words: Words, lexicon: Lexicon, mention: NameMention) -> Description | None:
    """The description that a name explains: "the minister for sport, Rosa Lee"."""
    top = words.root(mention.first, mention.last)
    if mention.lead < 1 or words.lower[mention.lead - 1] != ",":
        return None
    head = words.head[top] if words.dep[top] == "appos" else -1
    if not (0 <= head < mention.lead and nominal_office(words, lexicon, head)):
        head = _noun_before_comma(words, lexicon, mention) if _set_off(words, mention) else -1
    if head < 0 or words.sentence[head] != words.sentence[mention.first]:
        return None
    first = left_edge(words, lexicon, head)
    return Description(first, mention.lead - 1, head, "before")


def _set_off(words: Words, mention: NameMention) -> bool:
    """Whether a name is full or between commas: a surname alone goes on with its verb, "…, Lee said"."""
    return mention.name.full or words.text[mention.last : mention.last + 1] == [","]


def _noun_before_comma(words: Words, lexicon: Lexicon, mention: NameMention) -> int:
    """The person noun of the noun phrase that ends right before the comma, or -1."""
    at = words.sentence[mention.first]
    for i in range(mention.lead - 2, max(mention.lead - 9, -1), -1):
        if words.sentence[i] != at or words.lower[i] in STOPS or words.tag[i].startswith("VB"):
            return -1
        if nominal_office(words, lexicon, i) and (i == mention.lead - 2 or words.tag[i + 1] == "IN"):
            return i
    return -1


def one_of_several(words: Words, lexicon: Lexicon, mention: NameMention) -> Description | None:
    """What counts somebody among others: "one of the ward's nurses, Rosa Lee"."""
    if mention.lead < 2 or words.text[mention.lead - 1] != ",":
        return None
    opening = words.sentences[words.sentence[mention.first]][0]
    for i in range(max(mention.lead - 9, opening), mention.lead - 2):
        head = plural_noun(words, lexicon, i)
        if head is not None and right_edge(words, head) == mention.lead - 1:
            return Description(i, mention.lead - 1, head, "before")
    return None


def group_of(words: Words, lexicon: Lexicon, name: int) -> Description | None:
    """The group of which a name is given: "lawmakers such as Rosa Lee", "two voters, Ned Price and Rosa Lee".

    `name` is the first token of the name and its titles, or a pronoun ("bakers like himself").
    """
    start = _list_start(words, name)
    if start < 2 or words.sentence[start - 1] != words.sentence[name]:
        return None
    tail = start - 2 if words.lower[start - 1] in lexicon.joints.example_tails else start - 1
    if words.lower[tail] in lexicon.joints.examples and tail > 0:
        tail = tail - 1 if words.text[tail - 1] != "," else tail - 2
        head = _plural_back(words, lexicon, tail)
    else:
        head = start - 1 if _counted(words, lexicon, start, name) else None
    if head is None:
        return None
    return Description(left_edge(words, lexicon, head), head + 1, head, "group")


def _list_start(words: Words, name: int) -> int:
    """The first token of the list of names that reaches up to `name`."""
    i, at = name, words.sentence[name]
    while i > max(name - LONGEST_LIST, 0) and words.sentence[i - 1] == at:
        text = words.text[i - 1]
        if not (text[0].isupper() or text in (",", ".", "(", ")", "-") or words.tag[i - 1] in ("CC", "POS")):
            break
        i -= 1
    return i


def _plural_back(words: Words, lexicon: Lexicon, i: int) -> int | None:
    """The plural person noun of the noun phrase that ends at token `i`: "lawmakers in town"."""
    at = words.sentence[i]
    for j in range(i, max(i - 6, -1), -1):
        if words.sentence[j] != at or words.text[j] in STOPS or words.tag[j] in BREAKS:
            return None
        if plural_office(words, lexicon, j) and (j == i or words.tag[j + 1] in ("IN", "VBN")):
            return j
    return None


def _counted(words: Words, lexicon: Lexicon, start: int, name: int) -> bool:
    """Whether a counted plural and a comma or colon stand before a list of two names or more."""
    head = start - 1
    if words.text[start] not in (",", ":") or not plural_office(words, lexicon, head):
        return False
    first = left_edge(words, lexicon, head)
    counted = any(words.lower[i] in lexicon.joints.counting for i in range(max(first - 1, 0), head))
    after = next((i for i in range(name, len(words)) if not words.text[i][0].isupper()), name)
    return counted and ("CC" in words.tag[start:name] or words.tag[after] == "CC")
