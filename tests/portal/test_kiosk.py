"""The kiosk at rest: three languages on one screen, a reader, and nothing for strangers."""

from __future__ import annotations

import pytest
from django.test import Client

from motcua.dossiers.services import dossier_request_supplement_at_intake
from motcua.dossiers.services.submit import tracking_url
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.reception.services import device_revoke
from motcua.reception.types import Ground
from motcua.workflow.types import Act
from tests.builders.dossiers import at, dossier_at, dossier_registered
from tests.portal.halls import PRIVATE, hall_open

pytestmark = pytest.mark.django_db


@pytest.fixture
def there():
    return hall_open()


def test_the_first_screen_speaks_three_languages_and_asks_for_nothing(there):
    page = there.get()
    text = page.content.decode()
    assert all(words in text for words in ("Lấy số", "Take a number", "Ambil nomor"))
    assert {name: page[name] for name in PRIVATE} == PRIVATE
    assert 'type="text"' not in text
    assert 'type="tel"' not in text
    assert not page.cookies
    with at():
        again = Client().get(there.kiosk, headers={"If-None-Match": page["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    ("hours", "when"),
    [
        (8, "thứ Sáu 11/9/2026"),  # after the closing
        (48, "thứ Hai 14/9/2026"),  # Saturday
        (-4, "thứ Năm 10/9/2026"),  # before dawn
        (-8 * 24, "Hôm nay Trung tâm nghỉ: Quốc khánh. Mở cửa lúc 07:30 thứ Năm 3/9/2026"),
    ],
)
def test_when_it_is_closed_it_says_when_it_opens(there, hours, when):
    text = there.get(hours=hours).content.decode()
    assert when in text
    assert "Lấy số</strong>" not in text
    for path in ("vi/", f"vi/{there.queue}/", f"vi/{there.queue}/{there.code}/"):
        answer = there.get(path, hours=hours)
        assert (answer.status_code, answer.url) == (302, there.kiosk)


def test_an_unknown_link_and_one_taken_back_open_nothing(there):
    for path in ("/kiosk/x/", there.display.replace("display", "kiosk"), f"{there.kiosk}xx/"):
        assert Client().get(path).status_code == 404
    from motcua.reception.models import Device

    with scope_use(SYSTEM):
        device = Device.objects.get(kind="kiosk")
        device_revoke(actor=there.hall.director, device_id=device.pk)
    gone = there.get()
    assert gone.status_code == 404
    assert there.hall.centre.full_name not in gone.content.decode()


def test_the_code_of_a_request_gives_a_number_that_goes_first(there):
    with scope_use(SYSTEM), at():
        code = dossier_registered(there.commune)
        before = there.post(scanned=tracking_url(code))
        dossier_request_supplement_at_intake(
            actor=there.commune.counter, code=code, items=["Bản sao"], reason="Thiếu"
        )
    assert before.status_code == 422
    answer = there.post(scanned=tracking_url(code))
    assert answer.url.endswith("?new=1"), "it is printed by itself"
    assert there.ticket(answer).ticket.ground is Ground.SUPPLEMENT
    with at():
        page = there.client.get(answer.url).content.decode()
    assert "được gọi trước" in page
    for secret in (code, "Nguyễn Văn Mẫu", there.commune.offering.version.name):
        assert secret not in page


def test_a_code_that_is_not_ours_is_said_kindly(there):
    answer = there.post(scanned="https://example.org/" + "x" * 900)
    assert answer.status_code == 422
    assert "Không đọc được mã này" in answer.content.decode()


def test_a_closed_hall_takes_no_request_either(there):
    with scope_use(SYSTEM), at():
        code = dossier_registered(there.commune)
        dossier_request_supplement_at_intake(
            actor=there.commune.counter, code=code, items=["Bản sao"], reason="Thiếu"
        )
    assert there.post(scanned=tracking_url(code), hours=9).status_code == 422


def test_the_code_of_a_slip_gives_a_number_where_the_result_is_ready(there):
    with scope_use(SYSTEM), at():
        code = dossier_at(there.commune, Act.RETURN)
        early = dossier_registered(there.commune)
    refused = there.post(scanned=tracking_url(early))
    assert refused.status_code == 422
    assert "chưa có kết quả" in refused.content.decode()
    first, again = (there.post(scanned=tracking_url(code)) for _ in range(2))
    ticket = there.ticket(first)
    assert ticket == there.ticket(again), "read twice it is one number"
    assert (ticket.collects, ticket.dossier_codes) == (True, (code,))
    assert ticket.ticket.ground is Ground.NONE, "a result is collected in turn"
    with at():
        page = there.client.get(first.url).content.decode()
    assert "Đến nhận kết quả" in page
    for secret in (code, "Nguyễn Văn Mẫu", there.commune.offering.version.name):
        assert secret not in page
    elsewhere = hall_open(code="90009", name="Phong Quang")
    assert elsewhere.post(scanned=tracking_url(code)).status_code == 422
