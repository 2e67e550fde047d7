"""Score quotation records against `fields.jsonl`, field by field.

Run it with any callable `predict(text, published)` that returns either a list of quotations in the JSON
record form or a whole Extraction (a mapping with "quotations" and "speakers"). Only the latter can say which
name a speaker's id stands for; in a bare list `speaker` is taken to be the name itself.

>>> passage = Passage("x-001", "act", None, "Lee said it rained.", [], [])
>>> score(lambda text, published: [], [passage]).found.gold
0
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from tests.gold.comparisons import COMPARE, Pair
from tests.gold.passages import Passage, Record, gold_content, iou, letters, locate, predicted_content

MATCH_IOU = 0.5
Predict = Callable[[str, str | None], Sequence[Record] | Record]


@dataclass(frozen=True)
class Error:
    """One disagreement: "missing", "spurious" or "wrong"; `field` is "found" for whole quotations."""

    passage: str
    field: str
    kind: str
    gold: object
    predicted: object


@dataclass
class Count:
    """Outcomes of one field. A wrong value costs precision and recall; `agreed` are right absences."""

    right: int = 0
    wrong: int = 0
    missing: int = 0
    spurious: int = 0
    agreed: int = 0

    @property
    def gold(self) -> int:
        """How many gold items hold a value."""
        return self.right + self.wrong + self.missing

    @property
    def precision(self) -> float | None:
        """Right among predicted, or None where nothing was predicted."""
        return _ratio(self.right, self.right + self.wrong + self.spurious)

    @property
    def recall(self) -> float | None:
        """Right among gold, or None where gold holds none."""
        return _ratio(self.right, self.gold)

    @property
    def f1(self) -> float | None:
        """The harmonic mean of precision and recall; None when neither gold nor prediction holds a value."""
        return _ratio(2 * self.right, 2 * self.right + 2 * self.wrong + self.missing + self.spurious)

    @property
    def accuracy(self) -> float | None:
        """Right values and right absences among all compared."""
        total = self.gold + self.spurious + self.agreed
        return _ratio(self.right + self.agreed, total)


@dataclass
class Report:
    """Figures of one run. `found` counts quotations, `top` the outermost, `fields` the matched ones."""

    found: Count = field(default_factory=Count)
    top: Count = field(default_factory=Count)
    fields: dict[str, Count] = field(default_factory=dict)
    errors: list[Error] = field(default_factory=list)


def _ratio(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def score(predict: Predict, passages: Sequence[Passage]) -> Report:
    """Run `predict` over the passages and count agreement on every field of the matched quotations."""
    report = Report(fields={name: Count() for name in COMPARE})
    for passage in passages:
        answer = predict(passage.text, passage.published)
        quotations: Sequence[Record] = answer["quotations"] if isinstance(answer, Mapping) else answer
        names = _names(answer, quotations)
        matches = match(passage, quotations)
        _count_found(report, passage, quotations, matches)
        twins = {g: str(quotations[p].get("id", p)) for g, p in matches.items()}
        for g, p in matches.items():
            pair = Pair(passage, passage.quotations[g], quotations[p], names, twins)
            _count_fields(report, pair)
    return report


def _names(answer: Sequence[Record] | Record, quotations: Sequence[Record]) -> dict[str, str | None]:
    if isinstance(answer, Mapping):
        return {speaker["id"]: speaker["name"] for speaker in answer["speakers"]}
    return {name: name for quotation in quotations if (name := quotation.get("speaker"))}


def match(passage: Passage, quotations: Sequence[Record]) -> dict[int, int]:
    """Gold index → predicted index, one to one, best overlap of content first and at least `MATCH_IOU`."""
    gold = [gold_content(passage.text, q) for q in passage.quotations]
    predicted = [predicted_content(passage.text, q) for q in quotations]
    scored = [(iou(a, b), g, p) for g, a in enumerate(gold) for p, b in enumerate(predicted)]
    matches: dict[int, int] = {}
    for value, g, p in sorted(scored, key=lambda row: (-row[0], row[1], row[2])):
        if value >= MATCH_IOU and g not in matches and p not in matches.values():
            matches[g] = p
    return dict(sorted(matches.items()))


def _count_found(
    report: Report, passage: Passage, quotations: Sequence[Record], matches: Mapping[int, int]
) -> None:
    tolerated = [letters(passage.text, [locate(passage.text, t)]) for t in passage.tolerated]
    for g, quotation in enumerate(passage.quotations):
        for count in (report.found, report.top) if quotation["parent"] is None else (report.found,):
            count.right += g in matches
            count.missing += g not in matches
        if g not in matches:
            report.errors.append(Error(passage.id, "found", "missing", quotation["content"], None))
    for p, quotation in enumerate(quotations):
        content = predicted_content(passage.text, quotation)
        if p in matches.values() or any(iou(content, t) >= MATCH_IOU for t in tolerated):
            continue
        report.found.spurious += 1
        report.top.spurious += quotation.get("parent") is None
        shown = " … ".join(passage.text[s["start"] : s["end"]] for s in quotation["spans"])
        report.errors.append(Error(passage.id, "found", "spurious", None, shown))


def _count_fields(report: Report, pair: Pair) -> None:
    for name, compare in COMPARE.items():
        kind, gold, predicted = compare(pair)
        if kind == "skip":
            continue
        count = report.fields[name]
        setattr(count, kind, getattr(count, kind) + 1)
        if kind not in ("right", "agreed"):
            report.errors.append(Error(pair.passage.id, name, kind, gold, predicted))


def table(report: Report) -> str:
    """The figures as text, in per cent: precision, recall, F1, accuracy; and the number of gold values."""
    rows = {"found": report.found, "found, outermost": report.top, **report.fields}
    lines = [f"{'field':18}{'P':>7}{'R':>7}{'F1':>7}{'acc':>7}{'gold':>6}"]
    for name, count in rows.items():
        figures = (count.precision, count.recall, count.f1, None if "found" in name else count.accuracy)
        shown = "".join(f"{'–':>7}" if value is None else f"{100 * value:7.1f}" for value in figures)
        lines.append(f"{name:18}{shown}{count.gold:6}")
    return "\n".join(lines)
