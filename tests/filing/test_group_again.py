"""Parts of a group that ended without a result are filed once more, in the same group."""

from __future__ import annotations

import pytest

from motcua.dossiers import services as dossiers
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries import dossier_get
from motcua.dossiers.services.verify import verify_all
from motcua.dossiers.types import Status
from motcua.filing import services
from motcua.filing.models import Draft, Group, GroupPart
from motcua.filing.parent import GroupState, PartState, may_be_again
from motcua.filing.queries import group_get, group_of_dossier, siblings_of
from motcua.kernel.errors import Invalid, NotFound, Refused
from motcua.kernel.scope import SYSTEM, scope_use
from tests.builders.citizens import citizen_make
from tests.builders.documents import pdf_make
from tests.builders.groups import (
    birth_in,
    codes_of,
    deliver,
    group_sent,
    part_accept,
    part_finish,
    town_make,
)


@pytest.fixture
def town(system_scope):
    town = town_make()
    with birth_in(town):
        yield town


@pytest.fixture
def citizen(system_scope):
    return citizen_make()


def seen(citizen, group):
    with scope_use(citizen.scope):
        return group_get(citizen, group.public_id)


def part(group, key):
    return next(one for one in group.parts if one.key == key)


def refuse(town, key, code):
    dossiers.dossier_refuse(
        actor=town.desks[key].counter, code=code, reason="Thiếu giấy", legal_basis="Luật Cư trú"
    )
    deliver()


def begin(citizen, group, *keys):
    with scope_use(citizen.scope):
        return services.parts_begin_again(citizen=citizen, public_id=group.public_id, keys=keys)


def send(citizen, draft):
    with scope_use(citizen.scope):
        return services.draft_send(citizen=citizen, public_id=draft.public_id, declared=True)


def breaches():
    return [f"{one.invariant} {one.where}: {one.what}" for one in verify_all(files=False).breaches]


def test_a_refused_part_is_filed_again_in_its_group_and_runs_at_once(town, citizen):
    _receipt, group = group_sent(citizen, town, parts=("residence", "insurance"))
    codes = codes_of(group)
    part_finish(town, "registration", codes["registration"])
    refuse(town, "residence", codes["residence"])
    assert part(seen(citizen, group), "residence").again
    draft = begin(citizen, group, "residence")
    assert (draft.again, draft.parts) == (group.public_id, ("residence",))
    assert draft.answers["purpose"] == "Xin giấy"
    receipt = send(citizen, draft)
    deliver()
    now = seen(citizen, group)
    again = part(now, "residence")
    assert again.dossier.code == receipt.code != codes["residence"]
    assert [one.code for one in again.earlier] == [codes["residence"]]
    assert (again.waiting, again.again, now.state) == (False, False, GroupState.RUNNING)
    assert dossier_get(receipt.code).timeline[0].data["group"] == group.code
    assert dossier_get(receipt.code).competent_unit.id == town.desks["residence"].unit.id
    assert len(GroupPart.objects.filter(key="insurance")) == 1
    assert breaches() == []
    part_finish(town, "residence", receipt.code)
    part_finish(town, "insurance", codes["insurance"])
    deliver()
    assert Group.objects.get().state == "done"
    assert breaches() == []


def test_what_is_added_goes_to_the_part_and_what_the_group_gave_is_not_asked_again(town, citizen):
    _receipt, group = group_sent(citizen, town, parts=("residence",))
    codes = codes_of(group)
    part_finish(town, "registration", codes["registration"])
    refuse(town, "residence", codes["residence"])
    draft = begin(citizen, group, "residence")
    records = {one.record for one in draft.papers.values()}
    assert records == {f"group:{codes['registration']}"}
    wanted = next(iter(draft.papers))
    with scope_use(SYSTEM):
        from motcua.documents.services import file_store

        file = file_store(data=pdf_make(text="cho o"), name="cho-o.pdf")
    with scope_use(citizen.scope):
        services.draft_file_add(
            citizen=citizen, public_id=draft.public_id, component_id=wanted, file=file
        )
        with pytest.raises(NotFound):  # the lead's papers are the lead's
            services.draft_file_add(
                citizen=citizen,
                public_id=draft.public_id,
                component_id=town.commune.offering.version.components[1].id,
                file=file,
            )
    receipt = send(citizen, draft)
    given = next(one for one in dossier_get(receipt.code).components if one.component_id == wanted)
    assert [one.file_id for one in given.files] == [file.id]
    refuse(town, "residence", receipt.code)
    third = begin(citizen, group, "residence")
    assert [one.file_id for one in third.files_of(wanted)] == [file.id]
    send(citizen, third)
    deliver()
    assert len(part(seen(citizen, group), "residence").earlier) == 2
    assert breaches() == []


