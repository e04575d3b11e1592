"""A stack goes through the scanner once: divided, put right by a person, confirmed."""

from __future__ import annotations

import io

import pytest
from tests.builders.batches import batch_proposed
from tests.builders.dossiers import MORNING, commune_at_work, dossier_accepted
from tests.builders.scanned import component_of, digitised
from tests.builders.scans import jpeg, page_draw
from tests.builders.stacks import (
    back_shining,
    labelled,
    scanned,
    separator,
    stack_pdf,
    stack_tiff,
)

from motcua.documents.models import Quarantine, StoredFile
from motcua.documents.scans import stacks, text
from motcua.documents.scans.stacks import stack_take
from motcua.documents.services import file_store
from motcua.dossiers.batch_types import BatchState, Doubt, Role
from motcua.dossiers.label_rules import Label, LabelKind, label_text
from motcua.dossiers.models import BatchFile, BatchPage, BatchRun, Dossier, ScanBatch, ScanPage
from motcua.dossiers.queries import dossier_get
from motcua.dossiers.queries.batches import batch_get, batches_of, labels_of
from motcua.dossiers.queries.digital import scan_of
from motcua.dossiers.scan_types import ScanState
from motcua.dossiers.services import batch_making
from motcua.dossiers.services import batches as services
from motcua.dossiers.services.batch_landing import batch_land
from motcua.dossiers.services.batch_making import batch_work
from motcua.dossiers.services.scan_making import ScanWaits, scan_work
from motcua.dossiers.services.scans import TOPIC as SCAN_WORK
from motcua.dossiers.types import Status
from motcua.kernel import clock
from motcua.kernel.errors import Forbidden, Invalid, NotFound, Refused, Stale
from motcua.kernel.models import OutboxMessage
from motcua.kernel.scope import SYSTEM, scope_use

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("system_scope", "quick")]
SMALL = 100  # dots per inch: enough for the large code of a separator


@pytest.fixture
def quick(monkeypatch):
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


def empty():
    return scanned(page_draw(dpi=SMALL, lines=(), repeat=1), noise=3)


def view(batch_id):
    return batch_get(batch_id)


def numbers(run):
    return [one.number for one in run.sheets]


def land(commune, batch_id, *runs):
    found = view(batch_id)
    ids = [one.id for one in runs or found.runs if one.may_land]
    return batch_land(actor=commune.counter, batch_id=batch_id, change=found.change, run_ids=ids)


def test_a_stack_is_divided_at_its_separators_and_goes_nowhere_by_itself(commune, code):
    other = dossier_accepted(commune)
    data = stack_pdf(sheet(code), empty(), paper(1), paper(2), empty(), sheet(other), paper(3))
    batch_id = batch_proposed(commune, data)
    found = view(batch_id)
    assert found.line.state is BatchState.OPEN
    assert [(one.code, one.component_order, numbers(one)) for one in found.runs] == [
        (code, 1, [3, 4]),
        (other, 1, [7]),
    ]
    assert [one.doubts for one in found.runs] == [(), ()]
    assert [(one.number, one.role) for one in found.removed] == [
        (1, Role.SEPARATOR), (2, Role.BLANK), (5, Role.BLANK), (6, Role.SEPARATOR),
    ]  # fmt: skip
    assert scan_of(component_of(code)) is None, "nothing lands before a person confirms"
    (line,) = batches_of([commune.centre.id])
    assert (line.pages, line.looked, line.waiting, line.landed) == (7, 7, 2, 0)


def test_confirmed_pages_go_their_usual_way_and_nobody_else_s_go_with_them(commune, code):
    batch_id = batch_proposed(
        commune, stack_pdf(sheet(code), paper(1), paper(2), sheet("H00-1"), paper(3))
    )
    done = land(commune, batch_id, view(batch_id).runs[0])
    assert (done.components, done.dossiers, done.stayed) == (1, 1, {})
    scan = scan_of(component_of(code))
    assert (scan.state, len(scan.pages)) == (ScanState.MAKING, 2)
    subjects = OutboxMessage.objects.filter(topic=SCAN_WORK).values_list("subject", flat=True)
    assert f"scan:{scan.id}" in set(subjects)
    while not scan_work(scan.id, seconds=60):
        pass
    made = scan_of(component_of(code))
    assert (made.state, made.page_count) == (ScanState.MADE, 2)
    assert made.pages[0].facts["dpi"] == 200, "as the scanner said"
    sources = set(ScanPage.objects.values_list("file_id", flat=True))
    assert sources.isdisjoint(BatchPage.objects.filter(number=5).values_list("file_id", flat=True))
    assert all(one.pages == 1 for one in StoredFile.objects.filter(pk__in=sources))
    assert view(batch_id).line.state is BatchState.OPEN, "the other part waits"


