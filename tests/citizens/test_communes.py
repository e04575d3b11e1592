"""The commune of a person: from the address that was vouched for, or as the person says."""

from __future__ import annotations

import pytest
from tests.builders.citizens import citizen_make
from tests.builders.organisations import commune_make

from motcua.citizens import services
from motcua.citizens.models import Person
from motcua.citizens.types import Identity, PersonKind
from motcua.filing.services.known import person_data
from motcua.kernel.errors import NotFound
from motcua.organisations.queries import address_place

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("system_scope")]
ADDRESS = "Số 3, Tổ 4, phường Bách Quang, tỉnh Thái Nguyên"


@pytest.fixture
def commune():
    return commune_make()


def vouched(address, number="019090012345"):
    return services.person_vouched(
        Identity(
            kind=PersonKind.PERSON, id_number=number, technical_id="t-1", name="Bà Mẫu",
            level=2, sub="s", address=address,
        )
    )  # fmt: skip


def test_signing_in_finds_the_commune_and_forms_begin_with_it(commune):
    person = vouched(ADDRESS)
    assert (person.unit_code, person.unit_source) == (commune.code, "address")
    residence = person_data(person)["residence"]
    assert residence["commune"] == commune.code
    assert residence["detail"] == "Số 3, Tổ 4"
    assert residence["commune_name"] == commune.full_name


@pytest.mark.parametrize(
    "address", ["", "Số 3", "Xã Không Có, tỉnh Thái Nguyên", "phường Bách Quang", "Bách, Thái"]
)
def test_an_address_that_names_no_commune_for_sure_fills_nothing(commune, address):
    person = vouched(address)
    assert (person.unit_code, person.unit_source) == ("", "")
    assert person_data(person)["residence"] == {}


def test_the_land_at_the_end_and_marks_do_not_matter(commune):
    assert address_place(f"{ADDRESS}, Việt Nam").commune.id == commune.id
    assert address_place("to 4, P. Bach Quang, Thai Nguyen").commune.id == commune.id


def test_what_the_person_says_stands_until_the_address_changes(commune):
    other = commune_make(code="05555", name="Phong Quang")
    vouched(ADDRESS)
    citizen = citizen_make(id_number="x")
    Person.objects.filter(pk=citizen.person_id).delete()
    person = Person.objects.get()
    citizen = type(citizen)(person=vouched(ADDRESS), subject=vouched(ADDRESS))
    services.commune_say(citizen=citizen, unit_code=other.code)
    again = vouched(ADDRESS)
    assert (again.unit_code, again.unit_source) == (other.code, "person")
    assert "detail" not in person_data(again)["residence"], "the street lies in another commune"
    services.commune_forget(citizen=citizen)
    person.refresh_from_db()
    assert (person.unit_code, person.unit_source) == (commune.code, "address")
    services.commune_say(citizen=citizen, unit_code=commune.code)
    assert vouched("Tổ 1, phường Phong Quang, tỉnh Thái Nguyên").unit_code == other.code


def test_only_a_commune_of_today_can_be_said(commune):
    for code in ("", "99999", "19"):
        with pytest.raises(NotFound):
            services.commune_say(citizen=citizen_make(), unit_code=code)
