"""What a role is made of: the title, the organisation, party or place it ties to, and whether it is past."""

from __future__ import annotations

from dataclasses import dataclass

from attribution.pipeline.annotations import Range
from attribution.pipeline.edges import Description, owning, person_noun, right_edge
from attribution.pipeline.following import party_tag
from attribution.pipeline.mentions import Lexicon
from attribution.pipeline.runs import HYPHENS
from attribution.pipeline.tenure import past_before, term
from attribution.pipeline.words import Words

TIES = frozenset(("ORG", "GPE", "NORP", "LOC", "FAC"))
PROPER = frozenset(("NNP", "NNPS"))
TIMES = frozenset(("DATE", "TIME"))
Tokens = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Parts:
    """A role taken apart; `affiliation` is a token range."""

    title: str | None
    affiliation: Tokens | None
    former: bool


def parts(words: Words, lexicon: Lexicon, description: Description) -> Parts:
    """Title, affiliation and `former` of a description.

    A party tag and a party noun ("a Republican from Kent") have no title. Persons are no affiliation, nor is
    the field of an office ("minister for sport", "director of football"), which stays in the title.
    """
    first, last, head = description.first, description.last, description.head
    if description.where == "tag":
        return Parts(None, (first, last), former=False)
    first = _counted_among(words, lexicon, first, head)
    owner = _possessor(words, first, head)
    lead, former = _leading(words, lexicon, first if owner is None else owner[1] + 1, head)
    if owner is not None:
        before = owner if _can_own(words, lexicon, owner, head) else None
    else:
        before = modifier(words, lexicon, lead, head)
    former = former or past_before(words, lexicon, first)
    former = former or any(term(words, lexicon, i) for i in range(head + 1, last))
    if before is None and _party(words, lexicon, head):
        return Parts(None, (head, head + 1), former)
    title_last, after = complement(words, lexicon, head, last)
    title = _title(words, lexicon, lead, title_last, before)
    return Parts(title, before or after, former)


def characters(words: Words, lexicon: Lexicon, tokens: Tokens) -> Range:
    """The code points of a token range, a prefix such as "ex-" left out."""
    return [_begin(words, lexicon, tokens[0]), words.end[tokens[1] - 1]]


def outside(words: Words, lexicon: Lexicon, last: int) -> Tokens | None:
    """The party tag or organisation after a name that ends before token `last`.

    "Sen. Lee (D-Kent)", "Sergeant Lee of the Marlow police". After a comma it is no place, which would be
    where the person lives.
    """
    tag = party_tag(words, last)
    if tag is not None:
        return tag.first, tag.last
    comma = words.text[last : last + 1] == [","]
    last += comma
    if last + 1 >= len(words) or words.lower[last] not in lexicon.joints.home:
        return None
    first = last + 1 + (words.tag[last + 1] == "DT" and last + 2 < len(words))
    if words.tag[first] not in PROPER or words.sentence[first] != words.sentence[last]:
        return None
    end = first + 1
    while end < len(words) and words.tag[end] in PROPER:
        end += 1
    stop = _stop(words, lexicon, first, right_edge(words, end - 1))
    return None if comma and not _organised(words, lexicon, first, stop) else (first, stop)


def _organised(words: Words, lexicon: Lexicon, first: int, last: int) -> bool:
    """Whether tokens name an organisation, by a word of theirs or by their entity if they are several."""
    several = last > first + 1
    return any(
        (several and words.entity[i] == "ORG") or _body(lexicon, words.lower[i]) for i in range(first, last)
    )


def _counted_among(words: Words, lexicon: Lexicon, first: int, head: int) -> int:
    """The first token after "one of the"."""
    if first + 1 >= head or words.lower[first] not in lexicon.joints.single:
        return first
    if words.lower[first + 1] not in lexicon.joints.of:
        return first
    return first + 2 + (first + 2 < head and words.tag[first + 2] in ("DT", "PRP$"))


