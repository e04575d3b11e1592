"""Units one by one: founding, bodies, reading."""

from __future__ import annotations

import pytest
from tests.builders.organisations import body_of, commune_make, province_make

from motcua.organisations import queries


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
