"""The schedule of a unit's reports: dated rules with their source, set and ended with a reason."""

from __future__ import annotations

from typing import Any

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
from motcua.indicators.reports.catalogue import REPORTS
from motcua.indicators.reports.sheets import reports_of
from motcua.kernel import clock
from motcua.kernel.errors import Forbidden, Refused
from motcua.office.frozen_reports import EVERY, REACHES, report_tabs, report_title, report_unit
from motcua.office.quality_forms import day, words
from motcua.office.refusals import refusal_show
from motcua.organisations.types import PROVINCE_KINDS, UnitView
from motcua.oversight.frozen.queries import acts_at, rules_about, rules_of
from motcua.oversight.frozen.services.scheduling import RuleOrder, rule_end, rule_set
from motcua.oversight.frozen.types import Every, Reach


class RuleForm(forms.Form):
    """A rule as a document asks for it."""

    report = forms.ChoiceField(label=gettext_lazy("Report"))
    every = forms.ChoiceField(
        label=gettext_lazy("How often"),
        widget=forms.RadioSelect,
        choices=[(one.value, EVERY[one]) for one in Every],
    )
    reach = forms.ChoiceField(
        label=gettext_lazy("Whose report"),
        widget=forms.RadioSelect,
        choices=[(one.value, REACHES[one]) for one in Reach],
    )
    draft_day = forms.IntegerField(
        label=gettext_lazy("Drawn up on working day"),
        min_value=1,
        max_value=60,
        help_text=gettext_lazy("Counted after the end of the period, on the unit's calendar."),
    )
    due_day = forms.IntegerField(
        label=gettext_lazy("To be sent by working day"), min_value=1, max_value=60
    )
    valid_from = day(gettext_lazy("In force from"))
    source = forms.CharField(label=gettext_lazy("Document that says so"), max_length=300)
    mail = forms.EmailField(
        label=gettext_lazy("E-mail address that is told when it was sent"), required=False
    )

    def __init__(self, *args: Any, unit: UnitView, **more: Any) -> None:
        super().__init__(*args, **more)
        below = unit.kind in PROVINCE_KINDS
        keys = list(REPORTS) if below else reports_of(unit.id)
        self.fields["report"].choices = [(key, report_title(key)) for key in keys]  # type: ignore[attr-defined]
        if not below:
            del self.fields["reach"]

    def order(self) -> RuleOrder:
        """Return what was typed."""
        data = self.cleaned_data
        return RuleOrder(
            data["report"], Every(data["every"]), Reach(data.get("reach") or Reach.OWN.value),
            data["draft_day"], data["due_day"], data["valid_from"], data["source"],
            mail=data["mail"],
        )  # fmt: skip


class EndForm(forms.Form):
    """Why a rule ends."""

    text = words(gettext_lazy("Why it ends"), rows=2, most=1000)


@requires(Action.REPORT_READ)
@require_http_methods(["GET", "HEAD", "POST"])
def frozen_schedule(request: SignedInRequest) -> HttpResponse:
    """Show the rules; a POST sets or ends one."""
    unit = report_unit(request)
    form, ending = RuleForm(unit=unit), None
    if request.method == "POST":
        ended = request.POST.get("rule", "")
        try:
            if ended:
                rule_id = (
                    int(ended) if ended.isascii() and ended.isdigit() and len(ended) < 18 else 0
                )
                ending = EndForm(request.POST, prefix=f"end-{rule_id}")
                if ending.is_valid():
                    why = ending.cleaned_data["text"]
                    rule_end(actor=request.actor, rule_id=rule_id, reason=why)
                    return _done(request, unit, _("The rule ends today; what it drew up stays."))
            else:
                form = RuleForm(request.POST, unit=unit)
                if form.is_valid():
                    rule_set(actor=request.actor, unit_id=unit.id, order=form.order())
                    return _done(request, unit, _("Set. It draws up every report by itself."))
        except Forbidden as refusal:
            raise PermissionDenied from refusal
        except Refused as refusal:
            refusal_show(ending or form, refusal)
        return _page(request, unit, form, ending, 422)
    return _page(request, unit, form, ending)


def _done(request: SignedInRequest, unit: UnitView, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect(f"{reverse('office:frozen_schedule')}?unit={unit.code}")


def _page(
    request: SignedInRequest,
    unit: UnitView,
    form: RuleForm,
    ending: EndForm | None,
    status: int = 200,
) -> HttpResponse:
    own = rules_of(unit.id)
    known = {one.id for one in own}
    told = [*own, *(one for one in rules_about(unit) if one.id not in known)]
    context: dict[str, Any] = {
        "tabs": report_tabs("frozen_schedule", unit),
        "unit": unit,
        "today": clock.today(),
        "rules": [
            {
                "rule": one,
                "title": report_title(one.report),
                "every": EVERY[one.every],
                "reach": REACHES[one.reach],
                "own": one.unit_id == unit.id,
                "end": ending
                if ending is not None and ending.prefix == f"end-{one.id}"
                else EndForm(prefix=f"end-{one.id}"),
            }
            for one in told
        ],
        "ended": [(one, report_title(one.report)) for one in rules_of(unit.id, ended=True)],
        "may_set": acts_at(request.actor, Action.REPORT_MAKE, unit.id),
        "form": form,
        "failed": [one for one in (form, ending) if one is not None and one.is_bound],
    }
    return render(request, "office/frozen_schedule.html", context, status=status)
