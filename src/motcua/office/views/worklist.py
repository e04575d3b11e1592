"""The worklist: what is to be done in my units, nearest due first. Filters are the address."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from motcua.dossiers.queries.answer import ToAnswer, dossiers_to_answer
from motcua.dossiers.queries.malicious import dossiers_malicious
from motcua.dossiers.types import ACTION_OF
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.office.people import people_choices
from motcua.office.work_rows import frame_of, row_html
from motcua.office.worklists import key_read, key_text, rows_build
from motcua.ui.links import chips_for, url_with
from motcua.workflow.queries import worklist as items_find
from motcua.workflow.queries import worklist_counts
from motcua.workflow.types import Act, DueBucket, WorklistView

PAGE = 50
TO_ANSWER = 5  # shown on top of the list; the others stand on their own page
VIEWS = (
    (WorklistView.MINE, gettext_lazy("Mine")),
    (WorklistView.UNCLAIMED, gettext_lazy("Unclaimed")),
)
DUES = (
    (DueBucket.OVERDUE, gettext_lazy("Overdue")),
    (DueBucket.TODAY, gettext_lazy("Today")),
    (DueBucket.SOON, gettext_lazy("In two days")),
    (DueBucket.LATER, gettext_lazy("Later")),
    (DueBucket.PAUSED, gettext_lazy("Clock paused")),
)
ACTS = (
    (Act.ASSIGN, pgettext_lazy("act", "Assign")),
    (Act.APPRAISE, pgettext_lazy("act", "Appraise")),
    (Act.OPINION, pgettext_lazy("act", "Opinion")),
    (Act.ENDORSE, pgettext_lazy("act", "Endorse")),
    (Act.APPROVE, pgettext_lazy("act", "Approve")),
    (Act.ISSUE, pgettext_lazy("act", "Issue")),
    (Act.RETURN, pgettext_lazy("act", "Return")),
)
Choice = TypeVar("Choice", bound=StrEnum)


@requires(Action.WORK_READ)
@require_safe
def worklist(request: SignedInRequest) -> HttpResponse:
    """Show a page of the list; a filter that does not exist counts as none."""
    actor = request.actor
    units = actor.unit_ids_for(Action.WORK_READ)
    page = items_find(
        unit_ids=units,
        account_id=actor.account_id,
        view=_choice(WorklistView, request.GET.get("view")) or WorklistView.UNIT,
        bucket=_choice(DueBucket, request.GET.get("due")),
        act=_choice(Act, request.GET.get("act")),
        after=key_read(request.GET.get("after", "")),
        limit=PAGE,
    )
    counts = worklist_counts(unit_ids=units, account_id=actor.account_id)
    rows = rows_build(actor, page.rows)
    people = []
    if actor.may(Action.WORK_REASSIGN):
        chosen = {row.item.unit_id for row in rows if row.can_assign}
        people = people_choices(chosen, {_given(row.item.act) for row in rows})
    # Figures of some of the items alone would mislead: then the chips show none.
    whose = {WorklistView.MINE.value: counts.mine, WorklistView.UNCLAIMED.value: counts.unclaimed}
    dues = {bucket.value: number for bucket, number in counts.buckets.items()}
    frame = frame_of(request, picks=bool(people), here=request.get_full_path())
    to_answer: tuple[ToAnswer, ...] = ()
    malicious = [] if request.GET else dossiers_malicious(unit_ids=units)
    receiving = actor.unit_ids_for(Action.DOSSIER_INTAKE)
    if receiving and not request.GET:
        to_answer, _more = dossiers_to_answer(unit_ids=receiving, limit=TO_ANSWER)
    context = {
        "rows": rows,
        "to_answer": to_answer,
        "malicious": malicious,
        "lines": [row_html(row, frame) for row in rows],
        "people": people,
        "total": counts.unit,
        "more": counts.more,
        "to_confirm": 0 if counts.more else counts.to_confirm,
        "whose": chips_for(request, "view", VIEWS, counts=None if counts.more else whose),
        "dues": chips_for(request, "due", DUES, counts=None if counts.more else dues),
        "acts": chips_for(request, "act", ACTS),
        "filtered": any(request.GET.get(key) for key in ("view", "due", "act")),
        "next_url": url_with(request, after=key_text(page.after)) if page.after else "",
        "first_url": url_with(request, after=None) if request.GET.get("after") else "",
        "here": request.get_full_path(),
        "title": _("Worklist"),
        "signs": actor.may(Action.DOSSIER_APPROVE) or actor.may(Action.DOSSIER_ISSUE),
    }
    return render(request, "office/worklist.html", context)


def _choice(kind: type[Choice], text: str | None) -> Choice | None:
    return kind(text) if text in set(kind) else None


def _given(act: Act) -> Action:
    """Return the right of whoever may be given a step; an assignment is given to who appraises."""
    return Action.DOSSIER_APPRAISE if act is Act.ASSIGN else ACTION_OF[act]
