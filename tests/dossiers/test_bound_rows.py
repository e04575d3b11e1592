"""What stands beside a dossier is bound to its events; free texts stand in no event."""

from __future__ import annotations

import pytest
from django.db import connection
from tests.builders.canaries import undone
from tests.builders.documents import pdf_make
from tests.builders.dossiers import (
    MORNING,
    at,
    commune_at_work,
    dossier_at,
    dossier_registered,
    item_of,
    submission_make,
    work_do,
)
from tests.builders.identity import actor_make
from tests.builders.organisations import body_of
from tests.builders.scanned import digitised

from motcua.documents.scans import text
from motcua.documents.services import file_store
from motcua.dossiers import chain, services
from motcua.dossiers.letter_rules import LetterAct
from motcua.dossiers.models import Event
from motcua.dossiers.queries import dossier_get
from motcua.dossiers.services._rows import NAMES
from motcua.dossiers.services.proposals import letter_propose
from motcua.dossiers.services.verify import chains_verify
from motcua.dossiers.types import ComponentInput, PartyInput, StopKind
from motcua.identity.types import Role
from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow.types import Act

# Every one of these names a person; none may stand in an event.
WORDS = tuple(f"lý do {n} của bà Lò Thị Canh" for n in range(9))
CONTENT = {"a": 1e22, "b": -0.0, "c": [1.0, 1e-7, {"d": "Ê"}], "e": None, "f": 2**60}


