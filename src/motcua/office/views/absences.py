"""Who of my unit is away in the coming four weeks; the head names a substitute here."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.deadlines.queries import calendar_for
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.queries import accounts_by_ids, people_of
from motcua.identity.substitutions import substitutions_in
from motcua.identity.types import Action
from motcua.identity.words import role_name
from motcua.kernel import clock
from motcua.office.absences import (
    REASONS,
    AbsenceForm,
    absence_recorded,
    after,
    posting_asked,
    row_of,
    substitutable,
)
from motcua.office.team import team_tabs

DAYS = 28


@requires(Action.WORK_REASSIGN)
@require_http_methods(["GET", "HEAD", "POST"])
def absences(request: SignedInRequest) -> HttpResponse:
    """Show the team's calendar, the list beside it, and the form for the person chosen."""
    actor = request.actor
    units = actor.unit_ids_for(Action.WORK_REASSIGN)
    postings = substitutable(people_of(unit_ids=units))
    names = accounts_by_ids({one.account_id for one in postings})
    chosen = posting_asked(request.GET.get("posting", ""), postings)
    form = None
    if chosen is not None:
        form = AbsenceForm(request.POST if request.method == "POST" else None, posting=chosen)
        if absence_recorded(actor, form, chosen):
            messages.success(request, _("It is recorded, and both of them are told."))
            return redirect("office:absences")
    today = clock.today()
    days = [today + timedelta(days=n) for n in range(DAYS)]
    found = substitutions_in(units, start=clock.midnight(today), end=after(days[-1]), reasons=True)
    rows = [row_of(actor, one, may_change=True) for one in found]
    calendar = calendar_for(min(units)) if units else None
    context = {
        "tabs": team_tabs(request, actor),
        "rows": [row for row in rows if row.state != "over"],
        "days": [(day, calendar is None or calendar.is_working(day)) for day in days],
        "strip": [
            (row, [row.first_day <= day <= row.last_day for day in days])
            for row in rows
            if row.state != "over"
        ],
        "reasons": REASONS,
        "form": form,
        "chosen": chosen,
        "chosen_name": names[chosen.account_id].name if chosen else "",
        "role": role_name(chosen.role) if chosen else "",
        "people": sorted(
            (names[one.account_id].name, str(role_name(one.role)), one.unit_name, one.id)
            for one in postings
        ),
    }
    bound = form is not None and form.is_bound
    return render(request, "office/absences.html", context, status=422 if bound else 200)
