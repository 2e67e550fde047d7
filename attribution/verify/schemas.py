"""The JSON form of a verification."""

from __future__ import annotations

from typing import Any, get_args

from marshmallow import EXCLUDE, Schema, fields, post_load, validate

from attribution.verify.records import (
    Change,
    ChangeKind,
    Cut,
    Evidence,
    KeptArticle,
    KeptEvidence,
    StoreVerification,
    Verdict,
    Verification,
)


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


def _kept(text: str, **more: Any) -> dict[str, Any]:
    return {"metadata": {"description": f"{text} From a store alone."}, **more}


class FoundArticleSchema(Schema):
    """An article of a store."""

    id = fields.Integer(**_about("Its number in the store."))
    key = fields.String(**_about("Its id, else its url, else the hash of its first text."))
    title = fields.String(**_about("Its title.", allow_none=True))
    url = fields.String(**_about("Its address.", allow_none=True))
    outlet = fields.String(**_about("Where it appeared.", allow_none=True))
    day = fields.String(**_about("Its day of publication, YYYY-MM-DD.", allow_none=True))
    revision = fields.Integer(
        **_about("Which version of its text has the words.", validate=validate.Range(1))
    )
    stood_until = fields.Integer(
        **_about(
            "Null where that is the current one; else the last revision that had them: they have gone since.",
            allow_none=True,
            validate=validate.Range(1),
        )
    )

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> KeptArticle:
        """The article."""
        return KeptArticle(**data)


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

    article = fields.Nested(FoundArticleSchema, **_kept("The article."))
    quotation_id = fields.Integer(**_kept("Number of the quotation.", allow_none=True))
    speaker_id = fields.Integer(**_kept("Number of the speaker's entry.", allow_none=True))

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Evidence:
        """The evidence."""
        kind = KeptEvidence if "article" in data else Evidence
        return kind(**{**data, "changes": tuple(data["changes"]), "cuts": tuple(data["cuts"])})


class VerificationSchema(Schema):
    """The verdict on a quotation, and what it rests on."""

    verdict = fields.String(
        **_about("One word for what was found.", validate=validate.OneOf(get_args(Verdict)))
    )
    evidence = fields.Nested(EvidenceSchema, **_about("The best evidence; null for none.", allow_none=True))
    others = fields.List(fields.Nested(EvidenceSchema), **_about("What else was found, the best first."))

    compared = fields.Integer(**_kept("How many articles were compared word by word."))
    complete = fields.Boolean(**_kept("Whether no other article can have these words."))

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Verification:
        """The verification."""
        kind = StoreVerification if "compared" in data else Verification
        return kind(**{**data, "others": tuple(data["others"])})


def dump_verification(verification: Verification) -> dict[str, Any]:
    """The JSON form of a verification."""
    dumped: dict[str, Any] = VerificationSchema().dump(verification)
    return dumped


def load_verification(data: Any) -> Verification:
    """The verification in its JSON form, which may say more. Raises marshmallow's ValidationError."""
    found: Verification = VerificationSchema().load(data, unknown=EXCLUDE)
    return found
