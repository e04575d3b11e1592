"""A person's own documents: filled from dossiers, only theirs, used again by their choice."""

from __future__ import annotations

from datetime import date

import pytest

from motcua.citizens.services import consent_give, consent_withdraw
from motcua.citizens.types import ConsentPurpose
from motcua.documents.services import file_store
from motcua.dossiers import services as dossiers
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries import dossier_get
from motcua.dossiers.types import ComponentInput
from motcua.filing import services
from motcua.filing.models import StoreItem
from motcua.filing.queries import document_get, documents_of, documents_usable, draft_get
from motcua.filing.rules import valid_until
from motcua.filing.types import StoreKind
from motcua.kernel.errors import NotFound, Refused
from motcua.kernel.outbox import outbox_deliver
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow.types import Act
from tests.builders.citizens import citizen_make
from tests.builders.documents import pdf_make
from tests.builders.dossiers import dossier_at, draft_add, parts_told, work_do
from tests.builders.filing import commune_online, draft_make, draft_ready

ALLOW = ConsentPurpose.DOCUMENT_STORE


@pytest.fixture
def commune(system_scope):
    return commune_online()


@pytest.fixture
def citizen(system_scope):
    return citizen_make(name="Trần Thị Mẫu")


def deliver():
    while outbox_deliver():
        pass


def allow(citizen):
    with scope_use(citizen.scope):
        consent_give(citizen=citizen, purpose=ALLOW)


def kept(citizen):
    with scope_use(citizen.scope):
        return documents_of(citizen)


def finished(commune, citizen, act=Act.RETURN):
    code = dossier_at(commune, act)
    Dossier.objects.filter(code=code).update(visible_persons=[citizen.person_id])
    deliver()
    return code


def sent(commune, citizen, **over):
    draft = draft_ready(citizen, commune, **over)
    with scope_use(citizen.scope):
        code = services.draft_send(citizen=citizen, public_id=draft.public_id, declared=True).code
    deliver()
    return code


def component(commune):
    return commune.offering.version.components[1]


def test_a_result_comes_in_by_itself_and_once(commune, citizen):
    code = finished(commune, citizen)
    (item,) = kept(citizen)
    assert (item.kind, item.verified, item.usable) == (StoreKind.RESULT, True, True)
    assert (item.number, item.dossier_code) == ("12/GXN-UBND", code)
    assert item.issuer
    assert item.sha256 == dossier_get(code).results[0].sha256
    services.store_fill(dossier_get(code).id)
    assert kept(citizen) == [item]


def test_what_was_handed_in_is_kept_only_when_that_is_allowed(commune, citizen):
    sent(commune, citizen)
    assert kept(citizen) == []
    allow(citizen)
    deliver()  # earlier dossiers are looked through
    (item,) = kept(citizen)
    assert (item.kind, item.verified) == (StoreKind.UPLOAD, False)
    with scope_use(citizen.scope):
        consent_withdraw(citizen=citizen, purpose=ALLOW)
    assert kept(citizen) == []
    sent(commune, citizen)
    assert kept(citizen) == []


def test_an_officers_acceptance_makes_an_upload_verified(commune, citizen):
    allow(citizen)
    code = sent(commune, citizen)
    assert [one.verified for one in kept(citizen)] == [False]
    shown = ComponentInput(component_id=commune.offering.version.components[2].id, originals=1)
    dossiers.dossier_accept(actor=commune.counter, code=code, components=(shown,))
    deliver()
    (item,) = kept(citizen)
    assert (item.kind, item.verified, item.dossier_code) == (StoreKind.COMPONENT, True, code)
    assert item.name == component(commune).name


def test_a_wrong_result_is_out_of_use_and_its_successor_replaces_it(commune, citizen):
    code = finished(commune, citizen)
    dossiers.dossier_reopen(actor=commune.counter, code=code, reason="Sai tên")
    deliver()
    (wrong,) = kept(citizen)
    assert wrong.withdrawn_at
    assert not wrong.usable
    draft_add(commune, code)
    work_do(code, Act.APPRAISE, commune.specialist, "propose_approve")
    work_do(code, Act.APPROVE, commune.leader, "approved")
    outcome = dossier_get(code).items[-1].outcomes[0].code
    work_do(code, Act.ISSUE, commune.clerk, outcome, number="13/GXN-UBND")
    deliver()
    old, new = sorted(kept(citizen), key=lambda one: one.version)
    assert old.replaced_by == new.id
    with scope_use(citizen.scope):
        assert [one.id for one in documents_usable(citizen)] == [new.id]


