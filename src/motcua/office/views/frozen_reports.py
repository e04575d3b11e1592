"""A unit's frozen reports: what is due next, what waits for whom, everything that was sent."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.indicators.reports.sheets import reports_of
from motcua.kernel import clock
from motcua.kernel.errors import Forbidden, Refused
from motcua.office.frozen_reports import (
    expected_words,
    line_words,
    period_words,
    periods_offered,
    report_tabs,
    report_title,
    report_unit,
)
from motcua.office.refusals import refusal_show
from motcua.organisations.types import UnitView
from motcua.oversight.frozen.queries import acts_at, lines_of_unit, next_due
from motcua.oversight.frozen.services.making import report_freeze


class FreezeForm(forms.Form):
    """Which report of which period."""

    report = forms.ChoiceField(label=gettext_lazy("Report"))
    period = forms.ChoiceField(label=gettext_lazy("Period"))

    def __init__(self, *args: Any, unit: UnitView, **more: Any) -> None:
        super().__init__(*args, **more)
        offered = periods_offered(clock.today())
        self.periods = dict(offered)
        choices = {
            "report": [(key, report_title(key)) for key in reports_of(unit.id)],
            "period": [(key, period_words(one)) for key, one in offered],
        }
        for name, listed in choices.items():
            self.fields[name].choices = listed  # type: ignore[attr-defined]


@requires(Action.REPORT_READ)
@require_http_methods(["GET", "HEAD", "POST"])
def frozen_reports(request: SignedInRequest) -> HttpResponse:
    """Show them; a POST of whoever makes the unit's reports freezes one."""
    unit = report_unit(request)
    if request.method != "POST":
        return _page(request, unit, FreezeForm(unit=unit))
    form = FreezeForm(request.POST, unit=unit)
    if form.is_valid():
        try:
            code = report_freeze(
                actor=request.actor,
                unit_id=unit.id,
                report=form.cleaned_data["report"],
                period=form.periods[form.cleaned_data["period"]],
            )
        except Forbidden as refusal:
            raise PermissionDenied from refusal
        except Refused as refusal:
            refusal_show(form, refusal)
        else:
            messages.success(request, _("Computed and frozen. Now its maker signs it."))
            return redirect("office:frozen_report", code)
    return _page(request, unit, form, 422)


def _page(
    request: SignedInRequest, unit: UnitView, form: FreezeForm, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        "tabs": report_tabs("frozen_reports", unit),
        "unit": unit,
        "due": expected_words(next_due(unit)),
        "rows": [line_words(one) for one in lines_of_unit(unit.id)],
        "may_make": acts_at(request.actor, Action.REPORT_MAKE, unit.id)
        and bool(reports_of(unit.id)),
        "form": form,
        "failed": [form] if form.is_bound else [],
    }
    return render(request, "office/frozen_reports.html", context, status=status)
