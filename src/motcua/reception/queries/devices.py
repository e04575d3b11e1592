"""Kiosks, displays and wall screens read: by their link, and the lists of those who make them."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from datetime import timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from motcua.kernel import clock
from motcua.kernel.errors import NotFound
from motcua.kernel.signing import keyed_digest
from motcua.reception.models import Device
from motcua.reception.types import DeviceKind, DeviceView

PASS_DAYS = 3
TOKEN_LENGTH = 43  # 256 bits in URL-safe base64
HALL = (DeviceKind.KIOSK, DeviceKind.DISPLAY)
WALLS_MOST = 200
GONE_DAYS = 30
"""So long a wall screen that was taken back stays in the list."""


def token_hash(token: str) -> str:
    """Return what is kept of a device's link. The token is 256 random bits: no salt is needed."""
    return hashlib.sha256(token.encode()).hexdigest()


def code_hash(code: str) -> str:
    """Return what is kept of a code that is typed: keyed, because there are few enough of them."""
    return keyed_digest("device-code", code).hex()


def device_of(kind: DeviceKind, token: str) -> DeviceView:
    """Return the device that a link opens; raises NotFound alike for unknown and revoked ones."""
    found = device_any(kind, token)
    if found is None or found.revoked_at is not None:
        raise NotFound(
            "device_unknown", _("This link opens nothing. Ask the centre for a new one.")
        )
    return found


def device_any(kind: DeviceKind, token: str) -> DeviceView | None:
    """Return the device of a link whatever became of it; None for a link that never was one.

    Whoever holds 256 random bits may be told that they were taken back or are over.
    """
    if len(token) != TOKEN_LENGTH or not token.isascii():
        return None
    row = Device.objects.filter(token_hash=token_hash(token), kind=kind.value).first()
    return device_view(row) if row is not None else None


def devices_gone() -> list[int]:
    """Return the devices whose link was taken back lately: a pass given before may still hold.

    A pass holds to the end of the day after it was given (`live.passes`).
    """
    since = clock.now() - timedelta(days=PASS_DAYS)
    rows = Device.objects.filter(revoked_at__gte=since).order_by("id")
    return list(rows.values_list("id", flat=True))


def devices_of(unit_id: int) -> list[DeviceView]:
    """Return the kiosks and displays of a centre, those in use first, the newest first then."""
    wanted = Device.objects.filter(unit_id=unit_id, kind__in=[one.value for one in HALL])
    rows = [device_view(row) for row in wanted.order_by("-id")]
    return sorted(rows, key=lambda one: one.revoked_at is not None)


def walls_of(unit_ids: Collection[int]) -> list[DeviceView]:
    """Return the wall screens of some units: those not taken back first, the newest first then.

    At most 200; what was taken back more than 30 days ago is left out.
    """
    rows = (
        Device.objects.filter(unit_id__in=unit_ids, kind=DeviceKind.WALL.value)
        .filter(
            Q(revoked_at=None) | Q(revoked_at__gte=clock.now() - timedelta(days=GONE_DAYS)),
        )
        .order_by("-id")[:WALLS_MOST]
    )
    return sorted(map(device_view, rows), key=lambda one: one.revoked_at is not None)


def walls_ending(unit_ids: Collection[int], days: int) -> int:
    """Return how many wall screens of some units end within so many days, or ended as long ago."""
    now, span = clock.now(), timedelta(days=days)
    return Device.objects.filter(
        unit_id__in=unit_ids,
        kind=DeviceKind.WALL.value,
        revoked_at=None,
        expires_at__gt=now - span,
        expires_at__lte=now + span,
    ).count()


def device_view(row: Device) -> DeviceView:
    """Return a device as others see it; never what opens it."""
    return DeviceView(
        id=row.pk,
        unit_id=row.unit_id,
        kind=DeviceKind(row.kind),
        name=row.name,
        made_at=row.made_at,
        seen_at=row.seen_at,
        revoked_at=row.revoked_at,
        made_by=row.made_by,
        revoked_by=row.revoked_by,
        expires_at=row.expires_at,
        shown=row.shown,
        prints=row.prints,
    )
