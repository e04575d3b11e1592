"""Kiosks and displays read: by their link, and the list of a centre."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from django.utils.translation import gettext as _

from motcua.kernel import clock
from motcua.kernel.errors import NotFound
from motcua.reception.models import Device
from motcua.reception.types import DeviceKind, DeviceView

PASS_DAYS = 3
TOKEN_LENGTH = 43  # 256 bits in URL-safe base64


def token_hash(token: str) -> str:
    """Return what is kept of a device's link. The token is 256 random bits: no salt is needed."""
    return hashlib.sha256(token.encode()).hexdigest()


def device_of(kind: DeviceKind, token: str) -> DeviceView:
    """Return the device that a link opens; raises NotFound alike for unknown and revoked ones."""
    row = None
    if len(token) == TOKEN_LENGTH and token.isascii():
        row = Device.objects.filter(
            token_hash=token_hash(token), kind=kind.value, revoked_at=None
        ).first()
    if row is None:
        raise NotFound(
            "device_unknown", _("This link opens nothing. Ask the centre for a new one.")
        )
    return device_view(row)


def devices_gone() -> list[int]:
    """Return the devices whose link was taken back lately: a pass given before may still hold.

    A pass holds to the end of the day after it was given (`live.passes`).
    """
    since = clock.now() - timedelta(days=PASS_DAYS)
    rows = Device.objects.filter(revoked_at__gte=since).order_by("id")
    return list(rows.values_list("id", flat=True))


def devices_of(unit_id: int) -> list[DeviceView]:
    """Return the devices of a centre, those in use first, the newest first among equals."""
    rows = [device_view(row) for row in Device.objects.filter(unit_id=unit_id).order_by("-id")]
    return sorted(rows, key=lambda one: one.revoked_at is not None)


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
    )
