"""A slip comes in: read by the counter's own forms and checks, once, at its true time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.builders.dossiers import MORNING, at, submission_make
from tests.builders.identity import actor_make, client_for
from tests.builders.paying import text
from tests.office.offlinework import ms, prepared, slip, tell

from motcua.dossiers.queries import dossier_get
from motcua.dossiers.services import dossier_submit
from motcua.dossiers.types import Finance, Status
from motcua.identity.types import Role
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.reception.models import InterimSlip

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
CARD = "019188000123|090123456|Nông Thị Mai Hương|14031988|Nữ|Tổ 5, phường Bách Quang|12082021"


@pytest.fixture
def client(commune):
    return client_for(commune.counter)


@pytest.fixture
def book(commune, client):
    with at():
        return prepared(client, commune)["book"]


def sync(client, told):
    with at(5):
        return tell(client, "sync", told)


def kept():
    with scope_use(SYSTEM):
        return InterimSlip.objects.get()


def test_a_complete_slip_is_accepted_at_its_true_time(commune, client, book):
    told = sync(client, slip(commune, book)).json()
    assert (told["number"], told["state"], told["doubts"]) == ("T260910-01-001", "accepted", [])
    with scope_use(SYSTEM):
        dossier = dossier_get(told["code"])
    assert dossier.status is Status.ACCEPTED
    assert dossier.accepted_at == MORNING + timedelta(hours=1)
    assert dossier.applicant.name == "Nông Thị Mai Hương"
    assert told["url"] == f"/office/dossiers/{told['code']}/"


def test_sent_again_it_gets_the_same_answer(commune, client, book):
    sent = slip(commune, book)
    assert sync(client, sent).json() == sync(client, sent).json()
    assert kept().dossier_code


def test_the_counters_own_checks_speak_and_nothing_is_lost(commune, client, book):
    wrong = {"applicant-phone": ["09"], "applicant-birth_date": ["31/02/1990"]}
    told = sync(client, slip(commune, book, form=wrong)).json()
    assert told["state"] == "doubt"
    assert told["url"] == f"/office/interim/{kept().id}/"
    problems = " ".join(kept().doubts["problems"])
    assert "There is no such day" in problems
    assert "Telephone" in problems
    assert kept().data["applicant-phone"] == ["09"]


def test_a_paper_that_is_missing_is_said_by_name(commune, client, book):
    component = commune.offering.version.components[0]
    gone = {f"c{component.id}-given": [], f"c{component.id}-originals": []}
    sync(client, slip(commune, book, form=gone))
    assert component.label in " ".join(kept().doubts["problems"])


def test_a_card_of_somebody_else_is_looked_at(commune, client, book):
    told = sync(client, slip(commune, book, form={"applicant-card": [CARD]})).json()
    assert told["state"] == "accepted"
    other = {"applicant-card": [CARD], "applicant-id_number": ["019188000999"]}
    told = sync(client, slip(commune, book, 2, taken=ms(2), form=other)).json()
    assert told["state"] == "doubt"
    assert told["doubts"] == ["The citizen card that was scanned bears another number."]


def test_a_procedure_that_is_not_offered_keeps_its_slip(commune, client, book):
    told = sync(client, slip(commune, book, procedure="9.999999")).json()
    assert told["state"] == "doubt"


def test_a_cancelled_slip_brings_its_reason_its_data_and_its_cash(commune, client, book):
    sent = slip(commune, book, kind="cancel", reason="Người dân đổi ý.", cash=8000)
    told = sync(client, sent).json()
    assert (told["state"], told["cash_open"]) == ("cancelled", True)
    assert (kept().reason, kept().data) == ("Người dân đổi ý.", sent["form"])
    assert "T260910-01-001" in text(client.get("/office/interim/")).split("Reserved numbers")[0]


def test_the_form_that_was_sent_after_all_is_named(commune, client, book):
    with at(0.5), scope_use(SYSTEM):
        code = dossier_submit(
            actor=commune.counter, submission=submission_make(commune), idempotency_key="a" * 32
        ).code
    told = sync(client, slip(commune, book, form_key="a" * 32)).json()
    assert told["state"] == "doubt"
    assert kept().doubts["doubles"] == [code]


@pytest.mark.parametrize(
    "broken",
    [
        {"kind": "steal"},
        {"key": "x"},
        {"taken": -1},
        {"form": []},
        {"form": {"applicant-name": "Lan"}},
        {"form": {"<b>": ["x"]}},
        {"form": {"applicant-name": ["\x00"]}},
        {"seq": "1"},
        {"cash": -5},
        {"reason": ["x"]},
    ],
)
def test_what_no_browser_of_ours_sends_is_refused(commune, client, book, broken):
    sent = slip(commune, book)
    answer = sync(client, {**sent, **broken})
    assert answer.status_code == 422
    with scope_use(SYSTEM):
        assert not InterimSlip.objects.exists()


def test_a_body_that_is_no_json_is_refused_in_words(client):
    answer = client.post("/office/offline/sync/", "[", "application/json")
    assert (answer.status_code, answer.json()["message"]) == (422, "This cannot be read.")


@pytest.mark.parametrize(("cash", "is_open"), [(8000, False), (5000, True), (None, False)])
def test_cash_is_booked_when_it_is_what_is_owed_and_never_silently(
    commune, client, book, cash, is_open
):
    told = sync(client, slip(commune, book, cash=cash)).json()
    assert told["cash_open"] is is_open
    with scope_use(SYSTEM):
        paid = dossier_get(told["code"]).finance is Finance.PAID
    assert paid is (cash == 8000)


def test_cash_that_somebody_else_holds_is_left_to_be_booked(commune, client, book):
    with scope_use(SYSTEM):
        colleague = client_for(actor_make(role=Role.COUNTER, unit=commune.centre))
    assert sync(colleague, slip(commune, book, cash=8000)).json()["cash_open"]
