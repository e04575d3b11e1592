"""Give a unit more time for its opinion."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from motcua.dossiers.services import opinion_extend as extend
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.office.acting import ActForm, act_ask
from motcua.office.fields import reason_field
from motcua.office.views.opinion_ask import DAYS


class ExtendForm(ActForm):
    """How much time from now, and why."""

    limit = forms.IntegerField(
        label=gettext_lazy("Time to answer, from now"), min_value=1, max_value=99, initial=2
    )
    unit_of_time = forms.ChoiceField(
        label=gettext_lazy("Counted in"),
        help_text=gettext_lazy("On the calendar of the unit that is asked."),
        choices=DAYS,
        initial="wd",
        widget=forms.RadioSelect,
    )
    reason = reason_field(gettext_lazy("Reason"), rows=2)


@requires(Action.DOSSIER_APPRAISE)
@require_http_methods(["GET", "POST"])
def opinion_extend(request: SignedInRequest, code: str, ordinal: int) -> HttpResponse:
    """Ask how long and why, then move the due date."""

    def operate(data: dict[str, Any], version: int) -> object:
        return extend(
            actor=request.actor,
            code=code,
            ordinal=ordinal,
            limit=f"{data['limit']}{data['unit_of_time']}",
            reason=data["reason"],
            version=version,
        )

    return act_ask(request, code, "extend_opinion", ExtendForm, operate, ordinal=ordinal)
