"""Two people at what is shown at once, each on a connection of its own: one after the other."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import connection, transaction

from motcua.filing import services
from motcua.filing.models import Share
from motcua.filing.queries.shares import share_shown
from motcua.filing.types import ShareState
from motcua.kernel.errors import Refused
from motcua.kernel.scope import SYSTEM, scope_use
from tests.builders.citizens import citizen_make
from tests.builders.dossiers import commune_at_work
from tests.builders.waiting import somebody_waits
from tests.filing.test_keep import finished
from tests.filing.test_share import end, show


@pytest.fixture
def commune(fresh_database):
    with scope_use(SYSTEM):
        return commune_at_work()


@pytest.fixture
def citizen(commune):
    with scope_use(SYSTEM):
        made = citizen_make()
        finished(commune, made)
    return made


def both(first, second):
    """Run both; the second begins when the first says so, and waits for it at a lock."""
    begun = Event()

    def run(act):
        try:
            return act(begun)
        finally:
            begun.set()
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        return [one.result(60) for one in (pool.submit(run, first), pool.submit(run, second))]


def test_of_two_counters_one_sees_the_papers_and_the_other_hears_where(commune, citizen):
    with scope_use(SYSTEM):
        elsewhere = commune_at_work(name="Xa")
    share = show(citizen)

    def opened(who, begun=None):
        with scope_use(who.scope), transaction.atomic():
            services.share_open(actor=who, code=share.code, numbers=[share.id_number])
            if begun:
                begun.set()
                somebody_waits()

    def late(begun):
        assert begun.wait(20)
        with pytest.raises(Refused) as caught:
            opened(elsewhere.counter)
        return caught.value

    _none, refusal = both(lambda begun: opened(commune.counter, begun), late)
    assert refusal.code == "share_elsewhere"
    assert commune.centre.full_name in str(refusal)
    with scope_use(elsewhere.counter.scope):
        assert share_shown(elsewhere.counter, share.id) is None


def test_the_end_waits_for_a_form_that_is_being_sent(commune, citizen):
    share = show(citizen)
    with scope_use(commune.counter.scope):
        services.share_open(actor=commune.counter, code=share.code, numbers=[share.id_number])

    def sent(begun):
        with scope_use(commune.counter.scope), transaction.atomic():
            services.share_hold(actor=commune.counter, share_id=share.id)
            begun.set()
            somebody_waits()
            return share_shown(commune.counter, share.id)

    def ended(begun):
        assert begun.wait(20)
        return end(citizen, share)

    seen, over = both(sent, ended)
    assert len(seen.papers) == 1  # to the end of the transaction
    assert over.state is ShareState.ENDED


def test_two_codes_at_once_leave_one_alive(commune, citizen):
    def first(begun):
        with scope_use(citizen.scope), transaction.atomic():
            made = services.share_make(citizen=citizen)
            begun.set()
            somebody_waits()
            return made

    def second(begun):
        assert begun.wait(20)
        return show(citizen)

    one, other = both(first, second)
    with scope_use(SYSTEM):
        assert Share.objects.get(pk=one.id).ended_at
        assert Share.objects.get(ended_at=None).pk == other.id
