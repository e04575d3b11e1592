"""The lists of certified copies: one stage each, the step on many at once."""

from __future__ import annotations

import pytest
from tests.builders.certified import CARD, batch_checked, batch_taken
from tests.builders.identity import client_for
from tests.office.certified import HOME, certifying

from motcua.kernel.scope import SYSTEM, scope_use

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
__all__ = ["certifying"]


def test_each_person_sees_first_what_waits_for_them(certifying):
    with scope_use(SYSTEM):
        waits, checked = batch_taken(certifying, CARD), batch_checked(certifying, CARD)
    for actor, shown, hidden, press in [
        (certifying.specialist, waits, checked, "Compared: pass on"),
        (certifying.leader, checked, waits, "Certify"),
        (certifying.counter, waits, checked, None),
    ]:
        page = client_for(actor).get(HOME).content.decode()
        assert shown in page
        assert hidden not in page
        assert ('type="checkbox"' in page) == (press is not None)
        assert press is None or press in page


def test_an_empty_list_says_what_will_stand_there(certifying):
    page = client_for(certifying.leader).get(HOME, {"stage": "seal", "after": "x" * 40})
    assert "Nothing waits here" in page.content.decode()


def test_the_list_costs_the_same_with_many_batches(certifying, django_assert_max_num_queries):
    client = client_for(certifying.specialist)
    with scope_use(SYSTEM):
        for _nth in range(6):
            batch_taken(certifying, CARD)
    with django_assert_max_num_queries(14):
        assert client.get(HOME).status_code == 200


def test_every_batch_of_the_page_is_chosen_by_a_link_where_no_script_runs(certifying):
    with scope_use(SYSTEM):
        for _nth in range(2):
            batch_checked(certifying, CARD)
    client = client_for(certifying.leader)
    page = client.get(HOME).content.decode()
    assert " checked" not in page and "stage=certify&amp;pick=all" in page
    page = client.get(HOME, {"stage": "certify", "pick": "all"}).content.decode()
    assert page.count(" checked>") == 2 and "Choose none" in page
    counter = client_for(certifying.counter).get(HOME, {"stage": "certify", "pick": "all"})
    assert "data-choose" not in counter.content.decode(), "nothing to choose, no link"
