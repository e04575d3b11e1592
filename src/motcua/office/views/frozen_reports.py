"""A unit's frozen reports: what is due next, what waits for whom, everything that was sent."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.indicators.public.standing import standing
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
from motcua.office.report_orders import order_do, orders_words
from motcua.organisations.types import UnitView
from motcua.oversight.frozen.queries import acts_at, lines_of_unit, next_due, orders_shown
from motcua.oversight.frozen.services.asking import report_freeze
from motcua.ui.links import url_with


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
    """Show them; a POST of whoever makes the unit's reports has one frozen, or asks again."""
    unit = report_unit(request)
    if request.method != "POST":
        return _page(request, unit, FreezeForm(unit=unit))
    if "order" in request.POST:
        order_do(request)
        return redirect(_url(unit))
    form = FreezeForm(request.POST, unit=unit)
    if form.is_valid():
        try:
            new = report_freeze(
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
            if not new:
                messages.info(request, _("Somebody has asked for it already. It is being made."))
            return redirect(_url(unit))
    return _page(request, unit, form, 422)


def _url(unit: UnitView) -> str:
    return f"{reverse('office:frozen_reports')}?{urlencode({'unit': unit.code})}"


def _page(
    request: SignedInRequest, unit: UnitView, form: FreezeForm, status: int = 200
) -> HttpResponse:
    after = request.GET.get("after", "")[:120].replace("\x00", "")
    lines, following = lines_of_unit(unit.id, after=after)
    orders = orders_shown(unit.id)
    context: dict[str, Any] = {
        "standing": standing(),
        "orders": orders_words(orders, request.actor),
        "orders_url": _url(unit),
        "tabs": report_tabs("frozen_reports", unit),
        "unit": unit,
        "due": expected_words(next_due(unit), orders),
        "rows": [line_words(one) for one in lines],
        "next_url": url_with(request, after=following) if following else "",
        "first_url": url_with(request, after=None) if after else "",
        "may_make": acts_at(request.actor, Action.REPORT_MAKE, unit.id)
        and bool(reports_of(unit.id)),
        "form": form,
        "failed": [form] if form.is_bound else [],
    }
    return render(request, "office/frozen_reports.html", context, status=status)
