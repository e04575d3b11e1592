"""Keys in a token (PKCS#11) and a time-stamp authority over HTTP, healthy, down, slow and lying."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from django.test import RequestFactory
from tests.builders.documents import pdf_make
from tests.builders.signatures import authorities, order_make, signers

from motcua.documents.signatures import registry
from motcua.documents.signatures.check import file_check
from motcua.documents.signatures.sign import pdf_sign
from motcua.documents.signatures.types import Level, SigningRefused, StampVerdict
from motcua.exchange.simulators.host import fault_of
from motcua.exchange.simulators.timestamps import authority, urls
from motcua.kernel import clock

MODULES = (
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
    "/usr/local/lib/softhsm/libsofthsm2.so",
)
PIN = "123456"


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
    """A SoftHSM token with the leader's key; the whole test is left out, aloud, without it."""
    module = next((path for path in MODULES if Path(path).exists()), None)
    pkcs11 = pytest.importorskip(
        "pkcs11", reason="python-pkcs11 is not installed: PKCS#11 UNTESTED"
    )
    if module is None:
        pytest.skip("SoftHSM is not installed (apt-get install softhsm2): PKCS#11 UNTESTED")
    tokens = tmp_path / "tokens"
    tokens.mkdir()
    config = tmp_path / "softhsm2.conf"
    config.write_text(f"directories.tokendir = {tokens}\nobjectstore.backend = file\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(config))
    tool = ["softhsm2-util", "--module", module]
    _run([*tool, "--init-token", "--free", "--label", "motcua", "--pin", PIN, "--so-pin", PIN])
    key = tmp_path / "key.pem"
    key.write_bytes(
        authorities().leader.key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    _run(
        [
            *(*tool, "--import", str(key), "--token", "motcua", "--label", "leader"),
            *("--id", "A1", "--pin", PIN),
        ]
    )
    from pkcs11 import Attribute, ObjectClass
    from pkcs11.util.x509 import decode_x509_certificate

    loaded = pkcs11.lib(module)
    loaded.reinitialize()
    der = authorities().leader.certificate.public_bytes(serialization.Encoding.DER)
    with loaded.get_token(token_label="motcua").open(rw=True, user_pin=PIN) as session:
        session.create_object(
            {
                **decode_x509_certificate(der),
                Attribute.CLASS: ObjectClass.CERTIFICATE,
                Attribute.TOKEN: True,
                Attribute.LABEL: "leader",
                Attribute.ID: b"\xa1",
            }
        )
    return module


def _run(command):
    subprocess.run(command, check=True, capture_output=True, env=os.environ)


def test_a_key_that_never_leaves_its_token_signs(tmp_path, token):
    entry = (
        f'[signers."leader"]\npkcs11 = "{token}"\ntoken = "motcua"\nlabel = "leader"\n'
        'passphrase_env = "MOTCUA_TEST_PIN"'
    )
    os.environ["MOTCUA_TEST_PIN"] = PIN
    try:
        with signers(tmp_path / "k", more=entry):
            made = pdf_sign(order_make(pdf_make()))
            again = pdf_sign(order_make(pdf_make()))
            assert file_check(made.data, registry.trust(), now=clock.now()).good
            assert again.evidence.fingerprint == made.evidence.fingerprint
            os.environ["MOTCUA_TEST_PIN"] = "999999"
            with pytest.raises(SigningRefused) as caught:
                pdf_sign(order_make(pdf_make()))
    finally:
        del os.environ["MOTCUA_TEST_PIN"]
    assert caught.value.code == "signing_key_away"
