"""Papers of one's own shown at a counter: whom, where, how long; who hears why not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection

from motcua.citizens.services import consent_withdraw
from motcua.citizens.types import ConsentPurpose
from motcua.filing import services
from motcua.filing.models import Share, ShareItem, StoreItem
from motcua.filing.queries.shares import (
    share_get,
    share_readings,
    share_shown,
    shared_file,
    shares_of,
)
from motcua.filing.types import ShareState
from motcua.identity.types import Role
from motcua.kernel import clock
from motcua.kernel.audit import reading_record, readings_of
from motcua.kernel.errors import Invalid, NotFound, Refused
from motcua.kernel.scope import SYSTEM, scope_use
from tests.builders.citizens import acting_for, citizen_make
from tests.builders.dossiers import MORNING, commune_at_work
from tests.builders.filing import commune_online
from tests.builders.identity import actor_make
from tests.filing.test_keep import allow, deliver, finished, kept, sent

LIFE = timedelta(minutes=15)


@pytest.fixture
def commune(system_scope):
    return commune_online()


@pytest.fixture
def citizen(system_scope):
    return citizen_make(name="Trần Thị Mẫu")


@pytest.fixture
def papers(commune, citizen):
    """Two papers: a result, and one that was merely handed in."""
    allow(citizen)
    finished(commune, citizen)
    sent(commune, citizen)
    return kept(citizen)


def show(citizen, item_ids=None):
    with scope_use(citizen.scope):
        return services.share_make(citizen=citizen, item_ids=item_ids)


def end(citizen, share):
    with scope_use(citizen.scope):
        return services.share_end(citizen=citizen, public_id=share.public_id)


def read(actor, share, *numbers):
    with scope_use(actor.scope):
        wanted = numbers or (share.id_number,)
        return services.share_open(actor=actor, code=share.code, numbers=wanted)


def seen(actor, share):
    with scope_use(actor.scope):
        return share_shown(actor, share.id)


def refused(actor, share, *numbers):
    with pytest.raises(Refused) as caught:
        read(actor, share, *numbers)
    return caught.value.code


def test_all_or_some_are_shown_for_a_quarter_of_an_hour(papers, citizen):
    with clock.clock_set(MORNING):
        every = show(citizen)
        assert {one.item.id for one in every.papers} == {one.id for one in papers}
        assert every.expires_at == MORNING + LIFE
        assert (len(every.code), every.code.isdigit(), every.state) == (8, True, ShareState.WAITING)
        one = show(citizen, [papers[0].id])
        assert [shown.item.id for shown in one.papers] == [papers[0].id]
        with scope_use(citizen.scope):  # a newer code ends the one before
            states = [share.state for share in shares_of(citizen)]
        assert states == [ShareState.WAITING, ShareState.ENDED]


def test_only_ones_own_that_are_in_force_are_shown(papers, citizen, commune):
    with pytest.raises(Invalid):
        show(citizen, [])
    stranger = citizen_make()
    with pytest.raises(Invalid):
        show(stranger)  # has none
    with pytest.raises(Invalid):
        show(stranger, [papers[0].id])
    StoreItem.objects.filter(pk=papers[0].id).update(withdrawn_at=clock.now())
    with pytest.raises(Invalid):
        show(citizen, [one.id for one in papers])
    assert not Share.objects.exists()


def test_the_officer_who_reads_the_code_sees_them_and_nobody_else(papers, citizen, commune):
    share = show(citizen)
    assert seen(commune.counter, share) is None
    assert read(commune.counter, share).state is ShareState.OPEN
    assert seen(commune.counter, share).chosen == 2
    colleague = actor_make(role=Role.COUNTER, unit=commune.centre)
    elsewhere = commune_at_work(name="Xa").counter
    for other in (colleague, elsewhere):
        assert seen(other, share) is None
    assert refused(colleague, share) == "share_other_counter"
    assert refused(elsewhere, share) == "share_elsewhere"
    assert read(commune.counter, share).opened_at  # once more by the same officer


def test_the_papers_are_those_of_the_person_whose_dossier_it_is(papers, citizen, commune):
    share = show(citizen)
    assert refused(commune.counter, share, "019000000999") == "share_other_person"
    assert refused(commune.counter, share, "") == "share_person_first"
    row = Share.objects.get()
    assert row.opened_at is None
    spaced = f" {share.id_number[:4]} {share.id_number[4:]}"
    assert read(commune.counter, share, "019000000999", spaced).id == share.id  # the owner


def test_who_acts_for_another_shows_the_others_papers(papers, citizen, commune):
    son = citizen_make(name="Con Mẫu")
    share = show(acting_for(son, citizen))
    assert share.id_number == citizen.subject.id_number
    assert refused(commune.counter, share, son.person.id_number) == "share_other_person"
    assert read(commune.counter, share).chosen == 2


def test_after_the_end_nothing_is_shown_and_the_reason_is_told(papers, citizen, commune):
    share = show(citizen)
    read(commune.counter, share)
    end(citizen, share)
    assert seen(commune.counter, share) is None
    assert refused(commune.counter, share) == "share_ended"
    with pytest.raises(Refused) as caught:
        services.share_hold(actor=commune.counter, share_id=share.id)
    assert caught.value.code == "share_ended"
    assert services.share_over(actor=commune.counter, share_id=share.id).code == "share_ended"
    assert end(citizen, share).state is ShareState.ENDED
    stranger = citizen_make()
    with pytest.raises(NotFound):
        end(stranger, share)
    with scope_use(stranger.scope), pytest.raises(NotFound):
        share_get(stranger, share.public_id)


def test_after_its_time_nothing_is_shown(papers, citizen, commune):
    start = clock.now()
    share = show(citizen)
    read(commune.counter, share)
    with clock.clock_set(start + LIFE + timedelta(minutes=1)):
        assert seen(commune.counter, share) is None
        assert refused(commune.counter, share) == "share_expired"
        services.shares_tidy()
        assert Share.objects.get().ended_at == share.expires_at
        assert refused(commune.counter, share) == "share_expired"
    with clock.clock_set(start + timedelta(days=2)):
        services.shares_tidy()
        assert refused(commune.counter, share) == "share_unknown"
        assert Share.objects.get().code == ""
    with clock.clock_set(start + timedelta(days=400)):
        services.shares_tidy()
    assert not Share.objects.exists()


def test_wrong_codes_are_few(papers, citizen, commune):
    share = show(citizen)
    wrong = "00000000" if share.code != "00000000" else "11111111"
    with scope_use(commune.counter.scope):
        for code in [wrong, "", "abc", "١٢٣٤٥٦٧٨", *[wrong] * 6]:
            with pytest.raises(NotFound):
                services.share_open(actor=commune.counter, code=code, numbers=[share.id_number])
    assert refused(commune.counter, share) == "share_tries"
    colleague = actor_make(role=Role.COUNTER, unit=commune.centre)
    assert read(colleague, share).account_id == colleague.account_id


def test_a_code_that_is_over_or_read_elsewhere_is_no_guess(papers, citizen, commune):
    share = show(citizen)
    read(commune.counter, share)
    colleague = actor_make(role=Role.COUNTER, unit=commune.centre)
    for _each in range(11):
        assert refused(colleague, share) == "share_other_counter"
    with scope_use(citizen.scope):
        services.share_end(citizen=citizen, public_id=share.public_id)
    for _each in range(11):
        assert refused(commune.counter, share) == "share_ended"
    assert read(colleague, show(citizen)).account_id == colleague.account_id


def test_a_paper_taken_out_meanwhile_is_gone_and_counted(papers, citizen, commune):
    share = show(citizen)
    read(commune.counter, share)
    with scope_use(citizen.scope):
        upload = next(one for one in papers if not one.verified)
        services.store_remove(citizen=citizen, item_id=upload.id)
    assert seen(commune.counter, share).gone == 1
    with scope_use(citizen.scope):
        consent_withdraw(citizen=citizen, purpose=ConsentPurpose.DOCUMENT_STORE)
    deliver()
    assert (ShareItem.objects.count(), seen(commune.counter, share).gone) == (1, 1)
    with scope_use(commune.counter.scope), pytest.raises(NotFound):
        shared_file(commune.counter, share.id, upload.id)


def test_who_looked_is_told_to_the_person(papers, citizen, commune):
    share = show(citizen)
    read(commune.counter, share)
    with scope_use(citizen.scope):
        ((reading, item_id),) = share_readings(share_get(citizen, share.public_id))
    assert (reading.account_id, item_id) == (commune.counter.account_id, 0)
    assert reading.purpose == "papers shown by the person at the counter: the list"


def test_who_looked_is_found_behind_many_other_readings(papers, citizen, commune, monkeypatch):
    share = show(citizen)
    read(commune.counter, share)
    many = {"account_id": commune.counter.account_id, "posting_id": None, "purpose": "search"}
    for subject in ("dossier:1", f"share:{share.id}9", f"share:{share.id}9:1") * 2:
        reading_record(**many, subject=subject, id_numbers=[share.id_number])
    monkeypatch.setattr(readings_of, "__kwdefaults__", {"subject": "", "limit": 3})
    with scope_use(citizen.scope):
        told = share_readings(share_get(citizen, share.public_id))
    assert [(one.subject, item) for one, item in told] == [(f"share:{share.id}", 0)]


# --- the wall -------------------------------------------------------------------------------------

TABLES = ("filing_share", "filing_shareitem", "filing_storeitem")


def rows(actor):
    with scope_use(actor.scope), connection.cursor() as cursor:
        counts = []
        for table in TABLES:
            cursor.execute(f"SELECT count(*) FROM {table}")
            counts.append(cursor.fetchone()[0])
    return tuple(counts)


def test_the_wall_gives_a_units_officers_what_is_shown_there_and_while_it_is(
    papers, citizen, commune
):
    elsewhere = commune_at_work(name="Xa").counter
    share = show(citizen, [papers[0].id])
    assert rows(commune.counter) == (0, 0, 0)  # nobody read the code yet
    read(commune.counter, share)
    assert rows(commune.counter) == (1, 1, 1)
    assert rows(elsewhere) == (0, 0, 0)
    for table in TABLES:
        for sql in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}"):
            with scope_use(commune.counter.scope), connection.cursor() as cursor:
                cursor.execute(sql)
                assert cursor.rowcount == 0, sql
    with pytest.raises(DatabaseError, match="row-level security"), scope_use(commune.counter.scope):
        ShareItem.objects.create(share_id=share.id, item_id=papers[1].id, owned=False)
    Share.objects.update(wall_until=clock.now() - timedelta(days=9999))  # the database's own clock
    assert rows(commune.counter) == (0, 0, 0)
    Share.objects.update(wall_until=clock.now() + timedelta(days=9999))
    assert rows(commune.counter) == (1, 1, 1)
    end(citizen, share)
    assert rows(commune.counter) == (0, 0, 0)


def test_another_person_sees_nothing_of_it(papers, citizen):
    show(citizen)
    with scope_use(SYSTEM):
        assert ShareItem.objects.count() == 2
    stranger = citizen_make()
    assert rows(stranger) == (0, 0, 0)
    assert rows(citizen) == (1, 2, 2)
