"""Files that went nowhere are let go: never one that something points at, and for good."""

from __future__ import annotations

import json
import os
import time
from datetime import timedelta

import pytest
from click.testing import CliRunner
from django.db import ProgrammingError, connection, transaction
from tests.builders.forgetting import NOW, RULE, forget, kept, pointed
from tests.documents.test_remote import bucket, server

from motcua.config.commands.files import command
from motcua.documents import forgetting, pointing, queries, store
from motcua.documents.forgetting import files_forget, files_unlinked_forget, forgotten_erase
from motcua.documents.models import Forgotten, Quarantine, StoredFile
from motcua.documents.retention import UNLINKED, Retention, retention_on
from motcua.documents.services import orphans_sweep
from motcua.documents.types import Ending, Kept, StoreDown
from motcua.kernel import clock
from motcua.kernel.errors import NotFound
from motcua.kernel.scope import scope_units, scope_use

__all__ = ["bucket", "server"]
pytestmark = pytest.mark.django_db
DAY = 86_400


def age(path, seconds=3 * DAY):
    moment = time.time() - seconds
    os.utime(path, (moment, moment))


def test_what_nothing_points_at_goes_with_its_bytes_and_a_row_tells_of_it(
    files_dir, django_capture_on_commit_callbacks
):
    one, other = kept(text="1"), kept(text="2")
    with django_capture_on_commit_callbacks(execute=True):
        told = forget(one.id, 987_654)
    assert (told.gone, told.kept) == ((one.id,), {987_654: Kept.UNKNOWN})
    assert not StoredFile.objects.filter(pk=one.id).exists()
    assert not store.path_of(one.sha256).exists()
    row = Forgotten.objects.get(number=one.id)
    assert (row.sha256, row.size, row.pages, row.rule) == (one.sha256, one.size, 1, UNLINKED)
    assert (row.source, row.job, row.ending) == ("Luật 91/2025/QH15; 30 days", "a test", "erased")
    with pytest.raises(NotFound) as refusal:
        queries.file_open(one.id)
    assert refusal.value.code == "file.forgotten"
    assert f"{clock.local(row.forgotten_at):%d/%m/%Y}" in str(refusal.value)
    assert queries.file_open(other.id).read()
    assert forget(one.id).kept == {one.id: Kept.UNKNOWN}, "twice is once"


def test_what_anything_points_at_stays(system_scope, files_dir):
    view = kept()
    row = pointed(view.id)
    assert forget(view.id).kept == {view.id: Kept.POINTED}
    assert queries.file_open(view.id).read()
    row.delete()
    assert forget(view.id).gone == (view.id,)


def test_every_table_with_files_is_known_and_columns_without_a_foreign_key_too(system_scope):
    known = {f"{model._meta.label}.{column}" for model, column in pointing.columns()}
    assert {
        "dossiers.Attachment.file_id", "dossiers.BatchPage.file_id", "dossiers.DigitalCopy.file_id",
        "dossiers.ScanPage.file_id", "dossiers.Result.file_id", "dossiers.PaperFile.file_id",
        "dossiers.OpinionAnswer.file_id", "filing.DraftFile.file_id", "filing.StoreItem.file_id",
        "filing.SupplyFile.file_id", "quality.Evidence.file_id",
        "citizens.Relation.proof_file_id", "documents.Quarantine.file_id",
    } <= known  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text FROM pg_constraint"
            " WHERE contype = 'f' AND confrelid = 'documents_storedfile'::regclass"
        )
        linked = {name for (name,) in cursor.fetchall()}
    assert linked <= {model._meta.db_table for model, _column in pointing.columns()}


def test_the_database_refuses_what_the_looks_before_it_overlooked(
    system_scope, monkeypatch, files_dir
):
    view = kept()
    pointed(view.id)
    monkeypatch.setattr(forgetting, "pointed_at", lambda _ids: set())
    assert forget(view.id).kept == {view.id: Kept.POINTED}
    assert not Forgotten.objects.exists()
    assert queries.file_open(view.id).read()


