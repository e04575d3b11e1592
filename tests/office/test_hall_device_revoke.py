"""The link of a device: shown once, taken back."""

from __future__ import annotations

import pytest
from tests.builders.paying import text
from tests.office.hallwork import hall_at_work

from motcua.kernel.scope import SYSTEM, scope_use
from motcua.reception.models import Device

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
HERE = "/office/hall/setup/"


@pytest.fixture
def work(db):
    return hall_at_work()


def test_a_device_s_link_is_shown_once_and_taken_back(work):
    page = work.post(
        HERE,
        work.commune.director,
        what="device",
        unit=work.commune.centre.id,
        kind="kiosk",
        name="Cửa chính",
    )
    link = page.context["new_link"]
    assert link in page.content.decode()
    again = work.get(HERE, work.commune.director)
    assert "Cửa chính" in text(again)
    assert link not in again.content.decode()
    with scope_use(SYSTEM):
        device = Device.objects.get()
    done = work.post(f"/office/hall/setup/devices/{device.pk}/revoke/", work.commune.director)
    assert "opens nothing any more" in text(done)
    assert "Cửa chính" not in text(work.get(HERE, work.commune.director))
