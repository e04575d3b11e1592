"""The form of "what if": how many rows more would count, and what the unit would have then."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from motcua.indicators.index.valuing import Index
from motcua.indicators.index.whatif import what_if
from motcua.indicators.types import Period
from motcua.office.serviceindex import points_text

PREFIX = "if"
MOST = 9_999_999


class WhatIfForm(forms.Form):
    """A number for each indicator that could still gain; empty means none."""

    def __init__(self, data: QueryDict | None, lifts: list[dict[str, Any]]) -> None:
        """Make a field of each line of "what would lift this unit"."""
        super().__init__(data, prefix=PREFIX)
        for row in lifts:
            self.fields[row["id"]] = forms.IntegerField(
                label=f"{row['id']} {row['name']}",
                help_text=_("%(counted)s of %(all)s count now")
                % {"counted": row["numerator"], "all": row["denominator"]},
                required=False,
                min_value=0,
                max_value=MOST,
            )


def what_if_shown(
    asked: QueryDict, index: Index, lifts: list[dict[str, Any]], period: Period
) -> dict[str, Any]:
    """Return the form and, once something is asked, the points before and after."""
    names = [f"{PREFIX}-{row['id']}" for row in lifts]
    is_asked = any(asked.get(name, "").strip() for name in names)
    form = WhatIfForm(asked if is_asked else None, lifts)
    shown: dict[str, Any] = {"form": form, "asked": is_asked, "answer": ""}
    if is_asked and form.is_valid():
        more = {key: number for key, number in form.cleaned_data.items() if number}
        then = what_if(index, more, period.last)
        shown["answer"] = _("%(then)s of %(most)s points instead of %(now)s (+%(gain)s).") % {
            "then": points_text(then.points),
            "most": points_text(then.reachable),
            "now": points_text(index.points),
            "gain": points_text(then.points - index.points),
        }
    return shown
