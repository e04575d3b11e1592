"""Files move between the folder and an S3-compatible store: hashed, taken up again, never lost."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from tests.builders.documents import pdf_make
from tests.builders.forgetting import NOW, forget
from tests.documents.test_remote import BUCKET, bucket, keys, server

from motcua.config.commands.files import command
from motcua.documents import moving, queries, store
from motcua.documents.forgetting import forgotten_erase
from motcua.documents.services import file_store
from motcua.documents.types import FileState, StoreDown

pytestmark = pytest.mark.django_db
__all__ = ["bucket", "server"]


@pytest.fixture
def here(bucket, settings):
    """Three files on disk, and an empty bucket beside them; the folder goes before its check."""
    url, settings.FILES_URL = settings.FILES_URL, ""
    yield url, [file_store(data=pdf_make(text=str(n)), name="a.pdf") for n in range(3)]
    for path in sorted(settings.FILES_DIR.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    settings.FILES_DIR.rmdir()


def move(source, target, **over):
    return moving.files_move(moving.end_of(source), moving.end_of(target), **over)


def test_everything_is_copied_then_served_from_there_then_removed_here(here, bucket, settings):
    url, files = here
    done = move("disk", url)
    assert (done.copied, done.there, done.removed, done.good) == (3, 0, 0, True)
    assert len(keys(bucket)) == 3
    again = move("disk", url)
    assert (again.copied, again.there) == (0, 3), "twice is once"
    removed = move("disk", url, remove=True)
    assert (removed.removed, removed.good) == (3, True)
    assert not [path for path in settings.FILES_DIR.rglob("*") if path.is_file()]
    settings.FILES_URL = url
    assert queries.file_verify(files[0].id) is FileState.GOOD
    back = move(url, "disk")
    settings.FILES_URL = ""
    assert (back.copied, queries.file_verify(files[0].id)) == (3, FileState.GOOD)


def test_a_file_that_is_forgotten_while_everything_moves_is_not_missed(here, monkeypatch):
    url, files = here
    source = moving.end_of("disk")
    forget(files[0].id)

    class Forgetting(moving.Disk):
        def read(self, sha256):
            forget(files[1].id)
            forgotten_erase(untouched=NOW)
            return super().read(sha256)

    done = moving.files_move(Forgetting(), moving.end_of(url))
    assert (done.copied, done.missing, done.good) == (1, [], True)
    assert not source.has(files[0].sha256, files[0].size)


def test_broken_off_it_goes_on_where_it_stopped(here, bucket, monkeypatch):
    url, _files = here
    target = moving.end_of(url)
    written = []

    class Breaking(moving.Remote):
        def write(self, data, sha256):
            if written:
                raise StoreDown
            written.append(sha256)
            super().write(data, sha256)

    with pytest.raises(StoreDown):
        moving.files_move(moving.end_of("disk"), Breaking(url))
    assert len(keys(bucket)) == 1
    done = moving.files_move(moving.end_of("disk"), target)
    assert (done.copied, done.there) == (2, 1)


def test_what_is_damaged_or_missing_is_named_and_never_copied_or_removed(here, bucket, settings):
    url, (first, second, third) = here
    path = store.path_of(first.sha256)
    path.chmod(0o600)
    path.write_bytes(b"x" * first.size)
    store.path_of(second.sha256).unlink()
    done = move("disk", url, remove=True)
    assert (done.damaged, done.missing, done.copied) == ([first.sha256], [second.sha256], 1)
    assert path.exists()
    assert not store.path_of(third.sha256).exists()


def test_what_was_changed_there_keeps_its_source(here, bucket):
    url, files = here
    move("disk", url)
    (changed,) = [key for key in keys(bucket) if key.endswith(files[0].sha256)]
    bucket.Object(changed).put(Body=b"x" * files[0].size)
    done = move("disk", url, remove=True)
    assert (done.removed, done.damaged) == (2, [files[0].sha256])
    assert store.path_of(files[0].sha256).exists()


def test_the_command_tells_and_fails_with_what_is_missing(here, bucket):
    url, files = here
    answer = CliRunner().invoke(command, ["move", "--from", "disk", "--to", url])
    assert (answer.exit_code, "3 copied" in answer.stdout) == (0, True)
    store.path_of(files[0].sha256).unlink()
    bucket.objects.all().delete()
    lost = CliRunner().invoke(command, ["move", "--from", "disk", "--to", url])
    assert (lost.exit_code, f"missing  {files[0].sha256}" in lost.stdout) == (1, True)
    wrong = CliRunner().invoke(command, ["move", "--from", "disk", "--to", "ftp://x"])
    assert wrong.exit_code == 2
    down = CliRunner().invoke(command, ["move", "--from", f"s3://{BUCKET}?x=1", "--to", "disk"])
    assert down.exit_code in {0, 1}
