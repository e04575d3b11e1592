"""What the pages about lateness share: causes, the fields of an apology, the lists."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.dossiers.late_words import LATE_CAUSES
from motcua.dossiers.queries.late import LateList
from motcua.dossiers.types import LateCause
from motcua.kernel import clock
from motcua.office.fields import reason_field

LISTS: dict[LateList, Any] = {
    LateList.OVERDUE: _("Overdue without apology"),
    LateList.SOON: _("Due within two days"),
    LateList.APOLOGISED: _("Apologised, still open"),
    LateList.CAUSE: _("Late without a cause"),
}


def cause_field() -> forms.Field:
    """Return a field for the cause of a lateness."""
    return forms.TypedChoiceField(
        label=_("Cause"),
        choices=[("", _("Choose the cause")), *((c.value, w) for c, w in LATE_CAUSES.items())],
        coerce=LateCause,
        empty_value=LateCause.NONE,
    )


class ApologyFields(forms.Form):
    """Cause, what the applicant reads, the new date."""

    cause = cause_field()
    reason = reason_field(
        _("What the applicant reads about the cause"),
        _("In plain words, as it stands in the letter: what is still missing and who does it."),
    )
    promised_on = forms.DateField(
        label=_("The result will be ready on"),
        help_text=_("A working day; the result is promised for its closing time."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
    )

    def days_check(self) -> None:
        """Let no day be chosen that has passed."""
        tomorrow: date = clock.today() + timedelta(days=1)
        self.fields["promised_on"].widget.attrs["min"] = tomorrow.isoformat()
