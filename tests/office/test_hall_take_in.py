"""From the number to the dossier in one step, and what becomes of the number."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import at, dossier_at
from tests.builders.identity import client_for
from tests.builders.paying import text
from tests.office.hallwork import hall_at_work

from motcua.kernel.scope import SYSTEM, scope_use
from motcua.reception.models import Ticket
from motcua.workflow.types import Act

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def work(db):
    made = hall_at_work()
    made.sit()
    return made


def opened(work, ticket):
    """Call the number and open the form of its matter."""
    work.post("/office/hall/call/")
    return work.post(f"/office/hall/tickets/{ticket.id}/take-in/")


def sent(work, page, ticket, **over):
    """Accept what stands in the form, for a sample person."""
    version = work.commune.offering.version
    data = {
        "unit": work.commune.unit.id,
        "procedure": version.code,
        "version": version.id,
        "key": page.context["intake"].key,
        "ticket": ticket.id,
        "action": "accept",
        "applicant-kind": "0",
        "applicant-name": "Nguyễn Văn Mẫu",
        "applicant-id_number": "019090000001",
        "channel": "1",
        "return_method": "1",
        "sets": "1",
        "fee_quantity": "1",
        **{f"c{one.id}-given": "on" for one in version.components},
        **over,
    }
    defaults = page.context["intake"].basics.data
    for name in ("channel", "return_method", "sets", "fee_quantity", "fee_copies"):
        data[name] = defaults[name]
    with at():
        return client_for(work.officer).post("/office/intake/", data, follow=True)


def of(ticket):
    with scope_use(SYSTEM):
        return Ticket.objects.get(id=ticket.id)


def test_the_form_has_the_procedure_and_the_ticked_papers(work):
    ticket = work.take_for(papers=1)
    page = opened(work, ticket)
    assert page.context["intake"].version.code == work.commune.offering.version.code
    first, *others = page.context["intake"].lines
    assert first.form["given"].value()
    assert not any(line.form["given"].value() for line in others)
    assert "Number A001" in text(page)
    assert of(ticket).state == "serving"


def test_accepted_it_is_linked_and_the_number_finishes_itself(work):
    ticket = work.take_for()
    done = sent(work, opened(work, ticket), ticket)
    assert "Number A001 is finished" in text(done)
    assert "Call the next number" in text(done)
    row = of(ticket)
    assert row.state == "done"
    assert len(row.dossier_codes) == 1
    assert row.dossier_codes[0] in text(done)


def test_a_number_with_two_matters_stays_for_the_second(work):
    code = work.commune.offering.version.code
    ticket = work.take(procedures=(code, code))
    done = sent(work, opened(work, ticket), ticket)
    assert "stays at your counter" in text(done)
    assert "Go on with A001" in text(done)
    assert of(ticket).state == "serving"
    again = work.post(f"/office/hall/tickets/{ticket.id}/take-in/")
    sent(
        work,
        again,
        ticket,
        **{"applicant-name": "Trần Thị Mẫu", "applicant-id_number": "019190000002"},
    )
    assert of(ticket).state == "done"


def test_a_number_that_has_gone_keeps_no_dossier_from_being_made(work):
    ticket = work.take_for()
    page = opened(work, ticket)
    work.post("/office/hall/step/", step="parked")
    done = text(sent(work, page, ticket))
    assert "is not linked with it" in done
    assert of(ticket).dossier_codes == []


def test_without_a_procedure_the_list_opens_and_keeps_the_number(work):
    ticket = work.take()
    page = opened(work, ticket).content.decode()
    assert "For number A001" in page
    assert f"&amp;ticket={ticket.id}" in page
    listed = work.get(f"/office/intake/procedures/?q=hon&ticket={ticket.id}").content.decode()
    assert f"&amp;ticket={ticket.id}" in listed


def test_a_number_of_somebody_else_is_refused_in_words(work):
    ticket = work.take_for()
    work.post("/office/hall/call/", work.colleague)
    page = work.post(f"/office/hall/tickets/{ticket.id}/take-in/")
    assert "No number is at this counter" in text(page)


def test_a_number_without_a_tick_says_so_on_the_desk_and_on_the_form(work):
    code = (work.commune.offering.code,)
    ticket = work.take(procedures=code)
    page = text(opened(work, ticket))
    assert f"Number {ticket.name}: no paper was ticked at the kiosk" in page
    assert "what was ticked at the kiosk is ticked below" not in page
    assert "No paper was ticked at the kiosk" in text(work.get("/office/hall/"))


def test_who_collects_a_result_is_told_and_leads_to_the_dossier_or_the_search(work):
    with at(), scope_use(SYSTEM):
        code = dossier_at(work.commune, Act.RETURN)
    for codes, words in (((), "Find the dossier"), ((code,), "Open the dossier")):
        ticket = work.take(collects=True, dossier_codes=codes)
        work.post("/office/hall/call/")
        desk = text(work.get("/office/hall/"))
        assert "collects a result" in desk
        assert words in desk
        assert "Comes to collect a result" in desk
        assert "ask what the person came for" not in desk
        assert "collects a result" in text(work.get(f"/office/hall/tickets/{ticket.id}/"))
        page = work.post(f"/office/hall/tickets/{ticket.id}/take-in/")
        wanted = f"/office/dossiers/{code}/" if codes else "/office/search/"
        assert page.redirect_chain[-1][0] == wanted
        work.post("/office/hall/step/", step="done")
    work.take()
    work.post("/office/hall/call/")
    assert "collects a result" not in text(work.get("/office/hall/"))
