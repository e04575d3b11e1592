"""One stack: shown with what is doubtful, put right, confirmed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.builders.batches import batch_proposed
from tests.builders.dossiers import commune_at_work
from tests.builders.identity import actor_make, client_for
from tests.builders.scanned import component_of
from tests.builders.scans import page_draw
from tests.builders.stacks import separator, stack_pdf
from tests.office.test_scan_batches import upload

from motcua.dossiers.models import ScanBatch
from motcua.dossiers.queries.batches import batch_get
from motcua.dossiers.queries.digital import scan_of
from motcua.dossiers.services.forgetting import pages_forget
from motcua.identity.types import Role
from motcua.kernel import clock
from motcua.kernel.audit import readings_of
from motcua.kernel.models import AccessRecord
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.ui import formats

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def small(number):
    return page_draw(dpi=60, repeat=1, lines=(f"Trang {number}",))


@pytest.fixture
def batch(commune, scan_code):
    with scope_use(SYSTEM):
        return batch_proposed(
            commune, stack_pdf(small(1), separator(scan_code, 1, dpi=100), small(2), small(3))
        )


@pytest.fixture
def url(batch):
    return f"/office/digitise/stacks/{batch}/"


def seen(batch):
    with scope_use(SYSTEM):
        return batch_get(batch)


def shape(batch):
    return [[one.number for one in run.sheets] for run in seen(batch).runs]


def test_parts_are_shown_with_what_is_doubtful_and_confirmed(commune, scan_code, batch, url):
    client = client_for(commune.counter)
    page = client.get(url).content.decode()
    assert "No separator sheet came before these pages" in page
    assert "1 part without any doubt" in page
    assert "separator sheet" in page
    second = seen(batch).runs[1]
    assert f'value="{second.id}" id="choose-{second.id}" checked' in page
    nobody = client.post(url, {"act": "land", "change": seen(batch).change}, follow=True)
    assert "Choose at least one part" in nobody.content.decode()
    sent = {
        "act": "land",
        "change": seen(batch).change,
        "run": [one.id for one in seen(batch).runs],
    }
    told = client.post(url, sent, follow=True).content.decode()
    assert "1 component received its pages" in told
    assert "A part stayed here" in told
    assert "In their dossiers" in told
    with scope_use(SYSTEM):
        assert len(scan_of(component_of(scan_code)).pages) == 2


def test_pages_move_by_buttons_and_by_drag(commune, batch, url):
    client = client_for(commune.counter)

    def act(act, **more):
        return client.post(url, {"act": act, "change": seen(batch).change, **more})

    first = seen(batch).runs[0].sheets[0].id
    assert act("later", page=first)["Location"].endswith(f"#page-{first}")
    assert shape(batch) == [[], [1, 3, 4]]
    act("later", page=first)
    assert shape(batch) == [[], [3, 1, 4]]
    act("earlier", page=first)
    act("earlier", page=first)
    assert shape(batch) == [[1], [3, 4]]
    act("put", page=first, to_run=seen(batch).runs[1].id, to=999)
    assert shape(batch) == [[], [3, 4, 1]]
    act("split", page=first)
    assert shape(batch) == [[], [3, 4], [1]]
    act("remove", page=first)
    act("restore", page=first)
    assert shape(batch) == [[], [3, 4], [1]]
    act("join", run=seen(batch).runs[2].id)
    act("away", run=seen(batch).runs[0].id)
    assert shape(batch) == [[3, 4, 1]]
    assert client.post(url, {"act": "nonsense"}).status_code == 404
    assert act("remove", page=999_999).status_code == 404
    stale = client.post(url, {"act": "remove", "change": 0, "page": first}, follow=True)
    assert "Somebody else has changed these pages" in stale.content.decode()


def test_a_part_is_named_by_its_code_and_component(commune, scan_code, batch, url):
    client = client_for(commune.counter)
    run = seen(batch).runs[0].id

    def act(act, **more):
        sent = {"act": act, "change": seen(batch).change, "run": run, **more}
        return client.post(url, sent, follow=True).content.decode()

    assert "No dossier of this unit has this code" in act("name", dossier="H00-1")
    assert "Choose the component of this dossier" in act("name", dossier=scan_code)
    assert "Choose the component first" in act("component")
    act("component", component=component_of(scan_code, 1))
    assert seen(batch).runs[0].is_sure


def test_the_rest_is_added_and_a_batch_is_put_aside(commune, batch, url):
    client = client_for(commune.counter)
    assert "erased after 30 days" in client.get(url).content.decode(), "who puts it aside is told"
    client.post(url, {"act": "add", "file": upload(stack_pdf(small(9)))})
    assert shape(batch)[-1] == [5]
    answer = client.post(url, {"act": "drop", "change": seen(batch).change})
    assert answer["Location"] == "/office/digitise/stacks/"
    page = client.get(url).content.decode()
    assert "Put aside" in page
    with scope_use(SYSTEM):
        day = clock.local(ScanBatch.objects.get(pk=batch).changed_at + timedelta(days=30))
    assert "4 pages of this stack went into no dossier." in page
    assert f"erased after {formats.day(day.date())}." in page
    with clock.clock_set(clock.now() + timedelta(days=31)):
        assert pages_forget(untouched=timedelta()) == 5, "the separator sheet, too"
    page = client.get(url).content.decode()
    assert "4 pages of this stack went into no dossier and were erased." in page


def test_readings_are_recorded_once_and_others_find_nothing(commune, batch, url):
    client = client_for(commune.counter)
    for _time in range(2):
        assert client.get(url).status_code == 200
    read = [one for one in readings_of("019090000001") if "stack" in one.purpose]
    assert len(read) == 1
    stranger = commune_at_work(code="77777", name="Xa")
    assert client_for(stranger.counter).get(url).status_code == 404
    with scope_use(SYSTEM):
        reader = actor_make(role=Role.SPECIALIST, unit=commune.unit)
    assert client_for(reader).get(url).status_code in {403, 404}


def recorded(batch):
    with scope_use(SYSTEM):
        return AccessRecord.objects.filter(subject=f"batch:{batch}").count()


def test_pages_of_nobody_s_dossier_are_not_read_without_a_trace(commune, batch, url):
    client = client_for(commune.counter)
    for _time in range(2):
        client.get(url)
    assert recorded(batch) == 1
    page = seen(batch).runs[0].sheets[0].id
    assert client.get(f"{url}pages/{page}/").status_code == 200
    assert recorded(batch) == 1, "the page that shows it recorded it"
    other = client_for(commune.counter)
    assert other.get(f"{url}pages/{page}/").status_code == 200
    assert recorded(batch) == 2, "the picture alone is a reading too"
    named = seen(batch).runs[1].sheets[0].id
    assert other.get(f"{url}pages/{named}/").status_code == 200
    read = [one for one in readings_of("019090000001") if "stack" in one.purpose]
    assert len(read) == 2
    client.post(url, {"act": "drop", "change": seen(batch).change})
    assert client.get(f"{url}pages/{page}/").status_code == 404, "it was put aside"


def test_what_was_taken_out_is_looked_at_before_the_stack_is_finished(commune, batch, url):
    client = client_for(commune.counter)
    first, second = seen(batch).runs
    sent = {"act": "land", "change": seen(batch).change, "run": [second.id]}
    client.post(url, sent)
    early = client.post(url, {"act": "end", "change": seen(batch).change}, follow=True)
    assert "Parts of this stack still wait" in early.content.decode()
    client.post(url, {"act": "away", "change": seen(batch).change, "run": first.id})
    page = client.get(url).content.decode()
    assert "Look once whether a page below is written on" in page
    assert "Finish this stack" in page and "Bring back" in page
    ended = client.post(url, {"act": "end", "change": seen(batch).change}, follow=True)
    assert "The stack is finished" in ended.content.decode()
    assert seen(batch).line.state == "done"
