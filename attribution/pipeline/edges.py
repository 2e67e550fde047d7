"""The noun phrases that call somebody something: which noun heads them, where they begin and end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from attribution.pipeline.mentions import Lexicon
from attribution.pipeline.words import Words

Where = Literal["before", "after", "group", "tag", "is", "alone"]
LEFT_TAGS = frozenset(
    ("JJ", "NN", "NNP", "NNPS", "NNS", "POS", "VBN", "HYPH", "VBG", "CD", "JJS", "JJR", "RBS", "AFX", "CC")
)
STOPS = frozenset((",", ";", ":", "—", "–", "(", ")", "“", "”", '"', "--", "]", "["))
PLURALS = frozenset(("NNS", "NNPS", "NNP"))
NOUNS = frozenset(("NN", "NNP"))
TAILS = frozenset(("CC", "IN", "TO", "DT", "RB", "HYPH", ":"))
WORK = 20  # tokens of a title in quotation marks: "author of “…”"
CLOSING = frozenset(("IN", "WP", "WP$", "WDT", "VBD", "VBZ", "TO", "MD"))
ENDS = frozenset(("VBD", "VBZ", "MD", "VBP", "WP", "WDT", "WRB", "PRP", "EX"))


@dataclass(frozen=True, slots=True)
class Description:
    """Tokens `[first, last)` that call a person something; `head` is the noun."""

    first: int
    last: int
    head: int
    where: Where


def person_noun(lexicon: Lexicon, word: str) -> str | None:
    """The person noun in `word`, the last part of a compound with hyphens included."""
    if word in lexicon.nouns.person:
        return word
    tail = word.rpartition("-")[2]
    return tail if tail in lexicon.nouns.person else None


def office(words: Words, lexicon: Lexicon, i: int) -> bool:
    """Whether token `i` can head a description before a name."""
    word = words.lower[i].rstrip(".")
    tail = word in lexicon.titles.office_tail and i > 1 and words.lower[i - 1] in lexicon.joints.of
    if word in lexicon.titles.offices or (tail and lexicon.titles.is_title(words.text[i - 2])):
        return True
    noun = person_noun(lexicon, words.lower[i])
    owned = any(words.tag[j] == "PRP$" for j in range(max(i - 3, 0), i))
    return noun is not None and not (owned and noun in lexicon.nouns.attitudes)


def nominal_office(words: Words, lexicon: Lexicon, i: int) -> bool:
    """Whether token `i` is a common noun for a person or an office."""
    word = words.lower[i]
    if words.tag[i] not in NOUNS:
        return False
    if word in lexicon.nouns.beside:
        return i + 1 < len(words) and words.lower[i + 1] in lexicon.joints.of
    return person_noun(lexicon, word) is not None or word in lexicon.titles.offices


def plural_office(words: Words, lexicon: Lexicon, i: int) -> bool:
    """Whether token `i` is a noun for several persons."""
    if words.tag[i] not in ("NNS", "NNPS"):
        return False
    noun = words.lower[i].rpartition("-")[2]
    return lexicon.nouns.person_noun(noun) not in (None, *lexicon.nouns.unspecific)


def plural_noun(words: Words, lexicon: Lexicon, i: int) -> int | None:
    """The plural person noun of "one of the ward's nurses" that begins at `i`."""
    if i + 2 >= len(words) or words.lower[i] not in lexicon.joints.single:
        return None
    if words.lower[i + 1] not in lexicon.joints.of or words.sentence[i + 1] != words.sentence[i]:
        return None
    for j in range(i + 2, min(i + 10, len(words))):
        if words.tag[j] == "NNS":
            return j if plural_office(words, lexicon, j) else None
        if words.text[j] in STOPS or words.tag[j] in ENDS or words.tag[j] == "IN":
            return None
    return None


def determined(words: Words, lexicon: Lexicon, i: int) -> bool:
    """Whether token `i` is an article or stands for one."""
    return words.tag[i] in ("DT", "PRP$") or words.lower[i] in lexicon.joints.single


def left_edge(words: Words, lexicon: Lexicon, head: int) -> int:
    """The first token of the noun phrase that ends with `head`, determiners left out."""
    i = head
    sentence = words.sentence[head]
    while i > 0 and words.sentence[i - 1] == sentence:
        before, tag = words.lower[i - 1], words.tag[i - 1]
        titled = before in lexicon.joints.of and i - 2 >= 0 and lexicon.titles.is_title(words.text[i - 2])
        if titled or _within_name(words, lexicon, i - 1):
            i -= 2
        elif owning(words, i - 1):
            i -= 1
        elif _short_form(words, i - 3):
            i -= 3
        elif tag in LEFT_TAGS and words.entity[i - 1] not in ("DATE", "TIME") and before not in STOPS:
            if tag == "CC" and not _joins_titles(words, i - 1):
                break
            i -= 1
        else:
            break
    while i < head and (
        words.tag[i] in ("POS", "CC", "HYPH", "''") or words.lower[i] in lexicon.titles.courtesy
    ):
        i += 1
    return i


def owning(words: Words, i: int) -> bool:
    """Whether token `i` makes a possessor of the one before, an apostrophe alone after a plural too."""
    if words.tag[i] == "POS":
        return True
    return i > 0 and words.lower[i] in ("’", "'") and words.tag[i - 1] in PLURALS and words.glued(i - 1)


def _within_name(words: Words, lexicon: Lexicon, i: int) -> bool:
    """Whether token `i` joins the words of an organisation: "Department of Health spokeswoman"."""
    if i < 1 or words.lower[i] not in lexicon.joints.links:
        return False
    return words.entity[i - 1] == words.entity[i] == words.entity[i + 1] == "ORG"


def _short_form(words: Words, i: int) -> bool:
    """Whether one word in brackets begins at `i`: "Marlow Water Board (MWB) spokesman"."""
    if i <= 0 or words.text[i] + words.text[i + 2] not in ("()", "[]"):
        return False
    return words.text[i] == "[" or words.text[i + 1].isupper()


def _joins_titles(words: Words, i: int) -> bool:
    """Whether the conjunction at `i` stands between two nouns or adjectives, as in "founder and chairman"."""
    return i > 0 and words.tag[i - 1] in ("NN", "JJ") and words.tag[i + 1] in ("NN", "JJ")


def apposition_head(words: Words, lexicon: Lexicon, i: int) -> int | None:
    """The noun that heads the phrase beginning at `i`: the last noun before its first preposition or mark."""
    head = None
    at = words.sentence[i]
    i = _after_possessor(words, lexicon, i)
    for j in range(i, min(i + 12, len(words))):
        tag = words.tag[j]
        if head is None and tag == "IN" and words.tag[j - 1] == "JJ":
            continue  # "a top outside adviser"
        if words.sentence[j] != at or words.text[j] in STOPS or tag in CLOSING:
            break
        if tag == "CC" and (head is None or nominal_office(words, lexicon, head)):
            break
        if words.lower[j] in lexicon.joints.awaiting and head is not None:
            continue
        if tag in ("NN", "NNP", "NNS") or words.lower[j] in lexicon.nouns.person:
            head = j
    if head is None or not nominal_office(words, lexicon, head):
        return None
    return _relative_of(words, lexicon, head)


def _relative_of(words: Words, lexicon: Lexicon, head: int) -> int:
    """The relative whom a noun and its complement own, or the noun: "the mayor of Marlow’s wife"."""
    if words.lower[head] in lexicon.nouns.kin or head + 2 >= len(words):
        return head
    if words.lower[head + 1] not in lexicon.joints.of:
        return head
    for j in range(head + 2, min(head + 8, len(words) - 1)):
        if words.text[j] in STOPS or words.tag[j] in ENDS:
            break
        if owning(words, j):
            return j + 1 if words.lower[j + 1] in lexicon.nouns.kin else head
    return head


def _after_possessor(words: Words, lexicon: Lexicon, i: int) -> int:
    """The token after a possessor that begins at `i`, "Change of Heart's director", or `i` itself."""
    for j in range(i, min(i + 9, len(words))):
        if words.tag[j] == "POS":
            return j + 1
        if words.text[j] in STOPS or words.tag[j].startswith("VB") or person_noun(lexicon, words.lower[j]):
            break
        if words.tag[j] == "IN" and words.lower[j] not in lexicon.joints.links:
            break
    return i


def right_edge(words: Words, head: int) -> int:
    """Where a description ends: at the next mark, verb, participle or clause, at most twenty words on."""
    at = words.sentence[head]
    j = head + 1
    while j < len(words) and j < head + 20 and words.sentence[j] == at:
        if words.text[j] == "“" and words.tag[j - 1] == "IN" and "”" in words.text[j : j + WORK]:
            return words.text.index("”", j) + 1
        if words.text[j] in STOPS or words.text[j] in (".", "!", "?") or words.tag[j] in ENDS:
            break
        if words.text[j] == "-" and not words.glued(j):
            break
        if (
            words.tag[j] == "CC"
            and words.tag[j + 1 : j + 2] in (["NNP"], ["PRP"], ["DT"])
            and words.head[j] <= head
        ):
            break
        if words.tag[j] == "CC" and words.tag[j + 1 : j + 3] == ["RB", "DT"]:
            break  # "a boxer and now an economist" are two
        if j == head + 1 and words.tag[j] in ("JJ", "VBN", "VBG", "RB", "NNP", "PRP"):
            break
        j += 1
    while j > head + 1 and words.tag[j - 1] in TAILS:
        j -= 1
    return j
