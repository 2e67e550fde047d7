"""Which of the persons named inside a source it is about."""

from __future__ import annotations

from attribution.lang.nouns import singulars
from attribution.pipeline.mentions import Lexicon, NameMention, headline
from attribution.pipeline.runs import HYPHENS
from attribution.pipeline.words import Words

BEFORE_COMPLEMENTS = frozenset(
    ("IN", "TO", "DT", "CC", "POS", "PRP$", "VBG", "VBN", "VBD", "VBZ", "NNS", "JJ")
)
BEFORE_NOUN = frozenset(("JJ", "JJS", "JJR", "NN", "NNP", "CD", "RBS", "RBR", "HYPH", "VBN"))
SUBJECTS = frozenset(("nsubj", "nsubjpass"))  # of a verb that a source took along by mistake
CUTS = frozenset((",", ";", "(", "—", "–", "--", ":"))


def named_in(
    words: Words, lexicon: Lexicon, named: dict[int, NameMention], first: int, last: int, head: int
) -> list[NameMention]:
    """The persons that the source itself names: at its head, beside it, or joined to it by "and"."""
    inside = []
    for i in range(first, last):
        mention = named.get(i)
        if mention is not None and mention not in inside:
            inside.append(mention)
    if not inside:
        return []
    main = _maker(words, lexicon, inside, first, head) or _main(words, lexicon, inside, first, last, head)
    if main is None:
        return []
    found = [main]
    for mention in inside:
        if mention is not main and _joined(words, lexicon, main, mention):
            found.append(mention)
    return found


def _maker(
    words: Words, lexicon: Lexicon, inside: list[NameMention], first: int, head: int
) -> NameMention | None:
    """The one person whose words a document holds: "Lee's speech", "an essay by Rosa Lee"."""
    if len(inside) != 1 or not any(form in lexicon.nouns.authored for form in singulars(words.lower[head])):
        return None
    mention = inside[0]
    if mention.possessive and mention.last < head:
        owns = all(words.tag[i] in BEFORE_NOUN for i in range(mention.last + 1, head))
        return mention if owns else None
    clause = mention.lead == head + 1 and words.dep[words.head[mention.last - 1]] == "relcl"
    made = head < mention.lead and (clause or words.lower[head + 1] in lexicon.joints.making)
    return mention if made and not mention.possessive and not mention.modifier else None


def _main(
    words: Words, lexicon: Lexicon, inside: list[NameMention], first: int, last: int, head: int
) -> NameMention | None:
    """The mention that the source is about, not one that stands inside it as a modifier."""
    at_head = next((m for m in inside if m.first <= head < m.last), None)
    if at_head is not None and not (at_head.possessive and at_head.last < last - 1):
        return at_head
    for mention in inside:
        if mention.possessive and mention.last < last - 1:
            continue
        top = words.root(mention.first, mention.last)
        if words.dep[top] == "appos" and words.head[top] == head:
            return mention
        ends = (
            mention.last >= last
            or words.text[mention.last] in CUTS
            or words.lower[mention.last] in lexicon.joints.who | lexicon.joints.conjunctions
        )
        opens = not any(
            words.tag[i] in ("IN", "WP", "WDT", "TO", "VBD", "VBG", "VBN", "VBZ")
            for i in range(first, mention.lead)
        )
        subject = words.dep[mention.last - 1] in SUBJECTS and words.head[mention.last - 1] == head
        fronted = mention.lead == first and mention.last < last and _acts(words, lexicon, mention.last)
        if (ends or subject or fronted) and opens and not mention.modifier:
            return mention
    return _final(words, lexicon, inside[-1], first, last)


def _acts(words: Words, lexicon: Lexicon, after: int) -> bool:
    """Whether the word after a name in a headline is a verb in capitals: "Rosa Lee Hammers Bank Chief"."""
    verb = words.lower[after].endswith(lexicon.joints.verb_endings)
    return verb and headline(words, words.sentence[after])


def _final(words: Words, lexicon: Lexicon, final: NameMention, first: int, last: int) -> NameMention | None:
    """The full name with which a source ends, unless it stands there as a complement."""
    if final.last != last or not final.name.full or final.lead <= first or final.possessive:
        return None
    inner, depth = [], 0
    for i in range(first, final.lead):
        depth += words.text[i] in ("(", "[")
        if not depth and words.text[i - 1] not in HYPHENS:
            inner.append(words.tag[i])
        depth -= words.text[i] in (")", "]")
    if any(tag in ("VBG", "WP", "NNS") for tag in inner):
        return None
    tailed = all(title in lexicon.titles.office_tail for title in final.titles)
    before = (final.first if final.titles and tailed else final.lead) - 1
    if words.lower[before] in lexicon.joints.naming:
        return final
    if words.tag[before] not in BEFORE_COMPLEMENTS and words.text[before] not in CUTS:
        return final
    return final if words.text[before] == "," and words.dep[final.last - 1] in ("appos", "conj") else None


def with_others(words: Words, lexicon: Lexicon, mention: NameMention, last: int) -> bool:
    """Whether "and his aides", "and others" follows a name, the latter behind what is said of it too."""
    joints = lexicon.joints
    if any(
        words.lower[i] in joints.conjunctions and words.lower[i + 1] in joints.others
        for i in range(mention.last, last - 1)
    ):
        return True
    i = mention.last
    if i < last and words.text[i] == ",":
        i += 1
    if i + 1 >= last or words.lower[i] not in lexicon.joints.conjunctions:
        return False
    if words.tag[i + 1].startswith("V") or words.tag[i + 1] == "MD":
        return False
    return any(
        words.tag[j] in ("NNS", "NNPS", "NNP") or words.tag[i + 1] == "PRP$" for j in range(i + 1, last)
    )


def _joined(words: Words, lexicon: Lexicon, main: NameMention, other: NameMention) -> bool:
    """Whether `other` is coordinated with `main`."""
    for i in range(max(main.last, other.lead - 4), other.lead):
        if words.lower[i] in lexicon.joints.conjunctions and (i == main.last or words.text[i - 1] == ","):
            return not any(words.tag[j].startswith("VB") for j in range(i + 1, other.lead))
    top = words.root(other.first, other.last)
    for _ in range(4):
        if words.dep[top] != "conj":
            return False
        top = words.head[top]
        if main.first <= top < main.last:
            return True
    return False