def test_the_last_part_that_lands_ends_the_batch(commune, code):
    batch_id = batch_proposed(commune, stack_pdf(sheet(code), paper()))
    land(commune, batch_id)
    assert view(batch_id).line.state is BatchState.DONE
    assert view(batch_id).runs[0].landed_at == clock.now()
    with pytest.raises(Refused) as refusal:
        land(commune, batch_id)
    assert refusal.value.code == "batch_closed"


def test_a_label_on_the_paper_stays_with_it(commune, code):
    page = labelled(page_draw(repeat=1), code, 1, turn=4)
    batch_id = batch_proposed(commune, stack_pdf(scanned(page, quarter=2, noise=5), back_shining()))
    (run,) = view(batch_id).runs
    assert (run.code, run.component_order, numbers(run)) == (code, 1, [1])


def test_what_is_doubtful_is_marked_and_only_some_of_it_may_go(commune, code):
    stranger = commune_at_work(code="77777", name="Xa")
    theirs = dossier_accepted(stranger)
    closed = dossier_accepted(commune)
    Dossier.objects.filter(code=closed).update(status=Status.WITHDRAWN, ended_at=clock.now())
    copied = dossier_accepted(commune)
    digitised(commune, copied)
    told = [sheet(one) for one in (code, theirs, closed, copied, "H00.00-260910-9999", code)]
    pages = [one for number, head in enumerate(told) for one in (head, paper(number))]
    batch_id = batch_proposed(commune, stack_pdf(paper(9), *pages, sheet(code, 77), paper(8)))
    runs = view(batch_id).runs
    assert [one.doubts for one in runs] == [
        (Doubt.NO_LABEL,), (Doubt.TWICE,), (Doubt.UNKNOWN,), (Doubt.CLOSED,), (Doubt.HAS_COPY,),
        (Doubt.UNKNOWN,), (Doubt.TWICE,), (Doubt.NO_COMPONENT,),
    ]  # fmt: skip
    assert [one.may_land for one in runs] == [
        False, True, False, False, True, False, True, False,
    ]  # fmt: skip
    assert runs[2].components == (), "nothing of another unit's dossier is told"
    found = view(batch_id)
    done = batch_land(
        actor=commune.counter, batch_id=batch_id, change=found.change,
        run_ids=[one.id for one in runs],
    )  # fmt: skip
    assert (done.components, len(done.stayed)) == (2, 5)
    assert len(scan_of(component_of(code)).pages) == 2, "both parts, one behind the other"


def test_a_dossier_that_is_closed_meanwhile_keeps_its_part_here(commune, code):
    other = dossier_accepted(commune)
    batch_id = batch_proposed(commune, stack_pdf(sheet(code), paper(1), sheet(other), paper(2)))
    found = view(batch_id)
    Dossier.objects.filter(code=other).update(status=Status.WITHDRAWN, ended_at=clock.now())
    done = batch_land(
        actor=commune.counter, batch_id=batch_id, change=found.change,
        run_ids=[one.id for one in found.runs],
    )  # fmt: skip
    assert list(done.stayed) == [found.runs[1].id]
    assert (done.components, view(batch_id).line.state) == (1, BatchState.OPEN)


def test_a_person_puts_right_what_was_divided_wrongly(commune, code):
    batch_id = batch_proposed(
        commune, stack_pdf(paper(1), sheet(code), paper(2), paper(3), empty())
    )

    def act(name, **more):
        change = view(batch_id).change
        getattr(services, name)(actor=commune.counter, batch_id=batch_id, change=change, **more)

    first, second = view(batch_id).runs
    act("batch_page_put", page_id=first.sheets[0].id, run_id=second.id, place=1)
    first, second = view(batch_id).runs
    assert (first.doubts, numbers(second)) == ((Doubt.EMPTY, Doubt.NO_LABEL), [1, 3, 4])
    act("batch_page_put", page_id=second.sheets[0].id, run_id=first.id, place=9)
    act("batch_run_join", run_id=second.id)
    (only,) = view(batch_id).runs
    assert numbers(only) == [1, 3, 4]
    act("batch_page_split", page_id=only.sheets[1].id)
    first, second = view(batch_id).runs
    assert (numbers(first), numbers(second)) == ([1], [3, 4])
    back = next(one for one in view(batch_id).removed if one.number == 5)
    act("batch_page_remove", page_id=second.sheets[0].id, removed=True)
    act("batch_page_remove", page_id=second.sheets[0].id, removed=False)
    act("batch_page_remove", page_id=back.id, removed=False)
    there = [number for one in view(batch_id).runs for number in numbers(one)]
    assert there == [1, 3, 4, 5]
    act("batch_run_drop", run_id=view(batch_id).runs[0].id)
    assert 1 in {one.number for one in view(batch_id).removed}


