"""A group: one sending, a parent with its code, a dossier for each body with its own clock."""

from __future__ import annotations

import pytest

from motcua.deadlines.explain import explanation_lines
from motcua.dossiers import chain
from motcua.dossiers import services as dossiers
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries import dossier_get
from motcua.dossiers.services.verify import verify_all
from motcua.dossiers.types import FactType, Status
from motcua.filing import services
from motcua.filing.models import Group, GroupPart
from motcua.filing.parent import GroupState
from motcua.filing.queries import group_by_code, group_get, group_of_dossier, group_track
from motcua.indicators.queries import report_ii06a
from motcua.kernel import clock
from motcua.kernel.errors import Invalid, NotFound, Refused
from motcua.kernel.scope import scope_use
from motcua.procedures.queries import version_get
from tests.builders.citizens import citizen_make
from tests.builders.filing import draft_ready
from tests.builders.groups import (
    birth_in,
    codes_of,
    deliver,
    group_sent,
    part_accept,
    part_assign,
    part_finish,
    town_make,
)
from tests.builders.procedures import offering_make


@pytest.fixture
def town(system_scope):
    town = town_make()
    with birth_in(town):
        yield town


@pytest.fixture
def citizen(system_scope):
    return citizen_make()


def again(citizen, group):
    with scope_use(citizen.scope):
        return group_get(citizen, group.public_id)


def breaches():
    return [f"{one.invariant} {one.where}: {one.what}" for one in verify_all(files=False).breaches]


def states(group):
    return {one.key: one.dossier.status for one in group.parts if one.dossier}


def test_the_parent_and_each_part_have_codes_of_their_own_and_each_body_its_part(town, citizen):
    receipt, group = group_sent(citizen, town)
    codes = codes_of(group)
    assert receipt.code == group.code
    assert len({receipt.code, *codes.values()}) == 5
    assert not Dossier.objects.filter(code=receipt.code).exists()
    for key, code in codes.items():
        view, desk = dossier_get(code), town.desks[key]
        assert view.competent_unit.id == desk.unit.id
        assert view.content["group"]["parent"] == receipt.code
        assert view.timeline[0].data["group"] == receipt.code
    waiting = {key: dossier_get(code).waiting for key, code in codes.items()}
    assert waiting == {
        "registration": False, "residence": True, "insurance": True, "identity": True,
    }  # fmt: skip
    assert codes["residence"].startswith("G01.19.")
    assert codes["insurance"].startswith("G24.19.")
    assert breaches() == []


def test_the_clock_of_a_part_starts_when_the_result_it_needs_is_there(town, citizen):
    _receipt, group = group_sent(citizen, town)
    codes = codes_of(group)
    with pytest.raises(Refused):
        part_accept(town, "residence", codes["residence"])
    part_finish(town, "registration", codes["registration"])
    with clock.clock_set(clock.now()):
        for key in ("residence", "insurance", "identity"):
            part_accept(town, key, codes[key])
            view = dossier_get(codes[key])
            assert codes["registration"] in explanation_lines(view.due_explanation)[0]
    due = {key: dossier_get(code).due_at for key, code in codes.items()}
    assert due["insurance"] < due["residence"] == due["identity"]  # 2 and 5 working days
    assert again(citizen, group).due_at == due["residence"]
    assert breaches() == []


def test_a_refused_part_leaves_the_finished_and_the_parent_ends_in_part(town, citizen):
    _receipt, group = group_sent(citizen, town, parts=("residence", "insurance"))
    codes = codes_of(group)
    part_finish(town, "registration", codes["registration"])
    part_finish(town, "insurance", codes["insurance"])
    dossiers.dossier_refuse(
        actor=town.desks["residence"].counter, code=codes["residence"], reason="Sai",
        legal_basis="Luật Cư trú",
    )  # fmt: skip
    deliver()
    seen = again(citizen, group)
    assert states(seen) == {
        "registration": Status.DONE, "residence": Status.REFUSED, "insurance": Status.DONE,
    }  # fmt: skip
    assert (seen.state, seen.finished) == (GroupState.PARTLY, 2)
    assert Group.objects.get().state == "partly"
    assert Group.objects.get().ended_at is not None
    assert breaches() == []


