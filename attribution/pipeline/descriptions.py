"""What an article calls somebody: the words before and after a name, and descriptions in its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from attribution.pipeline.mentions import Lexicon, NameMention
from attribution.pipeline.words import Words

Where = Literal["before", "after", "is", "alone"]
LEFT_TAGS = frozenset(
    ("JJ", "NN", "NNP", "NNPS", "NNS", "POS", "VBN", "HYPH", "VBG", "CD", "JJS", "JJR", "RBS", "AFX", "CC")
)
COPULAS = frozenset(("is", "was", "became", "remains", "'s", "’s", "be", "been", "are"))
STOPS = frozenset((",", ";", ":", "—", "–", "(", ")", "“", "”", '"', "--", "]", "["))
NOUNS = frozenset(("NN", "NNP"))


@dataclass(frozen=True, slots=True)
class Description:
    """Tokens `[first, last)` that call a person something; `head` is the noun."""

    first: int
    last: int
    head: int
    where: Where


def around(words: Words, lexicon: Lexicon, mention: NameMention) -> list[Description]:
    """Descriptions beside one mention: before the name, after it, and said of it by "is"."""
    found = [
        before(words, lexicon, mention),
        apposed_to(words, lexicon, mention),
        after(words, lexicon, mention),
        copula(words, lexicon, mention),
    ]
    return [d for d in found if d is not None]


def before(words: Words, lexicon: Lexicon, mention: NameMention) -> Description | None:
    """The title or office right before a name, with the words that belong to it."""
    head = mention.first - 1
    titles = lexicon.titles
    while head >= mention.lead and words.lower[head].rstrip(".") in titles.courtesy:
        head -= 1
    if head < 0 or words.sentence[head] != words.sentence[mention.first]:
        return None
    head = _skip_adjectives(words, lexicon, head, mention)
    if head < 0 or not _office(words, lexicon, head):
        return None
    first = _left_edge(words, lexicon, head)
    return Description(first, head + 1, head, "before") if first <= head else None


def _skip_adjectives(words: Words, lexicon: Lexicon, head: int, mention: NameMention) -> int:
    """Step over "Republican" between an office and the name: the office is what counts."""
    return head


def _office(words: Words, lexicon: Lexicon, i: int) -> bool:
    """Whether token `i` can head a description before a name."""
    word = words.lower[i].rstrip(".")
    if word in lexicon.titles.office_tail and i > 1 and words.lower[i - 1] == "of":
        return lexicon.titles.is_title(words.text[i - 2])
    if word in lexicon.titles.offices:
        return True
    return words.tag[i] in NOUNS and person_noun(lexicon, words.lower[i]) is not None


def person_noun(lexicon: Lexicon, word: str) -> str | None:
    """The person noun in `word`, the last part of a compound with hyphens included."""
    if word in lexicon.nouns.person:
        return word
    tail = word.rpartition("-")[2]
    return tail if tail in lexicon.nouns.person else None


def _left_edge(words: Words, lexicon: Lexicon, head: int) -> int:
    """The first token of the noun phrase that ends with `head`, determiners left out."""
    i = head
    sentence = words.sentence[head]
    while i > 0 and words.sentence[i - 1] == sentence:
        before, tag = words.lower[i - 1], words.tag[i - 1]
        if before == "of" and i - 2 >= 0 and lexicon.titles.is_title(words.text[i - 2]):
            i -= 2
        elif tag in LEFT_TAGS and words.entity[i - 1] not in ("DATE", "TIME") and before not in STOPS:
            if tag == "CC" and not _joins_titles(words, i - 1):
                break
            i -= 1
        else:
            break
    while i < head and (words.tag[i] in ("POS", "CC", "HYPH") or words.lower[i] in lexicon.titles.courtesy):
        i += 1
    return i


def _joins_titles(words: Words, i: int) -> bool:
    """Whether the conjunction at `i` stands between two nouns or adjectives, as in "founder and chairman"."""
    return i > 0 and words.tag[i - 1] in ("NN", "JJ") and words.tag[i + 1] in ("NN", "JJ")


def apposed_to(words: Words, lexicon: Lexicon, mention: NameMention) -> Description | None:
    """The description that a name explains: "the minister for sport, Rosa Lee"."""
    top = words.root(mention.first, mention.last)
    if mention.lead < 1 or words.lower[mention.lead - 1] != ",":
        return None
    head = words.head[top] if words.dep[top] == "appos" else _noun_before_comma(words, lexicon, mention)
    if not 0 <= head < mention.lead or not _nominal_office(words, lexicon, head):
        return None
    if words.sentence[head] != words.sentence[mention.first]:
        return None
    first = _left_edge(words, lexicon, head)
    return Description(first, mention.lead - 1, head, "before")


def _noun_before_comma(words: Words, lexicon: Lexicon, mention: NameMention) -> int:
    """The person noun of the noun phrase that ends right before the comma, or -1."""
    at = words.sentence[mention.first]
    for i in range(mention.lead - 2, max(mention.lead - 9, -1), -1):
        if words.sentence[i] != at or words.lower[i] in STOPS or words.tag[i].startswith("VB"):
            return -1
        if _nominal_office(words, lexicon, i) and (i == mention.lead - 2 or words.tag[i + 1] == "IN"):
            return i
    return -1


def _nominal_office(words: Words, lexicon: Lexicon, i: int) -> bool:
    """Whether token `i` is a common noun for a person or an office."""
    return words.tag[i] in NOUNS and (
        person_noun(lexicon, words.lower[i]) is not None or words.lower[i] in lexicon.titles.offices
    )


def after(words: Words, lexicon: Lexicon, mention: NameMention) -> Description | None:
    """The apposition after a name: "Rosa Lee, the deputy head of Harbour Trust,"."""
    i, n = mention.last, len(words)
    at = words.sentence[mention.first]
    if i < n and words.text[i] == "(":
        while i < n and words.text[i] != ")" and i - mention.last < 8:
            i += 1
        i += 1
    if i + 1 >= n or words.text[i] not in (",", "—", "–", "--", "-") or words.sentence[i + 1] != at:
        return None
    i = _skip_age(words, i + 1)
    if i >= n or words.sentence[i] != at or words.tag[i] in ("WP", "WDT", "VBD", "VBZ", "IN", "CC", "WRB"):
        return None
    head = _apposition_head(words, lexicon, i)
    if head is None:
        return None
    first = i + 1 if words.tag[i] in ("DT", "PRP$") else i
    last = _right_edge(words, head)
    return Description(first, last, head, "after") if first <= head else None


def _skip_age(words: Words, i: int) -> int:
    """Step over "45," or "R-Ky.," after a name."""
    if i + 1 < len(words) and words.tag[i] == "CD" and words.text[i + 1] == ",":
        return i + 2
    return i


def _apposition_head(words: Words, lexicon: Lexicon, i: int) -> int | None:
    """The noun that heads the phrase beginning at `i`: the last noun before its first preposition or mark."""
    head = None
    at = words.sentence[i]
    for j in range(i, min(i + 12, len(words))):
        tag = words.tag[j]
        if (
            words.sentence[j] != at
            or words.text[j] in STOPS
            or tag in ("IN", "WP", "WDT", "VBD", "VBZ", "TO", "MD", "CC")
        ):
            break
        if tag in ("NN", "NNP", "NNS") or words.lower[j] in lexicon.nouns.person:
            head = j
    if head is None or not _nominal_office(words, lexicon, head):
        return None
    return head


def _right_edge(words: Words, head: int) -> int:
    """Where an apposition ends: at the next mark or verb, at most twenty words on."""
    at = words.sentence[head]
    j = head + 1
    while j < len(words) and j < head + 20 and words.sentence[j] == at:
        if words.text[j] in STOPS or words.text[j] in (".", "!", "?"):
            break
        if words.tag[j] in ("VBD", "VBZ", "MD", "VBP") and words.dep[j] not in ("relcl",):
            break
        if words.tag[j] in ("WP", "WDT"):
            break
        j += 1
    return j


def copula(words: Words, lexicon: Lexicon, mention: NameMention) -> Description | None:
    """What "is" says of a name: "Lee is the director of the museum", "Lee, who is a nurse"."""
    top = words.root(mention.first, mention.last)
    verb = None
    if words.dep[top] in ("nsubj",) and words.lower[words.head[top]] in COPULAS:
        verb = words.head[top]
    else:
        for child in words.children[top]:
            if words.dep[child] == "relcl" and words.lower[child] in COPULAS and child - top < 6:
                verb = child
    if verb is None or verb < mention.last:
        return None
    for child in words.children[verb]:
        if words.dep[child] == "attr" and child > verb and _nominal_office(words, lexicon, child):
            first = _left_edge(words, lexicon, child)
            return Description(first, _right_edge(words, child), child, "is")
    return None


def alone(words: Words, first: int, head: int, last: int) -> Description:
    """A description in the place of a name, without its determiner and what follows a mark or "who"."""
    while first < head and words.tag[first] in ("DT", "PRP$", "PDT"):
        first += 1
    return Description(first, min(max(_right_edge(words, head), head + 1), last), head, "alone")
