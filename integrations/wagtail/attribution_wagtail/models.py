"""The records beside a page: its extraction, and its quotations with what editors decided."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.functional import cached_property
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """How far the work on a page is."""

    PENDING = "pending", _("waiting")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")


class Verdict(models.TextChoices):
    """What an editor decided on a quotation."""

    OPEN = "", _("To review")
    ACCEPTED = "accepted", _("Accepted")
    CORRECTED = "corrected", _("Corrected")
    REJECTED = "rejected", _("Rejected")


class Kind(models.TextChoices):
    """What a speaker is, as in the records."""

    PERSON = "person", _("person")
    GROUP = "group", _("group")
    ORGANISATION = "organisation", _("organisation")
    DOCUMENT = "document", _("document")
    AUTHOR = "author", _("author of the article")
    NONE = "none", _("nobody")


class PageExtraction(models.Model):
    """The extraction of one page.

    `sha256` is of the article that it was made of, `wanted` of the one that was published last. An older
    extraction stays until the newer is there; as long as the two digests differ it is not up to date.
    """

    page = models.OneToOneField(
        "wagtailcore.Page", on_delete=models.CASCADE, related_name="attribution", verbose_name=_("page")
    )
    revision = models.ForeignKey(
        "wagtailcore.Revision",
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("revision"),
    )
    status = models.CharField(
        max_length=10, choices=Status.choices, default=Status.PENDING, verbose_name=_("status")
    )
    error = models.TextField(blank=True, default="", verbose_name=_("error"))
    wanted = models.CharField(max_length=64, blank=True, default="", editable=False)
    sha256 = models.CharField(max_length=64, blank=True, default="", editable=False)
    data = models.JSONField(null=True, editable=False, verbose_name=_("extraction"))
    requested_at = models.DateTimeField(null=True, verbose_name=_("requested at"))
    finished_at = models.DateTimeField(null=True, verbose_name=_("finished at"))
    reviewed = models.BooleanField(default=False, verbose_name=_("reviewed"))
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("last reviewer"),
    )
    reviewed_at = models.DateTimeField(null=True, verbose_name=_("last reviewed at"))

    class Meta:
        verbose_name = _("extraction")
        verbose_name_plural = _("extractions")

    def __str__(self) -> str:
        return str(self.page)

    @property
    def current(self) -> bool:
        """True when the extraction is of the article that was published last."""
        return self.data is not None and self.sha256 == self.wanted

    @cached_property
    def statements(self) -> list[PageQuotation]:
        """The quotations to be reviewed, in the order of the article."""
        return [row for row in self._rows if row.statement]

    @cached_property
    def others(self) -> list[PageQuotation]:
        """Words in marks and the like that nobody stated."""
        return [row for row in self._rows if not row.statement]

    @cached_property
    def _rows(self) -> list[PageQuotation]:
        return list(self.quotations.filter(present=True).select_related("reviewer"))

    @property
    def open_count(self) -> int:
        """How many quotations wait for a decision."""
        return sum(row.verdict == Verdict.OPEN for row in self.statements)

    @property
    def warnings(self) -> list[str]:
        """What a reader of the records should know, in the engine's words."""
        return [warning["message"] for warning in (self.data or {}).get("warnings", ())]


class PageQuotation(models.Model):
    """One quotation of a page, which keeps its row and its review as long as the article has it like that.

    `key` names it over extractions; `found_…` is what the engine says, `speaker`, `kind` and `role` what an
    editor put in its place when the verdict is "corrected". A row whose quotation is gone is not `present`.
    """

    extraction = models.ForeignKey(PageExtraction, on_delete=models.CASCADE, related_name="quotations")
    key = models.CharField(max_length=64, editable=False)
    quotation_id = models.CharField(max_length=20, editable=False)
    number = models.PositiveIntegerField(default=0, editable=False)
    present = models.BooleanField(default=True, editable=False)
    statement = models.BooleanField(default=True, editable=False)
    reason = models.CharField(max_length=20, blank=True, default="", editable=False)
    type = models.CharField(max_length=10, editable=False)
    text = models.TextField(editable=False, verbose_name=_("quotation"))
    before = models.TextField(blank=True, default="", editable=False)
    after = models.TextField(blank=True, default="", editable=False)
    confidence = models.FloatField(null=True, editable=False)
    found_speaker = models.TextField(blank=True, default="", editable=False)
    found_kind = models.CharField(max_length=20, blank=True, default="", editable=False)
    found_role = models.TextField(blank=True, default="", editable=False)
    verdict = models.CharField(
        max_length=10, blank=True, choices=Verdict.choices, default=Verdict.OPEN, verbose_name=_("verdict")
    )
    speaker = models.CharField(max_length=255, blank=True, default="", verbose_name=_("speaker"))
    kind = models.CharField(
        max_length=20, choices=Kind.choices, default=Kind.PERSON, verbose_name=_("the speaker is a")
    )
    role = models.CharField(max_length=255, blank=True, default="", verbose_name=_("role"))
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", editable=False
    )
    reviewed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("quotation")
        verbose_name_plural = _("quotations")
        ordering = ("extraction", "number")
        constraints = (
            models.UniqueConstraint(fields=("extraction", "key"), name="attribution_wagtail_quotation"),
        )

    def __str__(self) -> str:
        words = Truncator(" ".join(self.text.split())).chars(120)
        said = f"{words} — {self.credit}" if self.credit else words
        return said if self.usable else f"{said} ({self.why_unusable})"

    @property
    def speaker_shown(self) -> str:
        """Who said it, by the editor or else by the engine; empty where nobody is known."""
        return self.speaker if self.verdict == Verdict.CORRECTED else self.found_speaker

    @property
    def role_shown(self) -> str:
        """In which role, by the editor or else by the engine."""
        return self.role if self.verdict == Verdict.CORRECTED else self.found_role

    @property
    def credit(self) -> str:
        """Speaker and role in one line."""
        return ", ".join(filter(None, (self.speaker_shown, self.role_shown)))

    @property
    def credit_found(self) -> str:
        """Speaker and role as the engine has them."""
        return ", ".join(filter(None, (self.found_speaker, self.found_role)))

    @property
    def percent(self) -> int | None:
        """How sure the engine is of the speaker, in hundredths."""
        return None if self.confidence is None else round(100 * self.confidence)

    @property
    def usable(self) -> bool:
        """True when it may be shown as somebody's words: in the article, and not rejected."""
        return self.present and self.statement and self.verdict != Verdict.REJECTED

    @property
    def why_unusable(self) -> Any:
        """What to tell an editor of a quotation that is not shown."""
        return _("rejected") if self.verdict == Verdict.REJECTED else _("no longer in the article")
