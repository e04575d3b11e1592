"""One letter for many: each has its own number; what cannot be sent is told with its reason."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import at, dossier_accepted, dossier_registered
from tests.builders.identity import client_for
from tests.office.acting import seen

from motcua.dossiers.services import lateness_explain
from motcua.dossiers.types import LateCause
from motcua.identity.assurance import FRESH_AT
from motcua.kernel.scope import SYSTEM, scope_use

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
LATE = 24 * 6
URL = "/office/overdue/apologise/"
LETTER = {"send": "1", "cause": "staff", "reason": "Thiếu người", "promised_on": "2026-09-21"}


@pytest.fixture
def codes(commune):
    with scope_use(SYSTEM), at():
        return [dossier_accepted(commune) for _n in range(2)]


def test_all_of_them_get_their_own_letter(commune, codes):
    with at(LATE):
        client = client_for(commune.leader)
        asked = client.post(URL, {"item": codes}).content.decode()
        assert "2 applicants receive form 04" in asked
        wrong = client.post(URL, {"item": codes, **LETTER, "promised_on": "2026-09-20"})
        assert "does not work on this day" in wrong.content.decode()  # a Sunday
        page = client.post(URL, {"item": [*codes, codes[0]], **LETTER}, follow=True)
    assert "2 apologies are sent." in page.content.decode()
    assert [seen(code).papers[-1].number for code in codes] == ["01/PXL-UBND", "02/PXL-UBND"]


def test_what_cannot_be_sent_does_not_hold_up_the_rest(commune, codes):
    with scope_use(SYSTEM), at():
        new = dossier_registered(commune)
    with at(LATE):
        client = client_for(commune.leader)
        page = client.post(URL, {"item": [new, codes[0], "H99-1"], **LETTER}).content.decode()
    assert "1 apology is sent." in page
    assert page.count("H99-1") == 1
    assert seen(codes[0]).promised_at is not None
    assert seen(new).promised_at is None


def test_the_cause_that_is_recorded_for_all_of_them_is_chosen(commune, codes):
    chosen = '<option value="staff" selected>'
    with at(LATE):
        client = client_for(commune.leader)
        for number, code in enumerate(codes):
            assert chosen not in client.post(URL, {"item": codes}).content.decode(), number
            with scope_use(SYSTEM):
                lateness_explain(actor=commune.leader, code=code, cause=LateCause.STAFF)
        assert chosen in client.post(URL, {"item": codes}).content.decode()


def test_nothing_chosen_is_said(commune):
    answer = client_for(commune.leader).post(URL, {}, follow=True)
    assert "Choose at least one dossier first." in answer.content.decode()
    assert client_for(commune.counter).post(URL, {}).status_code in {403, 404}


def test_what_was_typed_is_there_after_whoever_signs_has_said_who_they_are(
    headed, letter_keys, codes
):
    with at(LATE):
        client = client_for(headed.leader)
        session = client.session
        session[FRESH_AT] = 0
        session.save()
        assert client.post(URL, {"item": codes, **LETTER}).status_code == 302
        page = client.get(URL).content.decode()
        assert "Thiếu người" in page and "2026-09-21" in page
        assert all(f'value="{code}"' in page for code in codes)
        other = client_for(headed.leader).get(URL)
    assert other.status_code == 302, "nothing was typed here"
