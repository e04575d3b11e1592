"""Scanned pages that went into no dossier are let go after their time; nothing else is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.builders.batches import batch_proposed
from tests.builders.dossiers import MORNING, commune_at_work, dossier_accepted
from tests.builders.scanned import component_of
from tests.builders.scans import jpeg, page_draw
from tests.builders.stacks import separator, stack_pdf

from motcua.documents import store
from motcua.documents.forgetting import forgotten_erase
from motcua.documents.models import Forgotten, StoredFile
from motcua.documents.pointing import pointed_at
from motcua.documents.scans import text
from motcua.documents.services import file_store
from motcua.documents.types import StoreDown
from motcua.dossiers import retention
from motcua.dossiers.batch_types import BatchState
from motcua.dossiers.models import BatchPage, OpinionRequest, Scan, ScanBatch, ScanPage
from motcua.dossiers.queries.batches import batch_get
from motcua.dossiers.queries.digital import scan_of
from motcua.dossiers.scan_types import ScanState
from motcua.dossiers.services import batches as services
from motcua.dossiers.services import scans
from motcua.dossiers.services.batch_landing import batch_land
from motcua.dossiers.services.batch_making import preview_open
from motcua.dossiers.services.forgetting import opinions_point, pages_forget
from motcua.dossiers.services.scan_making import scan_work
from motcua.kernel import clock
from motcua.kernel.errors import NotFound, Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("system_scope", "quick")]
SMALL = 100
NOW = timedelta()
LATER = MORNING + timedelta(days=31)


@pytest.fixture
def quick(monkeypatch, settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"
    monkeypatch.setattr(text, "_languages", frozenset)
    with clock.clock_set(MORNING):
        yield


@pytest.fixture
def commune():
    return commune_at_work()


@pytest.fixture
def code(commune):
    return dossier_accepted(commune)


def paper(number=1):
    return page_draw(dpi=SMALL, repeat=1, lines=(f"Trang {number}", "Họ và tên: Nguyễn Văn Mẫu"))


def sheet(code, order=1):
    return separator(code, order, dpi=SMALL)


def act(commune, batch_id, work, **over):
    return work(actor=commune.counter, batch_id=batch_id, change=batch_get(batch_id).change, **over)


def page_of(batch_id, number):
    return BatchPage.objects.get(batch=batch_id, number=number)


def night(at=LATER):
    with clock.clock_set(at):
        gone = pages_forget(untouched=NOW)
        forgotten_erase(untouched=NOW)
    return gone


def rules():
    return dict.fromkeys(Forgotten.objects.values_list("rule", flat=True))


def test_a_stack_that_was_put_aside_is_gone_a_month_later_and_not_before(commune, code):
    batch_id = batch_proposed(commune, stack_pdf(sheet(code), paper(1), paper(2)))
    other = batch_proposed(commune, stack_pdf(sheet(code), paper(3)))
    hashes = list(BatchPage.objects.filter(batch=batch_id).values_list("file__sha256", flat=True))
    act(commune, batch_id, services.batch_drop)
    assert night(MORNING + timedelta(days=29)) == 0
    assert night() == 3
    assert night() == 0, "twice is once"
    assert not BatchPage.objects.filter(batch=batch_id, file__isnull=False).exists()
    # The separator of the other stack is the same picture: it stays for that one.
    gone = set(Forgotten.objects.values_list("sha256", flat=True))
    kept = set(BatchPage.objects.filter(batch=other).values_list("file__sha256", flat=True))
    assert gone == set(hashes) - kept
    assert len(gone) >= 2
    assert not any(store.path_of(one).exists() for one in gone)
    assert all(store.path_of(one).exists() for one in kept)
    assert list(rules()) == [retention.BATCH_DROPPED]
    assert batch_get(other).line.state is BatchState.OPEN
    with pytest.raises(NotFound):
        preview_open(commune.counter, batch_id, page_of(batch_id, 2).pk)


def test_of_a_finished_stack_what_landed_stays_and_the_rest_goes(commune, code):
    """Taken out, put aside with the rest of the stack, and in its dossier: three fates."""
    data = stack_pdf(sheet(code), paper(1), paper(2), sheet("H00-1"), paper(3))
    batch_id = batch_proposed(commune, data)
    act(
        commune, batch_id, services.batch_page_remove, page_id=page_of(batch_id, 3).pk, removed=True
    )
    run = batch_get(batch_id).runs[0]
    act(commune, batch_id, batch_land, run_ids=[run.id])
    act(commune, batch_id, services.batch_drop)
    assert batch_get(batch_id).line.state is BatchState.DONE
    landed = ScanPage.objects.get().file
    assert night() == 4
    assert [page.number for page in BatchPage.objects.filter(file__isnull=False)] == [2]
    assert store.path_of(landed.sha256).exists()
    assert list(rules()) == [retention.BATCH_LEFT]
    while not scan_work(scan_of(component_of(code)).id, seconds=60):
        pass
    assert scan_of(component_of(code)).state is ScanState.MADE, "its page is still readable"
    assert batch_get(batch_id).removed[0].mark == ""


def test_a_page_that_is_in_a_dossier_too_stays_for_the_dossier(commune, code):
    """The same sheet went through the scanner twice; the second stack was put aside."""
    first = batch_proposed(commune, stack_pdf(sheet(code), paper(1)))
    second = batch_proposed(commune, stack_pdf(sheet(code), paper(1)))
    same = page_of(first, 2).file_id
    assert page_of(second, 2).file_id == same
    act(commune, first, batch_land, run_ids=[batch_get(first).runs[0].id])
    act(commune, second, services.batch_drop)
    assert night() > 0
    assert page_of(second, 2).file_id is None
    assert ScanPage.objects.get().file_id == same
    assert StoredFile.objects.filter(pk=same).exists()
    assert not Forgotten.objects.filter(number=same).exists()


def test_an_open_stack_keeps_every_page_however_old(commune, code):
    batch_id = batch_proposed(commune, stack_pdf(sheet(code), paper(1), paper(2)))
    act(
        commune, batch_id, services.batch_page_remove, page_id=page_of(batch_id, 3).pk, removed=True
    )
    assert night(MORNING + timedelta(days=400)) == 0
    act(
        commune,
        batch_id,
        services.batch_page_remove,
        page_id=page_of(batch_id, 3).pk,
        removed=False,
    )
    assert len(batch_get(batch_id).runs[0].sheets) == 2


def test_nothing_of_an_ended_stack_can_be_taken_up_again(commune, code):
    """What the night finds cannot be on its way into a dossier: the operations say so."""
    batch_id = batch_proposed(commune, stack_pdf(sheet(code), paper(1)))
    run = batch_get(batch_id).runs[0].id
    act(commune, batch_id, services.batch_drop)
    for work, over in (
        (batch_land, {"run_ids": [run]}),
        (services.batch_page_remove, {"page_id": page_of(batch_id, 2).pk, "removed": False}),
    ):
        with pytest.raises(Refused) as refusal:
            act(commune, batch_id, work, **over)
        assert refusal.value.code == "batch_closed"


def test_pages_of_a_component_that_were_put_aside_go_with_the_pdf_that_was_made(commune, code):
    component = component_of(code)
    mine = {"actor": commune.counter, "code": code, "component_id": component}
    ids = [file_store(data=jpeg(paper(n)), name="a.jpg").id for n in (1, 2)]
    scans.scan_add(**mine, file_ids=ids)
    scans.scan_finish(**mine, change=scan_of(component).change)
    while not scan_work(scan_of(component).id, seconds=60):
        pass
    made = scan_of(component).file_id
    assert night(MORNING + timedelta(days=400)) == 0, "under work it stays"
    scans.scan_drop(**mine, change=scan_of(component).change)
    assert night() == 2
    assert set(Forgotten.objects.values_list("number", flat=True)) == {*ids, made}
    assert list(rules()) == [retention.SCAN_DROPPED]
    row = Scan.objects.get()
    assert (row.file_id, row.sha256, row.pages) == (None, "", 0)
    scans.scan_add(**mine, file_ids=[file_store(data=jpeg(paper(1)), name="a.jpg").id])
    assert len(scan_of(component).pages) == 1, "the same paper may be scanned again"


def test_of_a_used_scan_only_pages_taken_out_go(commune, code):
    component = component_of(code)
    mine = {"actor": commune.counter, "code": code, "component_id": component}
    ids = [file_store(data=jpeg(paper(n)), name="a.jpg").id for n in (1, 2)]
    scans.scan_add(**mine, file_ids=ids)
    pages = scan_of(component).pages
    scans.scan_page_change(
        actor=commune.counter, code=code, page_id=pages[1].id,
        change=scan_of(component).change, wish={"removed": True},
    )  # fmt: skip
    Scan.objects.update(state=ScanState.USED.value)
    assert night() == 1
    assert list(Forgotten.objects.values_list("number", "rule")) == [(ids[1], retention.SCAN_LEFT)]
    assert list(ScanPage.objects.filter(file__isnull=False).values_list("file", flat=True)) == [
        ids[0]
    ]


def test_a_night_that_is_broken_off_goes_on_in_the_next_one(commune, code, monkeypatch):
    ended = [batch_proposed(commune, stack_pdf(sheet(code), paper(n))) for n in (1, 2)]
    for one in ended:
        act(commune, one, services.batch_drop)
    calls = []

    def is_fresh(sha256, seconds):
        calls.append(sha256)
        if len(calls) > 1:
            raise StoreDown
        return False

    with monkeypatch.context() as patched:
        patched.setattr(store, "is_fresh", is_fresh)
        with clock.clock_set(LATER):
            pages_forget(untouched=NOW)
    assert BatchPage.objects.filter(file__isnull=False).exists()
    night()
    assert not BatchPage.objects.filter(file__isnull=False).exists()
    assert not StoredFile.objects.filter(sha256__in=Forgotten.objects.values("sha256")).exists()


def test_a_large_stack_goes_in_steps(commune, code, monkeypatch):
    from motcua.dossiers.services import forgetting

    monkeypatch.setattr(forgetting, "_SOME", 1)
    batch_id = batch_proposed(commune, stack_pdf(sheet(code), paper(1), paper(2)))
    act(commune, batch_id, services.batch_drop)
    assert night() == 3
    assert ScanBatch.objects.get().state == BatchState.DROPPED.value


def test_what_an_opinion_was_asked_with_is_pointed_at(commune, code):
    from motcua.dossiers.models import Dossier

    view = file_store(data=jpeg(paper(1)), name="a.jpg")
    at = clock.now()
    dossier = Dossier.objects.get(code=code)
    OpinionRequest.objects.create(
        dossier=dossier, ordinal=1, code="x", procedure_version_id=dossier.procedure_version_id,
        unit_id=commune.centre.id, unit_ids=[commune.centre.id], asked_by=1,
        asking_unit_id=commune.centre.id, question="?", mandatory=False, asked_at=at, due_at=at,
        due_original_at=at, documents=[{"file": view.id, "name": "a.jpg", "sha256": view.sha256}],
    )  # fmt: skip
    assert list(opinions_point([view.id, 1])) == [view.id]
    assert pointed_at([view.id, 987_654]) == {view.id}
