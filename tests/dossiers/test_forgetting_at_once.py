"""A page is taken up while the night lets it go: it is in the dossier whole, or was not taken."""

from __future__ import annotations

import io
import threading
from datetime import timedelta

import pytest
from django.db import connection
from tests.builders.dossiers import MORNING, commune_at_work, dossier_accepted
from tests.builders.scans import page_draw
from tests.builders.stacks import separator, stack_pdf
from tests.builders.waiting import somebody_waits

from motcua.documents.forgetting import forgotten_erase
from motcua.documents.models import Forgotten
from motcua.documents.queries import file_open, files_verify
from motcua.documents.scans import text
from motcua.documents.scans.stacks import stack_take
from motcua.dossiers.models import BatchPage, ScanPage
from motcua.dossiers.queries.batches import batch_get
from motcua.dossiers.services import batches as services
from motcua.dossiers.services import forgetting
from motcua.dossiers.services.batch_landing import batch_land
from motcua.dossiers.services.batch_making import batch_work
from motcua.dossiers.services.batches import batch_take
from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.kernel.scope import SYSTEM, scope_use

pytestmark = pytest.mark.invariant
LATER = MORNING + timedelta(days=31)
SMALL = 100


@pytest.fixture
def commune(fresh_database, monkeypatch, settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"
    monkeypatch.setattr(text, "_languages", frozenset)
    with clock.clock_set(MORNING), scope_use(SYSTEM):
        return commune_at_work()


@pytest.fixture
def stack(commune):
    with clock.clock_set(MORNING), scope_use(SYSTEM):
        code = dossier_accepted(commune)
    return stack_pdf(
        separator(code, 1, dpi=SMALL), page_draw(dpi=SMALL, repeat=1, lines=("Nguyễn Văn Mẫu",))
    )


def scanned(commune, stack):
    """Scan a stack; each step is committed, as the web and the worker do it."""
    with clock.clock_set(MORNING):
        with scope_use(SYSTEM):
            one = stack_take(io.BytesIO(stack), name="chong.pdf")
            taken = batch_take(actor=commune.counter, unit_id=commune.centre.id, stacks=[one])
        while not batch_work(taken.batch_id, seconds=60, scope=SYSTEM):
            pass
    return taken.batch_id


def act(commune, batch_id, work, **over):
    with clock.clock_set(MORNING), scope_use(SYSTEM):
        change = batch_get(batch_id).change
        return work(actor=commune.counter, batch_id=batch_id, change=change, **over)


def landed(commune, batch_id):
    with scope_use(SYSTEM):
        run = batch_get(batch_id).runs[0].id
    return act(commune, batch_id, batch_land, run_ids=[run])


def beside(work):
    """Run `work` in a second connection; returns the thread and what it answered or raised."""
    answers = []

    def run():
        try:
            answers.append(work())
        except Exception as error:  # noqa: BLE001 - looked at by the test
            answers.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread, answers


def night():
    with clock.clock_set(LATER):
        forgetting.pages_forget(untouched=timedelta())
        return forgotten_erase(untouched=timedelta())


def everything_that_is_linked_opens():
    with scope_use(SYSTEM):
        for page in (*ScanPage.objects.all(), *BatchPage.objects.filter(file__isnull=False)):
            assert file_open(page.file_id).read()
        assert list(files_verify()) == []


def test_the_same_papers_scanned_again_while_the_night_lets_them_go(commune, stack, monkeypatch):
    """The second officer's scanner waits for the night, and then has pages of its own."""
    first = scanned(commune, stack)
    act(commune, first, services.batch_drop)
    forget, others = forgetting.files_forget, []

    def forget_slowly(*args, **over):
        told = forget(*args, **over)
        if not others:
            others.append(beside(lambda: scanned(commune, stack)))
            somebody_waits(unless=lambda: bool(others[0][1]))
            assert others[0][1] == [], "it waits for what is being let go"
        return told

    monkeypatch.setattr(forgetting, "files_forget", forget_slowly)
    night()
    ((thread, answers),) = others
    thread.join()
    done = landed(commune, answers[0])
    assert (done.components, done.stayed) == (1, {})
    night()
    everything_that_is_linked_opens()
    with scope_use(SYSTEM):
        assert not BatchPage.objects.filter(batch=first, file__isnull=False).exists()
        assert set(Forgotten.objects.values_list("number", flat=True)).isdisjoint(
            ScanPage.objects.values_list("file_id", flat=True)
        )


def test_a_page_that_is_landing_at_this_moment_is_not_let_go(commune, stack):
    """The same content in a stack put aside and in one that lands: the landing is not committed."""
    first, second = scanned(commune, stack), scanned(commune, stack)
    act(commune, first, services.batch_drop)
    ready, go_on = threading.Event(), threading.Event()

    def land_slowly():
        with scope_use(SYSTEM):
            done = landed(commune, second)
            ready.set()
            go_on.wait(20)
        return done

    thread, answers = beside(land_slowly)
    assert ready.wait(20)
    night()
    go_on.set()
    thread.join()
    assert answers[0].components == 1
    night()
    everything_that_is_linked_opens()
    with scope_use(SYSTEM):
        assert ScanPage.objects.count() == 1


def test_who_lands_a_stack_that_somebody_puts_aside_at_this_moment_is_told(commune, stack):
    """Putting aside came first: landing waits for it and is refused, before the night too."""
    batch_id = scanned(commune, stack)
    with scope_use(SYSTEM):
        run = batch_get(batch_id).runs[0].id
        change = batch_get(batch_id).change

    def land():
        with clock.clock_set(MORNING), scope_use(SYSTEM):
            return batch_land(
                actor=commune.counter, batch_id=batch_id, change=change, run_ids=[run]
            )

    with clock.clock_set(MORNING), scope_use(SYSTEM):
        services.batch_drop(actor=commune.counter, batch_id=batch_id, change=change)
        thread, answers = beside(land)
        somebody_waits(unless=lambda: bool(answers))
    thread.join()
    assert isinstance(answers[0], Refused)
    assert answers[0].code == "batch_closed"
    night()
    with scope_use(SYSTEM):
        assert not ScanPage.objects.exists()
    everything_that_is_linked_opens()
