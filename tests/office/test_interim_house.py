"""What a unit decides about work without a line: dated, within bounds, with its reason."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import at
from tests.builders.identity import actor_make, client_for
from tests.builders.paying import text
from tests.office.offlinework import ms, prepared

from motcua.identity.types import Role
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.reception.models import InterimHouse

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
RULES = "/office/interim/rules/"
SENT = {
    "hours": "8", "numbers": "100", "late_days": "5", "near_hours": "24", "clock_minutes": "2",
    "paper_days": "180", "source": "QĐ 12/QĐ-UBND", "reason": "Vùng hay mất điện.",
}  # fmt: skip


def test_what_is_decided_holds_for_the_next_computer(commune):
    client = client_for(commune.counter)
    with at():
        director = client_for(commune.director)
        assert "what comes with the system holds" in text(director.get(RULES))
        assert director.post(RULES, SENT).status_code == 302
        page = text(director.get(RULES))
        assert "QĐ 12/QĐ-UBND" in page
        assert "Vùng hay mất điện." in page
    with at(0.1):
        [unit] = client.get("/office/offline/now/").json()["units"]
        assert unit[2] == {"hours": 8, "numbers": 100, "late_days": 5}
        book = prepared(client, commune, device_now=ms(0.1))["book"]
    assert (book["numbers"], book["ends"]) == (100, ms(8.1))


def test_a_decision_of_the_province_holds_where_nothing_else_was_decided(commune):
    from motcua.organisations.queries import unit_get

    with scope_use(SYSTEM):
        above = unit_get(commune.unit.path_ids[0])
        admin = client_for(actor_make(role=Role.BUSINESS_ADMIN, unit=above))
    with at():
        assert admin.post(f"{RULES}?unit={above.id}", SENT).status_code == 302
        page = text(client_for(commune.director).get(RULES))
    assert f"What {above.full_name} has decided holds here." in page


@pytest.mark.parametrize(
    "wrong", [{"hours": "3"}, {"hours": "25"}, {"numbers": "x"}, {"reason": ""}]
)
def test_beyond_the_bounds_and_without_a_reason_it_is_refused(commune, wrong):
    assert client_for(commune.director).post(RULES, {**SENT, **wrong}).status_code == 422
    with scope_use(SYSTEM):
        assert not InterimHouse.objects.exists()


@pytest.mark.parametrize("unit", ["0", "x", "9" * 30])
def test_another_unit_is_not_found_and_nothing_is_decided_for_ones_own(commune, unit):
    director = client_for(commune.director)
    assert director.get(RULES, {"unit": unit}).status_code == 404
    assert director.post(f"{RULES}?unit={unit}", SENT).status_code == 404
    with scope_use(SYSTEM):
        assert not InterimHouse.objects.exists()


def test_a_counter_decides_nothing(commune):
    client = client_for(commune.counter)
    assert client.get(RULES).status_code == 404
