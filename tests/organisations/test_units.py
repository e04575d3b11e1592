"""Units one by one: founding, bodies, reading."""

from __future__ import annotations

from datetime import date

import pytest
from tests.builders.organisations import body_of, commune_make, province_make, unit_make

from motcua.kernel.errors import Invalid, NotFound, Refused
from motcua.organisations import queries
from motcua.organisations.services import bodies_ensure, unit_close, unit_create
from motcua.organisations.types import UnitKind


@pytest.mark.django_db
def test_a_commune_is_made_with_its_bodies():
    commune = commune_make(code="05528")
    children = queries.unit_children(commune.id)
    assert {child.code for child in children} == {
        "05528.ttpvhcc", "05528.vp", "05528.kt", "05528.vhxh",
    }  # fmt: skip
    assert body_of(commune, "ttpvhcc").full_name == "Trung tâm Phục vụ hành chính công"
    province = province_make()
    assert commune.parent_id == province.id
    assert commune.agency_identifier == "H19.055.28"
    assert {child.id for child in children} | {commune.id} == queries.unit_descendant_ids(
        commune.id
    )
    assert queries.unit_descendant_ids(commune.id) < queries.unit_descendant_ids(province.id)
    assert {one.id for one in queries.units_own(commune.id)} == queries.unit_descendant_ids(
        commune.id
    )
    assert queries.units_own(province.id)[0] == queries.unit_get(province.id)
    own = {one.id for one in queries.units_own(province.id)}
    assert own.isdisjoint(queries.unit_descendant_ids(commune.id)), "a commune is not its province"


@pytest.mark.django_db
def test_bodies_are_made_once_and_named_by_the_decree():
    ward = commune_make(code="05528", bodies=("ttpvhcc",))
    bodies = bodies_ensure(ward.id)
    assert [body.code for body in bodies] == [
        "05528.ttpvhcc", "05528.vp", "05528.kt", "05528.vhxh",
    ]  # fmt: skip
    assert bodies[2].full_name == "Phòng Kinh tế, Hạ tầng và Đô thị"
    assert bodies_ensure(ward.id) == bodies
    commune = commune_make(code="01849", name="Phong Quang", kind=UnitKind.COMMUNE)
    assert body_of(commune, "kt").full_name == "Phòng Kinh tế"
    assert body_of(commune, "kt").kind is UnitKind.BODY
    province = queries.unit_by_code("19")
    departments = bodies_ensure(province.id)
    assert departments[0].kind is UnitKind.CENTRE
    assert {body.kind for body in departments[1:]} == {UnitKind.DEPARTMENT}
    assert body_of(province, "snnmt").full_name == "Sở Nông nghiệp và Môi trường"


@pytest.mark.django_db
def test_bodies_that_a_tier_lacks_are_refused():
    ward = commune_make(bodies=())
    with pytest.raises(Invalid, match="stp"):
        bodies_ensure(ward.id, ["ttpvhcc", "stp"])
    with pytest.raises(NotFound):
        bodies_ensure(0)
    unit_close(unit_id=ward.id, on=date(2026, 1, 1))
    with pytest.raises(Refused) as refusal:
        bodies_ensure(ward.id)
    assert refusal.value.code == "unit_ended"


@pytest.mark.django_db
def test_a_code_names_one_unit_at_a_time():
    first = unit_make(code="00001", valid_to=date(2026, 1, 1))
    second = unit_make(code="00001", full_name="Phường Mới", valid_from=date(2026, 1, 1))
    assert queries.unit_by_code("00001", date(2025, 12, 31)).id == first.id
    assert queries.unit_by_code("00001", date(2026, 1, 1)).id == second.id
    with pytest.raises(Refused) as refusal:
        unit_make(code="00001", valid_from=date(2025, 12, 1), valid_to=date(2025, 12, 2))
    assert refusal.value.code == "unit_code_taken"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"code": " "}, "code"),
        ({"full_name": ""}, "full_name"),
        ({"full_name": "x" * 201}, "full_name"),
        ({"valid_to": date(2020, 1, 1)}, "valid_to"),
    ],
)
def test_a_wrong_unit_is_refused_at_its_field(over, field):
    with pytest.raises(Invalid) as refusal:
        unit_create(**{"code": "00001", "full_name": "Xã A", "kind": UnitKind.COMMUNE} | over)
    assert [problem.field for problem in refusal.value.problems] == [field]


@pytest.mark.django_db
def test_ending_a_unit_ends_its_bodies():
    ward = commune_make()
    unit_close(unit_id=ward.id, on=date(2026, 1, 1))
    assert queries.unit_children(ward.id) == []
    assert len(queries.unit_children(ward.id, ended=True)) == 4
    assert len(queries.units_own(ward.id)) == 1
    assert len(queries.units_own(ward.id, ended=True)) == 5
    assert queries.units_by_codes([f"{ward.code}.vp"], date(2025, 12, 31))
    assert not queries.units_by_codes([f"{ward.code}.vp"], date(2026, 1, 1))
    with pytest.raises(NotFound):
        queries.unit_by_code(ward.code, date(2026, 1, 1))


@pytest.mark.django_db
def test_unknown_units_are_not_found():
    for ask in (
        lambda: queries.unit_get(0),
        lambda: queries.unit_by_code("Đ\x00"),
        lambda: queries.unit_descendant_ids(0),
        lambda: queries.units_own(0),
        lambda: queries.unit_public(0),
        lambda: queries.units_search(parent=0),
    ):
        with pytest.raises(NotFound):
            ask()
    with pytest.raises(Invalid):
        queries.units_search(after="no such place")
    assert queries.units_by_ids([0]) == {}
