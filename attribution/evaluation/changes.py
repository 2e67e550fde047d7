"""Gains and losses: what one run finds and another did not, relation by relation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from attribution.evaluation.gold import GoldArticle, Predictions, Ranges, Relation
from attribution.evaluation.score import Alignment, Scored, align, pairs, source_right

Event = Literal["found", "lost", "attributed", "misattributed", "new false", "gone false"]
EVENTS: tuple[Event, ...] = ("found", "attributed", "gone false", "lost", "misattributed", "new false")
GAINS: frozenset[Event] = frozenset(["found", "attributed", "gone false"])


@dataclass(frozen=True, slots=True)
class Change:
    """One relation that fares otherwise than before.

    `found` and `lost` are gold relations, `attributed` and `misattributed` gold relations that both runs
    found and one gave the right source; `new false` and `gone false` are predictions that match no gold.
    `before` and `after` are the two runs' relations, where there is one.
    """

    event: Event
    article: GoldArticle
    type: str
    content: Ranges
    before: Relation | None
    after: Relation | None


def changes(articles: Iterable[GoldArticle], before: Predictions, after: Predictions) -> Iterator[Change]:
    """All changes between two runs, in the order of the articles and, inside one, by event and place."""
    for article in articles:
        old, new = (align(article, run.get(article.id, ())) for run in (before, after))
        yield from _gold_changes(old, new)
        yield from _false_changes(old, new)


def tally(found: Iterable[Change]) -> Counter[tuple[Event, str]]:
    """How many changes there are of each event and type."""
    return Counter((change.event, change.type) for change in found)


def _gold_changes(old: Alignment, new: Alignment) -> Iterator[Change]:
    matched_old, matched_new = _matched(old), _matched(new)
    for place, gold in enumerate(new.gold):
        before, after = matched_old.get(place), matched_new.get(place)
        event = _event(new.article.marked, gold.relation, before, after)
        if event:
            yield Change(event, new.article, gold.type, gold.relation.content, before, after)


def _matched(alignment: Alignment) -> dict[int, Relation]:
    return {i: alignment.predicted[j].relation for i, j in alignment.pairs}


def _event(text: str, gold: Relation, before: Relation | None, after: Relation | None) -> Event | None:
    if before is None or after is None:
        if before is after:
            return None
        return "found" if before is None else "lost"
    was, now = source_right(text, gold, before), source_right(text, gold, after)
    if was == now:
        return None
    return "attributed" if now else "misattributed"


def _false_changes(old: Alignment, new: Alignment) -> Iterator[Change]:
    """False positives of one run that the other does not share, at least by half."""
    false_old, false_new = _unmatched(old), _unmatched(new)
    shared = pairs(false_old, false_new)
    shared_old, shared_new = {i for i, _ in shared}, {j for _, j in shared}
    for place, item in enumerate(false_old):
        if place not in shared_old:
            yield Change("gone false", old.article, item.type, item.relation.content, item.relation, None)
    for place, item in enumerate(false_new):
        if place not in shared_new:
            yield Change("new false", new.article, item.type, item.relation.content, None, item.relation)


def _unmatched(alignment: Alignment) -> Sequence[Scored]:
    matched = {j for _, j in alignment.pairs}
    return [item for place, item in enumerate(alignment.predicted) if place not in matched]
