"""A unit's own ladder of reminders: who is told when; each change stays on record."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from motcua.dossiers.ladder_rules import DAYS_MAX, DEFAULT_LADDER, TIMES_MAX, Rung, RungCode, Turn
from motcua.dossiers.queries.ladders import DOSSIER_RUNGS, LadderView, ladder_of, ladders_history
from motcua.dossiers.services.ladder import ladder_set
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.queries import accounts_by_ids
from motcua.identity.types import Action
from motcua.kernel.errors import Forbidden, Invalid, NotFound
from motcua.office.team import RUNGS, TURNS
from motcua.organisations.queries import units_by_ids

LABELS = {
    RungCode.BEFORE_TWO: gettext_lazy("First reminder"),
    RungCode.BEFORE_ONE: gettext_lazy("Second reminder"),
    RungCode.DUE: gettext_lazy("Third reminder"),
    RungCode.OVERDUE: gettext_lazy("Once it is overdue"),
}


class LadderForm(forms.Form):
    """For each rung who is told and when; the reason of the change."""

    reason = forms.CharField(
        label=gettext_lazy("Why this is changed"),
        help_text=gettext_lazy("It stays on record beside your name."),
        max_length=300,
    )

    def __init__(self, *args: Any, ladder: LadderView, **more: Any) -> None:
        """Make the fields of each rung with what holds now."""
        super().__init__(*args, **more)
        held = {rung.code: rung for rung in ladder.rungs}
        default = {rung.code: rung for rung in DEFAULT_LADDER}
        for code in DOSSIER_RUNGS:
            rung = held.get(code)
            shown = rung or default[code]
            self.fields[f"{code.value}_turns"] = forms.MultipleChoiceField(
                label=gettext_lazy("Who is told"),
                choices=[(turn.value, words) for turn, words in TURNS.items()],
                widget=forms.CheckboxSelectMultiple,
                required=False,
                initial=[turn.value for turn in Turn if rung and turn in rung.turns],
                help_text=gettext_lazy("Nobody chosen: this reminder is not sent."),
            )
            self.fields[f"{code.value}_days"] = forms.IntegerField(
                label=gettext_lazy("Working days after the due date (before: with a minus)"),
                min_value=-DAYS_MAX,
                max_value=DAYS_MAX,
                initial=shown.days,
            )
            if code is RungCode.OVERDUE:
                self.fields[f"{code.value}_times"] = forms.IntegerField(
                    label=gettext_lazy("On how many working days in a row"),
                    min_value=1,
                    max_value=TIMES_MAX,
                    initial=shown.times,
                )

    @property
    def groups(self) -> list[tuple[Any, list[Any]]]:
        """Return the fields of each rung under its name."""
        return [
            (
                LABELS[code],
                [self[name] for name in self.fields if name.startswith(f"{code.value}_")],
            )
            for code in DOSSIER_RUNGS
        ]

    def rungs(self) -> list[Rung]:
        """Return the rungs that somebody is told of."""
        data = self.cleaned_data
        return [
            Rung(
                code,
                data[f"{code.value}_days"],
                frozenset(Turn(text) for text in data[f"{code.value}_turns"]),
                data.get(f"{code.value}_times", 1),
            )
            for code in DOSSIER_RUNGS
            if data[f"{code.value}_turns"]
        ]


@requires(Action.WORK_REASSIGN)
@require_http_methods(["GET", "HEAD", "POST"])
def escalation_rules(request: SignedInRequest) -> HttpResponse:
    """Show what holds and let it be changed from now on."""
    own = [one for one in request.actor.postings if Action.WORK_REASSIGN in one.actions]
    units = units_by_ids({one.unit_id for one in own})
    text = request.GET.get("unit", "")
    unit = units.get(int(text)) if text.isascii() and text.isdigit() and len(text) < 19 else None
    unit = unit or units[own[0].unit_id]
    ladder = ladder_of(unit.id)
    form = LadderForm(request.POST if request.method == "POST" else None, ladder=ladder)
    if form.is_bound and form.is_valid():
        try:
            ladder_set(
                actor=request.actor,
                unit_id=unit.id,
                rungs=form.rungs(),
                reason=form.cleaned_data["reason"],
            )
        except NotFound as refusal:
            raise Http404 from refusal
        except Forbidden as refusal:
            raise PermissionDenied from refusal
        except Invalid as refusal:
            for problem in refusal.problems:
                name = problem.field if problem.field == "reason" else f"{problem.field}_days"
                form.add_error(name, problem.message)
        else:
            messages.success(request, _("From now on reminders are sent so."))
            return redirect(f"{reverse('office:escalation_rules')}?unit={unit.id}")
    context = {
        "unit": unit,
        "units": list(units.values()),
        "form": form,
        "is_default": ladder.unit_id is None,
        "history": _history(unit.id),
    }
    return render(
        request, "office/escalation_rules.html", context, status=422 if form.is_bound else 200
    )


def _names(rung: Rung) -> list[Any]:
    return [TURNS[turn] for turn in Turn if turn in rung.turns]


def _history(unit_id: int) -> list[dict[str, Any]]:
    """Return what the unit has set, by whom and why, newest first."""
    history = ladders_history(unit_id)
    names = accounts_by_ids({one.set_by for one in history if one.set_by})
    return [
        {
            "at": one.valid_from,
            "by": names[one.set_by].name if one.set_by in names else "",
            "reason": one.reason,
            "rungs": [(RUNGS[rung.code], rung.days, _names(rung)) for rung in one.rungs],
        }
        for one in history
    ]
