"""The hall's desk: from an empty counter to a finished number, with every refusal in words."""

from __future__ import annotations

import pytest
from tests.builders.identity import actor_make, client_for
from tests.builders.organisations import body_of, commune_make
from tests.builders.paying import text
from tests.office.hallwork import hall_at_work

from motcua.identity.types import Role
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.reception import services
from motcua.reception.models import Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
HERE = "/office/hall/"


@pytest.fixture
def work(db):
    return hall_at_work()


@pytest.fixture
def seated(work):
    work.sit()
    return work


def test_one_chooses_a_counter_and_sits_down(work):
    page = text(work.get(HERE))
    assert "Choose the counter" in page
    assert "nobody sits here" in page
    page = text(work.post(f"/office/hall/counters/{work.counters[0]}/sit/"))
    assert "Counter 1" in page
    assert "Nobody is at your counter" in page
    taken = text(work.post(f"/office/hall/counters/{work.counters[0]}/sit/", work.colleague))
    assert "Somebody else sits at this counter" in taken
    assert "Choose the counter" in text(
        work.post(f"/office/hall/counters/{work.counters[0]}/leave/")
    )


def test_a_number_is_called_shown_large_and_served(seated):
    seated.take_for(papers=1)
    page = text(seated.post("/office/hall/call/"))
    version = seated.commune.offering.version
    for words in (
        "A001",
        "Hộ tịch",
        "Tiếng Việt",
        version.label if hasattr(version, "label") else version.name,
        "ticked at the kiosk",
    ):
        assert words in page
    assert "May come until 09:00:45" in page
    assert "is at your counter" not in text(seated.post("/office/hall/step/", step="started"))
    page = text(seated.post("/office/hall/step/", step="done"))
    assert "A001 is finished" in page
    assert "Nobody is at your counter" in page


def test_nobody_waits_is_said(seated):
    assert "Nobody waits in the queues of this counter" in text(seated.post("/office/hall/call/"))


def test_did_not_come_only_after_the_window(seated):
    seated.take()
    page = seated.post("/office/hall/call/").content.decode()
    assert "data-after-call disabled" in page
    early = text(seated.post("/office/hall/step/", step="no_show", seconds=44))
    assert "The call is still running" in early
    assert "data-after-call disabled" not in seated.get(HERE, seconds=46).content.decode()
    late = text(seated.post("/office/hall/step/", step="no_show", seconds=46))
    assert "waits at the end of the queue" in late


def test_the_third_time_cancels(seated):
    seated.take()
    for turn in range(3):
        seated.post("/office/hall/call/", seconds=turn * 60)
        page = text(seated.post("/office/hall/step/", step="no_show", seconds=turn * 60 + 46))
    assert "is cancelled" in page


def test_parked_is_called_back_and_passed_on(seated):
    ticket = seated.take()
    seated.post("/office/hall/call/")
    seated.post("/office/hall/step/", step="started")
    page = text(seated.post("/office/hall/step/", step="parked"))
    assert "At the side table" in page
    page = text(seated.post(f"/office/hall/tickets/{ticket.id}/call/"))
    assert "Counter 1" in page
    assert "Choose the queue first" in text(seated.post("/office/hall/transfer/", queue=""))
    page = text(seated.post("/office/hall/transfer/", queue=seated.queues[1]))
    assert "is passed on" in page
    assert "A001" in text(seated.post("/office/hall/call/", seated.colleague))


def test_two_officers_at_one_number_read_what_happened(seated):
    ticket = seated.take()
    seated.post("/office/hall/call/")
    answer = text(seated.post(f"/office/hall/tickets/{ticket.id}/call/", seated.colleague))
    assert "not possible as the number stands now" in answer
    seated.post("/office/hall/step/", step="started")
    services_done = text(seated.post("/office/hall/call/"))
    assert "Finish with the number at the counter first" in services_done


def test_the_lists_alone_are_small_and_need_a_hall(seated):
    seated.take()
    page = seated.get("/office/hall/now/").content.decode()
    assert "<html" not in page
    assert "A001" in page
    with scope_use(SYSTEM):
        stranger = actor_make(role=Role.COUNTER, unit=body_of(commune_make(), "ttpvhcc"))
    assert client_for(stranger).get("/office/hall/now/").status_code == 404
    assert "No hall is set up here yet" in text(client_for(stranger).get(HERE))


def test_who_serves_nobody_sees_no_hall(work):
    assert work.get(HERE, work.commune.specialist).status_code == 404


def test_another_centres_numbers_and_counters_are_not_there(seated):
    ticket = seated.take()
    with scope_use(SYSTEM):
        stranger = actor_make(role=Role.COUNTER, unit=body_of(commune_make(), "ttpvhcc"))
    assert seated.get(f"/office/hall/tickets/{ticket.id}/", stranger).status_code == 404
    for url in (f"counters/{seated.counters[0]}/sit/", f"counters/{seated.counters[0]}/leave/"):
        assert seated.post(f"/office/hall/{url}", stranger).status_code == 404
    answer = seated.post(f"/office/hall/tickets/{ticket.id}/take-in/", stranger)
    assert "Sit down at a counter first" in text(answer)


def test_unknown_steps_are_none(seated):
    assert seated.post("/office/hall/step/", step="expired").status_code == 404


def test_the_seat_of_somebody_who_has_gone_is_freed_by_the_director(seated):
    seated.post(f"/office/hall/counters/{seated.counters[1]}/leave/", seated.commune.director)
    with scope_use(SYSTEM):
        services.counter_sit(actor=seated.officer, counter_id=seated.counters[1])
        assert Ticket.objects.count() == 0
