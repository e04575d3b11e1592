"""A result is signed by the leader and sealed by the unit, or stays where it was."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from tests.builders.dossiers import (
    at,
    commune_at_work,
    dossier_at,
    draft_add,
    item_of,
    work_do,
)
from tests.builders.identity import actor_make
from tests.builders.organisations import unit_make
from tests.builders.signatures import authorities, commune_keys, holder_for, signers, stamper_make

from motcua.documents import store
from motcua.documents.queries import file_get, file_open
from motcua.documents.signatures import registry, stamps
from motcua.documents.signatures.check import file_check
from motcua.documents.signatures.sign import pdf_sign
from motcua.documents.signatures.types import Level, Role
from motcua.dossiers import services
from motcua.dossiers.models import Dossier, Result
from motcua.dossiers.queries import dossier_get
from motcua.dossiers.services import WorkDetails
from motcua.dossiers.services.signing import signature_make, signature_prepare
from motcua.dossiers.services.signing_after import result_sign_prepare
from motcua.dossiers.services.verify import chains_verify, files_verify
from motcua.dossiers.types import Status
from motcua.identity.types import Role as Post
from motcua.kernel import clock
from motcua.kernel.errors import Refused, Stale
from motcua.workflow.models import WorkItem
from motcua.workflow.types import Act

pytestmark = pytest.mark.usefixtures("system_scope")


@pytest.fixture
def commune():
    with at():
        yield commune_at_work()


@pytest.fixture
def keys(commune, tmp_path):
    with signers(tmp_path / "keys", commune_keys(commune)):
        yield


def data_of(dossier):
    with file_open(dossier.results[-1].file_id) as stream:
        return stream.read()


def test_approval_signs_issue_seals_and_the_chain_knows_the_file(commune, keys):
    with stamps.stamper_use(stamper_make()):
        code = dossier_at(commune, Act.APPROVE)
        draft = dossier_get(code).results[-1]
        approved = work_do(code, Act.APPROVE, commune.leader, "approved")
        issued = work_do(code, Act.ISSUE, commune.clerk, "issued", number="12/GXN-UBND")
    first, last = approved.results[-1], issued.results[-1]
    assert len({draft.sha256, first.sha256, last.sha256}) == 3
    assert data_of(issued).startswith(data_of(approved))
    assert [one.role for one in last.signatures] == [Role.PERSONAL, Role.SEAL]
    assert {one.level for one in last.signatures} == {Level.LT}
    assert len(last.check_code) == 16
    assert file_check(data_of(issued), registry.trust(), now=clock.now()).good
    events = {event.type: event.data for event in issued.timeline}
    assert events["approved"]["base"] == draft.sha256
    assert events["done"]["result"] == last.sha256
    assert events["done"]["level"] == "B-LT"
    assert not list(chains_verify())
    assert not list(files_verify())


def test_a_changed_signed_file_is_named_by_the_check_of_the_installation(commune, keys):
    code = dossier_at(commune, Act.RETURN)
    result = dossier_get(code).results[-1]
    path = store.path_of(result.sha256)
    path.chmod(0o640)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))
    (breach,) = list(files_verify())
    assert (breach.where, result.sha256[:12] in breach.what) == (code, True)


def test_a_leader_without_a_key_changes_nothing(commune, tmp_path):
    keys = commune_keys(commune)
    keys.pop(next(name for name in keys if name.startswith("account:")))
    with signers(tmp_path / "keys", keys):
        code = dossier_at(commune, Act.APPROVE)
        before = dossier_get(code)
        with pytest.raises(Refused) as caught:
            work_do(code, Act.APPROVE, commune.leader, "approved")
        after = dossier_get(code)
    assert caught.value.code == "no_signing_key"
    assert (after.version, after.status, after.results) == (
        before.version,
        Status.PROCESSING,
        before.results,
    )


def test_no_program_signs_for_a_leader_and_the_status_stays(commune, keys):
    code = dossier_at(commune, Act.APPROVE)
    item = item_of(code, Act.APPROVE)
    with pytest.raises(Refused) as caught:
        signature_make(replace(commune.leader, token_id=7), item.id, "approved", item.version)
    assert caught.value.code == "sign_in_person"
    assert dossier_get(code).status is Status.PROCESSING
    assert signature_make(commune.leader, item.id, "approved", item.version) is not None


def test_a_seal_is_affixed_in_its_unit_only(commune, keys):
    code = dossier_at(commune, Act.ISSUE)
    item = item_of(code, Act.ISSUE)
    elsewhere = unit_make()
    WorkItem.objects.filter(id=item.id).update(unit_id=elsewhere.id)
    clerk = actor_make(role=Post.CLERK, unit=elsewhere)
    with pytest.raises(Refused) as caught:
        signature_make(clerk, item.id, "issued", item.version, "12/GXN-UBND")
    assert caught.value.code == "another_unit_signs"


def test_a_key_of_somebody_else_is_refused(commune, tmp_path):
    with signers(tmp_path / "keys", commune_keys(commune, leader=holder_for("Người Khác"))):
        code = dossier_at(commune, Act.APPROVE)
        with pytest.raises(Refused) as caught:
            work_do(code, Act.APPROVE, commune.leader, "approved")
    assert caught.value.code == "wrong_certificate"


def test_an_authority_for_time_that_is_away_keeps_the_status_and_later_it_goes_on(commune, keys):
    code = dossier_at(commune, Act.ISSUE)
    settings.TSA_URL = "http://127.0.0.1:9/timestamps/"
    try:
        with pytest.raises(Refused) as caught:
            work_do(code, Act.ISSUE, commune.clerk, "issued", number="12/GXN")
    finally:
        settings.TSA_URL = ""
    assert caught.value.code == "time_stamp_away"
    assert dossier_get(code).status is Status.PROCESSING
    done = work_do(code, Act.ISSUE, commune.clerk, "issued", number="12/GXN")
    assert done.status is Status.DONE


def test_two_leaders_at_once_leave_one_signature(commune, keys, tmp_path):
    second = actor_make(role=Post.LEADER, unit=commune.unit, full_name="Lãnh Đạo Hai")
    code = dossier_at(commune, Act.APPROVE)
    item = item_of(code, Act.APPROVE)
    ours = signature_make(commune.leader, item.id, "approved", item.version)
    work_do(code, Act.APPROVE, commune.leader, "approved", signed=ours)
    with pytest.raises((Stale, Refused)):
        services.work_complete(
            actor=second,
            item_id=item.id,
            outcome="approved",
            expected_version=item.version,
            details=WorkDetails(signed=ours),
        )
    assert len(dossier_get(code).results[-1].signatures) == 1


def test_a_signature_of_another_draft_is_stale(commune, keys):
    code = dossier_at(commune, Act.APPROVE)
    other = dossier_at(commune, Act.APPROVE)
    item = item_of(other, Act.APPROVE)
    from dataclasses import replace

    signed = signature_make(commune.leader, item.id, "approved", item.version)
    with pytest.raises(Stale):
        work_do(
            code,
            Act.APPROVE,
            commune.leader,
            "approved",
            signed=replace(signed, base_sha256="0" * 64),
        )
    assert dossier_get(code).results[-1].signatures == ()


def test_sending_back_needs_no_key(commune, tmp_path):
    with signers(tmp_path / "keys", {"unit:" + commune.unit.code: authorities().unit}):
        code = dossier_at(commune, Act.APPROVE)
        work_do(code, Act.APPROVE, commune.leader, "returned", note="Ghi sai tên")
    assert dossier_get(code).results[-1].approved_at is None


def test_a_unit_without_a_seal_issues_only_where_it_is_allowed(commune, tmp_path):
    with signers(tmp_path / "keys"):
        code = dossier_at(commune, Act.APPROVE)
        with pytest.raises(Refused) as caught:
            work_do(code, Act.APPROVE, commune.leader, "approved")
        assert caught.value.code == "unsigned_not_allowed"
        settings.UNSIGNED_UNITS = [commune.unit.code]
        work_do(code, Act.APPROVE, commune.leader, "approved")
        done = work_do(code, Act.ISSUE, commune.clerk, "issued", number="12/GXN")
    assert done.results[-1].signatures == ()
    assert done.results[-1].check_code == ""


def test_a_new_version_is_signed_anew_and_the_old_stays(commune, keys):
    code = dossier_at(commune, Act.RETURN)
    services.dossier_reopen(actor=commune.counter, code=code, reason="Sai ngày sinh")
    draft_add(commune, code)
    work_do(code, Act.APPRAISE, commune.specialist, "propose_approve")
    work_do(code, Act.APPROVE, commune.leader, "approved")
    done = work_do(code, Act.ISSUE, commune.clerk, "issued", number="13/GXN")
    old, new = done.results
    assert old.withdrawn_reason
    assert old.check_code != new.check_code
    assert len(new.signatures) == 2
    assert not list(chains_verify())
    assert file_get(old.file_id).sha256 == old.sha256
    assert Path(store.path_of(old.sha256)).exists()


@pytest.fixture
def approved_before(commune, tmp_path):
    """A result that was approved while the unit had no seal; it has one since."""
    with signers(tmp_path / "none", units=["*"]):
        code = dossier_at(commune, Act.ISSUE)
    with signers(tmp_path / "keys", commune_keys(commune)):
        yield code


def sign_after(actor, code):
    version = dossier_get(code).version
    order = result_sign_prepare(actor, code, version)
    signed = pdf_sign(order) if order else None
    return services.dossier_sign_result(actor=actor, code=code, version=version, signed=signed)


def test_what_was_approved_before_the_seal_is_not_sealed_before_a_leader_signed(
    commune, approved_before
):
    code = approved_before
    with pytest.raises(Refused) as caught:
        work_do(code, Act.ISSUE, commune.clerk, "issued", number="12/GXN")
    assert caught.value.code == "leader_not_signed"
    assert dossier_get(code).status is Status.PROCESSING
    before = dossier_get(code).results[-1]
    sign_after(commune.leader, code)
    after = dossier_get(code)
    assert [one.role for one in after.results[-1].signatures] == [Role.PERSONAL]
    assert (after.results[-1].approved_at, after.status) == (before.approved_at, Status.PROCESSING)
    assert after.timeline[-1].data["base"] == before.sha256
    done = work_do(code, Act.ISSUE, commune.clerk, "issued", number="12/GXN")
    assert [one.role for one in done.results[-1].signatures] == [Role.PERSONAL, Role.SEAL]
    assert file_check(data_of(done), registry.trust(), now=clock.now()).good
    assert not list(chains_verify())


def test_who_may_not_sign_afterwards(commune, approved_before):
    code, version = approved_before, dossier_get(approved_before).version
    program = replace(commune.leader, token_id=7)
    with pytest.raises(Refused) as caught:
        result_sign_prepare(program, code, version)
    assert caught.value.code == "sign_in_person"
    for actor, refusal in (
        (commune.clerk, "not_allowed"),
        (program, "sign_in_person"),
        (commune.leader, "not_signed_yet"),
    ):
        with pytest.raises(Refused) as caught:
            services.dossier_sign_result(actor=actor, code=code, version=version, signed=None)
        assert caught.value.code == refusal
    own, other = commune.leader.account_id, commune.specialist.account_id
    Dossier.objects.filter(code=code).update(appraised_by=own, approved_by=other)
    assert result_sign_prepare(commune.leader, code, version) is None
    with pytest.raises(Refused) as caught:
        services.dossier_sign_result(actor=commune.leader, code=code, version=version, signed=None)
    assert caught.value.code == "own_appraisal"
    assert dossier_get(code).results[-1].signatures == ()


@pytest.mark.parametrize("nobody", [True, False])
def test_nobody_signs_what_nobody_appraised_or_they_drafted_themselves(commune, keys, nobody):
    approved = dossier_at(commune, Act.APPROVE)
    item = item_of(approved, Act.APPROVE)
    row = Dossier.objects.get(code=approved)
    own = commune.leader.account_id
    Dossier.objects.filter(pk=row.pk).update(appraised_by=None if nobody else row.appraised_by)
    Result.objects.filter(dossier=row).update(drafted_by=row.official_id if nobody else own)
    assert signature_prepare(commune.leader, item.id, "approved", item.version) is None
    with pytest.raises(Refused) as caught:
        work_do(approved, Act.APPROVE, commune.leader, "approved")
    assert caught.value.code == ("not_appraised" if nobody else "own_draft")


@pytest.mark.parametrize("nobody", [True, False])
def test_who_may_not_sign_afterwards_what_they_drafted(commune, approved_before, nobody):
    code, version = approved_before, dossier_get(approved_before).version
    row = Dossier.objects.get(code=code)
    if nobody:
        Dossier.objects.filter(pk=row.pk).update(appraised_by=None)
    else:
        Result.objects.filter(dossier=row).update(drafted_by=commune.leader.account_id)
    assert result_sign_prepare(commune.leader, code, version) is None
    with pytest.raises(Refused) as caught:
        services.dossier_sign_result(actor=commune.leader, code=code, version=version, signed=None)
    assert caught.value.code == ("not_appraised" if nobody else "own_draft")


def test_another_leader_may_sign_afterwards_and_the_event_says_who(commune, tmp_path):
    with signers(tmp_path / "none", units=["*"]):
        code = dossier_at(commune, Act.ISSUE)
    second = actor_make(role=Post.LEADER, unit=commune.unit, full_name="Lãnh Đạo Hai")
    keys = commune_keys(commune) | commune_keys(replace(commune, leader=second))
    with signers(tmp_path / "keys", keys):
        sign_after(second, code)
    dossier = dossier_get(code)
    assert dossier.timeline[-1].account_id == second.account_id
    assert dossier.results[-1].approved_by == commune.leader.account_id
    assert dossier.results[-1].signatures[0].signer == "Lãnh Đạo Hai"


def test_nothing_is_signed_twice_or_where_nothing_waits(commune, keys, approved_before):
    sign_after(commune.leader, approved_before)
    approved = dossier_at(commune, Act.ISSUE)
    for code in (approved_before, approved, dossier_at(commune, Act.APPROVE)):
        with pytest.raises(Refused) as caught:
            sign_after(commune.leader, code)
        assert caught.value.code == "nothing_to_sign"