def _possessor(words: Words, first: int, head: int) -> Tokens | None:
    """The owner in front of a head, without its mark: "the bank’s chief economist"."""
    for i in range(head - 1, first, -1):
        if owning(words, i):
            return first, i
    return None


def _can_own(words: Words, lexicon: Lexicon, owner: Tokens, head: int) -> bool:
    """Whether a possessor is an organisation or place, and no person or time."""
    noun = owner[1] - 1
    named = not _of_body(words, lexicon, head)  # else it is a body, whatever its entity
    if any(words.entity[i] in TIMES or (named and words.entity[i] == "PERSON") for i in range(*owner)):
        return False
    if words.lower[head] in lexicon.nouns.kin:
        return False
    person = person_noun(lexicon, words.lower[noun]) is not None
    if person and words.tag[noun] not in ("NNS", "NNPS") and not _body(lexicon, words.lower[noun]):
        return False
    return words.lower[noun] not in lexicon.joints.owning_nothing and words.tag[noun].startswith("NN")


def _leading(words: Words, lexicon: Lexicon, i: int, head: int) -> tuple[int, bool]:
    """The first token of the title proper, after numbers and words such as "former"; whether it is past."""
    joints = lexicon.joints
    former = False
    while i <= head:
        hyphen = words.text[i + 1] in HYPHENS if i + 2 < len(words) else False
        compound = f"{words.lower[i]}-{words.lower[i + 2]}" if hyphen else ""
        if compound in joints.former and i + 2 < head:
            i, former = i + 3, True
        elif words.lower[i] in joints.former and i < head:
            i, former = i + 1 + hyphen, True
        elif i < head and words.lower[i] in joints.passing:
            i += 1
        elif i < head and words.tag[i] == "CD" and (after := _after_number(words, lexicon, i, head)) > i:
            i = after
        else:
            return i, former or words.lower[i].startswith(joints.former_prefixes)
    return head, former


def _after_number(words: Words, lexicon: Lexicon, i: int, head: int) -> int:
    """The token after a number and the age that it begins, "43-year-old"; `i` for "24-hour"."""
    j = i + 1
    while j + 1 < head and words.text[j] in HYPHENS:
        j += 2
    return j if j == i + 1 or words.lower[j - 1] in lexicon.joints.ages else i


def modifier(words: Words, lexicon: Lexicon, first: int, head: int) -> Tokens | None:
    """The name of an organisation, party or place among the words before a head: "Marlow Bank economist"."""
    i = first
    while i < head and not _opens_name(words, lexicon, i, head):
        i += 1
    j = i
    while j < head and (_opens_name(words, lexicon, j, head) or _inside(words, lexicon, i, j)):
        j += 1
    i = _whole_name(words, lexicon, first, (i, j), head) if j > i else i
    if j > i and _amid_title(words, lexicon, first, i, head):
        return None
    speaking = words.lower[head] in lexicon.joints.speaking_for
    speaking = speaking and head > first and words.lower[head - 1] in lexicon.nouns.organisation
    if j > i and not _field(words, lexicon, i, j):
        return i, j + (speaking and j == head - 1 and words.entity[i] != "NORP")
    return (_body_before(words, first, head), head) if speaking else None


def _of_body(words: Words, lexicon: Lexicon, head: int) -> bool:
    """Whether an office is one of bodies, not of persons; "campaign manager" is one of persons."""
    compound = head > 0 and words.tag[head - 1] == "NN"
    return words.lower[head] in lexicon.joints.of_bodies and not compound


def _whole_name(words: Words, lexicon: Lexicon, first: int, name: Tokens, head: int) -> int:
    """Where a name begins of which entities cut off the front: "Marlow Rovers captain"."""
    i, last = name
    if words.text[head][0].isupper():
        return i
    while i > first and words.tag[i - 1] in PROPER and words.text[i - 1][0].isupper():
        if words.entity[i - 1] == "" and not i <= words.head[i - 1] < last:
            break
        if person_noun(lexicon, words.lower[i - 1]) is not None or lexicon.titles.is_title(words.text[i - 1]):
            break
        i -= 1
    return i


