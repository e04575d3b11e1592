"""A crash between file and row loses nothing that was promised, and the sweeper tidies up."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time

import pytest
from django.db import connection, transaction
from tests.builders.documents import pdf_make

from motcua.documents import queries, store
from motcua.documents.models import StoredFile
from motcua.documents.services import file_store, orphans_sweep

OLD = 3 * 86_400
CHILD = """
import sys
import django
django.setup()
from motcua.documents.services import file_store
file_store(data=sys.stdin.buffer.read(), name="a.pdf")
"""


def age(path, seconds=OLD):
    moment = time.time() - seconds
    os.utime(path, (moment, moment))


def contents(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def store_elsewhere(url, folder, data, failpoint=""):
    environment = {
        **os.environ,
        "MOTCUA_DATABASE_URL": url,
        "MOTCUA_FILES_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "motcua.config.settings.test",
        "PYTHONPATH": "src",
    }
    if failpoint:
        environment["MOTCUA_FAILPOINT"] = failpoint
    return subprocess.run(
        [sys.executable, "-c", CHILD], input=data, env=environment, check=False, capture_output=True
    )


@pytest.mark.crash
def test_killed_between_file_and_row_leaves_an_orphan_that_is_swept(fresh_database, files_dir):
    data = pdf_make()
    died = store_elsewhere(fresh_database, files_dir, data, "file.stored")
    assert died.returncode == -signal.SIGKILL, died.stderr.decode()
    assert StoredFile.objects.count() == 0
    assert len(contents(files_dir)) == 1
    assert queries.orphans_find() == []  # too young: somebody may be about to commit
    assert orphans_sweep() == 0
    age(contents(files_dir)[0])
    assert len(queries.orphans_find()) == 1
    assert orphans_sweep() == 1
    assert contents(files_dir) == []


@pytest.mark.crash
def test_sent_again_after_the_crash_the_file_is_stored_once(fresh_database, files_dir):
    data = pdf_make()
    store_elsewhere(fresh_database, files_dir, data, "file.stored")
    age(contents(files_dir)[0])
    done = store_elsewhere(fresh_database, files_dir, data)
    assert done.returncode == 0, done.stderr.decode()
    assert StoredFile.objects.count() == 1
    assert orphans_sweep() == 0  # its age was renewed and it has a row
    assert len(contents(files_dir)) == 1


@pytest.mark.django_db
def test_parts_of_a_killed_writer_are_swept_and_strange_files_are_left(files_dir):
    view = file_store(data=pdf_make(), name="a.pdf")
    folder = store.path_of(view.sha256).parent
    part, strange = folder / f".{'0' * 32}.part", folder / "README"
    for path in (part, strange):
        path.write_bytes(b"x")
    for path in contents(files_dir):
        age(path)
    assert queries.orphans_find() == [part]
    assert orphans_sweep() == 1
    assert not part.exists()
    assert strange.exists()
    assert store.path_of(view.sha256).exists()


def test_a_rolled_back_operation_leaves_only_an_orphan(fresh_database, files_dir):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        file_store(data=pdf_make(), name="a.pdf")
        _ = 1 / 0
    assert StoredFile.objects.count() == 0
    age(contents(files_dir)[0])
    assert orphans_sweep() == 1


def test_the_sweeper_waits_for_whoever_is_storing(fresh_database, files_dir):
    stored, go_on = threading.Event(), threading.Event()

    def slow():
        with transaction.atomic():
            file_store(data=pdf_make(), name="a.pdf")
            age(contents(files_dir)[0])  # as if it took days
            stored.set()
            go_on.wait(20)
        connection.close()

    other = threading.Thread(target=slow)
    other.start()
    assert stored.wait(20)
    assert len(queries.orphans_find()) == 1
    assert orphans_sweep() == 0
    go_on.set()
    other.join()
    assert len(contents(files_dir)) == 1
    assert StoredFile.objects.count() == 1


def test_many_at_once_store_one_content_once(fresh_database, files_dir):
    data, ids, problems = pdf_make(), [], []

    def send():
        try:
            ids.append(file_store(data=data, name="a.pdf").id)
        except Exception as error:  # noqa: BLE001 - shown below
            problems.append(error)
        finally:
            connection.close()

    senders = [threading.Thread(target=send) for _ in range(8)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    assert problems == []
    assert len(set(ids)) == 1
    assert len(ids) == 8
    assert len(contents(files_dir)) == 1
