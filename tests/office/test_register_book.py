"""The register book: every accepted dossier with its number, as it stood at an instant."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import at, dossier_accepted, dossier_at, dossier_registered
from tests.builders.identity import actor_make, client_for
from tests.builders.organisations import body_of, commune_make
from tests.dossiers.test_history_import import history
from tests.office.acting import get, seen

from motcua.dossiers import services
from motcua.dossiers.queries.book import book_page
from motcua.dossiers.services.history import histories_import
from motcua.identity.types import Role
from motcua.kernel.models import AccessRecord
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow.types import Act

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
URL = "/office/register/"
LATER = 24 * 40  # in October


@pytest.fixture
def codes(commune):
    with scope_use(SYSTEM), at():
        made = [dossier_accepted(commune), dossier_at(commune, Act.RETURN)]
        dossier_registered(commune)  # not accepted: in no book
    return made


def body(actor, query="", hours=2):
    return get(actor, URL + query, hours=hours).content.decode()


def test_accepted_dossiers_stand_there_in_the_order_of_their_numbers(commune, codes):
    page = body(commune.counter)
    assert [page.index(code) for code in codes] == sorted(page.index(code) for code in codes)
    assert "2 dossiers, as on record at" in page
    assert "out of turn" not in page, "both at one instant"
    assert "Nguyễn Văn Mẫu" in page
    assert AccessRecord.objects.latest("id").purpose == "register book"
    assert codes[0] in body(commune.leader)  # of the commune: its centre's book


def test_a_past_period_reads_as_it_stood_at_its_end(commune, codes):
    with scope_use(SYSTEM), at(LATER):
        services.dossier_withdraw(actor=commune.counter, code=codes[0], reason="Thôi")
    query = "?from=2026-09-01&to=2026-09-30"
    assert "Withdrawn by the applicant" in body(commune.counter, query, LATER + 1)
    assert "Withdrawn by the applicant" not in body(commune.counter, f"{query}&stood=end", LATER)
    assert "No dossier was accepted in this period" in body(commune.counter, hours=LATER)


def test_pages_go_on_where_the_last_one_ended(commune, codes):
    with scope_use(SYSTEM), at():
        first = seen(codes[0]).accepted_at.date()
        one, after = book_page(commune.centre.id, first, first, limit=1)
        two, end = book_page(commune.centre.id, first, first, limit=1, after=after)
    assert [e.code for e in (*one, *two)] == codes
    assert end == ""
    assert codes[0] in body(commune.counter, "?after=x~1")


def test_another_commune_has_its_own_book(commune, codes):
    with scope_use(SYSTEM), at():
        other = body_of(commune_make(name="Xa"), "ttpvhcc")
        stranger = actor_make(role=Role.COUNTER, unit=other)
    assert codes[0] not in body(stranger)
    with at(2):
        client = client_for(stranger)
        assert client.get(URL, {"book": commune.centre.code}).status_code == 404
        assert client.get(URL, {"unit": commune.centre.code}).status_code == 404


def test_what_came_over_from_an_earlier_system_is_named_and_not_numbered(commune):
    with scope_use(SYSTEM):
        report = histories_import(actor=None, histories=[history(commune), history(commune)])
    assert report.accepted == 2
    page = body(commune.counter, "?from=2025-07-01&to=2025-07-31")
    assert "Beside them 2 dossiers accepted here in these days came over" in page
    assert "came over" not in body(commune.counter, "?from=2025-08-01&to=2025-08-31")


def test_a_number_out_of_turn_is_explained(commune):
    with scope_use(SYSTEM):
        with at(2):
            dossier_accepted(commune)
        assert "out of turn" not in body(commune.counter, hours=3)
        with at(1):
            dossier_accepted(commune)
    assert "some times stand out of turn" in body(commune.counter, hours=3)