def _amid_title(words: Words, lexicon: Lexicon, first: int, i: int, head: int) -> bool:
    """Whether a capitalised word stands between those of a title: "Chief Press Secretary"."""
    if i <= first or words.entity[i] in ("GPE", "NORP") or not words.text[head][0].isupper():
        return False
    return words.text[i - 1][0].isupper() and lexicon.titles.is_title(words.text[i - 1])


def _body_before(words: Words, first: int, head: int) -> int:
    """Where the body right before a head begins, by the words that hang from it: "foreign ministry"."""
    i = head - 1
    while i > first and words.head[i - 1] == head - 1 and words.dep[i - 1] in ("compound", "amod", "nmod"):
        i -= 1
    return i


def _opens_name(words: Words, lexicon: Lexicon, i: int, head: int) -> bool:
    """Whether token `i` before a head belongs to a name that is not the office's own."""
    if person_noun(lexicon, words.lower[i]) is not None and not _tells(words, lexicon, i):
        return False
    if words.entity[i] in TIES or _tells(words, lexicon, i):
        return True
    named = words.tag[i] in PROPER and words.text[i][0].isupper() and not words.text[head][0].isupper()
    speaking = words.lower[head] in lexicon.joints.speaking_for
    opening = words.sentences[words.sentence[i]][0] == i and not speaking
    return (
        named
        and (_of_body(words, lexicon, head) or words.entity[i] != "PERSON")
        and not (opening and words.entity[i] == "")
    )


def _inside(words: Words, lexicon: Lexicon, first: int, i: int) -> bool:
    """Whether a small word or bracket stands inside the name that begins at `first`."""
    small = words.lower[i] in lexicon.joints.inside or words.text[i] in "()" or words.text[i] in HYPHENS
    return first < i and small and words.entity[i - 1] == words.entity[i + 1] != ""


def _field(words: Words, lexicon: Lexicon, first: int, last: int) -> bool:
    """Whether a capitalised word is the field of an office, "Finance Minister", or a kind, "City Manager"."""
    word = words.lower[first]
    if last - first > 1 or words.entity[first] in ("GPE", "NORP"):
        return False
    if _party(words, lexicon, first) and words.text[last][0].islower():
        return False  # "Labour councillor"
    return word in lexicon.titles.office_tail or (
        word in lexicon.nouns.organisation and words.text[last][0].isupper()
    )


def _party(words: Words, lexicon: Lexicon, i: int) -> bool:
    """Whether a capitalised word names a party."""
    return _tells(words, lexicon, i) and "party" in lexicon.facets.told([words.lower[i]])


def _tells(words: Words, lexicon: Lexicon, i: int) -> bool:
    """Whether a capitalised word names a party, state or country; "Rep." is an office."""
    if words.lower[i].rstrip(".") in lexicon.titles.offices or not words.text[i][0].isupper():
        return False
    return bool(lexicon.facets.told([words.lower[i]]))


def complement(words: Words, lexicon: Lexicon, head: int, last: int) -> tuple[int, Tokens | None]:
    """Where the title ends after its head, and the affiliation that follows or None."""
    for i in range(head + 1, last - 1):
        if words.lower[i] not in lexicon.joints.complements or words.tag[i] not in ("IN", "TO"):
            continue
        if term(words, lexicon, i):
            return i, None
        cut, found = _tie(words, lexicon, i, last)
        if cut:
            return i, found
    return last, None


