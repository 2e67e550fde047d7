"""The figures, by the published definitions of the reference scorer.

Only letters and digits count, so neither marks nor blanks can win or lose a match.

found       a predicted and a gold content share at least half of the letters they have between them
            (intersection over union); one to one, best first
exact       found, and the same set of letters
attributed  found, and the source is right: it shares at least half of the shorter one's letters with gold's
            and is not longer than twice gold's plus 30; or neither has one
cue         found, and the cues share a letter; gold without a cue asks for none

The type of a relation is read from its content: direct (98 % of its letters or more stand in quotation
marks), mixed (more than 5 %), else indirect; "quoted" pools direct and mixed. Recall counts over gold's type,
precision over the prediction's own. The counts of an article add up over any set of articles.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from attribution.evaluation.gold import GoldArticle, Predictions, Ranges, Relation

Counts = Counter[tuple[str, ...]]
Figures = dict[str, Any]

GROUPS: Mapping[str, tuple[str, ...]] = {
    "all": ("direct", "mixed", "indirect"),
    "quoted": ("direct", "mixed"),
    "direct": ("direct",),
    "mixed": ("mixed",),
    "indirect": ("indirect",),
}
MEASURES = ("found", "exact", "attributed", "cue")

_MARK_OR_BREAK = re.compile(r'\n\n|[“„«”»"]')


@dataclass(frozen=True, slots=True)
class Scored:
    """A relation whose content has letters, with their positions; `index` is its place in what was given."""

    index: int
    relation: Relation
    letters: frozenset[int]
    type: str


@dataclass(frozen=True, slots=True)
class Alignment:
    """Gold and predicted relations of one article; `pairs` holds (place in gold, place in predicted)."""

    article: GoldArticle
    gold: tuple[Scored, ...]
    predicted: tuple[Scored, ...]
    pairs: tuple[tuple[int, int], ...]


def letters(text: str, spans: Ranges) -> frozenset[int]:
    """Positions of the letters and digits of `text` in the spans, which may reach beyond it.

    >>> sorted(letters("“No!”", ((0, 99),)))
    [1, 2]
    """
    inside = (range(max(start, 0), min(end, len(text))) for start, end in spans)
    return frozenset(i for positions in inside for i in positions if text[i].isalnum())


def quoted_letters(text: str) -> frozenset[int]:
    """Positions of the letters in quotation marks; a mark left open closes at the next blank line.

    >>> "".join("a “b c” d"[i] for i in sorted(quoted_letters("a “b c” d")))
    'bc'
    """
    stretches, opened = [], None
    for found in _MARK_OR_BREAK.finditer(text):
        sign = found.group()
        opens = sign in "“„«" or (sign == '"' and opened is None)
        if opens and opened is None:
            opened = found.end()
        elif not opens and opened is not None:
            stretches.append((opened, found.start()))
            opened = None
    if opened is not None:
        stretches.append((opened, len(text)))
    return letters(text, tuple(stretches))


def type_of(content: frozenset[int], quoted: frozenset[int]) -> str:
    """The type of a relation, from the letters of its content and those in marks."""
    share = len(content & quoted) / len(content)
    if share >= 0.98:
        return "direct"
    return "mixed" if share > 0.05 else "indirect"


def align(article: GoldArticle, predicted: Sequence[Relation]) -> Alignment:
    """Pairs the gold relations of an article with the predicted ones."""
    quoted = quoted_letters(article.marked)
    gold, given = (_scored(article.marked, items, quoted) for items in (article.relations, predicted))
    return Alignment(article, gold, given, pairs(gold, given))


def pairs(left: Sequence[Scored], right: Sequence[Scored]) -> tuple[tuple[int, int], ...]:
    """The one-to-one pairs (place in left, place in right) that share half of their letters, best first."""
    candidates = sorted(_overlaps(left, right))
    taken_left, taken_right, found = set(), set(), []
    for _, i, j in candidates:
        if i not in taken_left and j not in taken_right:
            taken_left.add(i)
            taken_right.add(j)
            found.append((i, j))
    return tuple(found)


def _overlaps(left: Sequence[Scored], right: Sequence[Scored]) -> Iterable[tuple[float, int, int]]:
    owners: dict[int, list[int]] = {}
    for j, item in enumerate(right):
        for position in item.letters:
            owners.setdefault(position, []).append(j)
    for i, item in enumerate(left):
        shared = Counter(j for position in item.letters for j in owners.get(position, ()))
        for j, both in shared.items():
            iou = both / (len(item.letters) + len(right[j].letters) - both)
            if iou >= 0.5:
                yield -iou, i, j


def _scored(text: str, relations: Sequence[Relation], quoted: frozenset[int]) -> tuple[Scored, ...]:
    contents = ((n, relation, letters(text, relation.content)) for n, relation in enumerate(relations))
    return tuple(
        Scored(n, relation, found, type_of(found, quoted)) for n, relation, found in contents if found
    )


def source_right(text: str, gold: Relation, predicted: Relation) -> bool:
    """True when the predicted source counts as gold's."""
    wanted, given = letters(text, gold.source), letters(text, predicted.source)
    if not wanted or not given:
        return not wanted and not given
    shares = len(wanted & given) >= 0.5 * min(len(wanted), len(given))
    return shares and len(given) <= 2 * len(wanted) + 30


