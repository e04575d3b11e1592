"""A large download: asked for, made by the worker, told, fetched for a day by that person."""

from __future__ import annotations

from datetime import timedelta

import pytest

from motcua.citizens.models import Relation
from motcua.documents import store
from motcua.filing.exporting import archive
from motcua.filing.models import Export
from motcua.filing.queries import exports
from motcua.filing.services import export
from motcua.kernel import clock, outbox
from motcua.kernel.errors import NotFound
from motcua.kernel.outbox import outbox_deliver
from motcua.kernel.scope import NOTHING, SYSTEM, scope_use
from motcua.notices.models import Notice
from tests.builders.citizens import acting_for, citizen_make, client_of
from tests.portal.walking import Walker

pytestmark = pytest.mark.django_db
URL = "/my/data/export/"


@pytest.fixture
def large(monkeypatch):
    """Whatever somebody has is much."""
    monkeypatch.setattr(exports, "AT_ONCE_BYTES", -1)


def delivered():
    with scope_use(SYSTEM):
        while outbox_deliver():
            pass


@pytest.mark.usefixtures("large")
def test_what_is_large_is_made_by_the_worker_told_and_fetched():
    citizen = citizen_make()
    client = client_of(citizen)
    assert client.get("/my/data/download/").url == URL
    assert client.post(URL).url == URL
    client.post(URL)
    with scope_use(SYSTEM):
        assert Export.objects.count() == 1, "asking twice is asking once"
    assert client.get(URL).context["waits"]
    delivered()
    page = client.get(URL)
    assert page.context["ready"]
    with scope_use(SYSTEM):
        row = Export.objects.get()
        told = Notice.objects.get(template="export_ready")
    assert (told.person_id, told.path) == (citizen.person_id, URL)
    link = f"{URL}{row.public_id}/1/"
    assert link in page.content.decode()
    assert b"".join(client.get(link).streaming_content).startswith(b"PK")


@pytest.mark.usefixtures("large")
def test_the_link_is_that_persons_alone_and_runs_out_with_its_bytes():
    citizen, other = citizen_make(), citizen_make()
    client = client_of(citizen)
    client.post(URL)
    with scope_use(SYSTEM):
        link = f"{URL}{Export.objects.get().public_id}/1/"
    assert client.get(link).status_code == 404, "not made yet"
    delivered()
    assert client_of(other).get(link).status_code == 404
    assert client_of(acting_for(other, citizen)).get(link).status_code == 404, "asked by another"
    assert client.get(f"{link[:-2]}2/").status_code == 404
    assert client_of(citizen_make(assurance=1)).get(link).status_code == 403
    with scope_use(SYSTEM):
        sha256 = Export.objects.get().volumes[0][0]
    assert store.path_of(sha256).exists()
    with clock.clock_set(clock.now() + timedelta(hours=24, minutes=1)):
        client = client_of(citizen)
        assert client.get(link).url == URL
        assert client.get(URL).context["gone"]
        assert export.exports_forget() == 1
    assert not store.path_of(sha256).exists()


@pytest.mark.usefixtures("large")
def test_a_newer_one_removes_the_older():
    client = client_of(citizen_make())
    for _time in range(2):
        client.post(URL)
        delivered()
    with scope_use(SYSTEM):
        assert sorted(Export.objects.values_list("state", flat=True)) == ["gone", "ready"]


@pytest.mark.usefixtures("large")
def test_whoever_may_not_act_any_more_gets_nothing():
    citizen = acting_for(citizen_make(), citizen_make())
    client_of(citizen).post(URL)
    with scope_use(SYSTEM):
        Relation.objects.update(state="revoked")
    delivered()
    with scope_use(SYSTEM):
        assert Export.objects.get().state == "failed"
        assert not Notice.objects.filter(template="export_ready").exists()


def test_the_wall_lets_a_person_read_their_own_and_write_none():
    citizen, other = citizen_make(), citizen_make()
    for one in (citizen, other):
        export.export_request(citizen=one)
    with scope_use(citizen.scope):
        assert Export.objects.get().person_id == citizen.person_id
        assert Export.objects.update(state="gone") == 0
    with scope_use(NOTHING):
        assert not Export.objects.exists()


def test_more_than_fits_into_one_archive_goes_into_the_next(monkeypatch, system_scope):
    del system_scope
    walker = Walker()
    walker.ready()
    monkeypatch.setattr(archive, "VOLUME", 1)
    with scope_use(walker.citizen.scope):
        found = archive.collect(walker.citizen)
        made = list(archive.archives(walker.citizen, found))
    assert len(made) == max(1, len(found.files))


@pytest.mark.usefixtures("large")
def test_what_failed_too_often_says_so_and_is_started_again_by_its_person(monkeypatch):
    client = client_of(citizen_make())
    client.post(URL)
    with scope_use(SYSTEM), monkeypatch.context() as broken:
        broken.setattr(export, "collect", _fails)
        broken.setattr(outbox, "ATTEMPTS", 1)
        outbox_deliver()
    page = client.get(URL)
    assert (page.context["waits"], page.context["stuck"]) == (False, True)
    assert "export:" not in page.content.decode()
    assert client.post(URL).url == URL
    with scope_use(SYSTEM):
        assert Export.objects.count() == 1
    assert client.get(URL).context["waits"]
    delivered()
    assert client.get(URL).context["ready"]


@pytest.mark.usefixtures("large")
def test_what_was_given_up_may_be_asked_for_anew(monkeypatch):
    client = client_of(citizen_make())
    client.post(URL)
    with scope_use(SYSTEM), monkeypatch.context() as broken:
        broken.setattr(export, "collect", _fails)
        broken.setattr(outbox, "ATTEMPTS", 1)
        outbox_deliver()
        number = Export.objects.get().pk
    export.export_give_up(number)
    with pytest.raises(NotFound):
        export.export_give_up(number)
    assert client.get(URL).context["failed"]
    client.post(URL)
    delivered()
    assert client.get(URL).context["ready"]
    with scope_use(SYSTEM):
        assert Export.objects.count() == 2


def _fails(_citizen):
    raise MemoryError
