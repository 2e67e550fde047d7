"""Where persons are named in an article, found from capitals, titles, first names and entities together."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

from attribution.lang.facets import Facets, facets
from attribution.lang.first_names import first_names, fold
from attribution.lang.joints import Joints, joints
from attribution.lang.nouns import Nouns, nouns
from attribution.lang.titles import Titles, titles
from attribution.lang.weights import Weights, weights
from attribution.pipeline.names import Name, parse_name, words_of_name
from attribution.pipeline.origins import in_place_of_name
from attribution.pipeline.runs import HYPHENS, OPENING, runs
from attribution.pipeline.words import Words

MOST_WORDS = 6  # of a person's name
PLACES = frozenset(("GPE", "FAC", "LOC"))
NAME_ENTITIES = frozenset(("", "PERSON", "WORK_OF_ART", "NORP", "FAC", "PRODUCT", "LOC", "LAW", "EVENT"))


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The language data that naming needs."""

    titles: Titles
    nouns: Nouns
    first_names: dict[str, str]
    joints: Joints
    facets: Facets
    weights: Weights


@cache
def lexicon_of(language: str) -> Lexicon:
    """The lexicon of a language. Raises ModelError when it lacks any of the data."""
    return Lexicon(
        titles(language),
        nouns(language),
        first_names(language),
        joints(language),
        facets(language),
        weights(language),
    )


@dataclass(slots=True)
class NameMention:
    """A person named: tokens `[first, last)`, its titles before it in `[lead, first)`."""

    first: int
    last: int
    name: Name
    lead: int
    titles: tuple[str, ...] = ()
    sure: bool = True
    possessive: bool = False
    modifier: bool = False  # part of a longer noun phrase, "the Lee campaign"
    relative: bool = False  # introduced by a kin noun right before it: "wife Rosa"
    compared: bool = False  # told from a namesake: "the younger Lee"
    office: str = ""  # the common noun right before it: "commander" in "coastguard commander Rosa Lee"
    person: int = field(default=-1)  # index of its person, set when mentions are joined


def name_mentions(words: Words, lexicon: Lexicon) -> list[NameMention]:
    """All runs of capitalised words that can name a person, in order; unsure ones await a fuller name."""
    found = []
    for first, last in runs(words, lexicon.titles):
        mention = mention_of(words, lexicon, first, last)
        if mention is not None:
            found.append(mention)
    return found


def mention_of(words: Words, lexicon: Lexicon, first: int, last: int) -> NameMention | None:
    """The person named by the run `[first, last)`, or None when it names something else."""
    if _no_more_than_title(words, lexicon, first, last):
        return None
    first = lead = _after_place(words, lexicon, first, last)
    first = _after_titles(words, lexicon, first, last)
    titled = tuple(words.lower[i].rstrip(".") for i in range(lead, first))
    kept, last = _trim(words, lexicon, first, last, titled=bool(titled))
    if kept > first and not titled:
        lead = kept
    first = kept
    name_words = words_of_name(words.phrase(first, last).lstrip("".join(HYPHENS)))
    if not name_words or len(name_words) > MOST_WORDS or not name_words[0][0].isalpha():
        return None
    if not all(word.lstrip("“‘")[:1].isalpha() or word.isdigit() for word in name_words):
        return None
    if not any(len(word.strip(".")) > 1 for word in name_words):
        return None
    evidence = _evidence(words, lexicon, first, last, name_words, bool(titled))
    if evidence < 0:
        return None
    if first > 0 and words.lower[first - 1] in lexicon.joints.born and words.text[first - 1][0].isupper():
        evidence = 0  # a name that somebody had once
    name = parse_name(name_words, lexicon.titles)
    mention = mention_at(words, name, first, last, lead=lead, titles=titled, sure=evidence > 0)
    before = words.lower[lead - 1] if lead > 0 else ""
    if before in lexicon.titles.offices and words.tag[lead - 1] != "NNS":
        mention.office = before
    mention.compared = before in lexicon.joints.comparing
    mention.relative = before in lexicon.nouns.kin
    return mention


def mention_at(
    words: Words, name: Name, first: int, last: int, *, lead: int, titles: tuple[str, ...] = (),
    sure: bool = True,
) -> NameMention:  # fmt: skip
    """The mention of a name at `[first, last)`, with how it hangs on the words after it."""
    return NameMention(
        first=first,
        last=last,
        name=name,
        lead=lead,
        titles=titles,
        sure=sure,
        possessive=last < len(words) and words.tag[last] == "POS",
        modifier=words.dep[last - 1] in ("compound", "nmod") and words.head[last - 1] >= last,
    )


