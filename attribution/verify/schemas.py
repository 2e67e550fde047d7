"""The JSON form of a verification."""

from __future__ import annotations

from typing import Any, get_args

from marshmallow import EXCLUDE, Schema, fields, post_load, validate

from attribution.verify.records import Change, ChangeKind, Cut, Evidence, Verdict, Verification


def _about(text: str, **more: Any) -> dict[str, Any]:
    return {"required": True, "metadata": {"description": text}, **more}


class ChangeSchema(Schema):
    """Words as given and as they stand in the original; one of them may be empty."""

    kind = fields.String(
        **_about(
            "How they differ; `ellipsis` and `brackets` are told by the quotation, the others are not.",
            validate=validate.OneOf(get_args(ChangeKind)),
        )
    )
    given = fields.String(**_about("The words of the quotation."))
    found = fields.String(**_about("The words of the original."))

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Change:
        """The change."""
        return Change(**data)


class CutSchema(Schema):
    """Words of the original that were cut, and that may change the sense."""

    start = fields.Integer(
        **_about("Where they begin, in code points of the original.", validate=validate.Range(0))
    )
    end = fields.Integer(**_about("Where they end.", validate=validate.Range(0)))
    text = fields.String(**_about("The words."))

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Cut:
        """The cut."""
        return Cut(**data)


class EvidenceSchema(Schema):
    """Where the words, or something like them, stand."""

    original = fields.String(**_about("Identifier of the original.", allow_none=True))
    start = fields.Integer(
        **_about("Where it begins, in code points of the original.", validate=validate.Range(0))
    )
    end = fields.Integer(**_about("Where it ends.", validate=validate.Range(0)))
    text = fields.String(**_about("The words of the original."))
    before = fields.String(**_about("What stands before."))
    after = fields.String(**_about("What stands after."))
    wording = fields.String(
        **_about("How the words compare, whoever said them.", validate=validate.OneOf(get_args(Verdict)))
    )
    score = fields.Float(**_about("How near they are, up to 1.", validate=validate.Range(0, 1)))
    changes = fields.List(fields.Nested(ChangeSchema), **_about("What differs."))
    cuts = fields.List(fields.Nested(CutSchema), **_about("What was cut and may change the sense."))
    quotation = fields.String(
        **_about("The quotation of the extraction that it is a part of.", allow_none=True)
    )
    speaker = fields.String(**_about("Name of who said it, by the original.", allow_none=True))
    speaker_agrees = fields.Boolean(
        **_about(
            "Whether that can be who is said to have said it; null where it is not known.", allow_none=True
        )
    )

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Evidence:
        """The evidence."""
        return Evidence(**{**data, "changes": tuple(data["changes"]), "cuts": tuple(data["cuts"])})


class VerificationSchema(Schema):
    """The verdict on a quotation, and what it rests on."""

    verdict = fields.String(
        **_about("One word for what was found.", validate=validate.OneOf(get_args(Verdict)))
    )
    evidence = fields.Nested(EvidenceSchema, **_about("The best evidence; null for none.", allow_none=True))
    others = fields.List(fields.Nested(EvidenceSchema), **_about("What else was found, the best first."))

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Verification:
        """The verification."""
        return Verification(**{**data, "others": tuple(data["others"])})


def dump_verification(verification: Verification) -> dict[str, Any]:
    """The JSON form of a verification."""
    dumped: dict[str, Any] = VerificationSchema().dump(verification)
    return dumped


def load_verification(data: Any) -> Verification:
    """The verification in its JSON form, which may say more. Raises marshmallow's ValidationError."""
    found: Verification = VerificationSchema().load(data, unknown=EXCLUDE)
    return found