def test_a_part_gets_its_component_by_code_by_label_or_from_the_list(commune, code):
    batch_id = batch_proposed(commune, stack_pdf(paper(1)))
    run = view(batch_id).runs[0]

    def name(**more):
        services.batch_run_name(
            actor=commune.counter, batch_id=batch_id, change=view(batch_id).change,
            run_id=run.id, **more,
        )  # fmt: skip

    stranger = dossier_accepted(commune_at_work(code="77777", name="Xa"))
    for wrong in ("", "H00-1", stranger):
        with pytest.raises(Invalid) as refusal:
            name(dossier=wrong)
        assert refusal.value.problems[0].field == "dossier"
    name(dossier=f" {code.lower()} ")
    found = view(batch_id).runs[0]
    assert (found.code, len(found.components) > 1, found.doubts) == (
        code, True, (Doubt.NO_COMPONENT,),
    )  # fmt: skip
    with pytest.raises(NotFound):
        name(component_id=component_of(stranger))
    name(component_id=component_of(code))
    assert view(batch_id).runs[0].is_sure
    name(dossier=label_text(Label(LabelKind.STICKER, code, 1)))
    assert view(batch_id).runs[0].component_order == 1


def test_whoever_saw_other_pages_is_told(commune, code):
    batch_id = batch_proposed(commune, stack_pdf(sheet(code), paper()))
    found = view(batch_id)
    page = found.runs[0].sheets[0].id
    where = {"actor": commune.counter, "batch_id": batch_id, "change": found.change}
    services.batch_page_remove(**where, page_id=page, removed=True)
    with pytest.raises(Stale):
        services.batch_page_remove(**where, page_id=page, removed=False)
    with pytest.raises(Stale):
        batch_land(**where, run_ids=[found.runs[0].id])
    with pytest.raises(Invalid):
        batch_land(**{**where, "change": found.change + 1}, run_ids=[])


def test_the_same_file_twice_is_noticed(commune, code):
    data = stack_pdf(sheet(code), paper())
    first = batch_proposed(commune, data)
    stack = stack_take(io.BytesIO(data), name="a.pdf")
    more = {"actor": commune.counter, "unit_id": commune.centre.id}
    assert services.batch_take(**more, stacks=[stack, stack], batch_id=first).again == 2
    assert view(first).line.state is BatchState.OPEN
    second = batch_proposed(commune, data)
    assert [one.batch_id for one in view(second).repeats] == [first]
    assert view(first).repeats == ()
    services.batch_drop(actor=commune.counter, batch_id=first, change=view(first).change)
    assert view(second).repeats == (), "what was put aside does not count"


def test_more_files_come_behind_what_a_person_has_arranged(commune, code):
    batch_id = batch_proposed(commune, stack_pdf(sheet(code), paper(1)))
    batch_proposed(commune, jpeg(paper(2)), batch_id=batch_id)
    batch_proposed(commune, stack_tiff(sheet(code, 2), paper(3)), batch_id=batch_id)
    runs = view(batch_id).runs
    assert [(one.component_order, numbers(one)) for one in runs] == [(1, [2]), (0, [3]), (2, [5])]


def test_a_batch_whose_worker_was_killed_is_finished_by_the_next(commune, code, monkeypatch):
    data = stack_pdf(sheet(code), *(paper(one) for one in range(10)))
    stack = stack_take(io.BytesIO(data), name="a.pdf")
    taken = services.batch_take(actor=commune.counter, unit_id=commune.centre.id, stacks=[stack])

    def dies(batch_id, *more):
        raise MemoryError

    monkeypatch.setattr(batch_making, "_looked_at", dies)
    with pytest.raises(MemoryError):
        batch_work(taken.batch_id, seconds=60, scope=SYSTEM)
    assert BatchPage.objects.count() == 11
    monkeypatch.undo()
    while not batch_work(taken.batch_id, seconds=0, scope=SYSTEM):
        pass
    assert BatchPage.objects.count() == 11
    assert numbers(view(taken.batch_id).runs[0]) == list(range(2, 12))
    with pytest.raises(FileNotFoundError):
        stacks.stack_pages(stack, 0)


