"""Kiosks and displays: a link opens one hall, is shown once, and can be taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.builders.dossiers import MORNING, at
from tests.builders.identity import actor_make
from tests.builders.organisations import body_of, commune_make
from tests.builders.reception import hall_make

from motcua.identity.types import Role
from motcua.kernel import clock
from motcua.kernel.errors import Forbidden, Invalid, NotFound
from motcua.kernel.scope import NOTHING, SYSTEM, scope_hall, scope_use
from motcua.reception import services
from motcua.reception.models import Device, Ticket
from motcua.reception.queries.devices import device_of, devices_of
from motcua.reception.types import DeviceKind


@pytest.fixture
def hall(db):
    with at(), scope_use(SYSTEM):
        yield hall_make()


def kiosk(hall, **over):
    return services.device_add(
        **{
            "actor": hall.director,
            "unit_id": hall.centre.id,
            "kind": DeviceKind.KIOSK,
            "name": "Cửa chính",
            **over,
        }
    )


def test_a_link_opens_its_own_kind_and_only_its_hash_is_kept(hall):
    made = kiosk(hall)
    assert device_of(DeviceKind.KIOSK, made.token) == made.device
    for kind, token in (
        (DeviceKind.DISPLAY, made.token),
        (DeviceKind.KIOSK, made.token[:-1] + ("A" if made.token[-1] != "A" else "B")),
        (DeviceKind.KIOSK, ""),
        (DeviceKind.KIOSK, "ạ" * 43),
    ):
        with pytest.raises(NotFound):
            device_of(kind, token)
    kept = Device.objects.values_list(flat=False).get()
    assert made.token not in str(kept)


def test_a_link_that_was_taken_back_opens_nothing(hall):
    made = kiosk(hall)
    for _again in range(2):
        gone = services.device_revoke(actor=hall.director, device_id=made.device.id)
        assert gone.revoked_at is not None
    with pytest.raises(NotFound):
        device_of(DeviceKind.KIOSK, made.token)
    newer = kiosk(hall)
    assert [one.id for one in devices_of(hall.centre.id)] == [newer.device.id, made.device.id]


def test_who_sets_up_the_hall_makes_its_links_and_nobody_else(hall):
    elsewhere = actor_make(role=Role.DIRECTOR, unit=body_of(commune_make(), "ttpvhcc"))
    made = kiosk(hall)
    for actor in (hall.officials[0], elsewhere):
        with pytest.raises(Forbidden):
            kiosk(hall, actor=actor)
        with pytest.raises(Forbidden):
            services.device_revoke(actor=actor, device_id=made.device.id)
    for name in ("", "  ", "x" * 61):
        with pytest.raises(Invalid):
            kiosk(hall, name=name)


def test_when_it_was_seen_is_kept_to_the_minute(hall):
    made = kiosk(hall)
    services.device_seen(made.device)
    seen = device_of(DeviceKind.KIOSK, made.token)
    assert seen.seen_at == MORNING
    with clock.clock_set(MORNING + timedelta(seconds=59)):
        services.device_seen(seen)
        assert device_of(DeviceKind.KIOSK, made.token).seen_at == MORNING
    with clock.clock_set(MORNING + timedelta(minutes=1)):
        services.device_seen(seen)
        assert device_of(DeviceKind.KIOSK, made.token).seen_at == clock.now()


def test_a_hall_sees_its_own_numbers_and_nothing_else(hall):
    other = hall_make(counters=1)
    mine, theirs = hall.take(), other.take()
    with scope_use(scope_hall(hall.centre.id)):
        assert list(Ticket.objects.values_list("id", flat=True)) == [mine.id]
        assert not Ticket.objects.filter(id=theirs.id).exists()
    with scope_use(NOTHING):
        assert not Ticket.objects.exists()
