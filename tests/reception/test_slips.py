"""The code on a request for further papers gives a number with priority, and shows nothing."""

from __future__ import annotations

from uuid import uuid4

import pytest
from tests.builders.dossiers import at, commune_at_work, dossier_registered
from tests.builders.reception import hall_at

from motcua.dossiers import services as dossiers
from motcua.dossiers.queries import dossier_get
from motcua.dossiers.services.submit import tracking_url
from motcua.kernel.errors import Refused
from motcua.kernel.scope import SYSTEM, scope_hall, scope_use
from motcua.reception import services
from motcua.reception.queries.tickets import ticket_get
from motcua.reception.types import Band, Ground, Step, TicketState


@pytest.fixture
def commune(db):
    with at(), scope_use(SYSTEM):
        yield commune_at_work()


def waiting_make(commune):
    """Return the code of a dossier whose applicant was asked for a paper, and its centre's hall."""
    code = dossier_registered(commune)
    dossier = dossier_get(code)
    dossiers.dossier_request_supplement_at_intake(
        actor=commune.counter,
        code=code,
        version=dossier.version,
        items=["Bản sao"],
        reason="Thiếu bản sao",
    )
    return code, hall_at(dossier.receiving_unit)


def scan(hall, text, **over):
    with scope_use(scope_hall(hall.centre.id)):
        return services.slip_take(
            **{
                "unit_id": hall.centre.id,
                "scanned": text,
                "key": uuid4(),
                "language": "vi",
                **over,
            }
        )


def test_who_brings_what_was_asked_for_goes_first_and_reading_twice_is_one_number(commune):
    code, hall = waiting_make(commune)
    common = hall.take()
    ticket = scan(hall, tracking_url(code))
    assert (ticket.ticket.band, ticket.ticket.ground) == (Band.FIRST, Ground.SUPPLEMENT)
    assert ticket.dossier_codes == (code,)
    assert scan(hall, tracking_url(code).upper() + "\r") == ticket
    assert hall.call().id == ticket.id
    for step in (Step.STARTED, Step.DONE):
        hall.step(step)
    assert scan(hall, tracking_url(code)).id not in {ticket.id, common.id}, "came once more"


def test_a_code_that_waits_for_nothing_gives_no_priority(commune):
    waiting, hall = waiting_make(commune)
    other = dossier_registered(commune)
    good = tracking_url(waiting)
    for text, why in (
        (tracking_url(other), "slip_waits_not"),
        (good[:-2] + ("a" if good[-2] != "a" else "b") + "/", "slip_unknown"),
        (waiting, "slip_unknown"),
        ("", "slip_unknown"),
        ("t/" * 300, "slip_unknown"),
    ):
        with pytest.raises(Refused) as refused:
            scan(hall, text)
        assert refused.value.code == why, text
        assert other not in str(refused.value.message)


def test_a_dossier_of_another_centre_gives_none_here(commune):
    code, _hall = waiting_make(commune)
    elsewhere = hall_at(commune_at_work().centre)
    with pytest.raises(Refused) as refused:
        scan(elsewhere, tracking_url(code))
    assert refused.value.code == "slip_waits_not"


def test_the_number_ends_with_the_papers_and_only_while_it_is_served(commune):
    code, hall = waiting_make(commune)
    ticket = scan(hall, tracking_url(code))
    services.slip_done(unit_id=hall.centre.id, code=code)
    assert ticket_get(ticket.id).ticket.state is TicketState.WAITING
    hall.call()
    hall.step(Step.STARTED)
    dossiers.dossier_accept(actor=commune.counter, code=code)
    assert ticket_get(ticket.id).ticket.state is TicketState.DONE