def test_a_held_file_and_one_stored_again_lately_stay(system_scope, files_dir):
    held, fresh = kept(text="1"), kept(text="2")
    Quarantine.objects.create(file_id=held.id, since=clock.now())
    told = forget(held.id, fresh.id, untouched=timedelta(days=1))
    assert told.kept == {held.id: Kept.HELD, fresh.id: Kept.FRESH}
    age(store.path_of(fresh.sha256))
    assert forget(fresh.id, untouched=timedelta(days=1)).gone == (fresh.id,)


def test_what_a_package_keeps_elsewhere_is_asked_for(system_scope, monkeypatch, files_dir):
    view = kept()
    monkeypatch.setattr(pointing, "_readers", [lambda ids: [one for one in ids if one == view.id]])
    assert forget(view.id).kept == {view.id: Kept.POINTED}


def test_only_under_the_scope_of_the_system_and_by_the_function_alone(system_scope, files_dir):
    view = kept()
    with scope_use(scope_units([1])):
        with pytest.raises(PermissionError):
            files_forget([view.id], retention=RULE, job="a test")
        with pytest.raises(ProgrammingError, match="scope of the system"), transaction.atomic():
            forgetting._row_forget(view.id, RULE, "a test", NOW)
    for sql in (
        "DELETE FROM documents_storedfile",
        "DELETE FROM documents_forgotten",
        "UPDATE documents_forgotten SET sha256 = ''",
        "INSERT INTO documents_forgotten SELECT * FROM documents_forgotten",
    ):
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_proc p, aclexplode(p.proacl) a"
            " WHERE p.proname = 'motcua_file_forget' AND a.grantee = 0"
        )
        assert cursor.fetchone() == (0,), "nobody but the application's role may call it"
    assert StoredFile.objects.filter(pk=view.id).exists()


def test_the_same_content_may_come_again_and_its_bytes_are_the_new_file_s(files_dir):
    first = kept()
    forget(first.id)
    again = kept()
    assert again.id != first.id
    assert forgotten_erase(untouched=NOW) == 1
    assert Forgotten.objects.get(number=first.id).ending == Ending.AGAIN
    assert queries.file_open(again.id).read()
    with pytest.raises(NotFound):
        queries.file_open(first.id)


def test_a_store_that_is_away_keeps_bytes_waiting_and_the_next_hour_erases(files_dir, monkeypatch):
    views = [kept(text=str(n)) for n in range(3)]
    forget(*(one.id for one in views))
    calls = []

    def erase(sha256):
        calls.append(sha256)
        if len(calls) == 2:
            raise StoreDown
        return True

    with monkeypatch.context() as patched:
        patched.setattr(store, "erase", erase)
        assert forgotten_erase(untouched=NOW) == 1
    assert Forgotten.objects.filter(ended_at__isnull=True).count() == 2
    (line,) = queries.forgotten_told()
    assert (line.rule, line.files, line.pages, line.waiting) == (UNLINKED, 3, 3, 2)
    assert forgotten_erase(untouched=NOW) == 2
    assert forgotten_erase(untouched=NOW) == 0
    assert not store.path_of(views[2].sha256).exists()


def test_the_sweeper_takes_what_was_left_and_the_row_is_told_afterwards(files_dir):
    view = kept()
    forget(view.id)
    age(store.path_of(view.sha256))
    assert orphans_sweep() == 1
    assert forgotten_erase() == 1
    assert list(queries.files_verify()) == []


def test_what_was_forgotten_and_is_there_again_is_found_and_a_lost_file_still_is(files_dir):
    view, lost = kept(text="1"), kept(text="2")
    path = store.path_of(view.sha256)
    data = path.read_bytes()
    forget(view.id)
    assert forgotten_erase(untouched=NOW) == 1
    assert list(queries.forgotten_there(older_than=NOW)) == []
    path.write_bytes(data)  # somebody brought an old copy of the folder back
    age(path)
    assert list(queries.forgotten_there(older_than=NOW)) == [(view.id, view.sha256)]
    store.path_of(lost.sha256).unlink()
    assert [number for number, _hash, _state in queries.files_verify()] == [lost.id]


