"""The scorer of the field gold, on predictions made by hand."""

from __future__ import annotations

from typing import Any

import pytest

from tests.gold.comparisons import same_name
from tests.gold.passages import Passage, iou, load, locate, span_right
from tests.gold.scoring import Count, Report, match, score, table

TEXT = (
    "“It holds,” Ada Moss, head of Norvik Rail, told Radio Ost on Monday. "
    "She did not say when trains would run."
)


def _gold(content: list[str], **fields: Any) -> dict[str, Any]:
    blank = dict.fromkeys(
        ("cue", "source", "speaker", "addressee", "medium", "time", "parent", "role", "reason")
    )
    return {"content": content, **blank, "negated": False, "act": "say", "statement": True, **fields}


def _passage() -> Passage:
    role = {"text": "head of Norvik Rail", "title": "head", "affiliation": "Norvik Rail", "former": False}
    monday = {"text": "on Monday", "value": "2026-06-08"}
    first = _gold(["“It holds,”"], cue="told", source="Ada Moss, head of Norvik Rail", speaker="Ada Moss")
    first |= {"addressee": "Radio Ost", "time": monday, "role": role}
    second = _gold(["when trains would run"], cue="did not say", source="She", speaker="Ada Moss", role=role)
    second |= {"negated": True, "statement": False, "reason": "other"}
    return Passage("x-001", "addressee", "2026-06-10", TEXT, [first, second], [])


def _span(words: str, **more: Any) -> dict[str, Any]:
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words), "text": words, **more}


def _predicted(words: str, **fields: Any) -> dict[str, Any]:
    return {"id": f"q-{words[:4]}", "spans": [_span(words)], "statement": True, "reason": None, **fields}


def _perfect() -> dict[str, Any]:
    role = _span("head of Norvik Rail", title="head", affiliation=_span("Norvik Rail"), former=False)
    first = _predicted("“It holds,”", cue=_span("told", act="say", negated=False), source=_span("Ada Moss"))
    first |= {"addressee": _span("Radio Ost"), "time": _span("Monday", value="2026-06-08")}
    second = _predicted(
        "when trains would run", cue=_span("say", act="say", negated=True), source=_span("She")
    )
    second |= {"statement": False, "reason": "other"}
    quotations = [{**quotation, "speaker": "s1", "role": role} for quotation in (first, second)]
    return {"quotations": quotations, "speakers": [{"id": "s1", "name": "Ada Moss"}]}


def _run(answer: Any) -> Report:
    return score(lambda text, published: answer, [_passage()])


def test_a_perfect_prediction_has_no_errors() -> None:
    report = _run(_perfect())
    assert report.errors == []
    assert report.found.f1 == report.top.f1 == 1
    assert report.fields["addressee"] == Count(right=1, agreed=1)
    assert report.fields["negated"] == Count(right=1, agreed=1)
    assert report.fields["affiliation"] == Count(right=2)
    assert all(count.accuracy == 1 for count in report.fields.values())


def test_nothing_predicted_is_all_missing() -> None:
    report = _run([])
    assert (report.found.recall, report.found.precision, report.found.f1) == (0, None, 0)
    assert [(error.field, error.kind) for error in report.errors] == [("found", "missing")] * 2
    assert report.fields["cue"].gold == 0


def test_a_false_quotation_costs_precision() -> None:
    answer = _perfect()
    answer["quotations"].append(_predicted("head of Norvik Rail"))
    report = _run(answer)
    assert report.found.precision == pytest.approx(2 / 3)
    assert report.found.recall == 1
    assert [(error.kind, error.predicted) for error in report.errors] == [("spurious", "head of Norvik Rail")]


def test_a_tolerated_stretch_costs_nothing() -> None:
    passage = _passage()
    passage.tolerated.append("head of Norvik Rail")
    answer = [*_perfect()["quotations"], _predicted("head of Norvik Rail")]
    assert score(lambda text, published: answer, [passage]).found.precision == 1


def test_missing_spurious_and_wrong_values() -> None:
    answer = _perfect()
    first, second = answer["quotations"]
    first |= {"addressee": None, "time": _span("Monday", value="2026-06-01")}
    second |= {"medium": _span("Radio Ost"), "source": _span("Ada Moss")}
    report = _run(answer)
    kinds = {(error.field, error.kind) for error in report.errors}
    assert kinds == {
        ("addressee", "missing"),
        ("time_value", "wrong"),
        ("medium", "spurious"),
        ("source", "wrong"),
    }
    assert report.fields["source"].precision == report.fields["source"].recall == 0.5
    assert report.fields["medium"].precision == 0


def test_an_act_other_than_say_is_what_precision_and_recall_count() -> None:
    answer = _perfect()
    answer["quotations"][0]["cue"]["act"] = "warn"
    report = _run(answer)
    assert report.fields["act"] == Count(spurious=1, agreed=1)


def test_role_parts_are_judged_only_under_a_right_role() -> None:
    answer = _perfect()
    for quotation in answer["quotations"]:
        quotation["role"] = {**_span("Radio Ost"), "title": None, "affiliation": None, "former": True}
    report = _run(answer)
    assert report.fields["role"] == Count(wrong=2)
    assert report.fields["former"] == report.fields["affiliation"] == Count()