def test_nobody_else_sees_them(commune, citizen):
    finished(commune, citizen)
    (item,) = kept(citizen)
    stranger = citizen_make()
    assert kept(stranger) == []
    with scope_use(stranger.scope), pytest.raises(NotFound):
        document_get(stranger, item.id)
    with scope_use(commune.counter.scope):  # officials see it through a dossier only
        assert not StoreItem.objects.exists()


def test_one_click_uses_a_result_again_and_the_officer_reads_why_to_believe_it(commune, citizen):
    first = finished(commune, citizen)
    (item,) = kept(citizen)
    draft = draft_ready(citizen, commune, files=0)
    with scope_use(citizen.scope):
        used = services.draft_file_use(
            citizen=citizen,
            public_id=draft.public_id,
            component_id=component(commune).id,
            item_id=item.id,
        )
        (file,) = used.files
        assert (file.source, file.proof, file.proof_code) == ("store", StoreKind.RESULT, first)
        code = services.draft_send(citizen=citizen, public_id=draft.public_id, declared=True).code
    dossier = dossier_get(code)
    paper = dossier.components[1]
    assert paper.files[0].sha256 == item.sha256
    assert first in paper.note
    assert dossier.content["reused"][0]["state"] == 3
    assert parts_told(code)["reused"] == 1
    deliver()
    assert [one.kind for one in kept(citizen)] == [StoreKind.RESULT]


def test_an_upload_used_again_is_told_to_prove_nothing(commune, citizen):
    allow(citizen)
    sent(commune, citizen)
    (item,) = kept(citizen)
    draft = draft_ready(citizen, commune, files=0)
    with scope_use(citizen.scope):
        services.draft_file_use(
            citizen=citizen,
            public_id=draft.public_id,
            component_id=component(commune).id,
            item_id=item.id,
        )
        code = services.draft_send(citizen=citizen, public_id=draft.public_id, declared=True).code
    content = dossier_get(code).content["reused"][0]
    assert (content["state"], content["verified"]) == (2, False)
    assert parts_told(code)["reused"] == 0


def test_what_is_out_of_force_or_anothers_is_not_used(commune, citizen):
    finished(commune, citizen)
    StoreItem.objects.update(valid_to=date(2020, 1, 1))
    (item,) = kept(citizen)
    assert item.expired
    draft = draft_make(citizen, commune)
    place = {"component_id": component(commune).id, "item_id": item.id}
    with scope_use(citizen.scope), pytest.raises(Refused):
        services.draft_file_use(citizen=citizen, public_id=draft.public_id, **place)
    stranger = citizen_make()
    other = draft_make(stranger, commune)
    with scope_use(stranger.scope), pytest.raises(NotFound):
        services.draft_file_use(citizen=stranger, public_id=other.public_id, **place)
    with scope_use(citizen.scope):
        assert draft_get(citizen, draft.public_id).files == ()


def test_an_upload_is_taken_out_stays_out_and_can_be_put_back(commune, citizen):
    allow(citizen)
    code = sent(commune, citizen)
    (item,) = kept(citizen)
    with scope_use(citizen.scope):
        services.store_remove(citizen=citizen, item_id=item.id)
    services.store_fill(dossier_get(code).id)
    with scope_use(citizen.scope):
        assert documents_usable(citizen) == []
        services.store_restore(citizen=citizen, item_id=item.id)
        assert [one.id for one in documents_usable(citizen)] == [item.id]


def test_a_record_of_an_office_is_not_taken_out(commune, citizen):
    finished(commune, citizen)
    (item,) = kept(citizen)
    with scope_use(citizen.scope), pytest.raises(NotFound):
        services.store_remove(citizen=citizen, item_id=item.id)


def test_validity_is_told_only_where_the_law_names_one():
    assert valid_until("1.004873", date(2026, 8, 31)) == date(2027, 2, 28)
    assert valid_until("1.004873", date(2015, 12, 31)) is None
    assert valid_until("2.000488", date(2026, 8, 31)) is None


def test_a_file_of_a_draft_that_never_was_sent_is_not_kept(commune, citizen):
    allow(citizen)
    draft = draft_make(citizen, commune)
    with scope_use(SYSTEM):
        stored = file_store(data=pdf_make(text="nháp"), name="nhap.pdf")
    with scope_use(citizen.scope):
        services.draft_file_add(
            citizen=citizen,
            public_id=draft.public_id,
            component_id=component(commune).id,
            file=stored,
        )
    deliver()
    assert kept(citizen) == []