def test_a_file_that_is_gone_and_a_page_that_is_refused_are_told(commune, code, monkeypatch):
    stack = stack_take(io.BytesIO(stack_pdf(paper(1), paper(2), paper(3))), name="a.pdf")
    taken = services.batch_take(actor=commune.counter, unit_id=commune.centre.id, stacks=[stack])

    def refuses(*, data, name):
        if name == "2.jpg":
            from motcua.documents.types import FileRefused

            raise FileRefused("damaged", "Hỏng.")
        return file_store(data=data, name=name)

    monkeypatch.setattr(batch_making, "file_store", refuses)
    while not batch_work(taken.batch_id, seconds=60, scope=SYSTEM):
        pass
    found = view(taken.batch_id)
    assert [numbers(one) for one in found.runs] == [[1, 3]]
    assert "2" in found.problems[0] and "Hỏng." in found.problems[0]
    other = stack_take(io.BytesIO(stack_pdf(paper(5))), name="b.pdf")
    gone = services.batch_take(actor=commune.counter, unit_id=commune.centre.id, stacks=[other])
    stacks.stack_gone(other.sha256)
    assert batch_work(gone.batch_id, seconds=60, scope=SYSTEM)
    assert view(gone.batch_id).problems and view(gone.batch_id).runs == ()


def test_a_page_that_nobody_has_checked_is_waited_for(commune, code, settings, tmp_path):
    settings.CLAMD_SOCKET = str(tmp_path / "nobody.sock")
    stack = stack_take(io.BytesIO(stack_pdf(sheet(code), paper())), name="a.pdf")
    taken = services.batch_take(actor=commune.counter, unit_id=commune.centre.id, stacks=[stack])
    assert not batch_work(taken.batch_id, seconds=60, scope=SYSTEM)
    with pytest.raises(ScanWaits):
        batch_making._go_on(taken.batch_id)
    Quarantine.objects.filter(file__in=BatchPage.objects.filter(number=1).values("file")).delete()
    Quarantine.objects.update(signature="Win.Test")
    assert batch_work(taken.batch_id, seconds=60, scope=SYSTEM)
    (run,) = view(taken.batch_id).runs
    assert (run.doubts, run.may_land) == ((Doubt.FAILED,), False)


def test_others_do_not_see_a_batch_and_may_not_touch_it(commune, code):
    batch_id = batch_proposed(commune, stack_pdf(sheet(code), paper()))
    stranger = commune_at_work(code="77777", name="Xa")
    with pytest.raises(Forbidden):
        services.batch_drop(actor=commune.specialist, batch_id=batch_id, change=1)
    with scope_use(stranger.counter.scope):
        assert not ScanBatch.objects.exists() and not BatchPage.objects.exists()
        assert not BatchRun.objects.exists() and not BatchFile.objects.exists()
        with pytest.raises(NotFound):
            batch_get(batch_id)
        with pytest.raises(NotFound):
            services.batch_drop(actor=stranger.counter, batch_id=batch_id, change=1)
    with scope_use(commune.counter.scope):
        assert batch_get(batch_id).runs[0].code == code


def test_labels_name_components_with_paper_and_nobody(commune, code):
    units = [commune.centre.id]
    mine = labels_of(units, code=code)
    assert [one.number for one in mine] == [1], "the second paper is only shown"
    assert len(labels_of(units, code=code, every=True)) == len(dossier_get(code).components)
    day = clock.now()
    assert {one.code for one in labels_of(units, since=day, until=clock.now().replace(hour=23))}
    stranger = commune_at_work(code="77777", name="Xa")
    assert labels_of([stranger.centre.id], code=code) == []


def test_a_batch_of_too_many_pages_is_refused(commune, monkeypatch):
    monkeypatch.setattr(services, "PAGES_MOST", 2)
    with pytest.raises(Refused) as refusal:
        batch_proposed(commune, stack_pdf(paper(1), paper(2), paper(3)))
    assert refusal.value.code == "too_many_pages"
    with pytest.raises(Invalid):
        services.batch_take(actor=commune.counter, unit_id=commune.centre.id, stacks=[])


