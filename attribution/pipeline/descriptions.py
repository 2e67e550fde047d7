"""What an article calls somebody: the words before and after a name, and descriptions in its place."""

from __future__ import annotations

from attribution.pipeline.edges import (
    ENDS,
    STOPS,
    Description,
    apposition_head,
    left_edge,
    nominal_office,
    office,
    right_edge,
)
from attribution.pipeline.mentions import Lexicon, NameMention
from attribution.pipeline.words import Words

COMPLEMENT_TAGS = frozenset(("NNP", "NNPS", "NN", "NNS", "CC", "DT"))


def around(words: Words, lexicon: Lexicon, mention: NameMention) -> list[Description]:
    """Descriptions beside one mention: before the name, after it, and said of it by "is"."""
    found = [
        before(words, lexicon, mention)
        or before_with_complement(words, lexicon, mention)
        or shared_title(words, lexicon, mention),
        apposed_to(words, lexicon, mention),
        after(words, lexicon, mention) or one_of_several(words, lexicon, mention),
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
    if head < 0 or not office(words, lexicon, head):
        return None
    if words.sentence[head] != words.sentence[mention.first] and head < mention.first - 2:
        return None
    first = left_edge(words, lexicon, head)
    return Description(first, head + 1, head, "before") if first <= head else None


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
            first = left_edge(words, lexicon, i)
            return Description(first, i + 1, i, "before") if first <= i else None
        if words.text[i] != "." and not words.text[i][0].isupper():
            return None
    return None


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
    if words.dep[top] == "appos":
        head = words.head[top]
    else:
        head = _noun_before_comma(words, lexicon, mention) if _set_off(words, mention) else -1
    if not 0 <= head < mention.lead or not nominal_office(words, lexicon, head):
        return None
    if words.sentence[head] != words.sentence[mention.first]:
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
    head = apposition_head(words, lexicon, i)
    if head is None:
        return None
    first = i + 1 if words.tag[i] in ("DT", "PRP$") or words.lower[i] in lexicon.joints.single else i
    last = right_edge(words, head)
    return Description(first, last, head, "after") if first <= head else None


def one_of_several(words: Words, lexicon: Lexicon, mention: NameMention) -> Description | None:
    """The apposition that counts somebody among others: "one of the ward's nurses, Rosa Lee", or after it."""
    at = words.sentence[mention.first]
    starts = [mention.last + 1] if words.text[mention.last : mention.last + 1] == [","] else []
    if mention.lead > 1 and words.text[mention.lead - 1] == ",":
        starts.extend(range(max(mention.lead - 9, words.sentences[at][0]), mention.lead - 2))
    for i in starts:
        if i + 2 >= len(words) or words.lower[i] not in lexicon.joints.single:
            continue
        if words.lower[i + 1] not in lexicon.joints.of or words.sentence[i + 1] != at:
            continue
        head = _plural_noun(words, lexicon, i + 2)
        last = right_edge(words, head) if head is not None else 0
        if head is not None and (i > mention.first or last == mention.lead - 1):
            return Description(i, last, head, "after" if i > mention.first else "before")
    return None


def _plural_noun(words: Words, lexicon: Lexicon, i: int) -> int | None:
    """The person noun in the plural that heads the noun phrase which begins at `i`."""
    for j in range(i, min(i + 8, len(words))):
        if words.tag[j] == "NNS":
            return j if lexicon.nouns.person_noun(words.lower[j]) is not None else None
        if words.text[j] in STOPS or words.tag[j] in ENDS or words.tag[j] == "IN":
            return None
    return None


def _skip_age(words: Words, i: int) -> int:
    """Step over "45," or "R-Ky.," after a name."""
    if i + 1 < len(words) and words.tag[i] == "CD" and words.text[i + 1] == ",":
        return i + 2
    return i


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
        if words.dep[child] == "attr" and child > verb and nominal_office(words, lexicon, child):
            first = left_edge(words, lexicon, child)
            if any(words.lower[i] in lexicon.nouns.unspecific for i in range(first, child)):
                return None
            return Description(first, right_edge(words, child), child, "is")
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
    head = apposition_head(words, lexicon, i)
    if head is None:
        return None
    first = left_edge(words, lexicon, head)
    return Description(first, right_edge(words, head), head, "is")


def alone(words: Words, lexicon: Lexicon, first: int, head: int, last: int) -> Description:
    """A description in the place of a name, without its determiner and what follows a mark or "who"."""
    while first < head and (
        words.tag[first] in ("DT", "PRP$", "PDT") or words.lower[first] in lexicon.joints.single
    ):
        first += 1
    return Description(first, min(max(right_edge(words, head), head + 1), last), head, "alone")
