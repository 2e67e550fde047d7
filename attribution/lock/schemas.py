"""The JSON form of a key, and of what comes of unlocking."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from marshmallow import EXCLUDE, RAISE, Schema, ValidationError, fields, post_load, validate

from attribution.lock.records import (
    SCHEMA,
    Checked,
    Compared,
    Comparison,
    Fault,
    FaultKind,
    Key,
    KeyRefused,
    Known,
    Locked,
    LockedWords,
    Markup,
    Passage,
    Unlocked,
    UnlockRefused,
    Voice,
    Words,
)
from attribution.records import Kind
from attribution.schemas import Flag, RecordSchema
from attribution.verify.schemas import ChangeSchema

_SOME = validate.Length(min=1)
_DIGEST = validate.Regexp("^[0-9a-f]{64}$", error="Not a SHA-256 in hexadecimal digits.")


def _about(text: str, **more: Any) -> dict[str, Any]:
    return {"required": True, "metadata": {"description": text}, **more}


def _text(about: str, **more: Any) -> fields.String:
    return fields.String(**_about(about, **more))


def _place(about: str) -> fields.Integer:
    return fields.Integer(**_about(about, strict=True, validate=validate.Range(min=0)))


def _one_of(about: str, choices: Any) -> fields.String:
    return _text(about, validate=validate.OneOf(get_args(choices)))


def _items(about: str, of: Any) -> fields.List[Any]:
    return fields.List(of, **_about(about))


class _ValueSchema(RecordSchema):
    """A schema of a record whose lists are tuples."""

    @post_load
    def make_record(self, data: dict[str, Any], **_: Any) -> Any:
        """The loaded values as a record."""
        found = {name: tuple(value) if isinstance(value, list) else value for name, value in data.items()}
        return self.record(**found)


class KnownSchema(_ValueSchema):
    """A speaker as the article knows it."""

    record = Known

    id = _text("Identifier within the key.", validate=_SOME)
    name = _text("The fullest name; null where there is none.", allow_none=True)
    label = _text("What to show.")
    kind = _one_of("What kind of speaker it is.", Kind)
    forms = _items("All words that stand for the speaker in the article.", fields.String())


class LockedWordsSchema(_ValueSchema):
    """Words that a token stands for."""

    record = LockedWords

    token = _text("The token.", validate=_SOME)
    quotation = _text("Identifier of the quotation; one with several tokens was interrupted.")
    start = _place("Where the words begin in the article, in code points.")
    end = _place("Where they end.")
    text = _text("The words as given, with marks and markup.")
    opening = _text("The mark that they begin with; empty for none.")
    closing = _text("The mark that they end with; empty for none.")
    speaker = _text("Who said them; null where the article does not tell.", allow_none=True)
    near = Flag(**_about("Whether the speaker stood near them, and must do so."))
    enclosed = Flag(**_about("Whether marks or brackets of the article stand right around them."))


class KeySchema(_ValueSchema):
    """What unlocking needs. Keep it as it is: `digest` tells of any change."""

    record = Key

    schema = _text("Version of this form.", validate=validate.Equal(SCHEMA))
    markup = _one_of("What the article is.", Markup)
    language = _text("Language of the article.", validate=_SOME)
    sha256 = _text("SHA-256 of the article, in hexadecimal digits.", validate=_DIGEST)
    length = _place("Length of the article, in code points.")
    tokens = _items("The words of each token, in the order of the article.", fields.Nested(LockedWordsSchema))
    speakers = _items("Who said them.", fields.Nested(KnownSchema))
    digest = _text("SHA-256 of all the rest.", validate=_DIGEST)


class LockedSchema(_ValueSchema):
    """An article with tokens in the place of its quotations."""

    record = Locked

    text = _text("The article, as it was given but for its quotations.")
    key = fields.Nested(KeySchema, **_about("What unlocking needs."))


class FaultSchema(_ValueSchema):
    """What became of a token that it must not."""

    record = Fault

    kind = _one_of("What it is.", FaultKind)
    message = _text("The same in words.")
    token = _text("The token, or what looks like one.", allow_none=True)
    quotation = _text("The quotation that it is of; null where no token is meant.", allow_none=True)
    start = _place("Where it stands, in code points of the text; of a lost one, where it might.")
    end = _place("Where it ends.")
    line = _place("The line, from 1.")
    column = _place("The column, from 1.")
    before = _text("Who said it, where that is at fault.", allow_none=True)
    after = _text("Who says it now, where that is at fault.", allow_none=True)


class UnlockedSchema(_ValueSchema):
    """An article with its quotations put back."""

    record = Unlocked

    text = _text("The article.")
    checked = _one_of("What was looked at: the tokens alone, or the speakers, too.", Checked)
    lost = _items("Tokens that are gone, which was allowed.", fields.String())
    unsure = _items("Tokens of which it cannot be said who speaks now.", fields.String())


class UnlockingSchema(Schema):
    """An article with its quotations put back, or all that is wrong with it."""

    text = _text("The article; null where anything is wrong.", allow_none=True)
    checked = _one_of("What was looked at: the tokens alone, or the speakers, too.", Checked)
    lost = _items("Tokens that are gone, which was allowed.", fields.String())
    unsure = _items("Tokens of which it cannot be said who speaks now.", fields.String())
    faults = _items("What is wrong.", fields.Nested(FaultSchema))


def dump_key(key: Key) -> dict[str, Any]:
    """The JSON form of a key."""
    return dict(KeySchema().dump(key))


def load_key(data: Any) -> Key:
    """The key in its JSON form. Raises KeyRefused for what is none."""
    try:
        key: Key = KeySchema().load(data, unknown=RAISE)
    except ValidationError as error:
        raise KeyRefused(f"this is no key: {_first(error.messages)}") from None
    return key


def dump_unlocked(outcome: Unlocked | UnlockRefused, checked: Checked) -> dict[str, Any]:
    """The JSON form of either outcome of unlocking; its keys are always the same."""
    if isinstance(outcome, Unlocked):
        return {**UnlockedSchema().dump(outcome), "faults": []}
    faults = FaultSchema().dump(outcome.faults, many=True)
    return {"text": None, "checked": checked, "lost": [], "unsure": [], "faults": faults}


def _first(messages: Any, path: str = "") -> str:
    """The first of marshmallow's messages, led by its field."""
    if isinstance(messages, Mapping):
        name, inner = next(iter(messages.items()))
        return _first(inner, f"{path}.{name}" if path and name != "_schema" else str(name))
    first = messages[0] if isinstance(messages, list) else messages
    return f"{path}: {first}"


