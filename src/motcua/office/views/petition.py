"""One petition: read it, look into it, ask, refuse with a reason, answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from motcua.citizens.queries import person_get
from motcua.feedback import services
from motcua.feedback.queries import petition_get
from motcua.feedback.rules import TEXT_MOST, office_may
from motcua.feedback.types import PetitionState, PetitionView
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel.audit import reading_record
from motcua.kernel.errors import Invalid, NotFound, Refused
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.office.needed import sometimes
from motcua.office.petitions import STATES, petition_line

ACTS: dict[str, tuple[PetitionState, Callable[..., None]]] = {
    "take_up": (PetitionState.IN_PROCESS, services.petition_take_up),
    "ask": (PetitionState.WAITING, services.petition_ask),
    "refuse": (PetitionState.REFUSED, services.petition_refuse),
    "answer": (PetitionState.ANSWERED, services.petition_answer),
}


class AnswerForm(forms.Form):
    """What the petitioner reads."""

    text = sometimes(
        forms.CharField(
            label=gettext_lazy("What you write to the petitioner"),
            max_length=TEXT_MOST,
            required=False,
            widget=forms.Textarea(attrs={"rows": 8}),
        )
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


@requires(Action.PETITION_HANDLE)
@require_http_methods(["GET", "HEAD", "POST"])
def petition(request: SignedInRequest, number: str) -> HttpResponse:
    """Show it, or take a step; what was typed stays when somebody else was faster."""
    found = _read(request, number)
    if request.method != "POST":
        form = AnswerForm(initial={"version": found.version})
        return _page(request, found, form, 200)
    form = AnswerForm(request.POST)
    act = request.POST.get("act", "")
    if form.is_valid() and act in ACTS:
        try:
            _do(request, number, act, form.cleaned_data)
        except Invalid as refusal:
            form.add_error("text", refusal.problems[0].message)
        except Refused as refusal:
            form.add_error(None, refusal.message)
            found = petition_get(number)
            form.data = {**request.POST.dict(), "version": str(found.version)}
        else:
            messages.success(request, _("Done. The petitioner is told."))
            return redirect("office:petition", number)
    return _page(request, found, form, 422)


def _do(request: SignedInRequest, number: str, act: str, data: dict[str, Any]) -> None:
    words = {} if act == "take_up" else {"text": data["text"]}
    ACTS[act][1](actor=request.actor, number=number, version=data["version"], **words)


def _read(request: SignedInRequest, number: str) -> PetitionView:
    """Return a petition of one's own units and record who read it; 404 for others."""
    units = request.actor.unit_ids_for(Action.PETITION_HANDLE)
    try:
        found = petition_get(number)
    except NotFound as refusal:
        raise Http404 from refusal
    if found.unit_id not in units:
        raise Http404
    with scope_use(SYSTEM):  # officials have no wall of their own around the citizens' accounts
        petitioner = person_get(found.person_id)
    reading_record(
        account_id=request.actor.account_id,
        posting_id=request.actor.posting_for(Action.PETITION_HANDLE, found.unit_id).id,
        subject=f"petition:{found.id}",
        purpose="dealing with a petition",
        route="office:petition",
        id_numbers=[petitioner.id_number],
    )
    return found


def _page(
    request: SignedInRequest, found: PetitionView, form: AnswerForm, status: int
) -> HttpResponse:
    context = {
        "line": petition_line(found),
        "petition": found,
        "steps": [(step, STATES[step.state][0]) for step in found.steps],
        "form": form,
        "may": {act: office_may(found.state, state) for act, (state, _do) in ACTS.items()},
    }
    return render(request, "office/petition.html", context, status=status)
