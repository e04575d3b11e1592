"""Opening and closing a procedure for intake in a unit."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.builders.identity import actor_make
from tests.builders.organisations import body_of, commune_make, province_make
from tests.builders.procedures import content_make, offering_make, version_make

from motcua.identity.types import Role
from motcua.kernel import clock
from motcua.kernel.errors import Forbidden, Invalid, NotFound, Refused
from motcua.kernel.events import listen
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.organisations.types import UnitKind
from motcua.procedures.events import OfferingClosed, OfferingOpened
from motcua.procedures.queries import offering_get, offering_units, offerings_of
from motcua.procedures.services import offering_close, offering_open

NOON = datetime(2026, 8, 3, 5, tzinfo=UTC)


@pytest.fixture(autouse=True)
def august():
    with clock.clock_set(NOON):
        yield


@pytest.fixture
def commune(system_scope):
    return commune_make()


@pytest.fixture
def admin(commune):
    return actor_make(role=Role.BUSINESS_ADMIN, unit=commune.id)


def open_it(actor, unit, code, *, at=NOON, **units):
    return offering_open(actor=actor, unit_id=unit.id, code=code, units=units, at=at)


def test_a_complete_procedure_is_opened_with_its_units(commune, admin):
    version = version_make()
    centre, justice = body_of(commune, "ttpvhcc"), body_of(commune, "vp")
    offering = open_it(admin, commune, version.code, receiving=centre.id, handling=justice.id)
    assert offering.version.id == version.id
    assert offering.roles_units == {
        "receiving": centre.id,
        "handling": justice.id,
        "competent": commune.id,
    }
    assert offering_get(unit_id=commune.id, code=version.code) == offering
    assert offering.process_key == "standard"
    assert offering_units(version.code) == (commune.id,)


def test_an_incomplete_record_is_refused_with_the_list_of_what_is_missing(commune, admin):
    version = version_make(components=[], limit="", fees=[], fee_state="unknown", process_key="")
    with pytest.raises(Refused) as refusal:
        open_it(admin, commune, version.code)
    assert refusal.value.code == "procedure_incomplete"
    assert refusal.value.details["missing"] == ["components", "limit", "fees", "process"]
    assert offerings_of(commune.id) == []


@pytest.mark.parametrize(
    "part",
    ["components", "limit", "handled_by", "applicants", "channels", "legal_basis", "process_key"],
)
def test_every_part_is_needed(commune, admin, part):
    version = version_make(**{part: type(content_make()[part])()})
    with pytest.raises(Refused, match=r".") as refusal:
        open_it(admin, commune, version.code)
    assert refusal.value.code == "procedure_incomplete"


def test_a_repealed_procedure_is_refused(commune, admin):
    version = version_make(status="repealed")
    with pytest.raises(Refused) as refusal:
        open_it(admin, commune, version.code)
    assert refusal.value.code == "procedure_repealed"


def test_a_scheduled_repeal_bites_on_its_day(commune, admin):
    version = version_make(status="repeal_scheduled", status_date="2027-03-01")
    offering = open_it(admin, commune, version.code)
    assert offering.takes_in_on(date(2027, 2, 28))
    assert not offering.takes_in_on(date(2027, 3, 1))
    other = version_make(status="repeal_scheduled", status_date="2026-08-01")
    with pytest.raises(Refused) as refusal:
        open_it(admin, commune, other.code)
    assert refusal.value.code == "procedure_repealed"


def test_a_later_incomplete_version_stops_intake_but_not_the_offering(commune):
    version = version_make()
    offering_make(unit=commune, version=version)
    version_make(code=version.code, limit="", effective_from=NOON - timedelta(days=1))
    offering = offering_get(unit_id=commune.id, code=version.code)
    assert offering.version.missing == ("limit",)
    assert not offering.takes_in_on(NOON.date())


def test_a_procedure_of_another_level_or_a_unit_without_territory_is_refused(commune, admin):
    provincial = version_make(levels=["province"])
    with pytest.raises(Refused) as refusal:
        open_it(admin, commune, provincial.code)
    assert refusal.value.code == "procedure_other_level"
    with pytest.raises(Refused):
        open_it(None, body_of(commune, "ttpvhcc"), version_make().code)
    assert open_it(None, province_make(), provincial.code).unit_id == province_make().id


def test_only_who_may_offer_procedures_in_that_unit_opens_and_closes(commune, admin):
    version = version_make()
    elsewhere = commune_make(name="Phong Quang", kind=UnitKind.COMMUNE)
    stranger = actor_make(role=Role.BUSINESS_ADMIN, unit=elsewhere.id)
    counter = actor_make(role=Role.COUNTER, unit=commune.id)
    for actor in (stranger, counter):
        with pytest.raises(Forbidden):
            open_it(actor, commune, version.code)
    open_it(admin, commune, version.code)
    for actor in (stranger, counter):
        with pytest.raises(Forbidden):
            offering_close(actor=actor, unit_id=commune.id, code=version.code, at=NOON)


def test_opening_twice_is_once_and_with_other_units_is_refused(commune, admin):
    version = version_make()
    first = open_it(admin, commune, version.code)
    assert open_it(admin, commune, version.code, at=NOON + timedelta(hours=1)) == first
    with pytest.raises(Refused) as refusal:
        open_it(admin, commune, version.code, handling=body_of(commune, "vp").id)
    assert refusal.value.code == "procedure_open_already"


def test_a_process_is_asked_for_the_units_it_needs(commune, admin):
    version = version_make(process_key="provincial_step")
    with pytest.raises(Invalid) as refusal:
        open_it(admin, commune, version.code)
    assert [problem.field for problem in refusal.value.problems] == ["province"]
    department = body_of(province_make(), "stp")
    opened = open_it(admin, commune, version.code, province=department.id)
    assert opened.roles_units["province"] == department.id


@pytest.mark.parametrize(
    ("units", "field"),
    [({"kitchen": 1}, "kitchen"), ({"handling": -5}, "handling"), ({"competent": 0}, "competent")],
)
def test_units_that_do_not_exist_or_nobody_asks_for_are_refused(commune, admin, units, field):
    version = version_make()
    with pytest.raises(Invalid) as refusal:
        open_it(admin, commune, version.code, **units)
    assert field in {problem.field for problem in refusal.value.problems}


def test_closing_keeps_history_and_it_may_be_opened_again(commune, admin):
    version = version_make()
    open_it(admin, commune, version.code)
    later = NOON + timedelta(days=2)
    with clock.clock_set(later):
        closed = offering_close(actor=admin, unit_id=commune.id, code=version.code, at=later)
        assert closed.closed_at == later
        with pytest.raises(NotFound):
            offering_get(unit_id=commune.id, code=version.code)
        with pytest.raises(NotFound):
            offering_close(actor=admin, unit_id=commune.id, code=version.code, at=later)
        yesterday = clock.today() - timedelta(days=1)
        assert offering_get(unit_id=commune.id, code=version.code, on=yesterday).id == closed.id
        again = open_it(admin, commune, version.code, at=later)
        assert again.id != closed.id


def test_it_cannot_open_at_a_time_when_it_was_open_or_close_before_it_opened(commune, admin):
    version = version_make()
    open_it(admin, commune, version.code)
    with pytest.raises(Refused):
        offering_close(
            actor=admin, unit_id=commune.id, code=version.code, at=NOON - timedelta(days=1)
        )
    offering_close(actor=admin, unit_id=commune.id, code=version.code, at=NOON + timedelta(days=1))
    with pytest.raises(Refused) as refusal:
        open_it(admin, commune, version.code)
    assert refusal.value.code == "procedure_open_then"


def test_a_new_version_reaches_new_dossiers_and_leaves_the_old_one_readable(commune):
    old = version_make(limit="3wd")
    offering_make(unit=commune, version=old)
    new = version_make(code=old.code, limit="5wd", effective_from=NOON - timedelta(days=1))
    assert offering_get(unit_id=commune.id, code=old.code).version.id == new.id
    before = (NOON - timedelta(days=30)).date()
    assert offering_get(unit_id=commune.id, code=old.code, on=before).version.limit == "3wd"


def test_opening_and_closing_are_told(commune, admin):
    told: list[object] = []
    listen(OfferingOpened, told.append)
    listen(OfferingClosed, told.append)
    version = version_make()
    offering = open_it(admin, commune, version.code)
    offering_close(actor=admin, unit_id=commune.id, code=version.code, at=NOON)
    mine = [event for event in told if event.offering_id == offering.id]
    assert [type(event) for event in mine] == [OfferingOpened, OfferingClosed]


def test_two_officers_at_once_open_it_once(fresh_database):
    with scope_use(SYSTEM):
        commune = commune_make()
        version = version_make()
    opened: list[int] = []

    def work():
        try:
            with clock.clock_set(NOON), scope_use(SYSTEM):
                opened.append(open_it(None, commune, version.code).id)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(opened) == 6
    assert len(set(opened)) == 1


def test_taking_in_costs_one_statement_once_the_version_is_known(
    commune, django_assert_num_queries
):
    offering = offering_make(unit=commune)
    with django_assert_num_queries(1):
        assert offering_get(unit_id=commune.id, code=offering.code) == offering


def test_offerings_of_a_unit_are_a_fixed_number_of_statements(commune):
    offering_make(unit=commune)
    with CaptureQueriesContext(connection) as one:
        offerings_of(commune.id)
    for _ in range(10):
        offering_make(unit=commune)
    with CaptureQueriesContext(connection) as many:
        assert len(offerings_of(commune.id)) == 11
    assert len(many) <= len(one)


def test_an_unknown_procedure_or_unit_is_not_found(commune, admin):
    with pytest.raises(NotFound):
        open_it(admin, commune, "9.999999")
    with pytest.raises(NotFound):
        offering_open(actor=None, unit_id=-1, code=version_make().code, units={}, at=NOON)