def test_what_ended_with_a_refused_lead_is_filed_again_once_that_is_decided_anew(town, citizen):
    receipt, group = group_sent(citizen, town, parts=("residence", "insurance"))
    codes = codes_of(group)
    part_finish(town, "registration", codes["registration"], kind="refusal")
    deliver()
    ended = seen(citizen, group)
    assert ended.state is GroupState.ENDED
    assert ended.to_file_again == ()
    with pytest.raises(Refused) as refused:
        begin(citizen, group, "residence")
    assert refused.value.code == "part_goes_on"
    dossiers.dossier_reopen(
        actor=town.commune.counter, code=codes["registration"], reason="Từ chối nhầm"
    )
    deliver()
    offered = seen(citizen, group)
    assert [one.key for one in offered.to_file_again] == ["residence", "insurance"]
    draft = begin(citizen, group, "residence", "insurance")
    whole = send(citizen, draft)
    assert whole.code == receipt.code
    now = seen(citizen, group)
    assert [one.waiting for one in now.parts] == [False, True, True]
    again = codes_of(now)
    with pytest.raises(Refused):  # it waits for the lead, as at the first time
        part_accept(town, "residence", again["residence"])
    assert breaches() == []
    dossiers_done(town, codes["registration"])
    part_accept(town, "residence", again["residence"])
    part_accept(town, "insurance", again["insurance"])
    assert breaches() == []


def dossiers_done(town, code):
    from motcua.documents.services import file_store
    from motcua.workflow.types import Act
    from tests.builders.groups import _do

    desk = town.desks["registration"]
    with scope_use(SYSTEM):
        file = file_store(data=pdf_make(text="lan hai"), name="ket-qua-2.pdf")
    dossiers.dossier_draft_result(
        actor=desk.specialist, code=code, file_id=file.id, file_name=file.name,
        title="Kết quả", kind="grant",
    )  # fmt: skip
    _do(code, Act.APPRAISE, desk.specialist, outcome="propose_approve")
    _do(code, Act.APPROVE, desk.leader, outcome="approved")
    _do(code, Act.ISSUE, desk.clerk, number="2/2026")
    deliver()


def test_two_drafts_for_one_part_make_one_dossier_and_the_other_is_refused(town, citizen):
    _receipt, group = group_sent(citizen, town, parts=("residence", "insurance"))
    codes = codes_of(group)
    with scope_use(citizen.scope):
        services.group_withdraw(
            citizen=citizen, public_id=group.public_id, keys=("residence", "insurance"), reason="x"
        )
    one = begin(citizen, group, "residence")
    assert begin(citizen, group, "residence").public_id == one.public_id
    both = begin(citizen, group, "residence", "insurance")
    assert both.public_id != one.public_id
    receipt = send(citizen, one)
    assert dossier_get(receipt.code).waiting  # the lead has no result yet
    repeated = send(citizen, one)
    assert (repeated.replayed, repeated.code) == (True, receipt.code)
    count = Dossier.objects.count()
    with pytest.raises(Refused) as refused:
        send(citizen, both)
    assert refused.value.code == "part_goes_on"
    assert Dossier.objects.count() == count
    assert Draft.objects.get(public_id=both.public_id).state == "open"
    assert GroupPart.objects.filter(key="insurance").count() == 1
    assert part(seen(citizen, group), "insurance").dossier.code == codes["insurance"]


def test_only_what_ended_without_a_result_and_only_ones_own_is_filed_again(town, citizen):
    _receipt, group = group_sent(citizen, town, parts=("residence",))
    codes = codes_of(group)
    with pytest.raises(Invalid):
        begin(citizen, group, "nothing")
    for key in ("registration", "residence"):
        with pytest.raises(Refused):
            begin(citizen, group, key)
    part_finish(town, "registration", codes["registration"])
    part_finish(town, "residence", codes["residence"])
    with pytest.raises(Refused):
        begin(citizen, group, "residence")
    with pytest.raises(NotFound):
        begin(citizen_make(), group, "residence")


def test_the_offices_see_the_filing_before_and_after_beside_theirs(town, citizen):
    _receipt, group = group_sent(citizen, town, parts=("residence",))
    codes = codes_of(group)
    part_finish(town, "registration", codes["registration"])
    refuse(town, "residence", codes["residence"])
    receipt = send(citizen, begin(citizen, group, "residence"))
    old, new = (Dossier.objects.get(code=code).pk for code in (codes["residence"], receipt.code))
    assert old in {one.dossier_id for one in siblings_of(new)}
    assert new in {one.dossier_id for one in siblings_of(old)}
    with scope_use(citizen.scope):
        assert group_of_dossier(citizen, old) == group_of_dossier(citizen, new) == group.public_id


@pytest.mark.parametrize(
    ("own", "lead", "may"),
    [
        (Status.REFUSED, Status.DONE, True),
        (Status.WITHDRAWN, Status.PROCESSING, True),
        (Status.REFUSED, Status.REFUSED, False),
        (Status.REGISTERED, Status.DONE, False),
        (Status.DONE, Status.DONE, False),
        (None, Status.DONE, False),
    ],
)
def test_when_a_part_may_be_filed_once_more(own, lead, may):
    first = PartState("lead", lead)
    one = PartState("one", own, waits_for=("lead",))
    others = {"lead": first, "one": one}
    assert may_be_again(one, others) is may
    assert not may_be_again(first, others)
