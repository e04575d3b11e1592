"""Telling whoever hung a board up that the link of its screen ends soon, once for each end."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.db import transaction

from motcua.dossiers.services.telling_officials import officials_tell
from motcua.identity.queries import people_of
from motcua.identity.types import Action
from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.organisations.queries import unit_get
from motcua.reception.models import Device
from motcua.reception.types import DeviceKind

TEMPLATE = "wall_ending"


def walls_ending_tell() -> int:
    """Write to whoever made a link that ends within `WALL_WARN_DAYS` days; return to how many.

    Who may not renew it any more is not told: then everybody of the unit who may, or of the nearest
    one above that has somebody. Told once, because the notice's key is the link with its end: who
    renews it is told again before the next one. A link that is over, or was taken back, is
    nobody's news.
    """
    now = clock.now()
    with scope_use(SYSTEM), transaction.atomic():
        rows = Device.objects.filter(
            kind=DeviceKind.WALL.value,
            revoked_at=None,
            expires_at__gt=now,
            expires_at__lte=now + timedelta(days=settings.WALL_WARN_DAYS),
        )
        return sum(_tell(row) for row in rows.order_by("id"))


def _tell(row: Device) -> int:
    assert row.expires_at is not None
    unit = unit_get(row.unit_id)
    ends = clock.local(row.expires_at)
    return officials_tell(
        _renewers(row, unit.path_ids),
        TEMPLATE,
        key=f"wall:{row.pk}:{ends:%Y%m%d%H%M}",
        path=f"/office/board/screens/?{urlencode({'unit': unit.code})}",
        values={"screen": row.name, "unit": unit.full_name, "expires_on": ends.date().isoformat()},
    )


def _renewers(row: Device, path_ids: tuple[int, ...]) -> set[int]:
    """Return who made a link, while they may renew it; else the nearest who may."""
    found = [
        one
        for one in people_of(unit_ids=path_ids)
        if one.may(Action.BOARD_SCREEN) and row.unit_id in one.unit_ids
    ]
    if any(one.account_id == row.made_by for one in found):
        return {row.made_by} if row.made_by is not None else set()
    for unit_id in reversed(path_ids):
        near = {one.account_id for one in found if one.unit_id == unit_id}
        if near:
            return near
    return set()