@pytest.fixture(scope="module")
def codes(django_db_setup, django_db_blocker):
    """Dossiers with every kind of row, made by the operations; one transaction, rolled back."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        with scope_use(SYSTEM), at():
            made = lives_make(commune_at_work())
        with scope_use(SYSTEM), clock.clock_set(MORNING):
            yield made
        transaction.set_rollback(True)


def lives_make(commune):
    papers = file_store(data=pdf_make(text="4711"), name="giay.pdf")
    given = tuple(
        ComponentInput(component_id=c.id, file_ids=(papers.id,), originals=1)
        for c in commune.offering.version.components
    )
    returned = dossier_at(commune, Act.RETURN, components=given, content=CONTENT, subject="Đất")
    services.dossier_collect_fee(actor=commune.counter, code=returned, method="cash")
    services.dossier_reopen(actor=commune.counter, code=returned, reason=WORDS[0])
    refused, withdrawn = dossier_registered(commune), dossier_at(commune, Act.ASSIGN)
    services.dossier_refuse(
        actor=commune.counter, code=refused, reason=WORDS[1], legal_basis=WORDS[2]
    )
    services.dossier_withdraw(actor=commune.counter, code=withdrawn, reason=WORDS[3])
    stopped = _asked(commune, dossier_at(commune, Act.APPRAISE), WORDS[4])
    services.dossier_stop(
        actor=commune.leader, code=stopped, reason=WORDS[5], legal_basis="NĐ", kind=StopKind.FINAL
    )
    owing = dossier_at(commune, Act.APPRAISE)
    services.dossier_request_obligation(
        actor=commune.specialist, code=owing, payer="Chủ", notice_number="7", amount_vnd=1000
    )
    services.dossier_fulfil_obligation(actor=commune.counter, code=owing, proof="GNT 9")
    supplemented = _asked(commune, dossier_at(commune, Act.APPRAISE), WORDS[6])
    services.dossier_receive_supplement(
        actor=commune.counter,
        code=supplemented,
        components=[ComponentInput(component_id=given[0].component_id, file_ids=(papers.id,))],
    )
    sent_back = dossier_at(commune, Act.APPROVE)
    work_do(sent_back, Act.APPROVE, commune.leader, "returned", note=WORDS[7])
    delivered = dossier_at(commune, Act.RETURN)
    item = item_of(delivered, Act.RETURN)
    work_do(delivered, Act.RETURN, commune.counter, item.outcomes[0].code, receiver_name="Bà Canh")
    _opinion(commune, dossier_at(commune, Act.APPRAISE))
    _proposed(commune, dossier_at(commune, Act.APPRAISE))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text, "_languages", frozenset)  # reading the page would only take time
        digitised(commune, dossier_at(commune, Act.APPRAISE))
    late = services.dossier_intake(
        actor=commune.director,
        submission=submission_make(commune, declared_at=MORNING, declared_reason=WORDS[8]),
    ).code
    return {
        "returned": returned,
        "refused": refused,
        "withdrawn": withdrawn,
        "stopped": stopped,
        "late": late,
    }


def _asked(commune, code, reason):
    services.dossier_propose_supplement(
        actor=commune.specialist, code=code, items=["Bản sao"], reason=reason
    )
    services.dossier_approve_supplement(actor=commune.leader, code=code)
    return code


def _proposed(commune, code):
    words = {"reason": WORDS[5], "legal_basis": "NĐ", "kind": StopKind.FINAL}
    letter_propose(actor=commune.specialist, code=code, act=LetterAct.STOP, words=words)


def _opinion(commune, code):
    economy = body_of(commune.unit, "kt")
    colleague = actor_make(role=Role.SPECIALIST, unit=economy)
    asked = services.Asked(unit_ids=(economy.id,), question="Bà Canh có đất?", limit="1wd")
    services.opinion_ask(actor=commune.specialist, code=code, asked=asked)
    (request,) = dossier_get(code).opinions
    given = services.AnswerInput(outcome="agree", text="Bà Canh có đất.")
    services.opinion_answer(actor=colleague, request_id=request.id, answer=given)


def breaches():
    return [f"{b.invariant} {b.where}: {b.what}" for b in chains_verify()]


def test_what_the_operations_write_is_what_their_events_bind(codes):
    assert breaches() == []
    told = {
        name.split()[0]
        for text in Event.objects.values_list("payload", flat=True)
        for name in chain.link_of(text).fact.rows
    }
    assert told == {"dossier", *(name(_Row()).split()[0] for name in NAMES.values())}


class _Row:
    ordinal = pk = version = seq = component_id = 1


ONE = "(SELECT min(id) FROM {table})"
TAMPERINGS = [
    ("UPDATE dossiers_party SET name = 'Kẻ Khác' WHERE id = {one}", "parties"),
    ("UPDATE dossiers_party SET search_key = 'ke khac' WHERE id = {one}", "parties"),
    ("UPDATE dossiers_party SET phone = '' WHERE id = {one}", "parties"),
    ("DELETE FROM dossiers_party WHERE id = {one}", "parties"),
    (
        (
            "UPDATE dossiers_party SET dossier_id = (SELECT max(id) FROM dossiers_dossier)"
            " WHERE id = {one}"
        ),
        "parties",
    ),
    ("UPDATE dossiers_component SET originals = originals + 1 WHERE id = {one}", "components"),
    ("UPDATE dossiers_component SET not_applicable = true WHERE id = {one}", "components"),
    ("UPDATE dossiers_attachment SET name = 'khac.pdf' WHERE id = {one}", "attachments"),
    ("DELETE FROM dossiers_attachment WHERE id = {one}", "attachments"),
    ("UPDATE dossiers_fee SET amount_vnd = 0 WHERE id = {one}", "fees"),
    ("UPDATE dossiers_fee SET paid_at = NULL WHERE paid_at IS NOT NULL", "fees"),
    ("UPDATE dossiers_fee SET paid_method = 'cash' WHERE paid_at IS NULL", "fees"),
    ("UPDATE dossiers_supplementrequest SET state = 'received' WHERE id = {one}", "supplement 1"),
    ("UPDATE dossiers_supplementrequest SET items = '[\"X\"]' WHERE id = {one}", "supplement 1"),
    ("DELETE FROM dossiers_supplementrequest WHERE id = {one}", "supplement 1"),
    ("UPDATE dossiers_obligation SET amount_vnd = 1 WHERE id = {one}", "obligation"),
    ("UPDATE dossiers_obligation SET proof = 'X' WHERE id = {one}", "obligation"),
    ("UPDATE dossiers_opinionrequest SET question = 'X' WHERE id = {one}", "opinion 1"),
    ("UPDATE dossiers_opinionrequest SET waived_at = now() WHERE id = {one}", "opinion 1"),
    ("UPDATE dossiers_result SET receiver_name = 'X' WHERE delivered_at IS NOT NULL", "result 1"),
    ("UPDATE dossiers_result SET number = '13' WHERE id = {one}", "result 1"),
    ("UPDATE dossiers_result SET title = 'X' WHERE issued_at IS NULL", "result 1"),
    ("UPDATE dossiers_dossier SET applicant_name = 'Kẻ Khác' WHERE id = {one}", "dossier"),
    ("UPDATE dossiers_dossier SET content = content || '{{\"z\": 1}}' WHERE id = {one}", "dossier"),
    ("UPDATE dossiers_dossier SET subject = 'X' WHERE id = {one}", "dossier"),
    ("UPDATE dossiers_dossier SET salt = '\\x00' WHERE id = {one}", "parties"),
    (
        "UPDATE dossiers_dossier SET approved_by = accepted_by WHERE approved_by IS NOT NULL",
        "approved_by",
    ),
    ("UPDATE dossiers_dossier SET accepted_by = 1 WHERE accepted_by IS NULL", "accepted_by"),
    (
        (
            "INSERT INTO dossiers_party (dossier_id, role, kind, name, id_number, sex, address,"
            " unit_code, phone, email, search_key) SELECT max(id), 'authorised', 0, 'Kẻ Khác', '', '',"
            " '', '', '', '', '' FROM dossiers_dossier"
        ),
        "parties",
    ),
    (
        (
            "INSERT INTO dossiers_obligation (dossier_id, payer, notice_number, amount_vnd, pauses,"
            " requested_at, proof) SELECT max(id), 'X', '1', 5, true, now(), '' FROM dossiers_dossier"
        ),
        "obligation",
    ),
    (
        (
            "INSERT INTO dossiers_reason (dossier_id, seq, reason, legal_basis)"
            " SELECT min(id), 2, 'X', '' FROM dossiers_dossier"
        ),
        "reason 2",
    ),
]


@pytest.mark.parametrize(("sql", "named"), TAMPERINGS)
def test_each_row_that_is_changed_behind_the_application_is_named(codes, sql, named):
    del codes
    table = next(word for word in sql.split() if word.startswith("dossiers_"))
    with undone():
        with connection.cursor() as cursor:
            cursor.execute(sql.format(one=ONE.format(table=table)))
            assert cursor.rowcount > 0
        found = breaches()
    assert any(f"{named}" in line.partition(": ")[2] for line in found), found
    assert all(line.startswith("I3 ") for line in found)


def test_no_event_holds_a_word_that_somebody_wrote(codes):
    del codes
    texts = list(Event.objects.values_list("payload", flat=True))
    with connection.cursor() as cursor:
        cursor.execute("SELECT t::text FROM kernel_outboxmessage t")
        texts += [text for (text,) in cursor.fetchall()]
    assert [text for text in texts if "Canh" in text or "lý do" in text] == []


def test_the_page_and_the_feed_go_on_telling_the_reason(codes):
    by_code = {"refused": 1, "withdrawn": 3, "stopped": 5, "late": 8, "returned": 0}
    for where, number in by_code.items():
        told = [event.data.get("reason") for event in dossier_get(codes[where]).timeline]
        assert WORDS[number] in told, where
    refused = dossier_get(codes["refused"]).timeline[-1]
    assert refused.data["legal_basis"] == WORDS[2]


def test_the_hash_of_a_person_cannot_be_guessed_without_the_dossiers_salt():
    person = PartyInput(name="A", id_number="1")
    text = chain.row_text([("name", person.name)])
    hashes = {
        chain.rows_digest(salt=salt, code="H", name="parties", texts=[text])
        for salt in (b"1", b"2", b"")
    }
    assert len(hashes) == 3