class PassageSchema(_ValueSchema):
    """Words in marks in one version."""

    record = Passage

    quotation = _text("Identifier of the quotation in the extraction of that version.")
    start = _place("Where it begins in the version as given, in code points.")
    end = _place("Where it ends.")
    text = _text("The words, marks included, markup removed.")
    speaker = _text("Who says them there; null where that is not known.", allow_none=True)


class ComparedSchema(Schema):
    """What became of words in marks, and of who says them."""

    words = _one_of("What became of the words.", Words)
    speaker = fields.String(
        **_about(
            "Who says them now; null where that cannot be said.",
            allow_none=True,
            validate=validate.OneOf(get_args(Voice)),
        )
    )
    at_fault = Flag(**_about("Whether somebody should look at it."))
    before = fields.Nested(
        PassageSchema, **_about("Where they stood; null for what was invented.", allow_none=True)
    )
    after = fields.Nested(
        PassageSchema, **_about("Where they stand; null for what was dropped.", allow_none=True)
    )
    changes = _items("What differs: `found` before, `given` after.", fields.Nested(ChangeSchema))
    cuts = _items("What was cut and may change the sense.", fields.String())

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Compared:
        """The value."""
        data.pop("at_fault")
        return Compared(**{**data, "changes": tuple(data["changes"]), "cuts": tuple(data["cuts"])})


class ComparisonSchema(_ValueSchema):
    """All words in marks of two versions."""

    record = Comparison

    quotations = _items(
        "Those of the later version in their order, then what was dropped.", fields.Nested(ComparedSchema)
    )


def dump_comparison(comparison: Comparison) -> dict[str, Any]:
    """The JSON form of a comparison."""
    return dict(ComparisonSchema().dump(comparison))


def load_comparison(data: Any) -> Comparison:
    """The comparison in its JSON form, which may say more. Raises marshmallow's ValidationError."""
    found: Comparison = ComparisonSchema().load(data, unknown=EXCLUDE)
    return found


def load_locked(data: Any) -> Locked:
    """The locked article in its JSON form. Raises marshmallow's ValidationError."""
    found: Locked = LockedSchema().load(data)
    return found


def load_unlocked(data: Any) -> Unlocked | UnlockRefused:
    """Either outcome of unlocking in its JSON form. Raises marshmallow's ValidationError."""
    outcome = UnlockingSchema().load(data, unknown=EXCLUDE)
    if outcome["text"] is None:
        return UnlockRefused(outcome["faults"])
    return Unlocked(outcome["text"], outcome["checked"], tuple(outcome["lost"]), tuple(outcome["unsure"]))