def test_when_the_birth_is_refused_what_waits_for_it_ends_with_the_reason(town, citizen):
    _receipt, group = group_sent(citizen, town)
    codes = codes_of(group)
    dossiers.dossier_refuse(
        actor=town.commune.counter, code=codes["registration"], reason="Sai", legal_basis="Luật"
    )
    deliver()
    deliver()
    seen = again(citizen, group)
    assert set(states(seen).values()) == {Status.REFUSED}
    assert [one.gone for one in seen.parts][1:] == [seen.parts[0].title] * 3
    last = dossier_get(codes["residence"]).timeline[-1]
    assert "khai sinh" in last.data["reason"]
    assert last.data["legal_basis"] == "63/2024/NĐ-CP"
    assert seen.state is GroupState.ENDED
    assert breaches() == []
    with scope_use(citizen.scope):
        draft = services.group_begin_again(citizen=citizen, public_id=group.public_id)
    assert draft.parts == ("residence", "insurance", "identity")
    assert draft.answers["purpose"] == "Xin giấy"
    assert draft.files


def test_a_birth_that_is_refused_by_its_result_releases_nothing(town, citizen):
    _receipt, group = group_sent(citizen, town, parts=("residence",))
    codes = codes_of(group)
    part_finish(town, "registration", codes["registration"], kind="refusal")
    deliver()
    residence = dossier_get(codes["residence"])
    assert (residence.status, residence.waiting) == (Status.REFUSED, False)
    assert FactType.RELEASED not in {one.type for one in residence.timeline}
    seen = again(citizen, group)
    assert (seen.state, seen.finished, seen.again) == (GroupState.ENDED, 0, True)
    assert seen.parts[1].gone == seen.parts[0].title
    assert breaches() == []
    with scope_use(citizen.scope):
        draft = services.group_begin_again(citizen=citizen, public_id=group.public_id)
    assert draft.parts == ("residence",)


def test_a_corrected_birth_holds_what_was_not_accepted_and_releases_it_again(town, citizen):
    _receipt, group = group_sent(citizen, town, parts=("residence", "insurance"))
    codes = codes_of(group)
    part_finish(town, "registration", codes["registration"])
    part_accept(town, "insurance", codes["insurance"])
    dossiers.dossier_reopen(
        actor=town.commune.counter, code=codes["registration"], reason="Sai tên"
    )
    deliver()
    assert dossier_get(codes["residence"]).waiting
    seen = again(citizen, group)
    assert dossier_get(codes["insurance"]).status is Status.ACCEPTED
    assert next(one for one in seen.parts if one.key == "insurance").redone
    assert seen.state is GroupState.RUNNING
    assert breaches() == []
    desk = town.desks["insurance"]  # accepted before: its body may ask on, nothing holds it
    part_assign(town, "insurance", codes["insurance"])
    dossiers.dossier_propose_supplement(
        actor=desk.specialist, code=codes["insurance"], items=["Ảnh thẻ"], reason="Ảnh mờ"
    )
    dossiers.dossier_approve_supplement(actor=desk.leader, code=codes["insurance"])
    deliver()
    insurance = dossier_get(codes["insurance"])
    assert (insurance.status, insurance.waiting) == (Status.SUPPLEMENT, False)
    assert breaches() == []


def test_a_part_that_nobody_takes_in_fails_alone_and_is_tried_again(system_scope, citizen):
    town = town_make(without=("identity",))
    with birth_in(town):
        _receipt, group = group_sent(citizen, town)
        assert [part.state for part in group.parts] == ["filed", "filed", "filed", "failed"]
        part_finish(town, "registration", codes_of(group)["registration"])
        desk, missing = town.desks["identity"], group.parts[3].procedure_code
        from motcua.procedures.queries import procedure_get

        version = version_get(procedure_get(missing).version.id)
        offering_make(unit=desk.unit, version=version)
        with scope_use(citizen.scope):
            assert services.group_again(citizen=citizen, public_id=group.public_id) == 1
        seen = again(citizen, group)
        assert [part.state for part in seen.parts] == ["filed"] * 4
        assert not seen.parts[3].waiting
        deliver()
        assert breaches() == []


