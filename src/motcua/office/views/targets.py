"""The targets of the province: each with its figure, its forecast, and how many units reach it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.indicators.index.catalogue import INDICATORS
from motcua.kernel.errors import Refused
from motcua.office.difficulties import difficulty_tabs
from motcua.office.needed import sometimes
from motcua.office.quality_forms import day
from motcua.office.refusals import refusal_show
from motcua.office.targets import followed_words, passing_targets, province_of
from motcua.organisations.types import UnitView
from motcua.oversight.queries.index_reads import IndexReads
from motcua.oversight.queries.targets import target_followed, targets_of
from motcua.oversight.services.targets import Order, target_set
from motcua.oversight.target_rules import Level, Metric
from motcua.oversight.words import LEVELS, METRICS


class TargetForm(forms.Form):
    """A target as the resolution says it."""

    title = forms.CharField(
        label=gettext_lazy("Target, in the words of the resolution"), max_length=200
    )
    source = forms.CharField(label=gettext_lazy("Document that says so"), max_length=300)
    metric = forms.ChoiceField(
        label=gettext_lazy("What is counted"),
        widget=forms.RadioSelect,
        choices=[(one.value, METRICS[one]) for one in Metric],
    )
    indicator = sometimes(
        forms.ChoiceField(
            label=gettext_lazy("Indicator of the Service Index"),
            required=False,
            choices=[
                ("", gettext_lazy("none, or the whole index")),
                *(
                    (one.id, lazy(lambda i=one: f"{i.id} {i.name}", str)())
                    for one in INDICATORS.values()
                ),
            ],
            help_text=gettext_lazy(
                "Only where a value or points of the Service Index are counted."
            ),
        )
    )
    goal = forms.DecimalField(
        label=gettext_lazy("Goal, in per cent"),
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        help_text=gettext_lazy("At least so much; of what is overdue at most so much."),
    )
    level = forms.ChoiceField(
        label=gettext_lazy("For whom"),
        widget=forms.RadioSelect,
        choices=[(one.value, LEVELS[one]) for one in Level],
    )
    first_day = day(gettext_lazy("First day"))
    last_day = day(gettext_lazy("Last day"))


@requires(Action.OVERSIGHT_READ)
@require_http_methods(["GET", "HEAD", "POST"])
def targets(request: SignedInRequest) -> HttpResponse:
    """Show them; a POST of whoever keeps the register sets one."""
    unit, seen = province_of(request)
    if request.method != "POST":
        return _page(request, unit, seen, TargetForm())
    if not request.actor.may(Action.OVERSIGHT_KEEP, unit.id):
        messages.warning(request, _("Only whoever keeps the register of the province changes it."))
        return redirect("office:targets")
    form = TargetForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        order = Order(
            data["title"], data["source"], Metric(data["metric"]), Level(data["level"]),
            data["goal"], data["first_day"], data["last_day"], data["indicator"],
        )  # fmt: skip
        try:
            target_id = target_set(actor=request.actor, unit_id=unit.id, order=order)
        except Refused as refusal:
            refusal_show(form, refusal)
        else:
            messages.success(request, _("The target is followed from now on."))
            return redirect("office:target", target_id)
    return _page(request, unit, seen, form, 422)


def _page(
    request: SignedInRequest,
    unit: UnitView,
    seen: frozenset[int] | None,
    form: TargetForm,
    status: int = 200,
) -> HttpResponse:
    reads = IndexReads()
    found = [target_followed(one, unit, seen=seen, reads=reads) for one in targets_of(unit.id)]
    context: dict[str, Any] = {
        "tabs": difficulty_tabs("targets"),
        "rows": [followed_words(one) for one in found],
        "passing": passing_targets(request, found),
        "ended": targets_of(unit.id, ended=True),
        "may_set": request.actor.may(Action.OVERSIGHT_KEEP, unit.id),
        "form": form,
        "failed": [form] if form.is_bound else [],
    }
    return render(request, "office/targets.html", context, status=status)
