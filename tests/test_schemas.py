"""The JSON form: complete, strict and the same both ways."""

import dataclasses
import json
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from marshmallow import Schema, ValidationError, fields

from attribution import records, schemas
from attribution.schemas import dump_extraction, load_extraction
from tests.samples import sample

words = st.text(max_size=12)
some = st.text(min_size=1, max_size=12)
scores = st.floats(0, 1)
maybe = st.none()


def spans(
    record: type[records.Span] = records.Span, **more: st.SearchStrategy[Any]
) -> st.SearchStrategy[Any]:
    def build(start: int, length: int, **values: Any) -> records.Span:
        return record(start, start + length, **values)

    numbers = st.integers(0, 10**7)
    return st.builds(
        build, numbers, numbers, text=words, field=st.sampled_from(get_args(records.FieldName)), **more
    )


def several(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(strategy, max_size=2).map(tuple)


def choices(literal: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from(get_args(literal))


cues = spans(records.Cue, lemma=words, act=choices(records.Act), negated=st.booleans())
mentions = spans(records.Mention, form=choices(records.Form))
roles = spans(records.Role, title=maybe | some, affiliation=maybe | spans(), former=st.booleans())
speakers = st.builds(
    records.Speaker,
    id=some, name=maybe | some, label=words, kind=choices(records.Kind), named=st.booleans(),
    anonymous=st.booleans(), mentions=several(mentions), roles=several(roles), aliases=several(words),
    ids=st.dictionaries(words, words, max_size=2),
)  # fmt: skip
quotations = st.builds(
    records.Quotation,
    id=some, type=choices(records.QuotationType), text=words, spans=several(spans()), cue=maybe | cues,
    source=maybe | mentions, speaker=maybe | some, role=maybe | roles, addressee=maybe | spans(),
    medium=maybe | spans(), time=maybe | spans(records.Time, value=maybe | some), parent=maybe | some,
    paragraph=st.integers(0, 999), context=st.builds(records.Context, words, words), quoted=several(spans()),
    topics=several(words), statement=st.booleans(), reason=maybe | choices(records.Reason),
    confidence=st.builds(records.Confidence, scores, maybe | scores, maybe | scores, maybe | scores),
    evidence=several(words),
)  # fmt: skip
article = st.builds(
    records.Article,
    id=maybe | words, url=maybe | words, title=maybe | words, published=maybe | words,
    language=maybe | words, sha256=words, length=st.integers(0, 10**7),
)  # fmt: skip
notes = st.builds(records.Warning, some, words, st.just(3), st.just(9)) | st.builds(
    records.Warning, some, words
)
extractions = st.builds(
    records.Extraction,
    article=article, quotations=several(quotations), speakers=several(speakers), warnings=several(notes),
    model=st.builds(records.Model, some, some), unit=choices(records.Unit), schema=st.just("1"),
)  # fmt: skip


def dumped() -> Any:
    return json.loads(json.dumps(dump_extraction(sample())))


@settings(max_examples=60, deadline=None)
@given(extractions)
def test_round_trip_through_json(extraction: records.Extraction) -> None:
    text = json.dumps(dump_extraction(extraction))
    assert load_extraction(json.loads(text)) == extraction


@settings(max_examples=60, deadline=None)
@given(extractions)
def test_it_is_dumped_as_the_schema_says(extraction: records.Extraction) -> None:
    found = dump_extraction(extraction)
    assert json.dumps(found) == json.dumps(schemas.ExtractionSchema().dump(extraction))


def test_keys_are_those_of_the_records_in_their_order() -> None:
    data = dump_extraction(sample())
    assert list(data) == ["schema", "article", "unit", "quotations", "speakers", "warnings", "model"]
    quotation = data["quotations"][0]
    assert list(quotation) == [f.name for f in dataclasses.fields(records.Quotation)]
    assert list(quotation["cue"]) == ["start", "end", "text", "field", "lemma", "act", "negated"]
    assert list(data["speakers"][0]) == [f.name for f in dataclasses.fields(records.Speaker)]
    assert quotation["addressee"] is None
    assert data["speakers"][0]["ids"] == {"desk": "17"}


def test_every_record_has_the_fields_of_its_schema() -> None:
    for schema in schemas.RecordSchema.__subclasses__() + schemas.SpanSchema.__subclasses__():
        record = getattr(schema, "record", None)
        if dataclasses.is_dataclass(record):
            assert set(schema().fields) == {f.name for f in dataclasses.fields(record)}, schema


def test_every_field_is_described_and_required() -> None:
    def walk(schema: Schema) -> None:
        for name, field in schema.fields.items():
            assert field.metadata.get("description"), (schema, name)
            assert field.required, (schema, name)
            inner = field.inner if isinstance(field, fields.List) else field
            if isinstance(inner, fields.Nested):
                walk(inner.schema)

    walk(schemas.ExtractionSchema())


REFUSED = [
    (("quotations", 0, "spans", 0, "end"), -1),
    (("quotations", 0, "spans", 0, "start"), 17),
    (("quotations", 0, "spans", 0, "start"), "0"),
    (("quotations", 0, "spans", 0, "field"), "caption"),
    (("quotations", 0, "type"), "oblique"),
    (("quotations", 0, "cue", "act"), "sing"),
    (("quotations", 0, "cue", "negated"), 1),
    (("quotations", 0, "source", "form"), "verb"),
    (("quotations", 0, "reason"), "dull"),
    (("quotations", 0, "speaker"), ""),
    (("quotations", 0, "confidence", "content"), 1.5),
    (("quotations", 0, "confidence", "content"), "0.5"),
    (("quotations", 0, "confidence", "source"), True),
    (("speakers", 0, "kind"), "cat"),
    (("speakers", 0, "name"), ""),
    (("speakers", 0, "ids"), {"desk": 17}),
    (("unit",), "byte"),
    (("schema",), "2"),
    (("model",), None),
]


@pytest.mark.parametrize(
    ("path", "value"), REFUSED, ids=lambda x: ".".join(map(str, x)) if isinstance(x, tuple) else None
)
def test_a_bad_value_is_refused_by_its_path(path: tuple[Any, ...], value: Any) -> None:
    data = dumped()
    owner = data
    for step in path[:-1]:
        owner = owner[step]
    owner[path[-1]] = value
    with pytest.raises(ValidationError) as caught:
        load_extraction(data)
    messages: Any = caught.value.messages
    for step in path[:-1]:
        messages = messages[step]
    assert path[-1] in messages or "end" in messages


def test_unknown_and_missing_keys_are_errors() -> None:
    data = dumped()
    data["speakers"][0]["age"] = 40
    del data["article"]["length"]
    with pytest.raises(ValidationError) as caught:
        load_extraction(data)
    assert caught.value.messages == {
        "speakers": {0: {"age": ["Unknown field."]}},
        "article": {"length": ["Missing data for required field."]},
    }


def test_half_a_warning_span_is_an_error() -> None:
    data = dumped()
    data["warnings"] = [
        {"code": "unclosed-mark", "message": "A mark is never closed.", "start": 4, "end": None}
    ]
    with pytest.raises(ValidationError, match="both"):
        load_extraction(data)


def test_loaded_records_are_hashable_where_frozen_ones_are() -> None:
    loaded = load_extraction(dumped())
    assert isinstance(loaded.quotations, tuple)
    assert hash(loaded.quotations[0]) == hash(sample().quotations[0])
    with pytest.raises(TypeError):
        loaded.speakers[0].ids["desk"] = "18"  # type: ignore[index]