def _no_more_than_title(words: Words, lexicon: Lexicon, first: int, last: int) -> bool:
    """Whether a run is a title that the parse cut off from its name, or one without any: "the Labour MP"."""
    title = words.lower[last - 1].rstrip(".")
    if last - first > 2 and words.text[last - 2] in HYPHENS and title in lexicon.titles.offices:
        before = words.lower[last - 3]  # "the Auditor-General, Ann Lee"
        return before in lexicon.titles.offices or before in lexicon.nouns.person
    if last == first + 1 and (words.text[first][-1] == "." or words.text[last : last + 1] == ["."]):
        return title in lexicon.titles.courtesy or title in lexicon.titles.shortened
    of = last < len(words) and words.lower[last] in lexicon.joints.links
    if of and title in lexicon.titles.seats - lexicon.titles.ambiguous and last - first == 2:
        return lexicon.titles.is_title(words.text[first])  # "Chief Executive of Marlow Water"
    return words.text[last - 1].isupper() and title in lexicon.titles.honours and last - first < 3


def _after_place(words: Words, lexicon: Lexicon, first: int, last: int) -> int:
    """Where the name begins in a run that an office is of: "Ann Lee" in "Mayor of Kent Ann Lee"."""
    link = first - 1
    if link > 0 and words.lower[link] in lexicon.joints.articles:
        link -= 1
    if last - first < 3 or link < 1 or words.lower[link] not in lexicon.joints.links:
        return first
    office = words.text[link - 1]
    if not office[0].isupper() or office.lower() not in lexicon.titles.seats:
        return first
    for i in range(first, last - 1):
        if words.lower[i].rstrip(".") in lexicon.titles.courtesy:
            return i
    known = [i for i in range(first + 1, last - 1) if fold(words.text[i]) in lexicon.first_names]
    if known:
        begin = known[-1]
        while begin - 1 in known:
            begin -= 1
        return begin
    plain = words.entity[last - 1] == "PERSON" and words.text[last - 2] not in HYPHENS
    return last - 2 if plain and words.lower[last - 2] not in lexicon.nouns.no_person else first


def _after_titles(words: Words, lexicon: Lexicon, first: int, last: int) -> int:
    """The first token after the last title of a run; the last token is never a title."""
    cut = first
    for i in range(first, last - 1):
        if _is_title(words, lexicon, i, first, last):
            cut = i + 1
    joints = lexicon.joints
    bound = first > 1 and words.lower[first - 1] in joints.links | joints.conjunctions
    if cut == first and last - first > 1 and bound:
        while cut < last - 1 and words.lower[cut] in lexicon.titles.office_tail:
            cut += 1
    return cut


def _is_title(words: Words, lexicon: Lexicon, i: int, first: int, last: int) -> bool:
    """Whether token `i` of a run is a title and not part of the name itself."""
    titles = lexicon.titles
    word = words.lower[i].rstrip(".")
    if word in titles.ambiguous:
        if words.entity[i] == "ORG" and words.entity[last - 1] == "ORG":
            return False
        if (
            i > first
            and fold(words.text[i - 1]) in lexicon.first_names
            and words.entity[i - 1] in ("", "PERSON")
        ):
            return False
        if i == first and words.entity[i] == "PERSON" and last - first == 2:
            return False
    if word in titles.courtesy or word in titles.offices:
        return True
    if word in titles.honours and words.text[i].isupper():
        return True
    if word in lexicon.joints.awaiting:
        return words.text[i - 1] in HYPHENS
    return word in lexicon.nouns.person and word not in lexicon.first_names


def _trim(words: Words, lexicon: Lexicon, first: int, last: int, *, titled: bool) -> tuple[int, int]:
    """Drop words of other entities before a person's name, and dates and places after it."""
    inside = [i for i in range(first, last) if words.entity[i] == "PERSON"]
    if inside:
        if not _begins_name(words, lexicon, first, inside[0]):
            while first < inside[0] and words.entity[first] not in ("", "PERSON"):
                first += 1
        while last - 1 > inside[-1] and words.entity[last - 1] not in ("", "PERSON"):
            known = titled or fold(words.text[first]) in lexicon.first_names
            if _ends_name(
                words, lexicon, first, last - 1, known=known or _described(words, lexicon, first, last)
            ):
                break
            last -= 1
        if _labels(words, first, last):
            last -= 1
    while last - first > 1 and _adjective(words, lexicon, first):
        first += 1
    return first, last