def test_old_files_without_any_link_go_within_a_week_and_young_ones_stay(system_scope, files_dir):
    old = [kept(text=str(n)) for n in range(8)]
    pointed(old[0].id)
    later = clock.now() + timedelta(days=31)
    with clock.clock_set(clock.now() + timedelta(days=29)):
        assert sum(files_unlinked_forget(part=n, untouched=NOW) for n in range(7)) == 0
    gone = 0
    for day in range(7):
        with clock.clock_set(later + timedelta(days=day)):
            gone += files_unlinked_forget(untouched=NOW)
    assert gone == 7
    assert list(StoredFile.objects.values_list("pk", flat=True)) == [old[0].id]


def test_one_file_that_must_stay_does_not_keep_those_behind_it(
    system_scope, monkeypatch, files_dir
):
    views = [kept(text=str(n)) for n in range(7)]
    monkeypatch.setattr(forgetting, "CHUNK", 1)
    monkeypatch.setattr(pointing, "_readers", [lambda _ids: [views[0].id]])
    with clock.clock_set(clock.now() + timedelta(days=31)):
        assert sum(files_unlinked_forget(part=n, untouched=NOW) for n in range(7)) == 6


def test_the_rule_of_a_day_is_the_newest_that_had_begun():
    days = clock.today()
    rows = (Retention("a", days, 30, "x"), Retention("a", days + timedelta(days=2), 10, "y"))
    assert retention_on(rows, "a", days - timedelta(days=1)) is None
    assert retention_on(rows, "a", days + timedelta(days=1)).days == 30
    assert retention_on(rows, "a", days + timedelta(days=2)).ground == "y; 10 days"
    assert retention_on(rows, "b", days) is None


def test_the_command_tells_by_rule(files_dir):
    runner = CliRunner()
    assert "nothing was forgotten" in runner.invoke(command, ["forgotten"]).output
    forget(kept().id)
    assert "unlinked  1 files, 1 pages" in runner.invoke(command, ["forgotten"]).output
    (line,) = json.loads(runner.invoke(command, ["forgotten", "--json"]).output)
    assert (line["rule"], line["files"], line["waiting"]) == ("unlinked", 1, 1)


# --- an S3-compatible store ------------------------------------------------------
def versions(bucket):
    return [one.key for one in bucket.object_versions.all()]


def test_an_object_goes_and_what_was_copied_to_the_folder_with_it(bucket, settings, files_dir):
    url, settings.FILES_URL = settings.FILES_URL, ""
    view = kept()
    settings.FILES_URL = url
    assert kept().id == view.id
    forget(view.id)
    assert forgotten_erase(untouched=NOW) == 1
    assert versions(bucket) == []
    assert not store.path_of(view.sha256).exists()
    for folder in sorted(files_dir.rglob("*"), reverse=True):
        folder.rmdir()
    files_dir.rmdir()


def test_versions_of_an_object_go_too(bucket):
    bucket.Versioning().enable()
    try:
        view, other = kept(text="1"), kept(text="2")
        kept(text="1")  # a second version of the same bytes
        assert len(versions(bucket)) == 3
        forget(view.id)
        assert forgotten_erase(untouched=NOW) == 1
        assert Forgotten.objects.get().ending == Ending.ERASED
        assert [one.rpartition("/")[2] for one in versions(bucket)] == [other.sha256]
    finally:
        bucket.object_versions.delete()
        bucket.Versioning().suspend()


def test_versions_that_the_store_keeps_are_hidden_and_told(bucket, monkeypatch):
    bucket.Versioning().enable()
    try:
        view = kept()
        forget(view.id)
        client = store.remote._here().client
        real = client.delete_object

        def delete(**args):
            if "VersionId" in args:
                told = {"Error": {"Code": "AccessDenied"}}
                answer = {"ResponseMetadata": {"HTTPStatusCode": 403}}
                raise client.exceptions.ClientError({**told, **answer}, "DeleteObject")
            return real(**args)

        monkeypatch.setattr(client, "delete_object", delete)
        assert forgotten_erase(untouched=NOW) == 1
        assert queries.forgotten_told()[0].hidden == 1
        assert list(queries.forgotten_there(older_than=NOW)) == []
    finally:
        monkeypatch.undo()
        bucket.object_versions.delete()
        bucket.Versioning().suspend()
