"""The steps behind the figures of one's own board: those that this official finished."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.office.boards.own import act_of, since_own, units_own
from motcua.office.subjects import Subject, subjects_build
from motcua.office.worksteps import STEP_NAMES
from motcua.ui.links import url_with
from motcua.ui.types import Chip, Crumb
from motcua.workflow.queries.standing import DoneStep, own_steps

PAGE = 50
LATE = {"0": False, "1": True}


@requires(Action.WORK_CLAIM)
@require_safe
def board_own_steps(request: SignedInRequest) -> HttpResponse:
    """List them, the newest first; a filter or a place that does not exist counts as none."""
    act = act_of(request.GET.get("act", ""))
    late = LATE.get(request.GET.get("late", ""))
    today = request.GET.get("today") == "1"
    text = request.GET.get("after", "")
    place = int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
    found = own_steps(
        request.actor.account_id,
        units_own(request),
        since_own(),
        act=act,
        late=late,
        today=today,
        before=place,
        limit=PAGE + 1,
    )
    shown, more = found[:PAGE], len(found) > PAGE
    subjects = subjects_build(one.subject for one in shown)
    chips = [
        Chip(STEP_NAMES[act], url_with(request, act=None), selected=True, removes=True)
        if act
        else None,
        Chip(
            _("After it") if late else _("Within the time of the step"),
            url_with(request, late=None),
            selected=True,
            removes=True,
        )
        if late is not None
        else None,
        Chip(_("Today"), url_with(request, today=None), selected=True, removes=True)
        if today
        else None,
    ]
    context = {
        "filters": [one for one in chips if one],
        "crumbs": [
            Crumb(_("My own work"), reverse("office:board_own")),
            Crumb(_("Steps that you finished")),
        ],
        "rows": [_row(one, subjects.get(one.subject)) for one in shown],
        "first": since_own().date(),
        "next_url": url_with(request, after=shown[-1].id) if more else "",
        "first_url": url_with(request, after=None) if place else "",
    }
    return render(request, "office/board_own_steps.html", context)


def _row(step: DoneStep, subject: Subject | None) -> dict[str, Any]:
    """Return a line; what the person may not see any more has a step and no dossier."""
    return {"step": step, "subject": subject, "name": STEP_NAMES[step.act]}
