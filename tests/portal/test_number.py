"""The page of a number: where it stands, whose turn it is, giving it up, coming back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from motcua.kernel import clock
from motcua.reception.services import counter_leave, hall_close
from motcua.reception.types import Step
from tests.builders.dossiers import MORNING
from tests.portal.halls import at_work, hall_open

pytestmark = pytest.mark.django_db


@pytest.fixture
def there():
    return hall_open()


def look(ticket, seconds=0, query="", language="en", **data):
    client = Client(headers={"Sec-Fetch-Site": "same-origin"})
    if language:
        client.cookies["motcua_language"] = language
    with clock.clock_set(MORNING + timedelta(seconds=seconds)):
        path = f"/n/{ticket.token}/{query}"
        return client.post(path, data) if data else client.get(path)


def said(*arguments, **more):
    return look(*arguments, **more).content.decode()


def test_from_waiting_to_the_end(there):
    with at_work():
        there.hall.take()
        ticket = there.hall.take()
    page = look(ticket)
    assert "1 person before you" in page.content.decode()
    assert page["Cache-Control"] == "no-store"
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert page["Referrer-Policy"] == "no-referrer"
    with at_work():
        there.hall.call()
        for step in (Step.STARTED, Step.DONE):
            there.hall.step(step)
        assert "You are next" in said(ticket)
        there.hall.call()
        text = said(ticket)
        assert "Please go to counter 1" in text
        assert "It is your turn" in text
        there.hall.step(Step.STARTED)
        assert "being served at counter 1" in said(ticket)
        there.hall.step(Step.DONE)
    text = said(ticket)
    assert "Your visit is finished" in text
    assert "http-equiv" not in text, "what is over does not renew itself"


def test_it_speaks_the_language_of_the_kiosk_until_another_is_chosen(there):
    with at_work():
        ticket = there.hall.take(language="id")
    assert 'lang="id"' in said(ticket, language="")
    assert 'lang="vi"' in said(ticket, language="vi")


def test_giving_up_is_asked_for_once_more_and_done_once(there):
    with at_work():
        ticket = there.hall.take()
    assert "give_up=1" in said(ticket)
    asked = said(ticket, query="?give_up=1")
    assert "Give this number up?" in asked
    assert 'value="give_up"' in asked
    for _again in range(2):
        assert look(ticket, act="give_up").status_code == 302
    assert "no longer called" in said(ticket)


def test_from_the_side_table_one_says_that_one_is_back(there):
    with at_work():
        ticket, later = there.hall.take(), there.hall.take()
        there.hall.call()
        there.hall.step(Step.STARTED)
        there.hall.step(Step.PARKED)
    assert "I am ready" in said(ticket)
    assert look(ticket, act="come_back").status_code == 302
    with at_work():
        assert there.hall.call().id == ticket.id, "before those who came later"
    assert "1 person before you" not in said(later)
    refused = look(ticket, act="come_back")
    assert refused.status_code == 409
    assert "not possible" in refused.content.decode()


def test_whose_day_is_over_is_told_so_and_a_served_one_cannot_be_given_up(there):
    with at_work():
        there.hall.take()
        ticket = there.hall.take()
        there.hall.call()
        there.hall.step(Step.STARTED)
        hall_close(there.hall.centre.id)
    assert "The day of this number is over" in said(ticket)


def test_an_unknown_number_is_none(there):
    assert Client().get("/n/" + "0" * 32 + "/").status_code == 404
    assert Client().post("/n/x/", {"act": "give_up"}).status_code == 404


def test_nobodys_act_changes_nothing(there):
    with at_work():
        ticket = there.hall.take()
    assert look(ticket, act="x").status_code == 302
    assert "You are next" in said(ticket)


def test_with_no_counter_open_it_still_says_how_many_are_before(there):
    with at_work():
        there.hall.take()
        there.hall.take(1)  # of another queue
        ticket = there.hall.take()
        for official, counter in zip(there.hall.officials, there.hall.counters, strict=True):
            counter_leave(actor=official, counter_id=counter)
    text = said(ticket)
    assert "1 person before you" in text
    assert "No counter is open yet" in text
