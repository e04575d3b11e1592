"""Files in an S3-compatible store: a real server over HTTP, also one that is down or lies."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from datetime import timedelta

import boto3
import pytest
from moto.server import ThreadedMotoServer
from tests.builders.documents import pdf_make
from tests.builders.ports import port_free

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
    found.objects.all().delete()  # every server in this process keeps the same things
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


@pytest.fixture
def impatient(monkeypatch):
    """The same limits, in a test's time."""
    monkeypatch.setattr(remote, "_CONNECT", 0.3)
    monkeypatch.setattr(remote, "_READ", 0.3)
    monkeypatch.setattr(remote, "_WHOLE", 0.3)


@pytest.fixture
def slow():
    """A store that takes everything in and answers as it is told: never, or drop by drop."""
    listener = socket.create_server(("127.0.0.1", 0))
    drops: list[bytes] = []
    held = []
    ended = threading.Event()

    def serve():
        while True:
            try:
                connection, _address = listener.accept()
            except OSError:
                return
            held.append(connection)
            connection.settimeout(1)
            with contextlib.suppress(OSError):
                connection.recv(65_536)
                for drop in drops:
                    connection.sendall(drop)
                    ended.wait(0.05)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}", drops
    ended.set()
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    thread.join(5)
    for connection in held:
        connection.close()


def test_a_store_that_never_answers_is_given_up_in_time(slow, impatient, settings):
    settings.FILES_URL = f"s3://{BUCKET}?endpoint={slow[0]}&region=never"
    settings.FILES_KEY, settings.FILES_SECRET = "key", "secret"
    begun = time.monotonic()
    with pytest.raises(FileRefused, match="try again") as refused:
        file_store(data=pdf_make(), name="a.pdf")
    assert refused.value.code == "file.store"
    assert time.monotonic() - begun < 15  # and not for ever
    assert StoredFile.objects.count() == 0


def test_a_store_that_only_trickles_is_as_good_as_none(slow, impatient, settings):
    endpoint, drops = slow
    drops.append(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n")
    drops.extend([b"x" * remote._BLOCK] * 300)
    settings.FILES_URL = f"s3://{BUCKET}?endpoint={endpoint}&region=trickle"
    settings.FILES_KEY, settings.FILES_SECRET = "key", "secret"
    begun = time.monotonic()
    with pytest.raises(StoreDown):
        remote.read("ab" * 32)
    assert time.monotonic() - begun < 15  # and not for ever


def test_a_page_waits_seconds_and_no_longer():
    assert (remote._CONNECT + remote._READ) * remote._TRIES <= 10


def test_a_bucket_that_is_not_there_is_no_answer(bucket, settings, server):
    settings.FILES_URL = f"s3://khong-co?endpoint={server}"
    with pytest.raises(FileRefused):
        file_store(data=pdf_make(), name="a.pdf")


def test_a_store_that_is_down_is_left_alone_and_comes_back_by_itself(settings, monkeypatch):
    port = port_free()
    settings.FILES_URL = f"s3://{BUCKET}?endpoint=http://127.0.0.1:{port}&prefix=tự-phục-hồi"
    settings.FILES_KEY, settings.FILES_SECRET = "key", "secret"
    now, asked = [1000.0], []
    monkeypatch.setattr(remote, "_now", lambda: now[0])
    client = remote.bucket(settings.FILES_URL).client
    client.meta.events.register("before-send.s3", lambda **_more: asked.append(1) or None)
    for _time in range(6):
        with pytest.raises(FileRefused, match="try again"):
            file_store(data=pdf_make(), name="a.pdf")
    assert len(asked) == 3, "nobody waits for it any more"
    now[0] += 21
    with pytest.raises(FileRefused, match="try again"):
        file_store(data=pdf_make(), name="a.pdf")
    assert len(asked) == 4, "one tried, and it is left alone again"
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=port)
    server.start()
    try:
        boto3.resource(
            "s3",
            endpoint_url=f"http://127.0.0.1:{port}",
            region_name="us-east-1",
            aws_access_key_id="key",
            aws_secret_access_key="secret",
        ).Bucket(BUCKET).create()
        with pytest.raises(FileRefused):
            file_store(data=pdf_make(), name="a.pdf")
        now[0] += 21
        view = file_store(data=pdf_make(), name="a.pdf")
        assert queries.file_verify(view.id) is FileState.GOOD
        assert not remote.bucket(settings.FILES_URL).head("0" * 64)
    finally:
        server.stop()


def test_what_is_not_there_is_an_answer_and_leaves_the_store_open(bucket, settings):
    here = remote.bucket(settings.FILES_URL)
    for _time in range(5):
        with pytest.raises(FileNotFoundError):
            here.read("0" * 64)
    here.write(b"x", "1" * 64)
