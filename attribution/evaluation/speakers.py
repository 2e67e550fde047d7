"""How well speakers are named and their roles given, by the published definitions of the reference scorer.

Counted over the found relations of the articles that have gold speakers, where gold's is one person:

name             the predicted name is gold's, by its words without case, courtesy titles and single
                 letters; apart for each form of gold's mention
name_end_to_end  the same over all gold relations of named people, found or not
role             the predicted role and one of gold's share half of their words, where readers agreed
name_when_given  of all names given, whatever the speaker is, the share that is gold's
invented         a name given where gold has none, of all found
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from attribution.errors import EvaluationError
from attribution.evaluation.gold import GoldArticle, GoldSpeaker, GoldSpeakers, Predictions, Relation
from attribution.evaluation.score import Alignment, Counts, Figures, align, percent, rates

FORMS = ("name", "nominal", "pronoun", "none")

# A part of the published measure, not language data: it must stay as it is when the titles of lang/ change.
COURTESY = frozenset(["mr", "mrs", "ms", "miss", "dr", "sir", "dame", "lord", "lady"])


def name_key(name: str | None) -> tuple[str, ...]:
    """What two names are compared by.

    >>> name_key("Dr. Ann B. Lee") == name_key("ann lee")
    True
    """
    words = re.findall(r"\w+", (name or "").casefold())
    return tuple(word for word in words if len(word) > 1 and word not in COURTESY)


def role_likeness(left: str, right: str) -> float:
    """Dice coefficient of the words of two roles.

    >>> role_likeness("chief executive", "the chief executive")
    0.8
    """
    a, b = (set(re.findall(r"\w+", role.casefold())) for role in (left, right))
    return 2 * len(a & b) / (len(a) + len(b)) if a or b else 0.0


def count_speakers(alignment: Alignment, speakers: Mapping[int, GoldSpeaker]) -> Counts:
    """The counts of one article whose gold speakers are known, to be added up."""
    counts: Counts = Counter()
    for item in alignment.gold:
        who = _gold_speaker(alignment, speakers, item.index)
        counts["people",] += who.kinds == ("person",) and any(who.names)
    for i, j in alignment.pairs:
        who = _gold_speaker(alignment, speakers, alignment.gold[i].index)
        given = alignment.predicted[j].relation
        _count_given(counts, who, given)
        if who.kinds == ("person",):
            _count_name(counts, who, given)
            _count_role(counts, who, given)
    return counts


def _gold_speaker(alignment: Alignment, speakers: Mapping[int, GoldSpeaker], n: int) -> GoldSpeaker:
    if n not in speakers:
        raise EvaluationError(f"article {alignment.article.id}: attribution {n} has no gold speaker")
    return speakers[n]


def names_of(who: GoldSpeaker) -> set[tuple[str, ...]]:
    """The keys of the names that gold accepts; empty for the unnamed."""
    return {name_key(name) for name in who.names if name}


def role_fits(who: GoldSpeaker, role: str) -> bool:
    """Whether a role shares half of its words with one of gold's."""
    return any(role_likeness(role, gold) >= 0.5 for gold in who.roles)


def _count_given(counts: Counts, who: GoldSpeaker, given: Relation) -> None:
    counts["matched",] += 1
    if given.name:
        right = names_of(who)
        counts["given",] += 1
        counts["given right",] += name_key(given.name) in right
        counts["invented",] += not right


def _count_name(counts: Counts, who: GoldSpeaker, given: Relation) -> None:
    if not any(who.names):
        return
    right = name_key(given.name) in names_of(who)
    counts["named",] += 1
    counts["named right",] += right
    counts["named", who.mention] += 1
    counts["named right", who.mention] += right


def _count_role(counts: Counts, who: GoldSpeaker, given: Relation) -> None:
    if not who.role_agreed:
        return
    role = given.role or ""
    counts["role given",] += bool(role)
    counts["role gold",] += bool(who.roles)
    counts["role right",] += bool(role) and role_fits(who, role)


def count_all_speakers(
    articles: Iterable[GoldArticle], predictions: Predictions, speakers: GoldSpeakers
) -> list[Counts]:
    """The counts of each article that has gold speakers."""
    return [
        count_speakers(align(article, predictions.get(article.id, ())), speakers[article.id])
        for article in articles
        if article.id in speakers
    ]


def speaker_figures(counts: Counts) -> Figures:
    """The figures of added counts, in per cent with one decimal."""
    right = counts["role right",]
    return {
        "named_people": counts["people",],
        "found": counts["named",],
        "name": percent(counts["named right",], counts["named",]),
        "name_end_to_end": percent(counts["named right",], counts["people",]),
        "name_when_given": percent(counts["given right",], counts["given",]),
        "invented": percent(counts["invented",], counts["matched",]),
        **{f"name_{form}": percent(counts["named right", form], counts["named", form]) for form in FORMS},
        "role": rates(right, counts["role given",], right, counts["role gold",]),
    }
