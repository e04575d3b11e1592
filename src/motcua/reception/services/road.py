"""On the road: what is pressed on the tablet, and a visit that became a dossier.

The line in the mountains is poor: every press may come twice, late, or after somebody else's.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from motcua.dossiers.queries import dossier_get
from motcua.identity.types import Action, Actor
from motcua.kernel import clock
from motcua.kernel.errors import Invalid, Refused
from motcua.kernel.text import nfc
from motcua.reception.models import Round, Visit
from motcua.reception.queries.visits import VisitView, visit_view
from motcua.reception.route import Place
from motcua.reception.services._telling import visit_tell
from motcua.reception.services._visit import visit_write
from motcua.reception.services.villages import place_check
from motcua.reception.services.visit_locks import round_visit_lock
from motcua.reception.types import RoundState
from motcua.reception.visiting import (
    ON_THE_ROAD,
    VisitState,
    VisitStep,
    is_repeated,
    true_instant,
)

PRESSED = (*ON_THE_ROAD, VisitStep.TAKEN_BACK)


def visit_step(
    *,
    actor: Actor,
    visit_id: int,
    step: VisitStep,
    pressed_at: datetime | None = None,
    answer: str = "",
) -> VisitView:
    """Let happen what was pressed: on the way, arrived, done, not met, or taken back.

    The same press again changes nothing. `pressed_at` is the tablet's time: the true one when the
    line was away. Raises Refused when the visit stands elsewhere now.
    """
    if step not in PRESSED:
        raise ValueError(step)
    with transaction.atomic():
        row, posting_id = _lock(actor, visit_id)
        if is_repeated(VisitState(row.state), step):
            return _view(row)
        at = true_instant(pressed_at, clock.now())
        if step is VisitStep.TAKEN_BACK:
            _take_back_check(row)
            row.answer = ""
        elif step is VisitStep.LEFT:
            row.left_at = at
        elif step is VisitStep.ARRIVED:
            row.arrived_at = at
        elif step is VisitStep.NOT_MET:
            row.answer = " ".join(nfc(answer).split())[:300]
        visit_write(row, step, at=at, account_id=actor.account_id, posting_id=posting_id)
        _begin(row)
        if step is VisitStep.LEFT:
            visit_tell(row, "visit_coming", about=f"{row.round_id}")
        return _view(row)


def visit_place(*, actor: Actor, visit_id: int, place: Place) -> VisitView:
    """Keep where the house is, so that the next team finds it. Raises Invalid."""
    problems = place_check(place)
    if problems:
        raise Invalid(problems)
    with transaction.atomic():
        row, posting_id = _lock(actor, visit_id)
        row.latitude, row.longitude = round(place[0], 5), round(place[1], 5)
        visit_write(row, VisitStep.CHANGED, account_id=actor.account_id, posting_id=posting_id)
        return _view(row)


def visit_became(*, actor: Actor, visit_id: int, code: str) -> VisitView:
    """Note that a visit became a dossier; again changes nothing. The visit itself goes on."""
    with transaction.atomic():
        row, _posting = _lock(actor, visit_id)
        dossier = dossier_get(code)
        if dossier.code not in row.dossier_codes:
            row.dossier_codes = [*row.dossier_codes, dossier.code]
            row.save(update_fields=["dossier_codes"])
        return _view(row)


def _lock(actor: Actor, visit_id: int) -> tuple[Visit, int]:
    row = round_visit_lock(visit_id)
    return row, actor.posting_for(Action.RECEPTION_SERVE, row.unit_id).id


def _take_back_check(row: Visit) -> None:
    if row.dossier_codes and row.state == VisitState.DONE.value:
        raise Refused("visit_has_dossier", _("A dossier was taken in there: the visit is done."))
    round_ = row.round
    if round_ is None or round_.state not in {
        RoundState.PLANNED.value,
        RoundState.UNDER_WAY.value,
    }:
        raise Refused("round_over", _("This round is over."))


def _begin(row: Visit) -> None:
    """Begin the round with its first press, if nobody has."""
    if row.round_id is not None:
        Round.objects.filter(id=row.round_id, state=RoundState.PLANNED.value).update(
            state=RoundState.UNDER_WAY.value, started_at=clock.now()
        )


def _view(row: Visit) -> VisitView:
    return visit_view(Visit.objects.select_related("hamlet", "round").get(pk=row.pk))