def test_a_written_page_taken_for_empty_is_brought_back_after_the_last_part_has_gone(commune, code):
    batch_id = batch_proposed(commune, stack_pdf(sheet(code), paper(1), empty(), empty()))
    land(commune, batch_id)
    found = view(batch_id)
    assert found.line.state is BatchState.OPEN, "a person has not seen what was taken out"
    first, second = [one.id for one in found.removed if one.role is Role.BLANK]
    for page_id in (first, second):
        where = {"actor": commune.counter, "batch_id": batch_id, "change": view(batch_id).change}
        services.batch_page_remove(**where, page_id=page_id, removed=False)
    back = view(batch_id).runs[1]
    assert (back.component_id, numbers(back)) == (component_of(code), [3, 4])
    assert back.doubts == (Doubt.UNDER_WORK,)
    with pytest.raises(Refused) as refusal:
        services.batch_end(actor=commune.counter, batch_id=batch_id, change=view(batch_id).change)
    assert refusal.value.code == "parts_wait"
    land(commune, batch_id)
    assert len(scan_of(component_of(code)).pages) == 3
    assert view(batch_id).line.state is BatchState.DONE, "only the separator sheet is left"


def test_a_person_ends_a_stack_whose_empty_pages_were_looked_at(commune, code):
    batch_id = batch_proposed(commune, stack_pdf(sheet(code), paper(1), empty()))
    land(commune, batch_id)
    page = view(batch_id).runs[0].sheets[0].id
    where = {"actor": commune.counter, "batch_id": batch_id, "change": view(batch_id).change}
    with pytest.raises(NotFound):
        services.batch_page_remove(**where, page_id=page, removed=True)
    with pytest.raises(Stale):
        services.batch_end(**{**where, "change": 0})
    services.batch_end(**where)
    assert view(batch_id).line.state is BatchState.DONE
    with pytest.raises(Refused) as refusal:
        services.batch_end(**{**where, "change": view(batch_id).change})
    assert refusal.value.code == "batch_closed"


def test_the_last_part_taken_away_can_be_brought_back(commune):
    batch_id = batch_proposed(commune, stack_pdf(paper(1)))
    where = {"actor": commune.counter, "batch_id": batch_id}
    run = view(batch_id).runs[0]
    services.batch_run_drop(**where, change=view(batch_id).change, run_id=run.id)
    assert view(batch_id).line.state is BatchState.OPEN
    page = run.sheets[0].id
    services.batch_page_remove(**where, change=view(batch_id).change, page_id=page, removed=False)
    assert [numbers(one) for one in view(batch_id).runs] == [[1]]


def test_bytes_that_another_unit_still_needs_stay(commune, code):
    stack = stack_take(io.BytesIO(stack_pdf(sheet(code), paper())), name="a.pdf")
    stranger = commune_at_work(code="77777", name="Xa")
    theirs = services.batch_take(actor=stranger.counter, unit_id=stranger.centre.id, stacks=[stack])
    mine = services.batch_take(actor=commune.counter, unit_id=commune.centre.id, stacks=[stack])
    assert batch_work(mine.batch_id, seconds=60, scope=commune.counter.scope)
    assert batch_work(theirs.batch_id, seconds=60, scope=stranger.counter.scope)
    assert [numbers(one) for one in view(theirs.batch_id).runs] == [[2]]
    assert view(theirs.batch_id).problems == ()
    with pytest.raises(FileNotFoundError):
        stacks.stack_pages(stack, 0)


def test_a_file_whose_bytes_went_with_the_same_one_before_is_asked_for_again(commune, code):
    data = stack_pdf(sheet(code), paper())
    pressed = stack_take(io.BytesIO(data), name="a.pdf")  # twice: the second has no row yet
    batch_proposed(commune, data)
    with pytest.raises(Invalid) as refusal:
        services.batch_take(actor=commune.counter, unit_id=commune.centre.id, stacks=[pressed])
    assert refusal.value.problems[0].field == "file"
    assert ScanBatch.objects.count() == 1, "no batch without its file"


def test_labels_of_a_long_day_are_not_cut(commune, code):
    dossier = Dossier.objects.get(code=code)
    first = dossier.components.order_by("order")[0]
    dossier.components.filter(pk=first.pk).update(order=100)
    assert 100 in {one.number for one in labels_of([commune.centre.id], code=code)}
