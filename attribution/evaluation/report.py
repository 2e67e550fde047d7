"""The figures and the changes as plain text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from attribution.evaluation.changes import EVENTS, GAINS, Change, tally
from attribution.evaluation.gold import GoldArticle, Ranges, Relation
from attribution.evaluation.intervals import Interval
from attribution.evaluation.mistakes import FAULTS, Mistake
from attribution.evaluation.score import GROUPS, Counts, Figures, add, figures
from attribution.evaluation.speakers import FORMS

CONTEXT = 60
BACK = 240  # what stands before a mistake tells who is meant
LONGEST = 200

_WIDTHS = (7, 7, 19, 10, 21, 9, 14)


def figures_table(rows: Figures) -> str:
    """The figures of each group of types, one a line."""
    head = ("gold", "pred", "found P/R/F1", "exact F1", "attributed P/R/F1", "cue F1", "source right")
    lines = [f"{'':9}" + _columns(head)]
    for group in GROUPS:
        row = rows[group]
        found, attributed = _rates(row["found"]), _rates(row["attributed"])
        cells = (row["gold"], row["pred"], found, row["exact"]["F1"], attributed, row["cue"]["F1"])
        lines.append(f"{group:9}" + _columns((*cells, row["speaker_accuracy"])))
    if rows["articles_missing"]:
        lines.append(f"articles without a prediction: {rows['articles_missing']}")
    return "\n".join(lines)


def _columns(cells: Iterable[object]) -> str:
    return "".join(f"{cell!s:>{width}}" for cell, width in zip(cells, _WIDTHS, strict=True))


def _rates(rates: Figures) -> str:
    return f"{rates['P']:.1f} {rates['R']:.1f} {rates['F1']:.1f}"


def speakers_table(rows: Figures) -> str:
    """The figures of names and roles."""
    forms = ", ".join(f"{form} {rows[f'name_{form}']:.1f}" for form in FORMS)
    return "\n".join(
        [
            f"name       {rows['name']:.1f} of {rows['found']} found relations of named people ({forms})",
            f"           {rows['name_end_to_end']:.1f} of all {rows['named_people']}, found or not",
            f"           {rows['name_when_given']:.1f} of the names given are right, "
            f"{rows['invented']:.1f} of the found relations have an invented one",
            f"role       P R F1 {_rates(rows['role'])}",
        ]
    )


def intervals_table(intervals: Mapping[str, Interval]) -> str:
    """The 95 % intervals, one a line."""
    return "\n".join(f"{name:24}{low:6.1f} – {high:.1f}" for name, (low, high) in intervals.items())


def by_publisher(articles: Sequence[GoldArticle], counts: Sequence[Counts]) -> dict[str, Figures]:
    """The figures of each publisher; articles that name none are under "unknown"."""
    groups: dict[str, list[Counts]] = {}
    for article, one in zip(articles, counts, strict=True):
        groups.setdefault(article.publisher or "unknown", []).append(one)
    return {name: {"articles": len(groups[name]), **figures(add(groups[name]))} for name in sorted(groups)}


def publishers_table(rows: Mapping[str, Figures]) -> str:
    """The main figures of each publisher, one a line."""
    width = max(map(len, rows), default=0)
    lines = [
        f"{'':{width}}  articles   gold   all found F1   attributed F1   quoted found F1   attributed F1"
    ]
    for name, row in rows.items():
        everything, quoted = row["all"], row["quoted"]
        lines.append(
            f"{name:{width}}{row['articles']:10}{everything['gold']:7}{everything['found']['F1']:15.1f}"
            f"{everything['attributed']['F1']:16.1f}{quoted['found']['F1']:18.1f}{quoted['attributed']['F1']:16.1f}"
        )
    return "\n".join(lines)


def changes_listing(changes: Sequence[Change]) -> Iterator[str]:
    """Every change with its words and its surroundings, then how many there are of each event and type."""
    for change in changes:
        yield from _change_lines(change)
    yield from _change_counts(changes)


def _change_lines(change: Change) -> Iterator[str]:
    text, start = change.article.text, change.content[0][0]
    sign = "+" if change.event in GAINS else "-"
    yield f"{sign} {change.event}, {change.type}, {change.article.id}:{start}: {_words(text, change.content)}"
    for label, relation in (("before", change.before), ("after", change.after)):
        if relation:
            yield f"    {label}: {_relation(text, relation, change.content)}"
    yield f"    in: {_surroundings(text, change.content)}"


def _relation(text: str, relation: Relation, content: Ranges) -> str:
    parts = [
        f"source {_words(text, relation.source) or 'none'}",
        f"cue {_words(text, relation.cue) or 'none'}",
    ]
    if relation.content != content:
        parts.append(f"content {_words(text, relation.content)}")
    return "; ".join(parts)


def _words(text: str, spans: Ranges) -> str:
    return _shortened(" … ".join(_line(text[max(start, 0) : end]) for start, end in spans))


def _surroundings(text: str, spans: Ranges, *, before: int = CONTEXT) -> str:
    start, end = max(min(s for s, _ in spans), 0), max(e for _, e in spans)
    left, inside, right = text[max(start - before, 0) : start], text[start:end], text[end : end + CONTEXT]
    return f"… {_line(left)} [{_shortened(_line(inside))}] {_line(right)} …"


def _line(text: str) -> str:
    return " ".join(text.split())


def _shortened(text: str) -> str:
    half = LONGEST // 2
    return text if len(text) <= LONGEST else f"{text[:half]} […] {text[-half:]}"


def _change_counts(changes: Iterable[Change]) -> Iterator[str]:
    counts = tally(changes)
    types = GROUPS["all"]
    yield f"{'':16}" + "".join(f"{name:>10}" for name in (*types, "all"))
    for event in EVENTS:
        numbers = [counts[event, name] for name in types]
        yield f"{event:16}" + "".join(f"{number:10}" for number in (*numbers, sum(numbers)))


def mistakes_listing(mistakes: Sequence[Mistake]) -> Iterator[str]:
    """Every mistake with its words and its surroundings, then how many there are of each fault and form."""
    for one in mistakes:
        yield from _mistake_lines(one)
    forms = sorted({one.form for one in mistakes}, key=FORMS.index)
    yield f"{'':16}" + "".join(f"{name:>10}" for name in (*forms, "all"))
    for fault in FAULTS:
        numbers = [sum((one.fault, one.form) == (fault, form) for one in mistakes) for form in forms]
        yield f"{fault:16}" + "".join(f"{number:10}" for number in (*numbers, sum(numbers)))


def _mistake_lines(one: Mistake) -> Iterator[str]:
    text, spans = one.article.text, (*one.gold.source, *one.gold.cue, *one.gold.content)
    wanted = " / ".join(one.wanted) or "none"
    yield f"- {one.fault}, {one.form}, {one.article.id}:{one.number}: {one.given or 'none'}, not {wanted}"
    yield f"    gold:  {_relation(text, one.gold, one.gold.content)}"
    yield f"    given: {_relation(text, one.predicted, one.gold.content)}"
    yield f"    in: {_surroundings(text, spans, before=BACK)}"


def mistakes_data(mistakes: Iterable[Mistake]) -> list[Figures]:
    """The mistakes as plain data."""
    return [
        {
            "article": one.article.id,
            "n": one.number,
            "fault": one.fault,
            "form": one.form,
            "wanted": list(one.wanted),
            "given": one.given,
        }
        for one in mistakes
    ]
