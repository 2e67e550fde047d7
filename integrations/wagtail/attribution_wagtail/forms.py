"""The form in which an editor decides on a quotation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from attribution_wagtail.models import PageQuotation, Verdict

DECIDED = ("verdict", "speaker", "kind", "role")


class ReviewForm(forms.ModelForm):
    """The decision on one quotation.

    What the editor saw is sent along, so that only what the editor changed is kept, and nobody's decision is
    overwritten unseen.
    """

    class Meta:
        model = PageQuotation
        fields = DECIDED
        widgets = {  # noqa: RUF012
            "verdict": forms.RadioSelect,
            "speaker": forms.TextInput(attrs={"list": "attribution-speakers", "autocomplete": "off"}),
            "role": forms.TextInput(attrs={"autocomplete": "off"}),
        }

    def __init__(self, *args: Any, instance: PageQuotation, **options: Any) -> None:
        offered = {}
        if instance.verdict != Verdict.CORRECTED:  # a correction begins with what was found
            offered = {"speaker": instance.found_speaker[:255], "role": instance.found_role[:255]}
            offered["kind"] = instance.found_kind or instance.kind
        self.before = {name: getattr(instance, name) for name in DECIDED}
        self.offered = {**self.before, **offered}
        super().__init__(*args, instance=instance, initial=self.offered, **options)
        for field in self.fields.values():
            field.show_hidden_initial = True

    @property
    def verdict_seen(self) -> str:
        """The verdict that the editor saw, for a template that draws the choice itself."""
        return self["verdict"].as_hidden(only_initial=True)

    @property
    def corrections(self) -> list[forms.BoundField]:
        """The fields that a correction fills in."""
        return [self[name] for name in DECIDED if name != "verdict"]

    def clean(self) -> dict[str, Any]:
        """Refuses to overwrite somebody else's decision unseen, and a correction that corrects nothing."""
        cleaned: dict[str, Any] = super().clean()
        if self.has_changed() and not self._seen():
            raise ValidationError(_("Somebody else has decided on this quotation meanwhile: see above."))
        if cleaned.get("verdict") == Verdict.CORRECTED and not self._corrects(cleaned):
            self.add_error("speaker", _("Correct the speaker or the role, or accept the quotation."))
        return cleaned

    def save(self, *, user: Any) -> PageQuotation:
        """Keeps the decision, and whose it is."""
        row: PageQuotation = self.instance
        if row.verdict != Verdict.CORRECTED:
            row.speaker, row.role = "", ""
        open_again = row.verdict == Verdict.OPEN
        row.reviewer, row.reviewed_at = (None, None) if open_again else (user, timezone.now())
        row.save()
        return row

    def _seen(self) -> bool:
        """True when the row is as it was when the editor saw it."""
        for name, now in self.offered.items():
            sent = self.data.get(self.add_initial_prefix(name))
            if sent is not None and sent != str(now):
                return False
        return True

    def _corrects(self, cleaned: dict[str, Any]) -> bool:
        row = self.instance
        found = (row.found_speaker[:255], row.found_role[:255], row.found_kind or row.kind)
        return (cleaned.get("speaker"), cleaned.get("role"), cleaned.get("kind")) != found
