"""How each field of a matched quotation is compared with gold; the rules are in `README.md` beside."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tests.gold.passages import Passage, Record, letters, locate, span_right

HONORIFIC = re.compile(r"^(?:mr|mrs|ms|miss|dr|sir|dame|the)\b\.?\s*", re.IGNORECASE)
NICKNAME = re.compile(r"[“\"‘'][^”\"’']+[”\"’']\s*")


@dataclass(frozen=True)
class Pair:
    """A gold quotation and its match, with all that is needed to compare them."""

    passage: Passage
    gold: Record
    predicted: Record
    names: Mapping[str, str | None]
    twins: Mapping[int, str]


Outcome = tuple[str, object, object]


def _outcome(gold: object, predicted: object, same: bool) -> Outcome:
    """Name the outcome; None stands for absence on either side."""
    if gold is None and predicted is None:
        return "agreed", gold, predicted
    if predicted is None:
        return "missing", gold, predicted
    if gold is None:
        return "spurious", gold, predicted
    return ("right" if same else "wrong"), gold, predicted


def _text_of(item: str | Record | None) -> str | None:
    return item if item is None or isinstance(item, str) else str(item["text"])


def _compare_span(name: str) -> Callable[[Pair], Outcome]:
    def compare(pair: Pair) -> Outcome:
        text, gold, predicted = pair.passage.text, pair.gold[name], pair.predicted.get(name)
        return _outcome(_text_of(gold), _shown(text, predicted), _overlaps(text, gold, predicted))

    return compare


def _overlaps(text: str, gold: str | Record | None, predicted: Record | None) -> bool:
    if gold is None or predicted is None:
        return False
    ours, theirs = locate(text, gold), (predicted["start"], predicted["end"])
    return ours == theirs or span_right(letters(text, [ours]), letters(text, [theirs]))


def _shown(text: str, predicted: Record | None) -> str | None:
    return None if predicted is None else text[predicted["start"] : predicted["end"]]


def _compare_value(read: Callable[[Pair], tuple[object, object]]) -> Callable[[Pair], Outcome]:
    def compare(pair: Pair) -> Outcome:
        gold, predicted = read(pair)
        return _outcome(gold, predicted, gold == predicted)

    return compare


def _negated(pair: Pair) -> tuple[object, object]:
    cue = pair.predicted.get("cue") or {}
    return pair.gold["negated"] or None, cue.get("negated") or None


def _not_statement(pair: Pair) -> tuple[object, object]:
    return (not pair.gold["statement"]) or None, (not pair.predicted.get("statement", True)) or None


def _reason(pair: Pair) -> tuple[object, object]:
    return pair.gold["reason"], pair.predicted.get("reason")


def _time_value(pair: Pair) -> tuple[object, object]:
    return (pair.gold["time"] or {}).get("value"), (pair.predicted.get("time") or {}).get("value")


def _parent(pair: Pair) -> tuple[object, object]:
    gold, predicted = pair.gold["parent"], pair.predicted.get("parent")
    return (None if gold is None else pair.twins.get(gold, "not found")), predicted


def _compare_act(pair: Pair) -> Outcome:
    """Say is the common case and stands as absence, so that precision and recall tell about the others."""
    gold, cue = pair.gold["act"], pair.predicted.get("cue") or {}
    if pair.gold["cue"] is None:
        return "skip", None, None
    predicted = cue.get("act", "say")
    marked = {"say": None}
    return _outcome(marked.get(gold, gold), marked.get(predicted, predicted), gold == predicted)


def _compare_speaker(pair: Pair) -> Outcome:
    gold, key = pair.gold["speaker"], pair.predicted.get("speaker")
    predicted = pair.names.get(key) if key is not None else None
    return _outcome(gold, predicted, same_name(gold or "", predicted or ""))


def same_name(gold: str, predicted: str) -> bool:
    """Equal but for case and honorifics; a predicted office in front of gold's whole name does no harm.

    >>> same_name("Mina Okafor", "Ms. Mina Okafor"), same_name("Mina Okafor", "Okafor")
    (True, False)
    """
    ours, theirs = (
        HONORIFIC.sub("", NICKNAME.sub("", name)).casefold().split() for name in (gold, predicted)
    )
    return bool(ours) and theirs[-len(ours) :] == ours


def _role_span(pair: Pair) -> bool:
    """Whether the predicted role is gold's own one (not an alternative), by place or by wording."""
    gold, predicted = pair.gold["role"], pair.predicted.get("role")
    if gold is None or predicted is None:
        return False
    shown = _shown(pair.passage.text, predicted)
    return _overlaps(pair.passage.text, gold, predicted) or _like(gold["text"], shown)


def _like(gold: str | None, predicted: str | None) -> bool:
    return gold is not None and predicted is not None and gold.casefold() == predicted.casefold()


def _compare_role(pair: Pair) -> Outcome:
    text, gold, predicted = pair.passage.text, pair.gold["role"], pair.predicted.get("role")
    others = [] if gold is None else gold.get("also", [])
    same = _role_span(pair) or any(_overlaps(text, other, predicted) for other in others)
    return _outcome(_text_of(gold), _shown(text, predicted), same)


def _compare_role_title(pair: Pair) -> Outcome:
    if not _role_span(pair):
        return "skip", None, None
    gold, predicted = pair.gold["role"]["title"], pair.predicted["role"].get("title")
    return _outcome(gold, predicted, _like(gold, predicted))


def _compare_affiliation(pair: Pair) -> Outcome:
    if not _role_span(pair):
        return "skip", None, None
    text, role = pair.passage.text, pair.gold["role"]
    gold, predicted = role["affiliation"], pair.predicted["role"].get("affiliation")
    place = None if gold is None else _affiliation_span(text, role)
    same = _overlaps(text, place, predicted) or _like(gold, _shown(text, predicted))
    return _outcome(gold, _shown(text, predicted), same)


def _affiliation_span(text: str, role: Record) -> Record:
    """The affiliation inside the role's own words where it stands there, else where it first occurs."""
    wanted, (start, end) = role["affiliation"], locate(text, role)
    inside = text.find(wanted, start, end)
    if inside < 0:
        return {"text": wanted}
    before = sum(text.startswith(wanted, i) for i in range(inside))
    return {"text": wanted, "occurrence": before + 1}


def _compare_former(pair: Pair) -> Outcome:
    if not _role_span(pair):
        return "skip", None, None
    gold, predicted = pair.gold["role"]["former"] or None, pair.predicted["role"].get("former") or None
    return _outcome(gold, predicted, gold == predicted)


COMPARE: dict[str, Callable[[Pair], Outcome]] = {
    "cue": _compare_span("cue"),
    "source": _compare_span("source"),
    "speaker": _compare_speaker,
    "addressee": _compare_span("addressee"),
    "medium": _compare_span("medium"),
    "time": _compare_span("time"),
    "time_value": _compare_value(_time_value),
    "negated": _compare_value(_negated),
    "act": _compare_act,
    "parent": _compare_value(_parent),
    "role": _compare_role,
    "role_title": _compare_role_title,
    "affiliation": _compare_affiliation,
    "former": _compare_former,
    "not_statement": _compare_value(_not_statement),
    "reason": _compare_value(_reason),
}
