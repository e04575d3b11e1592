"""My absence: who stands in for me, for whom I stand in; a form to name somebody."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.substitutions import substitutions_of
from motcua.identity.types import Action
from motcua.identity.words import role_name
from motcua.office.absences import (
    AbsenceForm,
    absence_recorded,
    posting_asked,
    row_of,
    substitutable,
)


@requires(Action.WORK_READ)
@require_http_methods(["GET", "HEAD", "POST"])
def absence(request: SignedInRequest) -> HttpResponse:
    """Show both sides, and the form for the posting that was chosen."""
    actor = request.actor
    postings = substitutable(list(actor.postings))
    chosen = posting_asked(request.GET.get("posting", ""), postings)
    form = None
    if chosen is not None:
        form = AbsenceForm(request.POST if request.method == "POST" else None, posting=chosen)
        if absence_recorded(actor, form, chosen):
            messages.success(request, _("It is recorded, and both of you are told."))
            return redirect("office:absence")
    rows = [
        row_of(actor, one, may_change=one.account_id == actor.account_id)
        for one in substitutions_of(actor.account_id)
    ]
    context = {
        "away": [row for row in rows if not row.mine],
        "there": [row for row in rows if row.mine],
        "form": form,
        "chosen": chosen,
        "role": role_name(chosen.role) if chosen else "",
        "postings": [(one, role_name(one.role)) for one in postings],
        "heads": actor.may(Action.WORK_REASSIGN),
    }
    bound = form is not None and form.is_bound
    return render(request, "office/absence.html", context, status=422 if bound else 200)
