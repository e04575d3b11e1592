"""From the visit to the form in one step; the dossier says where it was taken in."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import at
from tests.builders.identity import client_for
from tests.builders.paying import text
from tests.office.outwork import out_at_work

from motcua.dossiers.queries import dossier_get
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.reception.queries.visits import visit_get

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def out(db):
    return out_at_work()


def test_person_and_procedure_are_filled_in_and_the_dossier_is_linked(out):
    version = out.commune.offering.version
    visit = out.visit(procedures=(version.code,))
    out.round(visit)
    with at():
        client = client_for(out.officer)
        page = client.get(f"/office/visits/{visit.id}/take-in/", follow=True)
        assert version.name in text(page)
        assert "At home of Nguyễn Thị Mẫu, round 1" in text(page)
        intake = page.context["intake"]
        assert intake.applicant["name"].value() == "Nguyễn Thị Mẫu"
        data = {
            "unit": intake.unit.id, "procedure": version.code, "version": version.id,
            "key": intake.key, "visit": visit.id, "action": "accept",
            "applicant-kind": "0", "applicant-name": "Nguyễn Thị Mẫu",
            "applicant-id_number": "019090000001", "channel": "1", "return_method": "0",
            "sets": "1", "fee_quantity": "1", "assisted_mode": "",
            **{f"c{one.id}-originals": "1" for one in version.components},
            **{f"c{one.id}-copies": "0" for one in version.components},
        }  # fmt: skip
        sent = client.post("/office/intake/", data, follow=True)
    with scope_use(SYSTEM):
        (code,) = visit_get(visit.id).dossier_codes
        dossier = dossier_get(code)
    assert sent.status_code == 200
    assert dossier.assisted_mode == "home"
    assert dossier.content["taken_in"] == {"kind": "home", "round": 1, "day": "2026-09-10"}
    assert "At home, round 1" in text(out.get(f"/office/dossiers/{code}/"))


def test_without_a_known_procedure_the_list_keeps_the_visit(out):
    visit = out.visit()
    page = out.get(f"/office/visits/{visit.id}/take-in/")
    assert page["Location"] == f"/office/intake/?visit={visit.id}"
    assert out.get(f"/office/visits/{visit.id}/take-in/", out.stranger).status_code == 404
    assert f"visit={visit.id}" in out.get(page["Location"]).content.decode()
    other = out.get(page["Location"], out.stranger)
    assert "At home of" not in text(other)
