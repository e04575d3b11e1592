"""The daemon that scans decides; what it has not seen is held until it has."""

from __future__ import annotations

import socket
import struct
import threading

import pytest
from tests.builders.documents import pdf_make

from motcua.documents import queries, scanner
from motcua.documents.events import FileCondemned
from motcua.documents.models import StoredFile
from motcua.documents.rules import EICAR
from motcua.documents.services import file_store, quarantine_check
from motcua.documents.types import FileRefused, FileUnchecked, Hold
from motcua.kernel.events import listen

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
def test_without_a_verdict_a_file_is_held_until_there_is_one(clamd, answer):
    answers, heard = clamd
    answers.append(answer)
    view = file_store(data=pdf_make(), name="a.pdf")
    assert queries.file_unchecked(view.id)
    with pytest.raises(FileUnchecked):
        queries.file_open(view.id)
    assert quarantine_check() == 0
    answers[0] = b"stream: OK\x00"
    assert quarantine_check() == 1
    assert heard[-1] == queries.file_open(view.id).read()


def test_a_stopped_daemon_holds_files_and_keeps_nobody_from_filing(settings, tmp_path):
    settings.CLAMD_SOCKET = str(tmp_path / "nobody.sock")
    view = file_store(data=pdf_make(), name="a.pdf")
    with pytest.raises(FileUnchecked, match="not yet checked"):
        queries.file_open(view.id)
    assert quarantine_check() == 0


def test_what_is_found_later_is_never_handed_out_and_told_to_whoever_holds_it(clamd):
    told = []
    listen(FileCondemned, told.append)
    answers, _heard = clamd
    answers.append(b"")
    view = file_store(data=pdf_make(), name="a.pdf")
    assert queries.files_told([view.id])[view.id].hold is Hold.UNCHECKED
    answers[0] = b"stream: Win.Test.EICAR_HDB-1 FOUND\x00"
    assert quarantine_check() == 0
    answers[0] = b"stream: OK\x00"
    assert quarantine_check() == 0
    assert told == [FileCondemned(view.id)], "once"
    assert queries.files_told([view.id])[view.id].hold is Hold.MALWARE
    with pytest.raises(FileUnchecked, match="Malicious"):
        queries.file_open(view.id)


def test_what_was_clean_once_is_not_held_when_it_comes_again(clamd):
    answers, _heard = clamd
    answers.append(b"stream: OK\x00")
    view = file_store(data=pdf_make(), name="a.pdf")
    answers[0] = b""
    assert file_store(data=pdf_make(), name="b.pdf").id == view.id
    assert not queries.file_unchecked(view.id)


def test_the_test_signature_is_refused_even_while_the_daemon_is_away(settings, tmp_path):
    settings.CLAMD_SOCKET = str(tmp_path / "nobody.sock")
    with pytest.raises(FileRefused) as refused:
        file_store(data=b"%PDF-1.7\n" + EICAR + b"\n%%EOF", name="a.pdf")
    assert refused.value.code == "file.malware"
    assert StoredFile.objects.count() == 0


def test_files_without_a_verdict_stand_before_no_other(clamd, monkeypatch):
    answers, _heard = clamd
    answers.append(b"stream: ERROR\x00")
    held = [file_store(data=pdf_make(text=f"{n}"), name=f"{n}.pdf").id for n in range(3)]
    last = pdf_make(text="2")
    scan = scanner.clamd_scan

    def only_the_last(path, data):
        answers[0] = b"stream: OK\x00" if data == last else b"stream: ERROR\x00"
        scan(path, data)

    monkeypatch.setattr(scanner, "clamd_scan", only_the_last)
    assert quarantine_check(limit=1) == 1
    assert [queries.file_unchecked(one) for one in held] == [True, True, False]
