"""What was filed from home stands before the counter with the time to answer."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.builders.citizens import citizen_make
from tests.builders.dossiers import at, commune_at_work, submission_make
from tests.builders.identity import client_for

from motcua.dossiers import services
from motcua.dossiers.services.citizen import dossier_submit_online
from motcua.kernel.scope import NOTHING, SYSTEM, scope_use

URL = "/office/online/"


@pytest.fixture
def commune(system_scope):
    return commune_at_work()


def filed(commune, key="1"):
    with scope_use(SYSTEM), at():
        return dossier_submit_online(
            citizen=citizen_make(), submission=submission_make(commune), idempotency_key=key
        ).code


def get(actor, url=URL):
    with scope_use(NOTHING), at(2):
        return client_for(actor).get(url)


def test_it_stands_in_the_list_and_on_top_of_the_worklist(commune):
    code = filed(commune)
    for url in (URL, reverse("office:worklist")):
        page = get(commune.counter, url).content.decode()
        assert code in page
        assert reverse("office:dossier", args=[code]) in page


def test_what_was_answered_is_gone(commune):
    code = filed(commune)
    with at(1):
        services.dossier_accept(actor=commune.counter, code=code)
    assert code not in get(commune.counter).content.decode()


def test_another_communes_counter_sees_nothing_and_a_specialist_has_no_such_page(commune):
    code = filed(commune)
    other = commune_at_work(code="05437", name="Phong Quang")
    assert code not in get(other.counter).content.decode()
    assert get(commune.specialist).status_code == 404


def test_ten_rows_cost_the_statements_of_one(commune):
    filed(commune)
    get(commune.counter)
    with CaptureQueriesContext(connection) as one:
        get(commune.counter)
    for number in range(9):
        filed(commune, key=f"k{number}")
    with CaptureQueriesContext(connection) as ten:
        get(commune.counter)
    assert len(ten) == len(one)


def test_a_damaged_place_begins_anew(commune):
    assert get(commune.counter, f"{URL}?after=nonsense").status_code == 200