def test_a_parent_is_right_when_it_is_the_match_of_golds_parent() -> None:
    text = "“He said ‘stay’ twice,” Ada Moss said."
    passage = Passage("x-002", "parent", None, text, [_gold(["“He said ‘stay’ twice,”"])], [])
    passage.quotations.append(_gold(["‘stay’"], parent=0))
    outer: dict[str, Any] = {"id": "q1", "spans": [{"start": 0, "end": 23}], "parent": None}
    inner: dict[str, Any] = {"id": "q2", "spans": [{"start": 9, "end": 15}], "parent": "q1"}
    assert score(lambda text, published: [inner, outer], [passage]).fields["parent"].right == 1
    inner["parent"] = "q9"
    assert score(lambda text, published: [inner, outer], [passage]).fields["parent"].wrong == 1


def test_names_come_from_the_speakers_and_must_be_full() -> None:
    answer = _perfect()
    answer["speakers"][0]["name"] = "Moss"
    assert _run(answer).fields["speaker"] == Count(wrong=2)
    answer["speakers"][0]["name"] = "Dr Ada Moss"
    assert _run(answer).fields["speaker"] == Count(right=2)


@pytest.mark.parametrize(
    ("gold", "predicted", "same"),
    [
        ("Ray “Bricks” Donnelly", "Ray Donnelly", True),
        ("Donnelly", "Mr. Donnelly", True),
        ("Ragnhild", "Queen Ragnhild", True),
        ("Siân O'Hara", "Siân O'Hara", True),
        ("Ray Donnelly", "Donnelly", False),
        ("Ray Donnelly", "Roy Donnelly", False),
        ("Donnelly", "", False),
    ],
)
def test_when_two_names_are_the_same(gold: str, predicted: str, same: bool) -> None:
    assert same_name(gold, predicted) is same


def test_each_gold_quotation_has_one_match() -> None:
    twice = [_predicted("“It holds,”"), _predicted("“It holds,”")]
    assert match(_passage(), twice) == {0: 0}


def test_the_published_date_reaches_the_callable() -> None:
    seen: list[tuple[str, str | None]] = []

    def predict(text: str, published: str | None) -> list[Any]:
        seen.append((text, published))
        return []

    score(predict, [_passage()])
    assert seen == [(TEXT, "2026-06-10")]


@pytest.mark.parametrize(
    ("gold", "predicted", "right"),
    [
        (range(10), range(10), True),
        (range(10), range(5, 30), True),
        (range(10), range(5, 36), False),
        (range(10), range(6, 16), False),
        (range(100), range(10), True),
        (range(10), range(0), False),
    ],
)
def test_when_a_span_is_right(gold: range, predicted: range, right: bool) -> None:
    assert span_right(frozenset(gold), frozenset(predicted)) is right


def test_places_of_gold_strings() -> None:
    assert locate("the hen, he said", "he") == (1, 3)
    assert locate("the hen, he said", {"text": "he", "occurrence": 3}) == (9, 11)
    with pytest.raises(ValueError, match="as often as claimed"):
        locate("the hen", {"text": "he", "occurrence": 4})
    assert iou(frozenset(), frozenset()) == 0


def _as_predicted(passage: Passage) -> dict[str, Any]:
    """Gold itself in the form of an extraction."""

    def span(item: Any, **more: Any) -> dict[str, Any] | None:
        if item is None:
            return None
        start, end = locate(passage.text, item)
        return {"start": start, "end": end, **more}

    quotations = []
    for index, gold in enumerate(passage.quotations):
        role, time = gold["role"], gold["time"]
        cue = span(gold["cue"], act=gold["act"], negated=gold["negated"])
        quotation = {"id": f"q{index}", "spans": [span(piece) for piece in gold["content"]], "cue": cue}
        quotation |= {name: span(gold[name]) for name in ("source", "addressee", "medium")}
        quotation |= {"time": span(time, value=(time or {}).get("value")), "speaker": gold["speaker"]}
        quotation["parent"] = None if gold["parent"] is None else f"q{gold['parent']}"
        parts = {} if role is None else {"title": role["title"], "former": role["former"]}
        quotation["role"] = span(role, **parts, affiliation=span((role or {}).get("affiliation")))
        quotations.append({**quotation, "statement": gold["statement"], "reason": gold["reason"]})
    names = [{"id": name, "name": name} for name in {q["speaker"] for q in quotations} if name]
    return {"quotations": quotations, "speakers": names}


def test_gold_scored_against_itself_is_perfect() -> None:
    passages = load()
    by_text = {passage.text: passage for passage in passages}
    report = score(lambda text, published: _as_predicted(by_text[text]), passages)
    assert report.errors == []
    assert report.found.gold == sum(len(passage.quotations) for passage in passages)


def test_the_table_shows_every_field() -> None:
    lines = table(_run(_perfect())).splitlines()
    assert len(lines) == 3 + len(_run([]).fields)
    assert lines[1].split() == ["found", "100.0", "100.0", "100.0", "–", "2"]
