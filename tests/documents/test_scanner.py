"""The daemon that scans decides; when it does not answer, nothing is taken in."""

from __future__ import annotations

import socket
import struct
import threading

import pytest
from tests.builders.documents import pdf_make

from motcua.documents.models import StoredFile
from motcua.documents.services import file_store
from motcua.documents.types import FileRefused

pytestmark = pytest.mark.django_db


@pytest.fixture
def clamd(tmp_path, settings):
    """A daemon that speaks INSTREAM and gives the answer it is told to give."""
    path = str(tmp_path / "clamd.sock")
    settings.CLAMD_SOCKET = path
    heard: list[bytes] = []
    answers: list[bytes] = []
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(path)
    listener.listen()

    def read(connection, count):
        data = b""
        while len(data) < count and (part := connection.recv(count - len(data))):
            data += part
        return data

    def serve():
        while True:
            try:
                connection, _address = listener.accept()
            except OSError:
                return
            with connection:
                assert read(connection, 10) == b"zINSTREAM\x00"
                data = b""
                while length := struct.unpack(">I", read(connection, 4))[0]:
                    data += read(connection, length)
                heard.append(data)
                connection.sendall(answers[0])

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield answers, heard
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    thread.join(5)


def test_a_clean_file_is_stored_after_the_daemon_has_seen_all_of_it(clamd):
    answers, heard = clamd
    answers.append(b"stream: OK\x00")
    data = pdf_make(text="x" * 2_000_000, compress_streams=False)
    assert file_store(data=data, name="a.pdf").size == len(data)
    assert heard == [data]


def test_what_the_daemon_finds_is_refused_by_name(clamd):
    clamd[0].append(b"stream: Win.Test.EICAR_HDB-1 FOUND\x00")
    with pytest.raises(FileRefused, match=r"Win\.Test\.EICAR_HDB-1") as refused:
        file_store(data=pdf_make(), name="a.pdf")
    assert refused.value.code == "file.malware"
    assert StoredFile.objects.count() == 0


@pytest.mark.parametrize(
    "answer", [b"INSTREAM size limit exceeded. ERROR\x00", b"", b"stream: ERROR\x00"]
)
def test_no_verdict_is_no(clamd, answer):
    clamd[0].append(answer)
    with pytest.raises(FileRefused) as refused:
        file_store(data=pdf_make(), name="a.pdf")
    assert refused.value.code == "file.scanner"


def test_a_stopped_daemon_is_no(settings, tmp_path):
    settings.CLAMD_SOCKET = str(tmp_path / "nobody.sock")
    with pytest.raises(FileRefused) as refused:
        file_store(data=pdf_make(), name="a.pdf")
    assert refused.value.code == "file.scanner"
    assert StoredFile.objects.count() == 0
