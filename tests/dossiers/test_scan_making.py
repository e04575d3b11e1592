"""Pages are made once, outside of locks, and what is finished stays."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from tests.builders.documents import pdf_make
from tests.builders.dossiers import at, commune_at_work, dossier_accepted
from tests.builders.scanned import component_of, file_of, picture_of

from motcua.documents.models import Quarantine
from motcua.documents.scans import text
from motcua.documents.types import FileRefused
from motcua.dossiers.models import Scan, ScanPage
from motcua.dossiers.queries.digital import scan_of
from motcua.dossiers.scan_types import ScanState
from motcua.dossiers.services import scan_making
from motcua.dossiers.services.scan_making import ScanWaits, scan_work, scan_worked
from motcua.dossiers.services.scans import TOPIC, scan_add, scan_finish
from motcua.kernel import clock
from motcua.kernel.claims import CLAIM, Claim
from motcua.kernel.models import OutboxMessage
from motcua.kernel.outbox import LEASE, Message, outbox_deliver
from motcua.kernel.scope import SYSTEM, scope_use


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(text, "_languages", frozenset)
    with at():
        yield


def scan_begun(*pictures, finish=False):
    """Add pictures to the first component; return the scan's id."""
    with scope_use(SYSTEM):
        commune = commune_at_work()
        code = dossier_accepted(commune)
        where = {"actor": commune.counter, "code": code, "component_id": component_of(code)}
        scan_id = scan_add(**where, file_ids=[file_of(one) for one in pictures])
        if finish:
            scan_finish(**where, change=scan_of(where["component_id"]).change)
    return scan_id


def states(scan_id):
    with scope_use(SYSTEM):
        rows = ScanPage.objects.filter(scan=scan_id).order_by("order")
        return list(rows.values_list("state", flat=True))


def told(scan_id):
    """What the worker is told; a delivery has a transaction around its handlers."""
    with scope_use(SYSTEM):
        scan_worked(Message(0, TOPIC, f"scan:{scan_id}", {}))


def open_messages(scan_id):
    return OutboxMessage.objects.filter(
        topic=TOPIC, subject=f"scan:{scan_id}", done_at__isnull=True
    )


@pytest.mark.invariant
def test_of_two_at_once_one_works_without_locks_and_the_other_leaves(fresh_database, monkeypatch):
    scan_id = scan_begun(picture_of(1), picture_of(2))
    real, made = scan_making.page_make, []
    inside, gone = threading.Event(), threading.Event()

    def slowly(data, wish):
        made.append(threading.get_ident())
        inside.set()
        assert gone.wait(30), "the other one waited"
        return real(data, wish)

    def work():
        try:
            with at():
                return scan_work(scan_id, seconds=60, scope=SYSTEM)
        finally:
            connection.close()

    monkeypatch.setattr(scan_making, "page_make", slowly)
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(work)
        assert inside.wait(30)
        assert not scan_work(scan_id, seconds=60, scope=SYSTEM)
        with pytest.raises(ScanWaits):
            told(scan_id)
        with scope_use(SYSTEM):  # an officer is not kept waiting by the picture's work
            assert len(ScanPage.objects.select_for_update(nowait=True).filter(scan=scan_id)) == 2
        gone.set()
        assert first.result(60)
    assert len(made) == 2
    assert states(scan_id) == ["ready", "ready"]
    assert scan_work(scan_id, seconds=60, scope=SYSTEM), "the first one let go"


@pytest.mark.invariant
def test_what_was_finished_before_a_kill_stays(fresh_database, monkeypatch):
    scan_id = scan_begun(picture_of(1), picture_of(2))
    real = scan_making.page_make

    def dies(data, wish):
        if states(scan_id)[0] == "ready":
            raise MemoryError
        return real(data, wish)

    monkeypatch.setattr(scan_making, "page_make", dies)
    with pytest.raises(MemoryError):
        told(scan_id)
    assert states(scan_id) == ["ready", "waiting"]
    monkeypatch.setattr(scan_making, "page_make", real)
    told(scan_id)
    assert states(scan_id) == ["ready", "ready"]


