"""Separator sheets and labels of everything that was accepted on a day."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import MORNING, commune_at_work, dossier_accepted
from tests.builders.identity import actor_make, client_for
from tests.builders.procedures import component
from tests.office.test_labels import pages

from motcua.dossiers.models import Component
from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.office.views import labels_day

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
URL = "/office/digitise/labels/"


@pytest.fixture
def commune(db):
    with scope_use(SYSTEM):
        return commune_at_work(components=[component(), component("Giấy chứng sinh")])


def test_the_day_s_dossiers_of_one_s_units(commune, scan_code):
    client = client_for(commune.counter)
    with clock.clock_set(MORNING):
        day = clock.today().isoformat()
        assert pages(client.get(URL)) == 2
        assert pages(client.get(f"{URL}?day={day}&as=labels")) == 1
        assert pages(client.get(f"{URL}?day=nonsense")) == 2
        none = client.get(f"{URL}?day=2020-01-01", follow=True).content.decode()
        assert "No dossier with papers was accepted on this day" in none
        stranger = commune_at_work(code="77777", name="Xa")
        empty = client_for(stranger.counter).get(URL)
        assert empty["Location"] == "/office/digitise/stacks/"


def test_a_component_that_no_label_can_name_is_named_on_a_last_page(commune, scan_code):
    client = client_for(commune.counter)
    with clock.clock_set(MORNING):
        with scope_use(SYSTEM):
            rows = Component.objects.filter(dossier__code=scan_code)
            rows.filter(order=1).update(order=100)
        for how in ("separators", "labels"):
            answer = client.get(f"{URL}?as={how}")
            assert pages(answer) == 2, "what can be printed, and one page of what cannot"
        with scope_use(SYSTEM):
            rows.exclude(order=100).update(originals=0, copies=0)
        none = client.get(URL, follow=True).content.decode()
        assert f"{scan_code} (100)" in none


def test_the_sheets_of_a_unit_bear_its_name_and_nobody_else_s(commune, scan_code, monkeypatch):
    heads = []
    made = labels_day.separators_pdf
    monkeypatch.setattr(
        labels_day,
        "separators_pdf",
        lambda lines, **more: heads.append((more["unit"], len(lines))) or made(lines, **more),
    )
    with clock.clock_set(MORNING):
        with scope_use(SYSTEM):
            other = commune_at_work(code="77777", name="Xa")
            first = actor_make(unit=commune.centre)
            both = actor_make(unit=other.centre, account=first.account_id)
            dossier_accepted(other)
        client = client_for(both)
        for centre in (commune.centre, other.centre):
            assert client.get(f"{URL}?unit={centre.id}").status_code == 200
        assert heads == [(commune.centre.full_name, 2), (other.centre.full_name, 1)]
        assert client_for(commune.counter).get(f"{URL}?unit={other.centre.id}").status_code == 404
        assert "id_print_unit" in client.get("/office/digitise/stacks/").content.decode()
