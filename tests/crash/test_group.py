"""A server or worker that dies between the parts of a group: nothing lost, nothing twice."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.builders.citizens import citizen_make
from tests.builders.filing import draft_ready
from tests.builders.groups import birth_in, codes_of, group_sent, part_finish, town_make
from tests.crash.test_failpoints import killed

from motcua.dossiers.models import Dossier, Event
from motcua.dossiers.services.verify import verify_all
from motcua.filing.models import Group, GroupPart
from motcua.filing.services import draft_send
from motcua.kernel import clock
from motcua.kernel.outbox import LEASE, outbox_deliver
from motcua.kernel.scope import SYSTEM, scope_use

pytestmark = [pytest.mark.crash, pytest.mark.invariant, pytest.mark.timeout(600)]


@pytest.fixture
def town(fresh_database):
    with scope_use(SYSTEM):
        town = town_make()
    with birth_in(town):
        yield town


@pytest.mark.parametrize("name", ["submit.written", "submit.committed"])
def test_a_sending_that_was_cut_off_is_one_parent_with_all_its_parts(town, name):
    with scope_use(SYSTEM):
        citizen = citizen_make()
        draft = draft_ready(citizen, town.commune, parts=("residence", "insurance", "identity"))

    def send():
        with scope_use(citizen.scope):
            return draft_send(citizen=citizen, public_id=draft.public_id, declared=True)

    assert killed(name, send)  # the first part is written, the others are not
    with scope_use(SYSTEM):
        assert Dossier.objects.count() == (4 if name == "submit.committed" else 0)
    receipt = send()
    assert receipt.code == send().code
    with scope_use(SYSTEM):
        assert (Group.objects.count(), GroupPart.objects.count()) == (1, 4)
        assert Dossier.objects.count() == 4
    assert verify_all().good


@pytest.mark.parametrize("name", ["operation.written", "job.effect"])
def test_a_worker_that_died_between_two_parts_releases_each_once(town, name):
    with scope_use(SYSTEM):
        _receipt, group = group_sent(citizen_make(), town)
        codes = codes_of(group)
        while outbox_deliver():
            pass
        part_finish(town, "registration", codes["registration"], told=False)
    died = 0
    later = clock.now()
    for _try in range(20):  # each message that is begun kills a worker, and is taken up again
        with clock.clock_set(later):
            if killed(name, lambda: outbox_deliver(limit=1)):
                died += 1
                break
        later += LEASE + timedelta(seconds=1)
    assert died
    later += LEASE + timedelta(seconds=1)
    with clock.clock_set(later):
        while outbox_deliver():
            pass
        assert verify_all().good
    with scope_use(SYSTEM):
        released = Event.objects.filter(type="released").values_list("dossier__code", flat=True)
        assert sorted(released) == sorted(codes[key] for key in codes if key != "registration")