def cue_right(text: str, gold: Relation, predicted: Relation) -> bool:
    """True when gold has no cue or the predicted one touches it."""
    wanted = letters(text, gold.cue)
    return not wanted or bool(wanted & letters(text, predicted.cue))


def count(alignment: Alignment) -> Counts:
    """The counts of one article, to be added up."""
    counts: Counts = Counter()
    counts.update(("gold", item.type) for item in alignment.gold)
    counts.update(("pred", item.type) for item in alignment.predicted)
    for i, j in alignment.pairs:
        gold, given = alignment.gold[i], alignment.predicted[j]
        passed = _measures(alignment.article.marked, gold, given)
        for measure in passed:
            counts[measure, "gold", gold.type] += 1
            counts[measure, "pred", given.type] += 1
        if gold.relation.source:
            counts["sourced", gold.type] += 1
            counts["sourced right", gold.type] += "attributed" in passed
    return counts


def _measures(text: str, gold: Scored, given: Scored) -> list[str]:
    tests = {
        "found": True,
        "exact": gold.letters == given.letters,
        "attributed": source_right(text, gold.relation, given.relation),
        "cue": cue_right(text, gold.relation, given.relation),
    }
    return [measure for measure, passed in tests.items() if passed]


def count_all(articles: Iterable[GoldArticle], predictions: Predictions) -> list[Counts]:
    """The counts of each article; one that has no prediction counts as missing."""
    found = []
    for article in articles:
        counts = count(align(article, predictions.get(article.id, ())))
        if article.id not in predictions:
            counts["missing",] += 1
        found.append(counts)
    return found


def add(counts: Iterable[Counts]) -> Counts:
    """The sum of the counts of several articles."""
    total: Counts = Counter()
    for one in counts:
        total.update(one)
    return total


def figures(counts: Counts) -> Figures:
    """The figures of added counts, in per cent with one decimal, a row for each group of types."""
    rows: Figures = {"articles_missing": counts["missing",]}
    for group, types in GROUPS.items():
        rows[group] = _row(counts, types)
    return rows


def _row(counts: Counts, types: Sequence[str]) -> Figures:
    sums: Counts = Counter()
    for key, number in counts.items():
        if key[-1] in types:
            sums[key[:-1]] += number
    gold, pred = sums["gold",], sums["pred",]
    row: Figures = {"gold": gold, "pred": pred}
    for measure in MEASURES:
        row[measure] = rates(sums[measure, "pred"], pred, sums[measure, "gold"], gold)
    row["speaker_accuracy"] = percent(sums["sourced right",], sums["sourced",])
    return row


def rates(hits_predicted: int, predicted: int, hits_gold: int, gold: int) -> Figures:
    """Precision, recall and their harmonic mean, in per cent."""
    precision = hits_predicted / predicted if predicted else 0.0
    recall = hits_gold / gold if gold else 0.0
    both = precision + recall
    f1 = round(200 * precision * recall / both, 1) if both else 0.0
    return {"P": round(100 * precision, 1), "R": round(100 * recall, 1), "F1": f1}


def percent(part: int, whole: int) -> float:
    """A share in per cent with one decimal; 0 of nothing is 0."""
    return round(100 * part / whole, 1) if whole else 0.0


def score(articles: Iterable[GoldArticle], predictions: Predictions) -> Figures:
    """The figures of predictions over gold articles."""
    return figures(add(count_all(articles, predictions)))
