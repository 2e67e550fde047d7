"""What stands after a name and calls its bearer something: appositions, honours, party tags."""

from __future__ import annotations

from attribution.pipeline.edges import Description, apposition_head, determined, plural_noun, right_edge
from attribution.pipeline.mentions import Lexicon, NameMention
from attribution.pipeline.runs import HYPHENS
from attribution.pipeline.tenure import beyond_past
from attribution.pipeline.words import Words

SEPARATORS = frozenset((",", "—", "–", "--", "-"))
NO_APPOSITION = frozenset(("WP", "WP$", "WDT", "VBD", "VBZ", "IN", "CC", "WRB", "PRP"))
FAR = 9  # tokens between a name and the comma after its brackets or place


def following(words: Words, lexicon: Lexicon, mention: NameMention) -> list[Description]:
    """Descriptions after a name: an apposition, one joined to it, and a party tag or honour."""
    first = after(words, lexicon, mention)
    found = [
        first,
        joined(words, lexicon, first) if first is not None else None,
        honour(words, lexicon, mention),
        party_tag(words, mention.last),
    ]
    return [d for d in found if d is not None]


def joined(words: Words, lexicon: Lexicon, before: Description) -> Description | None:
    """The second of two appositions: "once a boxer and now an economist"."""
    i = before.last + 1
    if words.tag[before.last : i] != ["CC"] or words.sentence[before.last] != words.sentence[before.head]:
        return None
    if words.tag[i : i + 1] == ["RB"]:
        i += 1
    if words.tag[i : i + 1] != ["DT"]:
        return None
    head = apposition_head(words, lexicon, i)
    if head is None or head <= i:
        return None
    return Description(i + 1, right_edge(words, head), head, "after")


def after(words: Words, lexicon: Lexicon, mention: NameMention) -> Description | None:
    """The apposition after a name: "Rosa Lee, the deputy head of Harbour Trust,"."""
    i = _set_off(words, lexicon, mention)
    if i is None:
        return None
    head = plural_noun(words, lexicon, i)
    if head is not None:
        return Description(i, right_edge(words, head), head, "after")
    if words.lower[i] in lexicon.joints.denying:
        return None
    i = beyond_past(words, lexicon, i)
    if words.tag[i] == "RB" and words.tag[i + 1 : i + 2] == ["DT"]:
        i += 1
    if words.tag[i] in NO_APPOSITION:
        return None
    head = apposition_head(words, lexicon, i)
    if head is None or _says_it(words, head, mention.last - 1):
        return None
    first = i + 1 if determined(words, lexicon, i) else i
    return Description(first, right_edge(words, head), head, "after") if first <= head else None


def _says_it(words: Words, noun: int, name: int) -> bool:
    """Whether a noun after a name says the clause that the name is in: "It was Lee, a neighbour said".

    The parser may take it for an apposition, so what counts is that the verb follows it at once.
    """
    verb, at = right_edge(words, noun), name
    while words.head[at] not in (at, verb):
        at = words.head[at]
    return words.head[at] == verb and words.dep[at] == "ccomp" and at < noun


def _set_off(words: Words, lexicon: Lexicon, mention: NameMention) -> int | None:
    """The first token of what a comma or dash sets off after a name, its brackets, age and place; or None."""
    i, n, at = mention.last, len(words), words.sentence[mention.first]
    if i < n and words.text[i] == "(":
        i = _next(words, i, (")",)) + 1
    elif i < n and words.lower[i] in lexicon.joints.home:
        i = _next(words, i, (",",))
    if i + 1 >= n or words.text[i] not in SEPARATORS or words.sentence[i + 1] != at:
        return None
    i = _beyond(words, lexicon, i + 1)
    return i if i < n and words.sentence[i] == at else None


def _next(words: Words, i: int, marks: tuple[str, ...]) -> int:
    """The next token that is one of `marks`, before any verb; the number of tokens when there is none."""
    for j in range(i, min(i + FAR, len(words))):
        if words.text[j] in marks:
            return j
        if words.tag[j] in ("VBD", "VBZ", "MD", "VBP"):
            break
    return len(words)


def _beyond(words: Words, lexicon: Lexicon, i: int) -> int:
    """Step over an age, a party tag and a place, each with its comma: "45, of Marlow, "."""
    while i < len(words):
        comma = _next(words, i, (",",))
        if comma + 1 >= len(words) or words.sentence[comma] != words.sentence[i]:
            break
        small = words.tag[i] == "CD" and comma == i + 1
        place = words.lower[i] in lexicon.joints.home and any(
            words.text[j][0].isupper() for j in range(i, comma)
        )
        if not (small or place or _is_party_tag(words, i)):
            break
        i = comma + 1
    return i


def _is_party_tag(words: Words, i: int) -> bool:
    """Whether a letter, a hyphen and a place stand at `i`: "R-Ky."."""
    if words.text[i][1:2] in HYPHENS and len(words.text[i]) > 2:
        return words.text[i][0].isupper() and words.text[i][2].isupper()
    if i + 2 >= len(words) or len(words.text[i]) > 1 or not words.text[i].isupper():
        return False
    return words.text[i + 1] in HYPHENS and words.glued(i) and words.text[i + 2][0].isupper()


def party_tag(words: Words, name_last: int) -> Description | None:
    """The party and place after a name that ends before token `name_last`: "(D-Kent)", ", R-Kent,"."""
    i = name_last + 1
    if i >= len(words) or words.text[i - 1] not in ("(", ",") or not _is_party_tag(words, i):
        return None
    last = i + 1
    while last < len(words) and words.text[last] not in (",", ")", ".") and last < i + 6:
        last += 1
    return Description(i, last, i, "tag")


def honour(words: Words, lexicon: Lexicon, mention: NameMention) -> Description | None:
    """The office that follows a name as letters: "Rosa Lee MP"."""
    i = mention.last
    if i < len(words) and words.text[i] == ",":
        i += 1
    for at in (mention.last - 1, i):
        word = words.lower[at] if at < len(words) and words.text[at].isupper() else ""
        if word in lexicon.titles.honours and word in lexicon.titles.offices:
            return Description(at, at + 1, at, "after")
    return None
