"""Sending: everything checked, one dossier however often it is pressed."""

from __future__ import annotations

from dataclasses import replace
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.dossiers.queries import dossier_get, dossiers_search
from motcua.filing import services
from motcua.filing.queries import draft_get
from motcua.filing.services.check import draft_gaps
from motcua.filing.types import DraftState, PaperWay
from motcua.forms.queries import form_get
from motcua.kernel import clock
from motcua.kernel.errors import Invalid, NotFound, Refused, Stale
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.procedures.queries import version_get
from tests.builders.citizens import citizen_make
from tests.builders.filing import commune_online, draft_make, draft_ready, form_publish
from tests.builders.procedures import version_make


@pytest.fixture
def commune(system_scope):
    return commune_online()


@pytest.fixture
def citizen(system_scope):
    return citizen_make(name="Trần Thị Mẫu")


def send(citizen, draft, *, declared=True, **over):
    with scope_use(citizen.scope):
        return services.draft_send(
            citizen=citizen, public_id=draft.public_id, declared=declared, **over
        )


def test_a_complete_draft_becomes_a_dossier_with_everything_in_it(commune, citizen):
    draft = draft_ready(citizen, commune, files=3)

    receipt = send(citizen, draft)

    dossier = dossier_get(receipt.code)
    assert dossier.applicant.name == "Trần Thị Mẫu"
    assert dossier.subject == "Xin giấy"
    assert dossier.content["answers"]["purpose"] == "Xin giấy"
    form, paper, shown, authority = dossier.components
    assert form.satisfied_by.startswith("form:")
    assert [one.name for one in paper.files] == ["giay-0.pdf", "giay-1.pdf", "giay-2.pdf"]
    assert not shown.given
    assert shown.note
    assert not authority.given
    with scope_use(citizen.scope):
        closed = draft_get(citizen, draft.public_id)
    assert closed.state is DraftState.SENT
    assert closed.sent_code == receipt.code


def test_pressing_twice_is_one_dossier_and_the_same_receipt(commune, citizen):
    draft = draft_ready(citizen, commune)
    first, again = send(citizen, draft), send(citizen, draft)
    assert again.code == first.code
    assert again.signature == first.signature
    assert again.replayed
    with scope_use(citizen.scope):
        assert len(dossiers_search().rows) == 1


def test_what_is_open_is_named_with_its_step(commune, citizen):
    draft = draft_make(citizen, commune)
    with pytest.raises(Invalid) as refusal:
        send(citizen, draft, declared=False)
    steps = {problem.field for problem in refusal.value.problems}
    assert steps == {"page:what", "papers", "return", "declared"}
    assert draft_of(citizen, draft).is_open


def draft_of(citizen, draft):
    with scope_use(citizen.scope):
        return draft_get(citizen, draft.public_id)


def test_a_page_that_is_older_than_the_draft_sends_nothing(commune, citizen):
    draft = draft_ready(citizen, commune)
    with pytest.raises(Stale):
        send(citizen, draft, expected=draft.version - 1)
    assert draft_of(citizen, draft).is_open


def test_two_versions_of_a_page_keep_it_from_being_sent(commune, citizen):
    draft = draft_ready(citizen, commune)
    with scope_use(citizen.scope):
        services.draft_save(
            citizen=citizen,
            public_id=draft.public_id,
            page="what",
            keys=("purpose", "remark"),
            answers={"purpose": "Khác"},
            expected=1,
        )
    with pytest.raises(Invalid):
        send(citizen, draft)


def test_a_strangers_sending_finds_nothing(commune, citizen):
    draft = draft_ready(citizen, commune)
    with pytest.raises(NotFound):
        send(citizen_make(), draft)


def test_a_deleted_draft_is_not_sent(commune, citizen):
    draft = draft_ready(citizen, commune)
    with scope_use(citizen.scope):
        services.draft_discard(citizen=citizen, public_id=draft.public_id)
    with pytest.raises(Refused):
        send(citizen, draft)


def test_a_file_of_one_component_stays_where_it_was_put(commune, citizen):
    draft = draft_ready(citizen, commune, files=2)
    one, two = draft_of(citizen, draft).files
    with scope_use(citizen.scope):
        services.draft_file_move(
            citizen=citizen, public_id=draft.public_id, draft_file_id=two.id, up=True
        )
        services.draft_file_remove(citizen=citizen, public_id=draft.public_id, draft_file_id=one.id)
    assert [file.id for file in draft_of(citizen, draft).files] == [two.id]


def test_nobody_may_say_that_a_needed_paper_does_not_apply(commune, citizen):
    draft = draft_make(citizen, commune)
    needed, proof = commune.offering.version.components[1], commune.offering.version.components[3]
    place = {"citizen": citizen, "public_id": draft.public_id}
    with scope_use(citizen.scope):
        for way in (PaperWay.NOT_APPLICABLE, PaperWay.DATA):
            with pytest.raises(Invalid):
                services.draft_paper(**place, component_id=needed.id, way=way, note="vì")
        services.draft_paper(**place, component_id=proof.id, way=PaperWay.NOT_APPLICABLE)
        with pytest.raises(NotFound):
            services.draft_paper(**place, component_id=987654, way=PaperWay.BRING)


def test_a_newer_form_under_the_same_procedure_does_not_disturb_a_draft(commune, citizen):
    draft = draft_ready(citizen, commune)
    form_publish(commune.offering.version.code, title={"vi": "Đơn mới", "en": "New", "id": "Baru"})
    assert send(citizen, draft).code


def test_a_newer_procedure_carries_the_draft_over_and_tells_what_changed(commune, citizen):
    draft = draft_ready(citizen, commune)
    code = commune.offering.version.code
    version_make(code=code, effective_from=clock.now(), limit="5wd")
    with pytest.raises(Invalid) as refusal:
        send(citizen, draft)
    assert {problem.field for problem in refusal.value.problems} == {"version"}
    with scope_use(citizen.scope):
        renewed = services.draft_renew(citizen=citizen, public_id=draft.public_id)
    assert renewed.changes
    assert renewed.answers["purpose"] == "Xin giấy"
    assert renewed.version_id != draft.version_id


def test_a_sending_with_three_references_costs_a_fixed_number_of_statements(commune, citizen):
    draft_ready(citizen, commune)
    send(citizen, draft_ready(citizen, commune, files=1))  # what a process reads once
    one, three = (draft_ready(citizen, commune, files=count) for count in (1, 3))
    counts = []
    for draft in (one, three):
        with CaptureQueriesContext(connection) as statements:
            send(citizen, draft)
        counts.append(len(statements))
    assert counts[0] == counts[1], counts
    assert counts[1] <= 45, counts


def test_eight_presses_at_once_are_one_dossier(fresh_database):
    with scope_use(SYSTEM):
        commune, citizen = commune_online(), citizen_make()
        draft = draft_ready(citizen, commune)
    barrier, codes = Barrier(8), []

    def press():
        try:
            barrier.wait(timeout=10)
            codes.append(send(citizen, draft).code)
        finally:
            connection.close()

    threads = [Thread(target=press) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert len(codes) == 8
    assert len(set(codes)) == 1
    with scope_use(citizen.scope):
        assert len(dossiers_search().rows) == 1


def test_the_gaps_of_a_ready_draft_are_none(commune, citizen):
    draft = draft_of(citizen, draft_ready(citizen, commune))
    form, version = form_get(draft.form_id), version_get(draft.version_id)
    assert draft_gaps(draft, form, version) == []
    assert draft_gaps(replace(draft, unit_id=None), form, version)[0].code == "place_missing"
