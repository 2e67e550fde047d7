"""The mistakes in names and roles one by one, as the figures of `speakers` count them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from attribution.errors import EvaluationError
from attribution.evaluation.gold import GoldArticle, GoldSpeaker, GoldSpeakers, Predictions, Relation
from attribution.evaluation.score import align
from attribution.evaluation.speakers import name_key, names_of, role_fits

Of = Literal["names", "roles"]
OF: tuple[Of, ...] = ("names", "roles")
Fault = Literal["wrong", "missing", "invented"]
FAULTS: tuple[Fault, ...] = ("wrong", "missing", "invented")


@dataclass(frozen=True, slots=True)
class Mistake:
    """A found relation whose name or role is not gold's.

    `missing`: gold has one and none is given; `invented`: none in gold; else `wrong`. `number` is the place
    of the relation among gold's, `form` that of gold's mention, `wanted` what gold accepts.
    """

    fault: Fault
    article: GoldArticle
    number: int
    form: str
    wanted: tuple[str, ...]
    given: str | None
    gold: Relation
    predicted: Relation


def mistakes(
    articles: Iterable[GoldArticle],
    predictions: Predictions,
    speakers: GoldSpeakers,
    *,
    of: Of,
    form: str | None = None,
) -> Iterator[Mistake]:
    """The mistakes in the order of the articles and, inside one, of gold; `form` asks for one form alone.

    A name counts as missing for persons alone, a role for persons on whose role readers agreed.
    Raises EvaluationError when a relation of an article with gold speakers has none.
    """
    for article in articles:
        if article.id not in speakers:
            continue
        alignment = align(article, predictions.get(article.id, ()))
        for i, j in sorted(alignment.pairs):
            number, given = alignment.gold[i].index, alignment.predicted[j].relation
            who = speakers[article.id].get(number)
            if who is None:
                raise EvaluationError(f"article {article.id}: attribution {number} has no gold speaker")
            fault = name_fault(who, given.name) if of == "names" else role_fault(who, given.role)
            if fault and form in (None, who.mention):
                wanted = tuple(name for name in who.names if name) if of == "names" else who.roles
                had = given.name if of == "names" else given.role
                gold = alignment.gold[i].relation
                yield Mistake(fault, article, number, who.mention, wanted, had, gold, given)


def name_fault(who: GoldSpeaker, name: str | None) -> Fault | None:
    """What is wrong with a name given for a gold speaker, if anything.

    >>> name_fault(GoldSpeaker(("person",), ("Ann Lee",), "name", (), True), "Lee")
    'wrong'
    """
    right = names_of(who)
    if not name:
        return "missing" if who.kinds == ("person",) and right else None
    if name_key(name) in right:
        return None
    return "wrong" if right else "invented"


def role_fault(who: GoldSpeaker, role: str | None) -> Fault | None:
    """What is wrong with a role given for a gold speaker, if anything."""
    if who.kinds != ("person",) or not who.role_agreed:
        return None
    if not role:
        return "missing" if who.roles else None
    if role_fits(who, role):
        return None
    return "wrong" if who.roles else "invented"