def test_the_whole_or_a_part_is_withdrawn_and_what_waits_goes_with_it(town, citizen):
    _receipt, group = group_sent(citizen, town)
    with scope_use(citizen.scope):
        one = {"citizen": citizen, "public_id": group.public_id, "reason": "Thôi"}
        with pytest.raises(Invalid):
            services.group_withdraw(**one, keys=("nothing",))
        services.group_withdraw(**one, keys=("identity",))
        assert again(citizen, group).parts[3].dossier.status is Status.WITHDRAWN
        services.group_withdraw(**one, keys=("registration",))
    seen = again(citizen, group)
    assert set(states(seen).values()) == {Status.WITHDRAWN}
    assert seen.state is GroupState.ENDED
    deliver()
    assert breaches() == []


def test_only_what_is_wanted_is_filed_and_alone_it_is_no_group(town, citizen):
    _receipt, group = group_sent(citizen, town, parts=("insurance",))
    assert [part.key for part in group.parts] == ["registration", "insurance"]
    draft = draft_ready(citizen, town.commune)
    with scope_use(citizen.scope):
        receipt = services.draft_send(citizen=citizen, public_id=draft.public_id, declared=True)
        assert group_of_dossier(citizen, receipt.dossier_id) == ""


def test_sending_twice_makes_no_second_group_and_the_same_receipt(town, citizen):
    receipt, group = group_sent(citizen, town)
    with scope_use(citizen.scope):
        repeated = services.draft_send(citizen=citizen, public_id=group.draft_id, declared=True)
    assert repeated.replayed
    assert (repeated.code, repeated.signature) == (receipt.code, receipt.signature)
    assert Dossier.objects.count() == GroupPart.objects.count() == 4


def test_the_parents_code_and_its_security_code_show_the_whole_and_nothing_else_does(town, citizen):
    receipt, group = group_sent(citizen, town)
    seen = group_track(receipt.code.lower(), receipt.security_code)
    assert codes_of(seen) == codes_of(group)
    child = codes_of(group)["residence"]
    for code, factor in (
        (receipt.code, chain.security_code(child)),
        (child, chain.security_code(child)),
        (receipt.code, ""),
    ):
        with pytest.raises(NotFound):
            group_track(code, factor)


def test_another_persons_group_is_not_found(town, citizen):
    receipt, group = group_sent(citizen, town)
    stranger = citizen_make()
    with scope_use(stranger.scope):
        assert group_by_code(stranger, receipt.code) is None
        for call in (
            lambda: group_get(stranger, group.public_id),
            lambda: services.group_again(citizen=stranger, public_id=group.public_id),
            lambda: services.group_begin_again(citizen=stranger, public_id=group.public_id),
            lambda: services.group_withdraw(
                citizen=stranger, public_id=group.public_id, keys=("residence",), reason="x"
            ),
        ):
            with pytest.raises(NotFound):
                call()


def test_no_figure_counts_the_parent_and_each_part_counts_for_its_body(town, citizen):
    _receipt, group = group_sent(citizen, town)
    codes = codes_of(group)
    part_finish(town, "registration", codes["registration"])
    for key in ("residence", "insurance", "identity"):
        part_accept(town, key, codes[key])
    today = clock.today()
    totals = {
        key: report_ii06a(desk.unit.id, today, today).totals for key, desk in town.desks.items()
    }
    received = {key: line[0] for key, line in totals.items()}
    assert received == dict.fromkeys(codes, 1)
    whole = {desk.unit.id for desk in town.desks.values()}
    counted = Dossier.objects.filter(accepted_at__isnull=False, competent_unit_id__in=whole)
    assert sum(received.values()) == counted.count() == Dossier.objects.count() == 4


def test_a_child_without_parent_and_a_parent_that_says_otherwise_are_named(town, citizen):
    _receipt, group = group_sent(citizen, town, parts=("residence",))
    deliver()
    child = codes_of(group)["residence"]
    Group.objects.update(state="done")
    assert any(group.code in one and "it says done" in one for one in breaches())
    Group.objects.update(state="running")
    GroupPart.objects.filter(key="residence").delete()
    assert any(child in one and "does not know it" in one for one in breaches())


def test_a_fact_that_was_not_told_yet_is_no_breach(town, citizen):
    _receipt, group = group_sent(citizen, town, parts=("residence",))
    codes = codes_of(group)
    deliver()
    part_finish(town, "registration", codes["registration"], told=False)
    assert dossier_get(codes["residence"]).waiting
    assert breaches() == []
    deliver()
    kinds = [one.type for one in dossier_get(codes["residence"]).timeline]
    assert kinds.count(FactType.RELEASED) == 1
    assert breaches() == []
