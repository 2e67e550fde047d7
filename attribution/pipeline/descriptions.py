"""What an article calls somebody: the words before and after a name, said of it, or in its place."""

from __future__ import annotations

from attribution.pipeline.edges import Description, right_edge
from attribution.pipeline.following import following
from attribution.pipeline.mentions import Lexicon, NameMention
from attribution.pipeline.preceding import group_of, preceding
from attribution.pipeline.predicates import predicates
from attribution.pipeline.words import Words


def around(words: Words, lexicon: Lexicon, mention: NameMention) -> list[Description]:
    """Descriptions of the bearer of a name, as the words beside it and its sentence give them."""
    return [
        *preceding(words, lexicon, mention),
        *following(words, lexicon, mention),
        *predicates(words, lexicon, mention.first, mention.last),
    ]


def said_of(words: Words, lexicon: Lexicon, token: int) -> list[Description]:
    """Descriptions of whoever a pronoun means, as its sentence gives them."""
    group = group_of(words, lexicon, token)
    return [*([group] if group is not None else []), *predicates(words, lexicon, token, token + 1)]


def alone(words: Words, lexicon: Lexicon, first: int, head: int, last: int) -> Description:
    """A description in the place of a name, without its determiner and what follows a mark or "who"."""
    small = lexicon.joints.single | lexicon.joints.hedges
    while first < head and (words.tag[first] in ("DT", "PRP$", "PDT") or words.lower[first] in small):
        first += 1
    return Description(first, min(max(right_edge(words, head), head + 1), last), head, "alone")
