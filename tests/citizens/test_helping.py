"""Helpers assist under their own name: a code, good once, in one sitting."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.builders.citizens import citizen_make, client_of
from tests.builders.identity import actor_make

from motcua.citizens import queries, services
from motcua.citizens.models import Session
from motcua.identity.services import posting_end
from motcua.identity.types import Role
from motcua.kernel import clock
from motcua.kernel.errors import Forbidden, Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("system_scope")]


def test_a_code_lets_its_helper_into_one_sitting_once():
    guide = actor_make(role=Role.GUIDE)
    code = services.help_code_make(actor=guide)
    assert queries.help_find(code).name == guide.name
    client_of(citizen_make())
    session = Session.objects.get()
    services.help_accept(session_id=session.pk, code=f"{code[:3]} {code[3:]}")
    session.refresh_from_db()
    assert session.helper_id == guide.account_id
    with pytest.raises(Refused):
        services.help_accept(session_id=session.pk, code=code)
    helped = queries.sittings_helped(guide.account_id)
    assert [one.name for one in helped] == ["Nguyễn T. M. 1."] or helped[0].name.startswith(
        "Nguyễn"
    )


def test_a_new_code_or_ten_minutes_end_the_old_one():
    guide = actor_make(role=Role.GUIDE)
    first = services.help_code_make(actor=guide)
    second = services.help_code_make(actor=guide)
    assert queries.help_find(first) is None or first == second
    with clock.clock_set(clock.now() + timedelta(minutes=10)):
        assert queries.help_find(second) is None


def test_only_who_may_help_gets_a_code_and_only_the_helper_ends_it_from_that_side():
    with pytest.raises(Forbidden):
        services.help_code_make(actor=actor_make(role=Role.SPECIALIST))
    guide, other = actor_make(role=Role.GUIDE), actor_make(role=Role.GUIDE)
    client_of(citizen_make())
    session = Session.objects.get()
    services.help_accept(session_id=session.pk, code=services.help_code_make(actor=guide))
    services.help_end(session_id=session.pk, account_id=other.account_id)
    assert Session.objects.get().helper_id == guide.account_id
    services.help_end(session_id=session.pk, account_id=guide.account_id)
    assert Session.objects.get().helper_id is None


def test_a_helper_whose_posting_ended_is_out_at_the_next_request_and_the_citizen_is_told():
    guide = actor_make(role=Role.GUIDE)
    client = client_of(citizen_make())
    session = Session.objects.get()
    services.help_accept(session_id=session.pk, code=services.help_code_make(actor=guide))
    assert guide.name in client.get("/my/").content.decode()
    posting_end(actor=None, posting_id=guide.postings[0].id)
    html = client.get("/my/").content.decode()
    assert guide.name not in html
    assert "Việc hỗ trợ đã kết thúc" in html
    session.refresh_from_db()
    assert (session.helper_id, session.ended_at) == (None, None), "the citizen's sitting goes on"
    assert "Việc hỗ trợ đã kết thúc" not in client.get("/my/").content.decode(), "told once"
