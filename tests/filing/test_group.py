"""A group: one form, one sending, a dossier for each body; a part that fails harms no other."""

from __future__ import annotations

from dataclasses import replace

import pytest

from motcua.dossiers import services as dossiers
from motcua.dossiers.queries import dossier_get
from motcua.dossiers.types import ComponentInput, Status
from motcua.filing import groups, services
from motcua.filing.queries import group_get, group_of_dossier
from motcua.kernel.errors import NotFound
from motcua.kernel.scope import scope_use
from tests.builders.citizens import citizen_make
from tests.builders.filing import commune_online, draft_ready
from tests.builders.procedures import offering_make, version_make


@pytest.fixture
def commune(system_scope, monkeypatch):
    commune = commune_online()
    code = commune.offering.version.code
    lead = replace(groups.BIRTH.lead, procedure_code=code)
    versions = [version_make(limit=limit) for limit in ("7wd", "2wd", "5wd")]
    parts = tuple(
        replace(part, procedure_code=version.code)
        for part, version in zip(groups.BIRTH.parts, versions, strict=True)
    )
    units = {"receiving": commune.centre.id, "handling": commune.office.id}
    for version in versions[:2]:  # nobody takes in the third one
        offering_make(unit=commune.unit, version=version, roles_units=units)
    monkeypatch.setitem(groups.GROUPS, "birth", replace(groups.BIRTH, lead=lead, parts=parts))
    return commune, versions[2], units


@pytest.fixture
def citizen(system_scope):
    return citizen_make()


def sent(citizen, commune, parts=("residence", "insurance", "identity")):
    draft = draft_ready(citizen, commune, parts=parts)
    with scope_use(citizen.scope):
        receipt = services.draft_send(citizen=citizen, public_id=draft.public_id, declared=True)
        return receipt, group_get(citizen, group_of_dossier(citizen, receipt.dossier_id))


def test_each_part_is_a_dossier_with_a_code_of_its_own(commune, citizen):
    receipt, group = sent(citizen, commune[0])
    codes = [part.dossier.code for part in group.parts if part.dossier]
    assert len(set(codes)) == len(codes) == 3
    assert codes[0] == receipt.code
    second = dossier_get(codes[1])
    assert second.content["group"]["lead"] == receipt.code
    assert all(one.given for one in second.components)


def test_a_part_that_nobody_takes_in_fails_alone_and_is_tried_again(commune, citizen):
    town, missing, units = commune
    _receipt, group = sent(citizen, town)
    assert [part.state for part in group.parts] == ["filed", "filed", "filed", "failed"]
    offering_make(unit=town.unit, version=missing, roles_units=units)
    with scope_use(citizen.scope):
        assert services.group_again(citizen=citizen, public_id=group.public_id) == 1
        again = group_get(citizen, group.public_id)
    assert [part.state for part in again.parts] == ["filed"] * 4


def test_the_due_date_of_all_is_the_longest_and_a_refusal_leaves_the_others(commune, citizen):
    town = commune[0]
    _receipt, group = sent(citizen, town, parts=("residence", "insurance"))
    first, second, third = (part.dossier.code for part in group.parts)
    brought = [
        ComponentInput(component_id=one.component_id, copies=1)
        for one in dossier_get(first).components
        if one.note
    ]
    dossiers.dossier_accept(actor=town.counter, code=first, components=brought)
    dossiers.dossier_accept(actor=town.counter, code=second)
    dossiers.dossier_refuse(actor=town.counter, code=third, reason="Sai", legal_basis="Luật")
    with scope_use(citizen.scope):
        group = group_get(citizen, group.public_id)
    assert group.due_at == dossier_get(second).due_at
    assert group.due_at > dossier_get(first).due_at
    assert dossier_get(first).status is Status.ACCEPTED


def test_only_what_is_wanted_is_filed_and_alone_it_is_no_group(commune, citizen):
    _receipt, group = sent(citizen, commune[0], parts=("insurance",))
    assert [part.key for part in group.parts] == ["registration", "insurance"]
    draft = draft_ready(citizen, commune[0])
    with scope_use(citizen.scope):
        receipt = services.draft_send(citizen=citizen, public_id=draft.public_id, declared=True)
        assert group_of_dossier(citizen, receipt.dossier_id) == ""


def test_sending_twice_makes_no_second_group(commune, citizen):
    receipt, group = sent(citizen, commune[0])
    with scope_use(citizen.scope):
        again = services.draft_send(citizen=citizen, public_id=group.draft_id, declared=True)
        same = group_get(citizen, group.public_id)
    assert again.code == receipt.code
    assert len(same.parts) == 4


def test_another_persons_group_is_not_found(commune, citizen):
    _receipt, group = sent(citizen, commune[0])
    stranger = citizen_make()
    with scope_use(stranger.scope), pytest.raises(NotFound):
        group_get(stranger, group.public_id)
