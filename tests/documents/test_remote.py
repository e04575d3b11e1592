"""Files in an S3-compatible store: a real server over HTTP, also one that is down or lies."""

from __future__ import annotations

from datetime import timedelta

import boto3
import pytest
from moto.server import ThreadedMotoServer
from tests.builders.documents import pdf_make

from motcua.documents import queries, remote, services
from motcua.documents.models import StoredFile
from motcua.documents.services import file_store
from motcua.documents.types import FileDamaged, FileRefused, FileState, StoreDown

pytestmark = pytest.mark.django_db
BUCKET = "giay-to"


@pytest.fixture(scope="module")
def server():
    made = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    made.start()
    host, port = made.get_host_and_port()
    yield f"http://{host}:{port}"
    made.stop()


@pytest.fixture
def bucket(server, settings, files_dir):
    settings.FILES_URL = f"s3://{BUCKET}?endpoint={server}&prefix=mot-cua"
    settings.FILES_KEY, settings.FILES_SECRET = "key", "secret"
    keys = {"aws_access_key_id": "key", "aws_secret_access_key": "secret"}
    s3 = boto3.resource("s3", endpoint_url=server, region_name="us-east-1", **keys)
    found = s3.Bucket(BUCKET)
    found.create()
    yield found
    found.objects.all().delete()
    assert not files_dir.exists()  # nothing was written beside it


@pytest.fixture
def nobody(settings):
    settings.FILES_URL = f"s3://{BUCKET}?endpoint=http://127.0.0.1:9"
    settings.FILES_KEY, settings.FILES_SECRET = "key", "secret"


def keys(bucket):
    return [one.key for one in bucket.objects.all()]


def test_a_file_is_put_under_its_hash_once_and_comes_back(bucket):
    data = pdf_make(text="từ xa")
    view = file_store(data=data, name="a.pdf")
    assert file_store(data=data, name="b.pdf").id == view.id
    sha256 = view.sha256
    assert keys(bucket) == [f"mot-cua/{sha256[:2]}/{sha256[2:4]}/{sha256}"]
    assert queries.file_open(view.id).read() == data
    assert queries.file_verify(view.id) is FileState.GOOD


def test_what_was_changed_or_lost_there_is_not_handed_out(bucket):
    view = file_store(data=pdf_make(), name="a.pdf")
    (key,) = keys(bucket)
    bucket.Object(key).put(Body=b"x" * view.size)
    assert queries.file_verify(view.id) is FileState.DAMAGED
    with pytest.raises(FileDamaged):
        queries.file_open(view.id)
    bucket.Object(key).delete()
    assert queries.file_verify(view.id) is FileState.MISSING
    with pytest.raises(FileDamaged):
        queries.file_open(view.id)
    file_store(data=pdf_make(), name="a.pdf")  # sending it again mends the store
    assert queries.file_verify(view.id) is FileState.GOOD


def test_only_what_no_row_names_is_swept_and_never_too_early(bucket):
    kept = file_store(data=pdf_make(text="giữ"), name="a.pdf")
    orphan = "ab" * 32
    remote.write(b"x", orphan)
    bucket.Object("mot-cua/README").put(Body=b"of somebody else")
    assert services.orphans_sweep() == 0
    assert services.orphans_sweep(older_than=timedelta(seconds=-5)) == 1
    assert {key.rpartition("/")[2] for key in keys(bucket)} == {kept.sha256, "README"}


def test_a_store_that_is_down_is_told_and_no_row_names_what_is_not_there(nobody):
    with pytest.raises(FileRefused, match="try again") as refused:
        file_store(data=pdf_make(), name="a.pdf")
    assert refused.value.code == "file.store"
    assert StoredFile.objects.count() == 0


def test_reading_from_a_store_that_is_down_is_told(bucket, settings):
    view = file_store(data=pdf_make(), name="a.pdf")
    settings.FILES_URL = f"s3://{BUCKET}?endpoint=http://127.0.0.1:9"
    with pytest.raises(StoreDown):
        queries.file_open(view.id)


def test_a_bucket_that_is_not_there_is_no_answer(bucket, settings, server):
    settings.FILES_URL = f"s3://khong-co?endpoint={server}"
    with pytest.raises(FileRefused):
        file_store(data=pdf_make(), name="a.pdf")
