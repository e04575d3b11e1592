"""Which held paper stands for which component: by kind, whose it is and the day, never by name."""

from __future__ import annotations

from datetime import date

import pytest

from motcua.dossiers.reuse_rules import ASKS, ISSUES, Ground, Held, Wanted, Whose, fit

TODAY = date(2026, 11, 22)
BEFORE = date(2026, 5, 4)


def held(procedure, component="", *, on=BEFORE, owned=False):
    return Held(procedure, component, on, owned)


def test_the_result_of_the_procedure_that_issues_the_paper_fits():
    found = fit(held("1.000894"), Wanted("2.001263", "Giấy chứng nhận kết hôn"), TODAY)
    assert (found.ground, found.whose) == (Ground.ISSUED, Whose.OWN)
    assert "60/2014/QH13" in found.basis


def test_a_childs_certificate_is_not_the_parents_and_the_childs_own_not_a_childs():
    child = Wanted("2.001263", "Giấy khai sinh của trẻ")
    assert fit(held("1.001193"), child, TODAY).whose is Whose.CHILD
    assert fit(held("1.001193", owned=True), child, TODAY) is None
    assert fit(held("1.004884"), child, TODAY) is None  # the own birth, registered again


def test_the_same_name_in_another_procedure_is_no_reason():
    assert fit(held("9.1", "Giấy khai sinh"), Wanted("9.2", "Giấy khai sinh"), TODAY) is None
    assert fit(held("9.1"), Wanted("9.2", "Giấy khai sinh"), TODAY) is None
    # Listed, but the components ask for different people's: the kind alone is not enough either.
    wanted = Wanted("1.004873", "Giấy xác nhận tình trạng hôn nhân đã cấp trước đó")
    assert fit(held("1.000894"), wanted, TODAY) is None


def test_a_component_that_other_papers_satisfy_proves_nothing_elsewhere():
    either = held("2.000720", "Giấy chứng tử hoặc quyết định của Tòa án")
    assert fit(either, Wanted("1.001731", "Giấy chứng tử hoặc giấy báo tử"), TODAY) is None
    exact = held("1.001776", "Giấy xác nhận khuyết tật")
    found = fit(exact, Wanted("2.000286", "Giấy xác nhận khuyết tật"), TODAY)
    assert found.ground is Ground.KIND
    early = held("1.001776", "Giấy xác nhận khuyết tật", on=date(2020, 1, 1))
    assert fit(early, Wanted("2.000286", "Giấy xác nhận khuyết tật"), TODAY) is None


@pytest.mark.parametrize(
    "name", ["Tờ khai", "Đơn đề nghị", "Văn bản ủy quyền", "Giấy chứng sinh, hoặc văn bản khác"]
)
def test_what_is_made_for_one_case_is_never_used_for_the_next(name):
    assert fit(held("9.1", name), Wanted("9.1", name), TODAY) is None


def test_the_same_component_of_the_same_procedure_fits_but_no_form():
    name = "Giấy chứng nhận quyền sử dụng đất"
    found = fit(held("9.1", name), Wanted("9.1", name), TODAY)
    assert (found.ground, found.whose) == (Ground.SAME, None)
    assert fit(held("9.1", name), Wanted("9.1", name, is_form=True), TODAY) is None


def test_only_where_the_law_asks_for_the_earlier_one_may_it_have_ended():
    earlier = Wanted("1.004873", "Giấy xác nhận tình trạng hôn nhân đã cấp trước đó")
    assert fit(held("1.004873"), earlier, TODAY).ended
    assert not fit(held("1.000894"), Wanted("2.001263", "Giấy chứng nhận kết hôn"), TODAY).ended


def test_a_rule_of_later_does_not_reach_back():
    wanted = Wanted("2.000286", "Giấy xác nhận khuyết tật")
    assert fit(held("1.001699", on=date(2018, 1, 2)), wanted, TODAY) is None
    assert fit(held("1.001699"), wanted, date(2024, 1, 2)) is None


def test_every_rule_names_its_source_and_its_day():
    assert all(one.basis and one.since for one in (*ASKS, *ISSUES))
    assert len({(one.procedure, one.component, one.since) for one in ASKS}) == len(ASKS)
