"""The dossier page: everything on one page, and only what this person may do."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.builders.dossiers import (
    at,
    commune_at_work,
    dossier_at,
    dossier_registered,
    draft_add,
)
from tests.builders.identity import actor_make, client_for
from tests.office.acting import dossier_url, events, get, records, seen, text

from motcua.dossiers import services
from motcua.dossiers.types import LateCause, PartyInput
from motcua.identity.types import Role
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.ui import formats
from motcua.workflow.types import Act

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_everything_is_there(commune):
    with scope_use(SYSTEM), at():
        code = dossier_at(commune, Act.RETURN)
    page = text(get(commune.counter, dossier_url(code)))
    for words in (
        code,
        "Nguyễn Văn Mẫu",
        "019090000001",
        commune.offering.version.name,
        "Why this date",
        "working days",
        "Step 6 of 6",
        "Components",
        "Giấy xác nhận tình trạng hôn nhân",
        "12/GXN-UBND",
        "8,000",
        "Timeline",
        "Result issued",
        "Hand-overs",
        seen(code).timeline[-1].hash,
        commune.centre.full_name,
        "data-diagram",
    ):
        assert words in page, words


def test_the_next_act_is_the_only_filled_button(commune):
    with scope_use(SYSTEM), at():
        codes = [dossier_at(commune, act) for act in (Act.APPRAISE, Act.APPROVE, Act.RETURN)]
        codes.append(dossier_registered(commune))
    for code in codes:
        for person in (commune.counter, commune.specialist, commune.leader, commune.clerk):
            page = text(get(person, dossier_url(code)))
            body = page.split("<dialog")[0]
            assert body.count("button-primary") <= 1


def test_a_person_without_a_part_is_offered_nothing(commune):
    with scope_use(SYSTEM), at():
        code = dossier_at(commune, Act.ISSUE)
        inspector = actor_make(role=Role.INSPECTOR, unit=commune.unit)
    page = text(get(inspector, dossier_url(code)))
    assert "There is nothing for you to do" in page
    assert 'method="post" action="/office/dossiers/' not in page


def test_reading_is_recorded_and_nothing_else_changes(commune):
    with scope_use(SYSTEM), at():
        code = dossier_at(commune, Act.ISSUE)
    before, chain = records(), events(code)
    assert get(commune.clerk, dossier_url(code)).status_code == 200
    assert records() == before + 1
    assert events(code) == chain


def test_markup_in_names_is_shown_as_text(commune):
    parties = (PartyInput(name='<script>alert("x")</script>', id_number="019090000001"),)
    with scope_use(SYSTEM), at():
        code = dossier_registered(commune, parties=parties, subject="<img src=x>")
    page = text(get(commune.counter, dossier_url(code)))
    assert "&lt;script&gt;alert" in page
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_the_page_costs_the_same_however_long_the_story(commune):
    with scope_use(SYSTEM), at():
        short = dossier_at(commune, Act.APPRAISE)
        long_ = dossier_at(commune, Act.APPRAISE)
        draft_add(commune, short)
        for _ in range(12):
            draft_add(commune, long_)
    client = client_for(commune.leader)
    with at(2):
        client.get(dossier_url(short))
        with CaptureQueriesContext(connection) as one:
            client.get(dossier_url(short))
        with CaptureQueriesContext(connection) as many:
            client.get(dossier_url(long_))
    assert len(many) <= len(one) <= 42


def test_codes_are_found_in_small_letters_too(commune):
    with scope_use(SYSTEM), at():
        code = dossier_registered(commune)
    assert get(commune.counter, dossier_url(code.lower())).status_code == 200


def test_others_do_not_learn_that_it_exists(commune):
    with scope_use(SYSTEM), at():
        code = dossier_registered(commune)
        other = commune_at_work(code="05437", name="Phong Quang")
        viewer = actor_make(role=Role.VIEWER, unit=commune.unit)
        admin = actor_make(role=Role.TECHNICAL_ADMIN, unit=commune.unit)
    for person in (other.counter, other.leader, viewer, admin):
        assert get(person, dossier_url(code)).status_code == 404
    assert Client().get(dossier_url(code))["Location"].startswith("/office/sign-in/")
    assert get(commune.counter, dossier_url("H19-000000-9999")).status_code == 404
    assert client_for(commune.counter).get("/office/dossiers/a%00b-1/").status_code == 404
    assert client_for(commune.counter).post(dossier_url(code)).status_code == 405


def test_a_viewer_who_also_works_elsewhere_does_not_read_by_the_way(commune):
    with scope_use(SYSTEM), at():
        code = dossier_registered(commune)
        other = commune_at_work(code="05437", name="Phong Quang")
        both = actor_make(role=Role.COUNTER, unit=other.centre)
        both = actor_make(role=Role.VIEWER, unit=commune.unit, account=both.account_id)
    assert get(both, dossier_url(code)).status_code == 404


def test_a_supplement_that_the_end_left_open_is_not_needed_any_more(commune):
    with scope_use(SYSTEM), at():
        code = dossier_registered(commune)
        services.dossier_request_supplement_at_intake(
            actor=commune.counter, code=code, items=["Tờ khai"], reason="Chưa ký"
        )
        services.dossier_withdraw(actor=commune.counter, code=code, reason="Không cần nữa")
    page = text(get(commune.counter, dossier_url(code)))
    assert "Not needed any more" in page
    assert "Waits for the applicant" not in page


def test_the_head_names_the_new_date_beside_the_due_date_once_somebody_apologised(commune):
    with scope_use(SYSTEM), at():
        code = dossier_at(commune, Act.APPRAISE)
    assert "apologised, new date" not in text(get(commune.leader, dossier_url(code)))
    with scope_use(SYSTEM), at():
        services.dossier_apologise(
            actor=commune.leader, code=code, cause=LateCause.STAFF, reason="Bão",
            promised_on=date(2026, 9, 21),
        )  # fmt: skip
    page = text(get(commune.leader, dossier_url(code)))
    head = page.partition('class="dossier-head"')[2].partition("</header>")[0]
    due, promised = seen(code).due_at, seen(code).promised_at
    assert f"due {formats.instant(due)}; apologised, new date {formats.instant(promised)}" in head
