"""The clerk's number: proposed, given once in a unit's year, never to two documents."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from tests.builders.dossiers import at, commune_at_work, dossier_at, draft_add, work_do
from tests.dossiers.test_two_at_once import together

from motcua.dossiers import services
from motcua.dossiers.models import Dossier, Result, ResultNumber
from motcua.dossiers.queries import dossier_get
from motcua.dossiers.queries.numbers import number_proposed, numbers_proposed
from motcua.kernel import clock
from motcua.kernel.errors import Invalid
from motcua.kernel.scope import SYSTEM, scope_units, scope_use
from motcua.workflow.types import Act

NEXT_YEAR = datetime(2027, 1, 4, 2, 0, tzinfo=UTC)


@pytest.fixture
def commune(system_scope):
    with at():
        yield commune_at_work()


def issue(commune, number, code=""):
    code = code or dossier_at(commune, Act.ISSUE)
    work_do(code, Act.ISSUE, commune.clerk, "issued", number=number)
    return code


def proposed(commune, year=2026):
    return number_proposed(commune.unit.id, commune.offering.version.procedure_id, year)


def test_a_number_is_given_once_in_a_year_and_the_next_is_named(commune):
    issue(commune, "15/GXN-UBND")
    waits = dossier_at(commune, Act.ISSUE)
    with pytest.raises(Invalid) as caught:
        issue(commune, "015/gxn-ubnd", waits)
    [problem] = caught.value.problems
    assert problem.field == "number"
    assert "16/GXN-UBND" in str(problem.message)
    assert dossier_get(waits).results[-1].issued_at is None, "nothing was done"
    issue(commune, "15/QĐ-UBND", waits)


def test_the_next_number_follows_the_highest_of_its_kind(commune):
    assert proposed(commune) == "", "nobody knows yet how this unit writes it"
    issue(commune, "07/GXN-UBND")
    assert proposed(commune) == "08/GXN-UBND"
    issue(commune, "30/GXN-UBND")
    issue(commune, "9/GXN-UBND")
    assert proposed(commune) == "31/GXN-UBND"
    assert proposed(commune, 2027) == "01/GXN-UBND", "each year begins anew"


def test_another_year_and_another_unit_give_it_again(commune):
    issue(commune, "15/GXN-UBND")
    with clock.clock_set(NEXT_YEAR):
        issue(commune, "15/GXN-UBND")
    other = commune_at_work()
    issue(other, "15/GXN-UBND")


def test_a_later_version_of_the_same_result_may_bear_it(commune):
    code = issue(commune, "15/GXN-UBND")
    services.dossier_reopen(actor=commune.counter, code=code, reason="Sai ngày sinh")
    draft_add(commune, code)
    work_do(code, Act.APPRAISE, commune.specialist, "propose_approve")
    work_do(code, Act.APPROVE, commune.leader, "approved")
    issue(commune, "15/GXN-UBND", code)
    assert Result.objects.filter(number="15/GXN-UBND", dossier__code=code).count() == 2


def test_several_in_turn_follow_each_other_and_each_alone_gets_the_next(commune):
    issue(commune, "15/GXN-UBND")
    codes = [dossier_at(commune, Act.ISSUE) for _number in range(3)]
    ids = [Dossier.objects.get(code=code).pk for code in codes]
    assert [*numbers_proposed(ids, in_turn=True).values()] == [
        "16/GXN-UBND",
        "17/GXN-UBND",
        "18/GXN-UBND",
    ]
    assert set(numbers_proposed(ids).values()) == {"16/GXN-UBND"}
    assert numbers_proposed([]) == {}


def test_many_are_proposed_in_a_fixed_number_of_statements(commune, django_assert_num_queries):
    issue(commune, "15/GXN-UBND")
    for amount in (1, 3):
        ids = [Dossier.objects.get(code=dossier_at(commune, Act.ISSUE)).pk for _n in range(amount)]
        with django_assert_num_queries(3):
            numbers_proposed(ids, in_turn=True)


def test_numbers_show_themselves_to_their_unit(commune):
    issue(commune, "15/GXN-UBND")
    other = commune_at_work()
    for scope, seen in (
        (scope_units([commune.unit.id]), 1),
        (scope_units([other.unit.id]), 0),
    ):
        with scope_use(scope):
            assert ResultNumber.objects.count() == seen


def test_two_who_give_one_number_at_once_give_it_once(fresh_database):
    with scope_use(SYSTEM), at():
        commune = commune_at_work()
        codes = [dossier_at(commune, Act.ISSUE) for _number in range(4)]

    def work(n):
        return work_do(codes[n], Act.ISSUE, commune.clerk, "issued", number="15/GXN-UBND")

    results = together(4, work)
    assert sum(isinstance(one, Invalid) for one in results) == 3
    with scope_use(SYSTEM):
        assert Result.objects.filter(number="15/GXN-UBND").count() == 1
