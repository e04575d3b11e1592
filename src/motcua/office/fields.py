"""Fields and forms that several acts share."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.kernel import clock
from motcua.office.acting import ActForm
from motcua.office.lacking import papers_lacking
from motcua.office.returned import answer_asked

REASON_MAX = 1000
AMOUNT_MAX = 10**15


def reason_field(
    label: Any, hint: Any = "", *, rows: int = 4, required: bool = True
) -> forms.Field:
    """Return a field for a few sentences."""
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=REASON_MAX,
        required=required,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class _Barring:
    """A widget whose options with a value in `barred` are shown and cannot be chosen."""

    barred: frozenset[str] = frozenset()

    def create_option(self, name: str, value: Any, *args: Any, **more: Any) -> dict[str, Any]:
        """Return an option as the widget draws it."""
        option: dict[str, Any] = super().create_option(name, value, *args, **more)  # type: ignore[misc]
        if str(value) in self.barred:
            option["attrs"]["disabled"] = True
        return option


class BarringBoxes(_Barring, forms.CheckboxSelectMultiple):
    """Boxes of which some cannot be ticked; their words say why."""


class BarringSelect(_Barring, forms.Select):
    """A list of which some lines cannot be chosen; their words say why."""


class MoneyField(forms.CharField):
    """A whole amount in dong; marks of thousands may be typed."""

    def __init__(self, *, least: int = 1, **more: Any) -> None:
        self.least = least
        super().__init__(
            max_length=30, widget=forms.TextInput(attrs={"inputmode": "numeric"}), **more
        )

    def clean(self, value: Any) -> Any:
        """Return the number; ValidationError for anything that is not one."""
        text = "".join(str(super().clean(value)).replace("₫", "").split())
        digits = text.replace(".", "").replace(",", "")
        if (
            not digits.isascii()
            or not digits.isdigit()
            or not self.least <= int(digits) < AMOUNT_MAX
        ):
            raise forms.ValidationError(_("Enter a whole amount in dong, such as 1.200.000."))
        return int(digits)


class LinesField(forms.CharField):
    """Several things, one a line."""

    def __init__(self, **more: Any) -> None:
        super().__init__(max_length=5000, widget=forms.Textarea(attrs={"rows": 5}), **more)

    def clean(self, value: Any) -> Any:
        """Return the lines that say something; ValidationError for a line that is too long."""
        lines = [line.strip() for line in str(super().clean(value)).splitlines() if line.strip()]
        if any(len(line) > 500 for line in lines):
            raise forms.ValidationError(_("One line is too long; 500 characters at most."))
        if len(lines) > 50:
            raise forms.ValidationError(_("These are too many lines; 50 at most."))
        return lines


class SupplementForm(ActForm):
    """What is missing, why, until when."""

    items = LinesField(
        label=gettext_lazy("Papers or corrections"), help_text=gettext_lazy("One a line.")
    )
    reason = reason_field(
        gettext_lazy("Reason"), gettext_lazy("In plain words: the applicant reads this.")
    )
    deadline = forms.DateField(
        label=gettext_lazy("To be handed in by"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
    )
    legal_basis = forms.CharField(label=gettext_lazy("Legal basis"), max_length=300, required=False)

    def build(self) -> None:
        """No day that has passed; what the counter knows to be missing stands there already."""
        if self.dossier.accepted_at is None:
            lacking = [one.name for one in papers_lacking(self.dossier)]
            self.fields["items"].initial = "\n".join(lacking)
        back = answer_asked(self.dossier)
        if back is not None:
            self.fields["items"].initial = back.put_right
            self.fields["reason"].initial = back.reason
        self.fields["deadline"].widget.attrs["min"] = clock.today().isoformat()
