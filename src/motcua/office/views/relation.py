"""One request to act for another: compare with the paper, then confirm or refuse."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from motcua.citizens.queries import relation_for_officer
from motcua.citizens.services import relation_decide
from motcua.citizens.types import RelationState, RelationView
from motcua.citizens.words import relation_word
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel.audit import reading_record
from motcua.kernel.errors import Invalid, NotFound, Refused
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.office.needed import sometimes


class DecisionForm(forms.Form):
    """Why not; shown to the person."""

    note = sometimes(
        forms.CharField(
            label=gettext_lazy("Reason, if you do not confirm"),
            help_text=gettext_lazy("The person reads it: what is missing, what to bring."),
            max_length=500,
            required=False,
            widget=forms.Textarea(attrs={"rows": 3}),
        )
    )


@requires(Action.RELATION_CONFIRM)
@require_http_methods(["GET", "HEAD", "POST"])
def relation(request: SignedInRequest, relation_id: int) -> HttpResponse:
    """Show the request with its paper; the reading is recorded for both persons."""
    found = relation_read(request, relation_id)
    form = DecisionForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        confirm = "confirm" in request.POST
        try:
            with scope_use(SYSTEM):
                relation_decide(
                    actor=request.actor,
                    relation_id=relation_id,
                    confirm=confirm,
                    note=form.cleaned_data["note"],
                )
        except Invalid as refusal:
            form.add_error("note", refusal.problems[0].message)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Confirmed.") if confirm else _("Not confirmed."))
            return redirect("office:relations")
    context = {
        "relation": found,
        "kind": relation_word(found.kind),
        "waits": found.state is RelationState.REQUESTED,
        "form": form,
    }
    return render(request, "office/relation.html", context, status=422 if form.is_bound else 200)


def relation_read(request: SignedInRequest, relation_id: int) -> RelationView:
    """Return a request of one's own units and record who read it; 404 for others."""
    units = request.actor.unit_ids_for(Action.RELATION_CONFIRM)
    try:
        found = relation_for_officer(relation_id, units)
    except NotFound as refusal:
        raise Http404 from refusal
    reading_record(
        account_id=request.actor.account_id,
        posting_id=request.actor.posting_for(Action.RELATION_CONFIRM, found.unit_id or 0).id,
        subject=f"relation:{found.id}",
        purpose="comparing the paper of somebody who wants to act for another",
        route=request.resolver_match.view_name if request.resolver_match else "",
        id_numbers=[found.person_id_number, found.subject_id_number],
    )
    return found
