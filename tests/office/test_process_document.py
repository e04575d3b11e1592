"""The process document as a page: linked where its procedure is resolved, and nowhere else."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import commune_at_work
from tests.builders.identity import actor_make
from tests.office.acting import get, text

from motcua.identity.types import Role
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow.queries import definition_by_key

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def page(number: int, **query: object) -> str:
    asked = "&".join(f"{name}={value}" for name, value in query.items())
    return f"/office/processes/versions/{number}/document/?{asked}"


def test_it_is_linked_from_the_version_and_opens(commune):
    with scope_use(SYSTEM):
        number = definition_by_key("standard").id
        controller = actor_make(unit=commune.unit, role=Role.CONTROLLER)
    shown = text(get(controller, f"/office/processes/versions/{number}/"))
    code, unit_id = commune.offering.version.code, commune.unit.id
    assert f"procedure={code}&amp;unit={unit_id}" in shown
    answer = get(controller, page(number, procedure=code, unit=unit_id))
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


def test_other_units_other_procedures_and_nonsense_are_not_there(commune):
    with scope_use(SYSTEM):
        number = definition_by_key("standard").id
        elsewhere = commune_at_work()
        controller = actor_make(unit=commune.unit, role=Role.CONTROLLER)
        officer = actor_make(unit=commune.unit, role=Role.COUNTER)
    code, unit_id = commune.offering.version.code, commune.unit.id
    for wrong in (
        page(number, procedure=code, unit=elsewhere.unit.id),
        page(number, procedure="9.999999", unit=unit_id),
        page(number, procedure=code, unit="²"),
        page(number, procedure=code),
        page(999_999, procedure=code, unit=unit_id),
    ):
        assert get(controller, wrong).status_code == 404, wrong
    assert get(officer, page(number, procedure=code, unit=unit_id)).status_code == 404
