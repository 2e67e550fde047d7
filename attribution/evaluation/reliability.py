"""Whether confidence can be believed: `python -m attribution.evaluation.reliability GOLD [--speakers FILE]`.

Runs the engine over gold articles and prints, for ten bins of `confidence.content`, how many contents were
predicted with it, their mean confidence and the share that is right: found by the reference scorer's measure
(score.py). The expected calibration error (ECE) is the mean distance between the two over all contents.

With `--speakers`, gold speakers, the same for `confidence.speaker` and `confidence.role` over the found
relations: a speaker is right if the name is gold's, or if neither has one; a role as the scorer says.

`--reading` chooses the records that count, as `attribution evaluate` does: `statements` for gold in which
nothing but statements is annotated. Exit statuses: 0 measured, 2 nothing could be measured.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, cast

from attribution.errors import QuotationError
from attribution.evaluation.gold import GoldArticle, GoldSpeaker, Relation, read_gold, read_speakers
from attribution.evaluation.readings import READINGS, Reading, predicted
from attribution.evaluation.score import align
from attribution.evaluation.speakers import name_key, names_of, role_fits
from attribution.models import DEFAULT_MODEL, MODELS
from attribution.records import Extraction

if TYPE_CHECKING:
    from attribution.extractor import Extractor

BINS = 10


class Judged(NamedTuple):
    """The confidence of one predicted content, 0..1, and whether it is right."""

    confidence: float
    right: bool


@dataclass(frozen=True, slots=True)
class Bin:
    """Contents of like confidence; `confidence` and `right` are sums over them."""

    low: float
    high: float
    count: int
    confidence: float
    right: int

    @property
    def mean(self) -> float:
        """Mean confidence; 0 for an empty bin."""
        return self.confidence / self.count if self.count else 0.0

    @property
    def share(self) -> float:
        """The share that is right; 0 for an empty bin."""
        return self.right / self.count if self.count else 0.0


def rightness(article: GoldArticle, contents: Sequence[Relation]) -> list[bool | None]:
    """Whether each content is right; None for one without letters, which the scorer does not count."""
    alignment = align(article, contents)
    matched = {place for _, place in alignment.pairs}
    found: list[bool | None] = [None] * len(contents)
    for place, item in enumerate(alignment.predicted):
        found[item.index] = place in matched
    return found


def judged(article: GoldArticle, extraction: Extraction, *, reading: Reading) -> list[Judged]:
    """The predicted contents of one article that count in a reading."""
    pairs = [
        (relation, quotation.confidence.content)
        for quotation in extraction.quotations
        for relation in predicted(replace(extraction, quotations=(quotation,)), reading=reading)
    ]
    verdicts = rightness(article, [relation for relation, _ in pairs])
    return [
        Judged(confidence, right)
        for (_, confidence), right in zip(pairs, verdicts, strict=True)
        if right is not None
    ]


def judge_all(
    articles: Sequence[GoldArticle], extractor: Extractor, *, reading: Reading
) -> Iterator[list[Judged]]:
    """The predicted contents of each article. Raises an InputError for one that cannot be read."""
    given = ({"id": a.id, "text": a.text, "title": a.title, "published": a.published} for a in articles)
    for article, extraction in zip(articles, extractor.extract_many(given), strict=True):
        assert isinstance(extraction, Extraction)
        yield judged(article, extraction, reading=reading)


@dataclass(frozen=True, slots=True)
class Found:
    """A found relation that has a speaker, beside gold's."""

    gold: GoldSpeaker
    given: Relation
    speaker: float
    role: float | None
    evidence: tuple[str, ...]
    in_source: bool  # the role stands in the source


def found_relations(
    article: GoldArticle, extraction: Extraction, speakers: Mapping[int, GoldSpeaker], *, reading: Reading
) -> list[Found]:
    """The relations of one article that are in gold and have a speaker."""
    pairs = [
        (relation, quotation)
        for quotation in extraction.quotations
        for relation in predicted(replace(extraction, quotations=(quotation,)), reading=reading)
    ]
    alignment = align(article, [relation for relation, _ in pairs])
    found = []
    for i, j in alignment.pairs:
        relation, quotation = pairs[alignment.predicted[j].index]
        sure = quotation.confidence
        if sure.speaker is not None:
            role, source = quotation.role, quotation.source
            inside = bool(role and source and source.start <= role.start and role.end <= source.end)
            who = speakers[alignment.gold[i].index]
            found.append(Found(who, relation, sure.speaker, sure.role, quotation.evidence, inside))
    return found


