"""Signals with units to compare, for tests: sums and cases as the worker would have noted them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from motcua.identity.types import Actor, Role
from motcua.kernel import clock
from motcua.kernel.clock import LEGAL_ZONE
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.oversight.signals.catalogue import VERSION
from motcua.oversight.signals.models import SignalCase, SignalMatter, SignalReading, SignalTally
from motcua.oversight.signals.services.raising import signals_raise
from tests.builders.identity import actor_make
from tests.builders.organisations import commune_make, province_make

NOW = datetime(2026, 9, 24, 9, tzinfo=LEGAL_ZONE)
MONTH = date(2026, 9, 1)
SIGNAL = "supplement-before-due"
_PLACES = count(1)  # what was computed for a place is kept: never the same twice


@dataclass(frozen=True)
class Suspect:
    """A ward that stands out among eleven others, its head, and who inspects the province."""

    unit: Any
    peer: Any
    head: Actor
    inspector: Actor


def noted(unit_id: int, *, exposed: int, cases: int, signal: str = SIGNAL, first: int = 1) -> None:
    """Note sums and cases of a unit in September 2026, the cases an hour apart."""
    tally, _new = SignalTally.objects.get_or_create(
        made_by=VERSION, signal=signal, unit_id=unit_id, month=MONTH, defaults={"exposed": 0}
    )
    tally.exposed += exposed
    tally.save()
    SignalCase.objects.bulk_create(
        SignalCase(
            signal=signal, unit_id=unit_id, month=MONTH,
            at=datetime(2026, 9, 3, 8, tzinfo=LEGAL_ZONE) + timedelta(hours=number),
            dossier_id=unit_id * 1000 + number,
            code=f"H19.{unit_id}-260903-{number:04d}", seq=5, seqs=[5], account_id=None,
        )
        for number in range(first, first + cases)
    )  # fmt: skip


def read_now() -> None:
    """Say that the worker has read up to now; another place each time."""
    reading, _new = SignalReading.objects.get_or_create(name="signals")
    reading.made_by, reading.read_at = VERSION, clock.now()
    reading.place = f"{next(_PLACES)}.0"
    reading.save()


def suspect_make(*, raised: bool = True, unit: Any = None) -> Suspect:
    """Return a ward with 18 cases of 60 among wards with one of 60; the worker has raised it."""
    province = province_make()
    unit = unit or commune_make(name="Mẫu Một")
    others = [commune_make(name=f"Mẫu Bên {number}", bodies=()) for number in range(11)]
    noted(unit.id, exposed=60, cases=18)
    for other in others:
        noted(other.id, exposed=60, cases=1)
    read_now()
    if raised:
        signals_raise()
    return Suspect(
        unit=unit,
        peer=others[0],
        head=actor_make(role=Role.LEADER, unit=unit, full_name="Mẫu Chủ Tịch"),
        inspector=actor_make(role=Role.INSPECTOR, unit=province, full_name="Mẫu Thanh Tra"),
    )


def signal_there(commune: Any) -> tuple[str, str]:
    """Return signal and unit code of a commune with cases; made once."""
    with clock.clock_set(NOW), scope_use(SYSTEM):
        if not SignalMatter.objects.filter(unit_id=commune.unit.id).exists():
            suspect_make(unit=commune.unit)
        return SIGNAL, commune.unit.code