def _begins_name(words: Words, lexicon: Lexicon, first: int, person: int) -> bool:
    """Whether the one token before the first one of an entity PERSON is a first name under a wrong label."""
    if person != first + 1:
        return False
    before = words.tag[first - 1] if first > 0 else ""
    if words.lower[first] in lexicon.nouns.surnames and _two_part(words.phrase(person, person + 3)):
        return True
    if before == "POS" or _after_person_noun(words, lexicon, first):
        return True
    if fold(words.text[first]) not in lexicon.first_names:
        return False
    place = words.entity[first] in PLACES
    return not place or (before != "IN" and fold(words.text[person]) not in lexicon.first_names)


def _ends_name(words: Words, lexicon: Lexicon, first: int, at: int, *, known: bool) -> bool:
    """Whether the token at `at`, right after a lone first name, is a surname under a wrong label."""
    text = words.text[at]
    if words.text[at - 1] in HYPHENS:
        return True
    if at != first + 1 or not known:
        return False
    return words.entity[at] == "ORG" and not text.isupper() and text.lower() not in lexicon.nouns.no_person


def _labels(words: Words, first: int, last: int) -> bool:
    """Whether the last word of a run labels what comes next in a form: "Name: Rosa Lee Age: 27"."""
    if last - first < 3 or first == 0 or last >= len(words) or words.text[last - 2] in HYPHENS:
        return False
    return words.text[first - 1] == words.text[last] == ":"


def _adjective(words: Words, lexicon: Lexicon, i: int) -> bool:
    """Whether token `i` is a word such as "Republican" or "Tory" before a name."""
    word = words.lower[i]
    if fold(words.text[i]) in lexicon.first_names and words.tag[i] != "JJ":
        return False
    strange = words.entity[i] == words.entity[i + 1] == "PERSON"  # a name that the tagger has never seen
    return (
        word in lexicon.nouns.no_person or words.entity[i] == "NORP" or (words.tag[i] == "JJ" and not strange)
    )


def _evidence(
    words: Words, lexicon: Lexicon, first: int, last: int, name_words: list[str], titled: bool
) -> int:
    """1: names a person; 0: may do so; -1: does not."""
    lower = [word.lower().strip(".") for word in name_words]
    entities = [words.entity[i] for i in range(first, last)]
    known = len(name_words) > 1 and fold(name_words[0]) in lexicon.first_names
    nicknamed = any(word[0] in OPENING for word in name_words)
    weak = known and (nicknamed or "PERSON" in entities or _described(words, lexicon, first, last))
    before = words.lower[first - 1].rstrip(".") if titled else ""
    family = lower[0] in lexicon.nouns.surnames and (
        _two_part(name_words[-1]) and "PERSON" in entities
        if len(lower) == 2
        else len(lower) == 1 and before in lexicon.titles.courtesy and entities[0] in ("", "PERSON")
    )
    if any(
        word in lexicon.nouns.no_person for word in lower[1:] if not (weak and word in lexicon.nouns.surnames)
    ):
        return -1
    if lower[0] in lexicon.nouns.no_person and not family and not (weak and lower[0] in lexicon.nouns.first):
        return -1
    if len(lower) == 1 and words.tag[first] in ("NNS", "NNPS") and lexicon.nouns.person_noun(lower[0]):
        return -1
    if len(lower) == 1 and not titled and _family(words, lexicon, first):
        return -1
    if entities == ["NORP"] and not titled and lower[0].endswith(lexicon.joints.origin_endings):
        return -1
    if len(lower) == 1 and not titled and in_place_of_name(words, lexicon.joints, lexicon.facets, first):
        return -1
    if not titled and (_brand(name_words, lexicon.titles) or _town(words, first, last)):
        return -1
    if titled or _after_person_noun(words, lexicon, first):
        return 1
    if weak and "PERSON" not in entities:
        return 1
    letters = name_words[0].isupper() and len(lower[0].replace(".", "")) < 4  # a party or a broadcaster
    if len(lower) == 1 and (words.tag[first] == "NNS" or letters):
        return 0
    people = entities.count("PERSON")
    if people * 2 > len(entities) or (known and not PLACES & set(entities)):
        return 1
    owned = first > 0 and words.tag[first - 1] == "POS"
    if people and len(name_words) > 1 and (owned or all(entity in NAME_ENTITIES for entity in entities)):
        return 1
    if len(name_words) > 1:
        return int(_described(words, lexicon, first, last))
    return int(entities == [""] and _apposed(words, lexicon, first))


