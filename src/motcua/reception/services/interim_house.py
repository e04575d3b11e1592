"""A unit decides about work without a line: how long, how many, how late; from now on."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from motcua.identity.types import Action, Actor
from motcua.kernel import clock
from motcua.kernel.errors import FieldProblem, Invalid
from motcua.kernel.text import nfc
from motcua.reception.interim import BOUNDS, House
from motcua.reception.models import InterimHouse

REASON_MAX, SOURCE_MAX = 300, 200


@transaction.atomic
def interim_house_set(
    *, actor: Actor, unit_id: int, house: House, reason: str, source: str = ""
) -> None:
    """Decide for a unit, and for those below it that have decided nothing, from now on.

    Numbers given out before keep what held then. Raises Forbidden, Invalid at a figure's name,
    `reason` or `source`.
    """
    actor.posting_for(Action.RECEPTION_EDIT, unit_id)
    said, where = nfc(reason), nfc(source)
    problems = [
        FieldProblem(name, _("A number from %(low)s to %(high)s.") % {"low": low, "high": high})
        for name, (low, high) in BOUNDS.items()
        if not low <= getattr(house, name) <= high
    ]
    if not said or len(said) > REASON_MAX:
        problems.append(FieldProblem("reason", _("Say why: it stays on record.")))
    if len(where) > SOURCE_MAX:
        problems.append(FieldProblem("source", _("At most 200 letters.")))
    if problems:
        raise Invalid(problems)
    InterimHouse.objects.create(
        unit_id=unit_id,
        valid_from=clock.now(),
        set_by=actor.account_id,
        reason=said,
        source=where,
        **{name: getattr(house, name) for name in BOUNDS},
    )
