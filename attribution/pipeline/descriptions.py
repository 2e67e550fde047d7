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
STOPS = frozenset((",", ";", ":", "—", "–", "(", ")", "“", "”", '"', "--", "]", "["))
NOUNS = frozenset(("NN", "NNP"))
COMPLEMENT_TAGS = frozenset(("NNP", "NNPS", "NN", "NNS", "CC", "DT"))
ENDS = frozenset(("VBD", "VBZ", "MD", "VBP", "WP", "WDT", "WRB", "PRP", "EX"))


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
        before(words, lexicon, mention) or before_with_complement(words, lexicon, mention),
        apposed_to(words, lexicon, mention),
        after(words, lexicon, mention),
        copula(words, lexicon, mention),
        served_as(words, lexicon, mention),
    ]
    return [d for d in found if d is not None]


def before(words: Words, lexicon: Lexicon, mention: NameMention) -> Description | None:
    """The title or office right before a name, with the words that belong to it."""
    head = mention.first - 1
    titles = lexicon.titles
    while head >= mention.lead and words.lower[head].rstrip(".") in titles.courtesy:
        head -= 1
    if head > 0 and words.text[head] == "." and titles.is_title(words.text[head - 1]):
        head -= 1
    if head < 0 or not _office(words, lexicon, head):
        return None
    if words.sentence[head] != words.sentence[mention.first] and head < mention.first - 2:
        return None
    first = _left_edge(words, lexicon, head)
    return Description(first, head + 1, head, "before") if first <= head else None


def _office(words: Words, lexicon: Lexicon, i: int) -> bool:
    """Whether token `i` can head a description before a name."""
    word = words.lower[i].rstrip(".")
    if word in lexicon.titles.office_tail and i > 1 and words.lower[i - 1] in lexicon.joints.of:
        return lexicon.titles.is_title(words.text[i - 2])
    if word in lexicon.titles.offices:
        return True
    if words.lower[i] in lexicon.nouns.kin and any(words.tag[j] == "PRP$" for j in range(max(i - 3, 0), i)):
        return False
    return person_noun(lexicon, words.lower[i]) is not None


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
    if words.lower[i] not in lexicon.joints.complements or not _nominal_office(words, lexicon, i - 1):
        return None
    first = _left_edge(words, lexicon, i - 1)
    return Description(first, last, i - 1, "before")


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
        if before in lexicon.joints.of and i - 2 >= 0 and lexicon.titles.is_title(words.text[i - 2]):
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
    if words.dep[top] == "appos":
        head = words.head[top]
    else:
        head = _noun_before_comma(words, lexicon, mention) if _set_off(words, mention) else -1
    if not 0 <= head < mention.lead or not _nominal_office(words, lexicon, head):
        return None
    if words.sentence[head] != words.sentence[mention.first]:
        return None
    first = _left_edge(words, lexicon, head)
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
    if (
        i >= n
        or words.sentence[i] != at
        or words.tag[i] in ("WP", "WP$", "WDT", "VBD", "VBZ", "IN", "CC", "WRB")
    ):
        return None
    head = _apposition_head(words, lexicon, i)
    if head is None:
        return None
    first = i + 1 if words.tag[i] in ("DT", "PRP$") or words.lower[i] in lexicon.joints.single else i
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
    if head is None or not _nominal_office(words, lexicon, head):
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


def _right_edge(words: Words, head: int) -> int:
    """Where a description ends: at the next mark, verb, participle or clause, at most twenty words on."""
    at = words.sentence[head]
    j = head + 1
    while j < len(words) and j < head + 20 and words.sentence[j] == at:
        if words.text[j] in STOPS or words.text[j] in (".", "!", "?") or words.tag[j] in ENDS:
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
    while j > head + 1 and words.tag[j - 1] in ("CC", "IN", "TO", "DT", "RB"):
        j -= 1
    return j


def copula(words: Words, lexicon: Lexicon, mention: NameMention) -> Description | None:
    """What "is" says of a name: "Lee is the director of the museum", "Lee, who is a nurse"."""
    top = words.root(mention.first, mention.last)
    verb = None
    if words.dep[top] in ("nsubj",) and words.lower[words.head[top]] in lexicon.joints.copulas:
        verb = words.head[top]
    else:
        for child in words.children[top]:
            if (
                words.dep[child] == "relcl"
                and words.lower[child] in lexicon.joints.copulas
                and child - top < 6
                and _about_itself(words, child)
            ):
                verb = child
    if (
        verb is None
        or verb < mention.last
        or any(words.dep[c] in ("neg", "aux", "mark") for c in words.children[verb])
    ):
        return None
    for child in words.children[verb]:
        if words.dep[child] == "attr" and child > verb and _nominal_office(words, lexicon, child):
            first = _left_edge(words, lexicon, child)
            if any(words.lower[i] in lexicon.nouns.unspecific for i in range(first, child)):
                return None
            return Description(first, _right_edge(words, child), child, "is")
    return None


def _about_itself(words: Words, verb: int) -> bool:
    """Whether a relative clause has the name for its subject: not "Lee, whose brother is a judge"."""
    subjects = [child for child in words.children[verb] if words.dep[child] in ("nsubj", "nsubjpass")]
    return all(words.tag[child] in ("WP", "WDT") for child in subjects)


def served_as(words: Words, lexicon: Lexicon, mention: NameMention) -> Description | None:
    """The office in "Lee, who served as mayor of Marlow", "Lee works as a nurse"."""
    top = words.root(mention.first, mention.last)
    verbs = [child for child in words.children[top] if words.dep[child] == "relcl"]
    verbs = [verb for verb in verbs if _about_itself(words, verb)]
    if words.dep[top] in ("nsubj", "nsubjpass"):
        verbs.append(words.head[top])
    for verb in verbs:
        if verb < mention.last or words.lower[verb] not in lexicon.nouns.serving:
            continue
        for i in range(verb + 1, min(verb + 7, len(words))):
            if words.lower[i] in lexicon.joints.filling and words.sentence[i] == words.sentence[verb]:
                return _first_office(words, lexicon, i + 1)
    return None


def _first_office(words: Words, lexicon: Lexicon, i: int) -> Description | None:
    head = _apposition_head(words, lexicon, i)
    if head is None:
        return None
    first = _left_edge(words, lexicon, head)
    return Description(first, _right_edge(words, head), head, "is")


def alone(words: Words, lexicon: Lexicon, first: int, head: int, last: int) -> Description:
    """A description in the place of a name, without its determiner and what follows a mark or "who"."""
    while first < head and (
        words.tag[first] in ("DT", "PRP$", "PDT") or words.lower[first] in lexicon.joints.single
    ):
        first += 1
    return Description(first, min(max(_right_edge(words, head), head + 1), last), head, "alone")
