"""Keys in a token (PKCS#11) and a time-stamp authority over HTTP, healthy, down, slow and lying."""

from __future__ import annotations

import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.test import RequestFactory
from tests.builders.documents import pdf_make
from tests.builders.signatures import authorities, order_make, signers
from tests.builders.tokens import token_make

from motcua.documents.signatures import registry
from motcua.documents.signatures.check import file_check
from motcua.documents.signatures.sign import pdf_sign
from motcua.documents.signatures.types import Level, SigningRefused, StampVerdict
from motcua.exchange.simulators.host import fault_of
from motcua.exchange.simulators.timestamps import authority, urls
from motcua.kernel import clock


@pytest.fixture
def key_folder(tmp_path):
    folder = tmp_path / "tsa"
    folder.mkdir()
    (folder / "timestamps.crt").write_bytes(authorities().stamps.pem())
    (folder / "timestamps.key").write_bytes(authorities().stamps.key_der())
    return folder


@pytest.fixture
def stamps(key_folder):
    """A time-stamp authority at an address; `mode` says how it fails."""

    class Answer(BaseHTTPRequestHandler):
        mode = ""

        def do_POST(self):
            query = self.rfile.read(int(self.headers["Content-Length"]))
            if Answer.mode == "slow":
                time.sleep(3)
            if Answer.mode == "down":
                self.send_error(503)
                return
            mode = "" if Answer.mode == "slow" else Answer.mode
            told = authority.answer(query, mode, folder=str(key_folder))
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(told)))
            self.end_headers()
            self.wfile.write(told)

        def log_message(self, *_unused):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    Answer.url = f"http://127.0.0.1:{server.server_port}/"
    yield Answer
    server.shutdown()
    server.server_close()


def test_a_stamp_over_http_proves_the_time(tmp_path, stamps):
    with signers(tmp_path / "k", {"leader": authorities().leader}, TSA_URL=stamps.url):
        made = pdf_sign(order_make(pdf_make()))
        (found,) = file_check(made.data, registry.trust(), now=clock.now()).signatures
    assert (made.evidence.level, found.stamp) == (Level.LT, StampVerdict.GOOD)
    assert abs((clock.now() - found.stamped_at).total_seconds()) < 60


@pytest.mark.parametrize("mode", ["down", "slow", "wrong", "replay", "clock", "refuse", "nonsense"])
def test_an_authority_that_fails_or_lies_signs_nothing(tmp_path, stamps, mode):
    stamps.mode = mode
    with (
        signers(
            tmp_path / "k",
            {"leader": authorities().leader},
            TSA_URL=stamps.url,
            TSA_TIMEOUT_SECONDS=1,
        ),
        pytest.raises(SigningRefused) as caught,
    ):
        pdf_sign(order_make(pdf_make()))
    assert caught.value.code == "time_stamp_away"


def test_the_simulator_speaks_the_protocol_and_fails_as_told(key_folder, monkeypatch):
    ask = RequestFactory()
    assert urls.stamp(ask.get("/timestamps/")).status_code == 503
    monkeypatch.setenv("MOTCUA_SIMULATORS_TSA", str(key_folder))
    assert urls.stamp(ask.get("/timestamps/")).status_code == 200
    bad = urls.stamp(ask.post("/timestamps/", b"\x30\x01", content_type="application/octet-stream"))
    assert bad.status_code == 400
    fault_of("timestamps").mode = "nonsense"
    try:
        told = urls.stamp(ask.post("/timestamps/", b"", content_type="application/octet-stream"))
    finally:
        fault_of("timestamps").mode = ""
    assert told.content.startswith(b"<html>")


@pytest.fixture
def token(tmp_path, monkeypatch):
    """A SoftHSM token with the leader's key."""
    return token_make(tmp_path, monkeypatch, {"leader": authorities().leader})


def test_a_key_that_never_leaves_its_token_signs(tmp_path, token):
    with signers(tmp_path / "k", more=token.entry("leader")):
        made = pdf_sign(order_make(pdf_make()))
        again = pdf_sign(order_make(pdf_make()))
        assert file_check(made.data, registry.trust(), now=clock.now()).good
        assert again.evidence.fingerprint == made.evidence.fingerprint
        token.pin("999999")
        with pytest.raises(SigningRefused) as caught:
            pdf_sign(order_make(pdf_make()))
    assert caught.value.code == "signing_key_away"
