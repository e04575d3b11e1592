"""What a centre decides for its hall and its visits; everything has a default."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from motcua.identity.types import Action, Actor
from motcua.kernel.errors import FieldProblem, Invalid
from motcua.reception import rules
from motcua.reception.models import HallHouse
from motcua.reception.route import Place
from motcua.reception.services.villages import place_check

LIMITS = {"call_seconds": (15, 300), "misses_most": (1, 9), "firsts_in_a_row": (1, 9)}


def house_set(*, actor: Actor, unit_id: int, hall: rules.House) -> None:
    """Set how long a call lasts, how often somebody may miss it, how many go first in a row.

    It holds for the next step of every number, also of those that were taken before.
    """
    actor.posting_for(Action.RECEPTION_EDIT, unit_id)
    problems = [
        FieldProblem(
            name,
            _("A number from %(low)s to %(high)s.") % {"low": low, "high": high},
        )
        for name, (low, high) in LIMITS.items()
        if not low <= getattr(hall, name) <= high
    ]
    if problems:
        raise Invalid(problems)
    _set(
        unit_id,
        call_seconds=hall.call_seconds,
        misses_most=hall.misses_most,
        firsts_in_a_row=hall.firsts_in_a_row,
    )


def visits_offer(*, actor: Actor, unit_id: int, offered: bool, base: Place | None) -> None:
    """Say whether people can ask officials home at the portal, and where rounds begin."""
    actor.posting_for(Action.RECEPTION_EDIT, unit_id)
    problems = place_check(base)
    if problems:
        raise Invalid(problems)
    latitude, longitude = base or (None, None)
    _set(unit_id, visits_open=offered, latitude=latitude, longitude=longitude)


def day_end_note(unit_id: int, day: date | None) -> None:
    """Note that the day of a hall was ended by hand, or (None) that it goes on after all."""
    _set(unit_id, ended_on=day)


def _set(unit_id: int, **values: object) -> None:
    house = rules.HOUSE
    usual = {
        "call_seconds": house.call_seconds,
        "misses_most": house.misses_most,
        "firsts_in_a_row": house.firsts_in_a_row,
    }
    with transaction.atomic():
        HallHouse.objects.update_or_create(
            unit_id=unit_id, defaults=values, create_defaults={**usual, **values}
        )