def _tie(words: Words, lexicon: Lexicon, preposition: int, last: int) -> tuple[bool, Tokens | None]:
    """Whether a title ends at a preposition, and the affiliation after it."""
    first = preposition + 1
    determined = words.tag[first] in ("DT", "CD")
    first += words.tag[first] in ("DT", "PRP$") and first + 1 < last
    stop = _stop(words, lexicon, first, last)
    noun = stop - 1
    kinds = {words.entity[i] for i in range(first, stop)}
    proper = [i for i in range(first, stop) if words.tag[i] in PROPER or words.entity[i] in TIES]
    kind = bool(proper) and proper[0] > first and words.lower[proper[0] - 1] in lexicon.nouns.organisation
    placed = kind or _lives(words, lexicon, preposition, stop)
    if words.lower[preposition - 1] in lexicon.nouns.kin and words.lower[preposition] in lexicon.joints.of:
        return bool(proper), None
    bodied = _of_body(words, lexicon, preposition - 1)
    if words.entity[noun] == "PERSON" and not bodied and not kinds & TIES and not placed:
        return True, None
    if proper:
        field = (
            not determined and not placed and not kinds & TIES and words.text[preposition - 1][0].isupper()
        )
        tail = stop - first == 1 and words.lower[first] in lexicon.titles.office_tail
        return (False, None) if field or tail else (True, (proper[0], stop))
    persons = words.lower[noun] in lexicon.joints.households
    if persons or lexicon.nouns.person_noun(words.lower[noun]) is not None:
        return (True, None) if determined else (False, None)
    if words.tag[preposition + 1] == "PRP$" and _body(lexicon, words.lower[noun]):
        return True, None  # "an official in her office"
    if not determined or not _body(lexicon, words.lower[noun]):
        return False, None
    return _named_body(words, lexicon, stop, last) or (True, (first, stop))


def _lives(words: Words, lexicon: Lexicon, preposition: int, stop: int) -> bool:
    """Whether one word is a place, whatever its entity: "baker from Marlow", "mayor of Marlow"."""
    joints, word = lexicon.joints, words.lower[preposition]
    if stop != preposition + 2:
        return False
    if word in joints.of:
        return words.lower[preposition - 1] in lexicon.titles.offices
    return word in joints.inside | joints.home and word not in joints.links


def _stop(words: Words, lexicon: Lexicon, first: int, last: int) -> int:
    """Where the noun phrase or name that begins at `first` ends: at the next preposition outside a name."""
    for i in range(first + 1, last):
        if words.tag[i] not in ("IN", "TO", "VBG", "VBN", "CC"):
            continue
        name = words.lower[i] in lexicon.joints.inside and words.tag[i - 1] in PROPER
        joined = words.lower[i] in lexicon.joints.links | lexicon.joints.conjunctions
        if not (name and joined and i + 1 < last and _capital_after(words, i + 1, last)):
            return i
    return last


def _capital_after(words: Words, i: int, last: int) -> bool:
    """Whether a name goes on at token `i`, an article left out."""
    i += words.tag[i] == "DT" and i + 1 < last
    return words.text[i][0].isupper()


def _named_body(words: Words, lexicon: Lexicon, stop: int, last: int) -> tuple[bool, Tokens | None] | None:
    """The name after a kind: "the hill town of Marlow"."""
    if stop + 1 >= last or words.lower[stop] not in lexicon.joints.of or words.tag[stop + 1] not in PROPER:
        return None
    return True, (stop + 1, _stop(words, lexicon, stop + 1, last))


def _body(lexicon: Lexicon, noun: str) -> bool:
    """Whether a common noun, in singular or plural, is something that people belong to or speak for."""
    forms = {noun, noun.removesuffix("s"), noun.removesuffix("ies") + "y"}
    known = lexicon.nouns.organisation | lexicon.joints.belonging
    return not forms.isdisjoint(known)


def _title(words: Words, lexicon: Lexicon, lead: int, last: int, before: Tokens | None) -> str | None:
    """The words of the title, without an affiliation among them."""
    if before is None or before[1] <= lead:
        return words.source[_begin(words, lexicon, lead) : words.end[last - 1]] or None
    pieces = [words.phrase(lead, before[0]), words.phrase(before[1], last)]
    return " ".join(piece for piece in pieces if piece) or None


def _begin(words: Words, lexicon: Lexicon, i: int) -> int:
    """Where a token begins, a prefix such as "ex-" left out."""
    for prefix in lexicon.joints.former_prefixes:
        if words.lower[i].startswith(prefix):
            return words.start[i] + len(prefix)
    return words.start[i]
