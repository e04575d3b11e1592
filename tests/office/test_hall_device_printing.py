"""A kiosk without a printer: said at the setup, seen at the kiosk."""

from __future__ import annotations

import pytest
from tests.builders.paying import text
from tests.office.hallwork import hall_at_work

from motcua.kernel.scope import SYSTEM, scope_use
from motcua.reception.services import device_add, device_revoke
from motcua.reception.types import DeviceKind

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
HERE = "/office/hall/setup/"


@pytest.fixture
def work(db):
    return hall_at_work()


@pytest.fixture
def make(work):
    def made(kind):
        with scope_use(SYSTEM):
            return device_add(
                actor=work.commune.director,
                unit_id=work.commune.centre.id,
                kind=kind,
                name=f"{kind.value} by the door",
            ).device.id

    return made


def said(work, device, prints, actor=None):
    where = f"{HERE}devices/{device}/printing/"
    return work.post(where, actor or work.commune.director, prints=prints)


def test_a_kiosk_without_a_printer_and_with_one_again(work, make):
    device = make(DeviceKind.KIOSK)
    page = text(work.get(HERE, work.commune.director))
    assert "prints its numbers" in page
    assert 'name="prints" value="no"' in page
    for _again in range(2):
        page = text(said(work, device, "no"))
        assert "only shows its numbers" in page
        assert "without a printer" in page
        assert 'name="prints" value="yes"' in page
    assert "without a printer" not in text(said(work, device, "yes"))


def test_a_display_prints_nothing_and_is_asked_nothing(work, make):
    device = make(DeviceKind.DISPLAY)
    assert 'name="prints"' not in text(work.get(HERE, work.commune.director))
    assert said(work, device, "no").status_code == 404


def test_a_link_that_was_taken_back_a_strange_word_and_a_stranger_change_nothing(work, make):
    device = make(DeviceKind.KIOSK)
    assert said(work, device, "maybe").status_code == 404
    assert said(work, device, "no", actor=work.officer).status_code == 404
    assert "prints its numbers" in text(work.get(HERE, work.commune.director))
    with scope_use(SYSTEM):
        device_revoke(actor=work.commune.director, device_id=device)
    assert said(work, device, "no").status_code == 404