def test_a_page_nobody_has_checked_is_come_back_to_later(fresh_database, settings, tmp_path):
    settings.CLAMD_SOCKET = str(tmp_path / "nobody.sock")
    scan_id = scan_begun(picture_of(1), finish=True)
    assert not scan_work(scan_id, seconds=60, scope=SYSTEM)
    OutboxMessage.objects.exclude(topic=TOPIC).update(done_at=clock.now())
    assert outbox_deliver() == 0
    assert states(scan_id) == ["waiting"]
    later = list(open_messages(scan_id).values_list("lease_until", flat=True))
    assert later == [clock.now() + LEASE] * 2, "of the page that came and of the end"
    with scope_use(SYSTEM):
        assert Scan.objects.get().state == ScanState.MAKING
        Quarantine.objects.update(signature="Win.Test.EICAR_HDB-1")
    assert scan_work(scan_id, seconds=60, scope=SYSTEM)
    assert states(scan_id) == ["failed"]


@pytest.mark.django_db
@pytest.mark.usefixtures("system_scope")
def test_what_is_left_when_time_is_up_is_told_to_the_worker():
    scan_id = scan_begun(picture_of(1), picture_of(2))
    before = open_messages(scan_id).count()
    assert not scan_work(scan_id, seconds=0)
    assert open_messages(scan_id).count() == before + 1
    assert scan_work(scan_id, seconds=60)
    assert open_messages(scan_id).count() == before + 1


@pytest.mark.django_db
@pytest.mark.usefixtures("system_scope")
def test_a_page_that_fails_while_the_pdf_is_made_stops_it(monkeypatch):
    scan_id = scan_begun(picture_of(1), finish=True)

    def refused(data, wish):
        raise FileRefused("damaged", "This picture is damaged.")

    monkeypatch.setattr(scan_making, "page_make", refused)
    assert scan_work(scan_id, seconds=60)
    scan = Scan.objects.get(pk=scan_id)
    assert states(scan_id) == ["failed"]
    assert (scan.state, scan.file_id) == (ScanState.OPEN, None)
    assert scan.problem


@pytest.mark.django_db
@pytest.mark.usefixtures("system_scope")
def test_a_layer_of_text_never_lies_under_another_picture(monkeypatch):
    scan_id = scan_begun(picture_of(1), finish=True)
    page = ScanPage.objects.filter(scan=scan_id)

    def read(picture, *, dpi):
        page.update(picture_sha256="f" * 64, facts={"new": True, "dpi": 200})
        return SimpleNamespace(pdf=pdf_make(), words=9, confidence=90)

    monkeypatch.setattr(text, "is_installed", lambda: True)
    monkeypatch.setattr(text, "text_read", read)
    monkeypatch.setattr(text, "turn_needed", lambda data: 0)
    scan_work(scan_id, seconds=0)  # straightened
    scan_work(scan_id, seconds=0)  # read
    assert (page.get().text_sha256, page.get().facts) == ("", {"new": True, "dpi": 200})


@pytest.mark.django_db
@pytest.mark.usefixtures("system_scope")
def test_finished_pictures_are_not_read_again_and_made_anew_when_gone(monkeypatch):
    scan_id = scan_begun(picture_of(1))
    assert scan_work(scan_id, seconds=60)

    def read(sha256, size):
        raise AssertionError("a finished picture was read")

    monkeypatch.setattr(scan_making, "_passed", read)
    assert scan_work(scan_id, seconds=60)
    first = ScanPage.objects.get(scan=scan_id)
    ScanPage.objects.filter(scan=scan_id).update(picture_sha256="0" * 64)
    assert scan_work(scan_id, seconds=60)
    assert ScanPage.objects.get(scan=scan_id).picture_sha256 == first.picture_sha256


@pytest.mark.invariant
def test_a_claim_that_a_killed_worker_left_runs_out(fresh_database):
    scan_id = scan_begun(picture_of(1))
    left = Claim(Scan, scan_id, SYSTEM)  # and its process is gone
    assert left.held
    assert not scan_work(scan_id, seconds=60, scope=SYSTEM)
    with clock.clock_set(clock.now() + CLAIM + timedelta(seconds=1)):
        assert scan_work(scan_id, seconds=60, scope=SYSTEM)
        assert not left.keep(), "who comes back too late leaves it"
    assert states(scan_id) == ["ready"]
    with scope_use(SYSTEM):
        assert Scan.objects.get().work_until is None
