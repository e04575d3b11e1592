"""One slip that needs a decision: enter it, put it right, join it, cancel it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from tests.builders.dossiers import MORNING, at, dossier_registered
from tests.builders.identity import actor_make, client_for
from tests.builders.interim import slip_in_doubt
from tests.builders.paying import text
from tests.office.offlinework import ms, prepared, slip, tell

from motcua.dossiers.queries import dossier_get
from motcua.dossiers.types import PartyInput
from motcua.identity.types import Role
from motcua.kernel.models import AccessRecord
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.reception.models import InterimSlip

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def client(commune):
    return client_for(commune.counter)


def come(commune, client, *slips):
    """Let slips come in at hour five; returns the answers."""
    with at():
        book = prepared(client, commune)["book"]
    with at(5):
        made = [slip(commune, book, seq, **one) for seq, one in enumerate(slips, start=1)]
        return [tell(client, "sync", one).json() for one in made]


def row(**which):
    with scope_use(SYSTEM):
        return InterimSlip.objects.get(**which)


def test_what_is_wrong_is_put_right_on_the_intake_page(commune, client):
    come(commune, client, {"form": {"applicant-phone": ["09"]}})
    slip_page = text(client.get(f"/office/interim/{row().id}/"))
    assert "decided by another person" not in slip_page
    assert "Nông Thị Mai Hương" in slip_page
    with scope_use(SYSTEM):
        assert AccessRecord.objects.filter(subject=f"interim-slip:{row().id}").exists()
    link = re.search(r'href="(/office/intake/\?[^"]+slip=\d+)"', slip_page)[1].replace("&amp;", "&")
    with at(6):
        opened = client.get(link, follow=True)
        page = text(opened)
        assert "Interim slip T260910-01-001" in page
        assert 'value="Nông Thị Mai Hương"' in page
        fields = slip(commune, {"key": ""})["form"]
        sent = {name: values[0] for name, values in fields.items()}
        sent |= {
            "unit": commune.unit.id,
            "procedure": commune.offering.code,
            "version": commune.offering.version.id,
            "slip": row().id,
            "key": "a" * 32,
            "action": "accept",
            "applicant-phone": "0912 345 678",
        }
        answer = client.post("/office/intake/", sent)
        assert answer.status_code == 302, text(answer)
        again = client.post("/office/intake/", sent | {"key": "b" * 32})
    assert again.status_code == 422
    with scope_use(SYSTEM):
        dossier = dossier_get(row().dossier_code)
    assert dossier.accepted_at == MORNING + timedelta(hours=1)
    shown = text(client.get(f"/office/dossiers/{dossier.code}/"))
    note = "Taken in while the line was down: interim slip T260910-01-001, by"
    assert note in shown
    assert re.search(r"Synchronised: [^.]*15:00\.", shown)
    assert answer["Location"].endswith(f"/{dossier.code}/")


def test_a_double_is_joined_or_entered_with_a_reason(commune, client):
    first, second, third = come(commune, client, {}, {"taken": ms(2)}, {"taken": ms(3)})
    assert (first["state"], second["state"], third["state"]) == ("accepted", "doubt", "doubt")
    page = text(client.get(second["url"]))
    assert first["code"] in page
    with at(6):
        action = f"join:{first['code']}"
        assert client.post(second["url"], {"action": action}).status_code == 422  # no reason
        client.post(second["url"], {"action": action, "reason": "Đã nộp lúc sáng."})
        client.post(third["url"], {"action": "enter", "reason": "Xin thêm một bản."})
    assert (row(seq=2).state, row(seq=2).dossier_code) == ("joined", first["code"])
    assert row(seq=3).state == "accepted"
    with scope_use(SYSTEM):
        told = dossier_get(row(seq=3).dossier_code).timeline[0].data["reason"]
    assert "Xin thêm một bản." in told


def test_a_doubtful_time_is_entered_by_the_director_alone(commune, client):
    [told] = come(commune, client, {"taken": ms(-1)})
    page = text(client.get(told["url"]))
    assert "entered by the director" in page
    assert "decided by another person" in page
    assert 'value="cancel"' not in page
    colleague = client_for(actor_make(role=Role.COUNTER, unit=commune.centre))
    page = text(colleague.get(told["url"]))
    assert 'value="cancel"' in page
    assert 'value="enter"' not in page
    with at(6):
        decide = {"action": "enter", "reason": "Đã đối chiếu sổ giấy."}
        assert client.post(told["url"], decide).status_code == 422
        assert colleague.post(told["url"], decide).status_code == 403
        assert client_for(commune.director).post(told["url"], decide).status_code == 302
    with scope_use(SYSTEM):
        assert dossier_get(row().dossier_code).accepted_at == MORNING - timedelta(hours=1)


def test_a_double_that_came_meanwhile_is_shown_on_the_page(commune, client):
    [told] = come(commune, client, {"version": 1})
    with at(6), scope_use(SYSTEM):
        party = PartyInput(name="Nông Thị Mai Hương", id_number="019188000123")
        code = dossier_registered(commune, parties=(party,))
        InterimSlip.objects.update(version_id=commune.offering.version.id)
    with at(6):
        answer = client.post(told["url"], {"action": "enter"})
    assert answer.status_code == 422
    assert f'value="join:{code}"' in answer.content.decode()


def test_it_is_cancelled_with_a_reason_and_stays_in_the_list(commune):
    client = client_for(actor_make(role=Role.COUNTER, unit=commune.centre))
    with scope_use(SYSTEM), at():
        slip_id = slip_in_doubt(commune)
    address = f"/office/interim/{slip_id}/"
    assert client.post(address, {"action": "cancel"}).status_code == 422
    client.post(address, {"action": "cancel", "reason": "Phát nhầm."})
    page = text(client.get(address))
    assert "Cancelled" in page
    assert "Phát nhầm." in page
    assert client.post(address, {"action": "cancel", "reason": "x"}).status_code == 422


def test_other_units_do_not_find_it(commune):
    with scope_use(SYSTEM), at():
        slip_id = slip_in_doubt(commune)
    assert client_for(commune.specialist).get(f"/office/interim/{slip_id}/").status_code == 404
