"""The page of a version: who, when, where it holds, what runs on it."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import dossier_accepted
from tests.builders.drawn import whole
from tests.builders.identity import actor_make
from tests.office.processes import at, body

from motcua.identity.types import Role
from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.organisations.queries import unit_get
from motcua.workflow import services
from motcua.workflow.drawn import Application
from motcua.workflow.models import Definition
from motcua.workflow.queries import definition_by_key, drawings, uses
from motcua.workflow.queries.definitions import deployed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_it_says_who_approved_where_it_holds_and_what_runs(drawing):
    own = drawing.approved().definition_id
    with scope_use(SYSTEM):
        dossier_accepted(drawing.commune)
    place = f"/office/processes/versions/{own}/"
    page = body(drawing.draws, place)
    assert drawing.commune.leader.name in page
    assert "in force" in page
    assert "1 dossier runs on this version" in page
    assert "Draw the next version" in page
    assert drawing.stranger.get(place).status_code == 404


def test_a_shipped_one_may_be_copied(drawing):
    place = f"/office/processes/versions/{definition_by_key('standard').id}/"
    page = body(drawing.draws, place)
    assert "comes with the software" in page
    assert "Draw a copy" in page
    assert "Draw a copy" not in body(drawing.approves, place)


def test_a_commune_sees_and_prints_the_version_of_its_province_by_which_it_works(drawing):
    code = drawing.commune.offering.version.code
    with scope_use(SYSTEM):
        province = unit_get(drawing.commune.unit.parent_id)
        drawer = actor_make(role=Role.CONTROLLER, unit=province)
        draft = services.process_draft_start(
            actor=drawer, unit_id=province.id, key="of_province", name="Của tỉnh", bpmn=whole()
        )
        draft = services.process_draft_submit(
            actor=drawer, draft_id=draft.id, expected_version=draft.version,
            application=Application((code,), (province.id,), clock.today()),
        )  # fmt: skip
        leader = actor_make(role=Role.LEADER, unit=province)
        number = services.process_draft_approve(
            actor=leader, draft_id=draft.id, expected_version=draft.version
        ).definition_id
    place = f"/office/processes/versions/{number}/"
    page = body(drawing.draws, place)
    assert leader.name in page
    printed = f"procedure={code}&amp;unit={drawing.commune.unit.id}"
    assert printed in page
    answer = drawing.draws.get(f"{place}document/?{printed.replace('&amp;', '&')}")
    assert answer["Content-Type"] == "application/pdf"
    assert drawing.draws.get(at(draft)).status_code == 404


def test_a_page_of_a_version_reads_no_version_of_others(drawing, monkeypatch):
    number = drawing.approved().definition_id
    read = []
    with scope_use(SYSTEM):
        rows = [(d.pk, d.key) for d in Definition.objects.all()]
    assert {key for _, key in rows} > {"drawn"}
    monkeypatch.setattr(uses, "deployed", lambda pk, sha: read.append(pk) or deployed(pk, sha))
    monkeypatch.setattr(drawings, "deployed", lambda pk, sha: read.append(pk) or deployed(pk, sha))
    body(drawing.draws, f"/office/processes/versions/{number}/")
    assert set(read) == {number}
