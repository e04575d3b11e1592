"""Sending a draft for approval: where it is to hold, from when; what keeps it back."""

from __future__ import annotations

import pytest
from tests.builders.drawn import whole
from tests.builders.identity import actor_make, client_for
from tests.office.processes import at, body

from motcua.identity.types import Role
from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.organisations.queries import unit_children, unit_get
from motcua.organisations.types import COMMUNE_KINDS
from motcua.workflow import services
from motcua.workflow.drawn import DraftState

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_it_is_sent_with_procedures_units_and_a_day(drawing):
    draft = drawing.draft()
    code = drawing.commune.offering.version.code
    assert code in body(drawing.draws, at(draft, "submit/"))
    fields = {
        "version": draft.version,
        "procedures": [code],
        "unit_ids": [drawing.commune.unit.id],
        "effective_on": clock.today().isoformat(),
    }
    early = drawing.draws.post(at(draft, "submit/"), {**fields, "effective_on": "2020-01-01"})
    assert early.status_code == 422
    assert "Choose today or a later day" in early.content.decode()
    unknown = drawing.draws.post(at(draft, "submit/"), {**fields, "codes": "9.999999"})
    assert "There is no procedure" in unknown.content.decode()
    late = drawing.draws.post(at(draft, "submit/"), {**fields, "version": 99})
    assert "Somebody else has changed this draft" in late.content.decode()
    assert drawing.draws.post(at(draft, "submit/"), fields)["Location"] == at(draft)
    sent = drawing.seen(draft)
    assert sent.state is DraftState.SUBMITTED
    assert sent.application.procedures == (code,)
    assert drawing.draws.get(at(draft, "submit/")).status_code == 404


def test_one_with_errors_is_not_sent_and_says_what_to_mend(drawing):
    draft = drawing.draft(whole(hours="0"))
    page = body(drawing.draws, at(draft, "submit/"))
    assert "It cannot be sent yet" in page
    assert 'name="effective_on"' not in page
    assert drawing.stranger.get(at(draft, "submit/")).status_code == 404
    assert drawing.counter.get(at(draft, "submit/")).status_code == 404


def test_hours_over_the_legal_limit_are_told_by_element(drawing):
    draft = drawing.draft(whole(hours="8"))
    fields = {
        "version": draft.version,
        "procedures": [drawing.commune.offering.version.code],
        "unit_ids": [drawing.commune.unit.id],
        "effective_on": clock.today().isoformat(),
    }
    refused = drawing.draws.post(at(draft, "submit/"), fields)
    assert refused.status_code == 422
    assert "more than the legal limit" in refused.content.decode()


def test_a_part_is_offered_to_no_other_commune(drawing):
    with scope_use(SYSTEM):
        province = unit_get(drawing.commune.unit.parent_id)
        drawer = actor_make(role=Role.CONTROLLER, unit=province)
        draft = services.process_draft_start(
            actor=drawer, unit_id=province.id, key="of_province", name="Của tỉnh",
            bpmn=whole().replace('role="leader" unit="handling"', 'role="leader" unit="province"'),
        )  # fmt: skip
        below = {one.id: one.kind in COMMUNE_KINDS for one in unit_children(province.id)}
    form = client_for(drawer).get(at(draft, "submit/")).context["form"]
    offered = {unit for unit, _name in form.fields["parts_province"].choices if unit}
    assert True in below.values()
    assert offered == {unit for unit, commune in below.items() if not commune}