def _family(words: Words, lexicon: Lexicon, at: int) -> bool:
    """Whether a word is a surname in the plural: "the Marshes", "both Lees", not "both James and Ann"."""
    if at == 0 or not words.lower[at].endswith("s"):
        return False
    joined = words.lower[at + 1 : at + 2] and words.lower[at + 1] in lexicon.joints.conjunctions
    counted = words.lower[at - 1] in lexicon.joints.counting and not joined
    return counted or (words.tag[at] == "NNPS" and words.tag[at - 1] in ("DT", "PDT"))


def _two_part(word: str) -> bool:
    """Whether a word is a first name as it follows a family name in Korea: "Ji-sung"."""
    first, hyphen, second = word.partition("-")
    return bool(hyphen) and first.istitle() and second.isalpha() and second.islower()


def _apposed(words: Words, lexicon: Lexicon, at: int) -> bool:
    """Whether the subject at `at` is said to be somebody: "Suharjo, a farmer, said"."""
    beside = (i for i in words.children[at] if words.dep[i] == "appos" and words.tag[i] == "NN")
    return words.dep[at] == "nsubj" and any(words.lower[i] in lexicon.nouns.person for i in beside)


def _brand(name_words: list[str], titles: Titles) -> bool:
    """Whether a single word has capitals inside as brands have, "HarbourWatch", and not as "McLean" has."""
    if len(name_words) > 1:
        return False
    capital = next((n for n, c in enumerate(name_words[0]) if n and c.isupper()), 0)
    before = fold(name_words[0][:capital])
    return before.isalpha() and len(before) > 1 and before not in titles.particles | titles.joined


def _town(words: Words, first: int, last: int) -> bool:
    """Whether a single word is a town, as "Ashby" is in "Rosa Lee, 59, of Ashby, Md."."""
    if last != first + 1 or first == 0 or last + 1 >= len(words):
        return False
    return words.tag[first - 1] == "IN" and words.text[last] == "," and words.entity[last + 1] in PLACES


def _after_person_noun(words: Words, lexicon: Lexicon, first: int) -> bool:
    """Whether a common noun such as "spokesman" stands right before the name."""
    if first == 0 or words.sentence[first - 1] != words.sentence[first]:
        return False
    return words.text[first - 1][0].islower() and words.lower[first - 1] in lexicon.nouns.person


def _described(words: Words, lexicon: Lexicon, first: int, last: int) -> bool:
    """Whether a comma ties the name to a person noun or an age: "the chief judge, X Y", "X Y, a nurse,"."""
    at = words.sentence[first]
    if first > 1 and words.text[first - 1] == ",":
        for i in range(first - 2, max(first - 9, -1), -1):
            if words.sentence[i] != at or words.text[i] == "," or words.tag[i].startswith("VB"):
                break
            if words.tag[i] in ("NN", "NNP") and words.lower[i] in lexicon.nouns.person:
                return True
    if last + 2 < len(words) and words.text[last] == "," and words.sentence[last + 1] == at:
        if words.tag[last + 1] == "CD" or words.lower[last + 1] in lexicon.joints.who:
            return True
        for i in range(last + 1, min(last + 7, len(words))):
            if words.text[i] == "," or words.tag[i] in ("IN", "VBD", "VBZ", "CC"):
                break
            if words.tag[i] == "NN" and words.lower[i] in lexicon.nouns.person:
                return True
    return False


def headline(words: Words, number: int) -> bool:
    """Whether a sentence is set in title case, where capitals tell little."""
    first, last = words.sentences[number]
    long = [
        words.text[i] for i in range(first, last) if len(words.text[i]) > 3 and words.text[i][0].isalpha()
    ]
    capital = sum(word[0].isupper() for word in long)
    return len(long) > 3 and capital * 10 >= len(long) * 8