def speaker_right(found: Found) -> bool:
    """Whether the name is gold's, or nobody is named in either."""
    names = names_of(found.gold)
    return name_key(found.given.name) in names if found.given.name else not names


def role_right(found: Found) -> bool | None:
    """Whether the role is one of gold's; None where there is none, or readers did not agree."""
    role = found.given.role
    if not role or not found.gold.role_agreed or found.gold.kinds != ("person",):
        return None
    return role_fits(found.gold, role)


def judged_speakers(found: Sequence[Found]) -> dict[str, list[Judged]]:
    """Speakers and roles with their confidence."""
    roles = [
        Judged(f.role, right) for f in found if f.role is not None and (right := role_right(f)) is not None
    ]
    return {"speaker": [Judged(f.speaker, speaker_right(f)) for f in found], "role": roles}


def bins(contents: Iterable[Judged]) -> list[Bin]:
    """Ten bins of equal width, the empty ones too; a confidence on an edge belongs to the bin above it.

    >>> [b.count for b in bins([Judged(0.1, False), Judged(0.95, True), Judged(1.0, True)])]
    [0, 1, 0, 0, 0, 0, 0, 0, 0, 2]
    """
    members: list[list[Judged]] = [[] for _ in range(BINS)]
    for one in contents:
        members[min(int(one.confidence * BINS), BINS - 1)].append(one)
    return [_bin(number / BINS, (number + 1) / BINS, inside) for number, inside in enumerate(members)]


def _bin(low: float, high: float, inside: Sequence[Judged]) -> Bin:
    confidence, right = sum(one.confidence for one in inside), sum(one.right for one in inside)
    return Bin(low, high, len(inside), confidence, right)


def calibration_error(made: Sequence[Bin]) -> float:
    """The expected calibration error, 0..1; 0 without a single content.

    >>> calibration_error(bins([Judged(0.75, True), Judged(0.75, False)]))
    0.25
    """
    total = sum(one.count for one in made)
    return sum(abs(one.confidence - one.right) for one in made) / total if total else 0.0


def table(made: Sequence[Bin]) -> str:
    """The bins one a line, then all of them together, then the error."""
    whole = Bin(0, 1, *(sum(getattr(b, name) for b in made) for name in ("count", "confidence", "right")))
    lines = ["confidence    contents    mean   right"]
    lines += [f"{b.low:.1f} – {b.high:.1f}{_columns(b)}" for b in made]
    lines += [f"all      {_columns(whole)}", f"expected calibration error {calibration_error(made):.3f}"]
    return "\n".join(lines)


def _columns(one: Bin) -> str:
    return f"{one.count:13}{one.mean:8.3f}{one.share:8.3f}" if one.count else f"{0:13}{'–':>8}{'–':>8}"


def main(argv: Sequence[str] | None = None) -> int:
    """Measures, prints the table and returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="attribution.evaluation.reliability", description="Whether confidence can be believed."
    )
    parser.add_argument("gold", type=Path, metavar="GOLD", help="gold articles")
    parser.add_argument("--speakers", type=Path, metavar="FILE", help="gold speakers")
    parser.add_argument("--model", choices=MODELS, default=DEFAULT_MODEL, help="default: %(default)s")
    parser.add_argument(
        "--reading", choices=READINGS, default="polnear", help="which records count (default: %(default)s)"
    )
    args = parser.parse_args(argv)
    from attribution.extractor import Extractor  # loads spaCy

    try:
        articles, extractor = read_gold(args.gold), Extractor(model=args.model)
        if args.speakers:
            known = read_speakers(args.speakers, articles)
            chosen = [article for article in articles if article.id in known]
            given = ({"text": a.text, "title": a.title} for a in chosen)
            lists = [
                found_relations(a, cast(Extraction, e), known[a.id], reading=args.reading)
                for a, e in zip(chosen, extractor.extract_many(given), strict=True)
            ]
            for name, items in judged_speakers([one for part in lists for one in part]).items():
                print(f"{name}\n{table(bins(items))}\n")
            return 0
        found = judge_all(articles, extractor, reading=args.reading)
        made = bins(one for contents in found for one in contents)
    except (QuotationError, OSError) as error:
        print(f"reliability: {error}", file=sys.stderr)
        return 2
    print(table(made))
    return 0


if __name__ == "__main__":
    sys.exit(main())
