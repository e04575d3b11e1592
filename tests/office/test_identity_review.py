"""One case of identity: compared side by side, read on record, decided with a reason."""

from __future__ import annotations

import pytest
from tests.builders.citizens import citizen_make, review_make
from tests.builders.identity import actor_make, client_for
from tests.builders.organisations import unit_make

from motcua.citizens.models import IdentityReview
from motcua.identity.assurance import FRESH_AT
from motcua.identity.types import Role
from motcua.kernel.models import AccessRecord
from motcua.kernel.scope import SYSTEM, scope_use

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def unit():
    return unit_make()


@pytest.fixture
def url(unit):
    citizen = citizen_make(name="Bà Mẫu Cũ")
    with scope_use(SYSTEM):
        row = review_make(unit_id=unit.id, name="Bà Mẫu Mới", number=citizen.person.id_number)
    return f"/office/identity-cases/{row.pk}/"


def test_both_sides_stand_beside_each_other_and_the_reading_is_written_down(unit, url):
    html = client_for(actor_make(role=Role.DIRECTOR, unit=unit)).get(url).content.decode()
    assert "Bà Mẫu Mới" in html
    assert "Bà Mẫu Cũ" in html
    assert "tech-claimed" not in html, "the end of a technical id is enough"
    assert AccessRecord.objects.filter(subject__startswith="identity:").count() == 1


def test_it_is_decided_once_with_a_reason(unit, url):
    client = client_for(actor_make(role=Role.DIRECTOR, unit=unit))
    assert client.post(url, {"decision": "other", "note": ""}).status_code == 422
    assert client.post(url, {"note": "x"}).status_code == 422
    data = {"decision": "other", "note": "Ảnh khác"}
    assert client.post(url, data).url == "/office/identity-cases/"
    with scope_use(SYSTEM):
        assert IdentityReview.objects.get().state == "other"
    assert client.post(url, data).status_code == 422, "decided already"
    html = client.get(url).content.decode()
    assert "Ảnh khác" in html
    assert "What happened in this case" in html
    assert "Decided: another person" in html


def test_another_units_case_is_not_there(url):
    client = client_for(actor_make(role=Role.DIRECTOR))
    assert client.get(url).status_code == 404
    assert client.post(url, {"decision": "same", "note": "x"}).status_code == 404


def test_it_is_opened_by_somebody_who_proved_lately_who_it_is(unit, url):
    client = client_for(actor_make(role=Role.DIRECTOR, unit=unit))
    session = client.session
    session[FRESH_AT] = 0
    session.save()
    assert client.get(url).url.startswith("/office/confirm/")
    assert AccessRecord.objects.filter(subject__startswith="identity:").count() == 0
