"""The overview of signals: sums and units, never a person; deny by default."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from tests.builders.identity import actor_make, client_for
from tests.builders.organisations import province_make
from tests.builders.signals import NOW, suspect_make

from motcua.identity.types import Role
from motcua.kernel import clock

pytestmark = [pytest.mark.usefixtures("system_scope"), pytest.mark.usefixtures("english")]


@pytest.fixture
def found():
    with clock.clock_set(NOW):
        yield suspect_make()


def test_an_inspector_sees_who_stands_out_with_base_and_chance(found):
    page = client_for(found.inspector).get("/office/signals/", {"month": "2026-09", "months": "1"})
    text = page.content.decode()
    assert page.status_code == 200
    assert "18 of 60" in text
    assert "unit stands out beside its peers; 12 could be compared" in text
    assert "A signal is a question, not a verdict" in text
    assert found.unit.full_name in text
    assert "waits for an explanation" in text
    assert "Mẫu Chủ Tịch" not in text
    [row] = page.context["named"]
    assert row["chance"].startswith("about 1 in ") or row["chance"].startswith("less than")
    assert parse_qs(urlsplit(row["url"]).query) == {"month": ["2026-09"], "months": ["1"]}


def test_a_head_sees_the_own_unit_only(found):
    page = client_for(found.head).get("/office/signals/", {"month": "2026-09"})
    assert found.unit.full_name in page.content.decode()
    assert found.peer.full_name not in page.content.decode()
    elsewhere = client_for(found.head).get("/office/signals/", {"unit": found.peer.code})
    assert elsewhere.status_code == 404


def test_who_has_no_business_with_signals_is_refused(found):
    clerk = client_for(actor_make(role=Role.CLERK, unit=province_make()))
    assert clerk.get("/office/signals/").status_code == 404


def test_months_without_anything_say_so(found):
    client = client_for(found.inspector)
    page = client.get("/office/signals/", {"month": "2026-07", "months": "1"})
    assert "No unit can be compared yet" in page.content.decode()
    wrong = client.get("/office/signals/", {"month": "2030-13", "months": "5"})
    assert wrong.status_code == 200
    assert "Enter a month of this time" in wrong.content.decode()
