"""One request: how it stands, given up, nobody else's."""

from __future__ import annotations

import pytest

from motcua.kernel.scope import SYSTEM, scope_use
from motcua.reception import services
from motcua.reception.models import Visit
from motcua.reception.visiting import VisitStep
from tests.builders.citizens import citizen_make, client_of
from tests.builders.dossiers import at
from tests.builders.visits import round_make
from tests.portal.visiting import ASKED, LIST, NEW, browser, commune, english
from tests.portal.walking import text

__all__ = ["browser", "commune", "english"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(browser, commune):
    with at():
        browser.post(NEW, ASKED)
    with scope_use(SYSTEM):
        return Visit.objects.get()


def test_the_day_is_shown_once_it_is_told_and_the_way_is_cancelled_in_time(browser, commune, asked):
    here = f"{LIST}{asked.pk}/"
    with at(), scope_use(SYSTEM):
        one = round_make(commune.counter, commune.centre)
        services.round_pick(actor=commune.counter, round_id=one.id, visit_ids=[asked.pk])
        services.round_tell(actor=commune.counter, round_id=one.id)
    with at():
        assert "in the morning" in text(browser.get(here))
    with at(), scope_use(SYSTEM):
        services.visit_step(actor=commune.counter, visit_id=asked.pk, step=VisitStep.LEFT)
    with at():
        page = text(browser.get(here))
        assert "officials are on the way" in page
        assert "Cancel the request" not in page
        late = browser.post(here, follow=True)
    assert "not possible" in text(late)


def test_it_is_given_up_and_nobody_elses_is_found(browser, asked):
    here = f"{LIST}{asked.pk}/"
    with at():
        stranger = client_of(citizen_make())
        assert stranger.get(here).status_code == stranger.post(here).status_code == 404
        assert "is cancelled" in text(browser.post(here, follow=True))
        assert "cancelled" in text(browser.get(here))
