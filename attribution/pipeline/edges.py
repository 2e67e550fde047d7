"""The noun phrases that call somebody something: which noun heads them, where they begin and end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from attribution.pipeline.mentions import Lexicon
from attribution.pipeline.words import Words

Where = Literal["before", "after", "is", "alone"]
LEFT_TAGS = frozenset(
    ("JJ", "NN", "NNP", "NNPS", "NNS", "POS", "VBN", "HYPH", "VBG", "CD", "JJS", "JJR", "RBS", "AFX", "CC")
)
STOPS = frozenset((",", ";", ":", "—", "–", "(", ")", "“", "”", '"', "--", "]", "["))
NOUNS = frozenset(("NN", "NNP"))
TAILS = frozenset(("CC", "IN", "TO", "DT", "RB", "HYPH", ":"))
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
    if word in lexicon.titles.office_tail and i > 1 and words.lower[i - 1] in lexicon.joints.of:
        return lexicon.titles.is_title(words.text[i - 2])
    if word in lexicon.titles.offices:
        return True
    if words.lower[i] in lexicon.nouns.kin and any(words.tag[j] == "PRP$" for j in range(max(i - 3, 0), i)):
        return False
    return person_noun(lexicon, words.lower[i]) is not None


def nominal_office(words: Words, lexicon: Lexicon, i: int) -> bool:
    """Whether token `i` is a common noun for a person or an office."""
    return words.tag[i] in NOUNS and (
        person_noun(lexicon, words.lower[i]) is not None or words.lower[i] in lexicon.titles.offices
    )


def left_edge(words: Words, lexicon: Lexicon, head: int) -> int:
    """The first token of the noun phrase that ends with `head`, determiners left out."""
    i = head
    sentence = words.sentence[head]
    while i > 0 and words.sentence[i - 1] == sentence:
        before, tag = words.lower[i - 1], words.tag[i - 1]
        if before in lexicon.joints.of and i - 2 >= 0 and lexicon.titles.is_title(words.text[i - 2]):
            i -= 2
        elif _short_form(words, i - 3):
            i -= 3
        elif tag in LEFT_TAGS and words.entity[i - 1] not in ("DATE", "TIME") and before not in STOPS:
            if tag == "CC" and not _joins_titles(words, i - 1):
                break
            i -= 1
        else:
            break
    while i < head and (words.tag[i] in ("POS", "CC", "HYPH") or words.lower[i] in lexicon.titles.courtesy):
        i += 1
    return i


def _short_form(words: Words, i: int) -> bool:
    """Whether a short form in brackets begins at `i`: "Marlow Water Board (MWB) spokesman"."""
    return i > 0 and words.text[i] == "(" and words.text[i + 1].isupper() and words.text[i + 2] == ")"


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
        if (
            words.sentence[j] != at
            or words.text[j] in STOPS
            or tag in ("IN", "WP", "WP$", "WDT", "VBD", "VBZ", "TO", "MD", "CC")
        ):
            break
        if tag in ("NN", "NNP", "NNS") or words.lower[j] in lexicon.nouns.person:
            head = j
    if head is None or not nominal_office(words, lexicon, head):
        return None
    return head


def _after_possessor(words: Words, lexicon: Lexicon, i: int) -> int:
    """The token after a possessor that begins at `i`, "Change of Heart's director", or `i` itself."""
    for j in range(i, min(i + 9, len(words))):
        if words.tag[j] == "POS":
            return j + 1
        if words.text[j] in STOPS or words.tag[j].startswith("VB") or person_noun(lexicon, words.lower[j]):
            break
        if words.tag[j] == "IN" and words.lower[j] not in lexicon.joints.of:
            break
    return i


def right_edge(words: Words, head: int) -> int:
    """Where a description ends: at the next mark, verb, participle or clause, at most twenty words on."""
    at = words.sentence[head]
    j = head + 1
    while j < len(words) and j < head + 20 and words.sentence[j] == at:
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
        if j == head + 1 and words.tag[j] in ("JJ", "VBN", "VBG", "RB", "NNP", "PRP"):
            break
        j += 1
    while j > head + 1 and words.tag[j - 1] in TAILS:
        j -= 1
    return j
