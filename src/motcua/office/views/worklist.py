"""The worklist: what is to be done in my units, nearest due first. Filters are the address."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Any, TypeVar

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from motcua.dossiers.queries.answer import ToAnswer, dossiers_to_answer
from motcua.dossiers.queries.malicious import dossiers_malicious
from motcua.dossiers.types import right_to
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.substitutions import stands_in_for
from motcua.identity.types import Action, Actor
from motcua.office.inbox import inbox_context
from motcua.office.people import Choices, people_choices
from motcua.office.work_rows import frame_of, row_html
from motcua.office.worklists import WorkRow, key_read, key_text, rows_build
from motcua.reception.queries.interim_paper import OpenNumbers, numbers_open
from motcua.ui.links import chips_for, url_with
from motcua.workflow.queries import worklist as items_find
from motcua.workflow.queries import worklist_counts
from motcua.workflow.types import (
    Act,
    DueBucket,
    ItemState,
    WorkItemView,
    WorklistCounts,
    WorklistView,
)

PAGE = 50
TO_ANSWER = 5  # shown on top of the list; the others stand on their own page
VIEWS = (
    (WorklistView.MINE, gettext_lazy("Mine")),
    (WorklistView.UNCLAIMED, gettext_lazy("Unclaimed")),
)
OTHERS = ((WorklistView.OTHERS, gettext_lazy("For colleagues who are away")),)
DUES = (
    (DueBucket.OVERDUE, gettext_lazy("Overdue")),
    (DueBucket.TODAY, gettext_lazy("Today")),
    (DueBucket.SOON, gettext_lazy("In two days")),
    (DueBucket.LATER, gettext_lazy("Later")),
    (DueBucket.PAUSED, gettext_lazy("Clock paused")),
    (DueBucket.WAITING, gettext_lazy("Ready to be handed over")),
)
ACTS = (
    (Act.ASSIGN, pgettext_lazy("act", "Assign")),
    (Act.APPRAISE, pgettext_lazy("act", "Appraise")),
    (Act.OPINION, pgettext_lazy("act", "Opinion")),
    (Act.ENDORSE, pgettext_lazy("act", "Endorse")),
    (Act.APPROVE, pgettext_lazy("act", "Approve")),
    (Act.ISSUE, pgettext_lazy("act", "Issue")),
    (Act.RETURN, pgettext_lazy("act", "Return")),
    (Act.REPAIR, pgettext_lazy("act", "For the software")),
)
Choice = TypeVar("Choice", bound=StrEnum)


@requires(Action.WORK_READ)
@require_safe
def worklist(request: SignedInRequest) -> HttpResponse:
    """Show a page of the list; a filter that does not exist counts as none."""
    actor = request.actor
    units = actor.unit_ids_for(Action.WORK_READ)
    stands_in = stands_in_for(actor.account_id)
    page = items_find(
        unit_ids=units,
        account_id=actor.account_id,
        view=_choice(WorklistView, request.GET.get("view")) or WorklistView.UNIT,
        bucket=_choice(DueBucket, request.GET.get("due")),
        act=_choice(Act, request.GET.get("act")),
        after=key_read(request.GET.get("after", "")),
        limit=PAGE,
        away=[one.account_id for one in stands_in],
    )
    counts = worklist_counts(unit_ids=units, account_id=actor.account_id)
    rows = rows_build(actor, page.rows)
    picks = any(row.can_pick for row in rows)
    frame = frame_of(request, picks=picks, here=request.get_full_path())
    context = {
        "rows": rows,
        "inbox": inbox_context(request),
        "to_answer": _to_answer(request),
        "open": _numbers_open(request),
        "malicious": [] if request.GET else dossiers_malicious(unit_ids=units),
        "lines": [row_html(row, frame) for row in rows],
        "people": _people(actor, rows),
        "picks": picks,
        "picks_confirm": any(row.item.state is ItemState.HANDED_OVER for row in rows),
        "total": counts.unit,
        "more": counts.more,
        "to_confirm": 0 if counts.more else counts.to_confirm,
        **_filters(request, counts, VIEWS + (OTHERS if stands_in else ())),
        "filtered": any(request.GET.get(key) for key in ("view", "due", "act")),
        "next_url": url_with(request, after=key_text(page.after)) if page.after else "",
        "first_url": url_with(request, after=None) if request.GET.get("after") else "",
        "here": request.get_full_path(),
        "title": _("Worklist"),
        "claims": actor.may(Action.WORK_CLAIM),
        "takes_in": actor.may(Action.DOSSIER_INTAKE),
        "signs": any(
            actor.may(one)
            for one in (Action.DOSSIER_APPROVE, Action.DOSSIER_ISSUE, Action.LETTER_SIGN)
        ),
    }
    return render(request, "office/worklist.html", context)


def _people(actor: Actor, rows: Sequence[WorkRow]) -> Choices:
    """Return whom the rows may be given to; nobody for who gives no work."""
    if not actor.may(Action.WORK_REASSIGN):
        return []
    chosen = {row.item.unit_id for row in rows if row.can_assign}
    return people_choices(chosen, {_given(row.item) for row in rows})


def _to_answer(request: SignedInRequest) -> tuple[ToAnswer, ...]:
    """Return what was filed from home and waits, for who takes in; on the unfiltered list only."""
    receiving = request.actor.unit_ids_for(Action.DOSSIER_INTAKE)
    if not receiving or request.GET:
        return ()
    return dossiers_to_answer(unit_ids=receiving, limit=TO_ANSWER)[0]


def _numbers_open(request: SignedInRequest) -> OpenNumbers | None:
    """Return what is still to come of interim slips, for who leads a centre; unfiltered only."""
    actor = request.actor
    if request.GET or not actor.may(Action.RECEPTION_SERVE) or not actor.may(Action.WORK_REASSIGN):
        return None
    return numbers_open(actor.unit_ids_for(Action.RECEPTION_SERVE))


def _filters(
    request: SignedInRequest, counts: WorklistCounts, views: tuple[tuple[WorklistView, Any], ...]
) -> dict[str, Any]:
    """Return the chips; figures of some of the items alone would mislead: then they show none."""
    whose = {WorklistView.MINE.value: counts.mine, WorklistView.UNCLAIMED.value: counts.unclaimed}
    dues = {bucket.value: number for bucket, number in counts.buckets.items()}
    return {
        "whose": chips_for(request, "view", views, counts=None if counts.more else whose),
        "dues": chips_for(request, "due", DUES, counts=None if counts.more else dues),
        "acts": chips_for(request, "act", ACTS),
    }


def _choice(kind: type[Choice], text: str | None) -> Choice | None:
    return kind(text) if text in set(kind) else None


def _given(item: WorkItemView) -> Action:
    """Return the right of whoever may be given a step; an assignment is given to who appraises."""
    if item.act is Act.ASSIGN:
        return Action.DOSSIER_APPRAISE
    return right_to(item.act, item.role)
