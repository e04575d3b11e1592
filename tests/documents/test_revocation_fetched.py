"""Revocation asked over HTTP (OCSP, CRL): good, revoked, away, slow, of a stranger; and kept."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID
from tests.builders.documents import pdf_make
from tests.builders.signatures import LEADER, authorities, order_make, signers, stamper_make

from motcua.config.demo import certificates as made
from motcua.config.demo.certificates import Holder
from motcua.documents.signatures import certificates, registry, stamps
from motcua.documents.signatures.check import file_check
from motcua.documents.signatures.sign import pdf_sign
from motcua.documents.signatures.types import Level, SigningRefused, Verdict
from motcua.kernel import clock

pytestmark = pytest.mark.usefixtures("quick")


@pytest.fixture
def quick(monkeypatch):
    """The same limit, in a test's time."""
    monkeypatch.setattr(certificates, "FETCH_SECONDS", 0.4)


@pytest.fixture(scope="module")
def issuing():
    """An authority of which no list lies here: it must be asked."""
    return made.authority_make("Test Asked", authorities().root)


@pytest.fixture(scope="module")
def stranger():
    return made.authority_make("Test Stranger")


class Responder:
    """An authority's answers over HTTP; `ocsp` and `crl` say what it tells."""

    def __init__(self, issuing, stranger):
        self.issuing, self.stranger = issuing, stranger
        self.ocsp = self.crl = "good"
        self.asked = []
        self.ended = threading.Event()

    def status(self, query):
        """Answer an OCSP request as its authority would."""
        request = ocsp.load_der_ocsp_request(query)
        now = clock.now()
        revoked = self.ocsp == "revoked"
        by = self.stranger if self.ocsp == "stranger" else self.issuing
        builder = ocsp.OCSPResponseBuilder().add_response_by_hash(
            issuer_name_hash=request.issuer_name_hash,
            issuer_key_hash=request.issuer_key_hash,
            serial_number=request.serial_number,
            algorithm=request.hash_algorithm,
            cert_status=ocsp.OCSPCertStatus.REVOKED if revoked else ocsp.OCSPCertStatus.GOOD,
            this_update=now - timedelta(minutes=1),
            next_update=now + timedelta(hours=1),
            revocation_time=now - timedelta(days=1) if revoked else None,
            revocation_reason=x509.ReasonFlags.key_compromise if revoked else None,
        )
        builder = builder.responder_id(ocsp.OCSPResponderEncoding.HASH, by.certificate)
        for extension in request.extensions:  # what was asked, so that nobody replays an answer
            builder = builder.add_extension(extension.value, extension.critical)
        answer = builder.certificates([by.certificate]).sign(by.key, hashes.SHA256())
        return answer.public_bytes(serialization.Encoding.DER)

    def listed(self, signer):
        """Return the list of revoked certificates."""
        pem = made.crl_make(self.issuing, [signer] if self.crl == "revoked" else [])
        found = x509.load_pem_x509_crl(pem)
        return found.public_bytes(serialization.Encoding.DER)


@pytest.fixture
def responder(issuing, stranger):
    told = Responder(issuing, stranger)

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self):
            query = self.rfile.read(int(self.headers["Content-Length"]))
            self.answer(told.ocsp, "ocsp", lambda: told.status(query))

        def do_GET(self):
            self.answer(told.crl, "crl", lambda: told.listed(told.signer))

        def answer(self, mode, kind, make):
            told.asked.append(kind)
            if mode == "slow":
                told.ended.wait(10)
                return  # nobody waits any more
            if mode == "down":
                self.send_error(503)
                return
            data = b"<html>" if mode == "nonsense" else make()
            mime = "application/ocsp-response" if kind == "ocsp" else "application/pkix-crl"
            self.send_response(200)
            self.send_header("Content-Type", mime)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_unused):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    told.url = f"http://127.0.0.1:{server.server_port}"
    yield told
    told.ended.set()
    server.shutdown()
    server.server_close()
    thread.join(5)


def signer_make(responder, *, ocsp_at=True, crl_at=True):
    """Return a leader whose certificate says where its authority is asked."""
    key = rsa.generate_private_key(65537, 2048)
    issuing = responder.issuing
    builder = (
        x509.CertificateBuilder()
        .subject_name(made.name_make(LEADER))
        .issuer_name(issuing.certificate.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(made.SINCE)
        .not_valid_after(made.SINCE + made.YEARS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(True, True, False, False, False, False, False, False, False),
            critical=True,
        )
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuing.key.public_key()),
            critical=False,
        )
    )
    if ocsp_at:
        where = x509.UniformResourceIdentifier(f"{responder.url}/ocsp")
        access = x509.AccessDescription(AuthorityInformationAccessOID.OCSP, where)
        builder = builder.add_extension(x509.AuthorityInformationAccess([access]), critical=False)
    if crl_at:
        where = x509.UniformResourceIdentifier(f"{responder.url}/list.crl")
        point = x509.DistributionPoint([where], None, None, None)
        builder = builder.add_extension(x509.CRLDistributionPoints([point]), critical=False)
    responder.signer = Holder(builder.sign(issuing.key, hashes.SHA256()), key)
    return responder.signer


@contextmanager
def asking(folder, responder, **where):
    """Register such a leader, where the authority's addresses are asked when signing."""
    with signers(folder, {"leader": signer_make(responder, **where)}) as made_at:
        (made_at / "asked.pem").write_bytes(responder.issuing.pem())
        file = made_at / "signers.toml"
        text = file.read_text("utf-8").replace('["issuing.pem"]', '["issuing.pem", "asked.pem"]')
        file.write_text(text.replace("[trust]", "[trust]\nfetch = true"), encoding="utf-8")
        with stamps.stamper_use(stamper_make()):
            yield


def sign():
    return pdf_sign(order_make(pdf_make()))


@pytest.mark.parametrize(
    ("where", "kind"), [({"crl_at": False}, "ocsp"), ({"ocsp_at": False}, "crl")]
)
def test_a_good_answer_is_kept_in_the_file_and_lasts_without_the_authority(
    tmp_path, responder, where, kind
):
    with asking(tmp_path / "k", responder, **where):
        signed = sign()
        assert kind in responder.asked
        assert signed.evidence.level is Level.LT
        responder.ocsp = responder.crl = "down"
        before = list(responder.asked)
        for later in (timedelta(0), timedelta(days=400)):
            found = file_check(signed.data, registry.trust(), now=clock.now() + later)
            assert found.good
        assert responder.asked == before, "a check asks nobody"


@pytest.mark.parametrize("where", [{"crl_at": False}, {"ocsp_at": False}])
def test_a_revoked_certificate_signs_nothing(tmp_path, responder, where):
    responder.ocsp = responder.crl = "revoked"
    with asking(tmp_path / "k", responder, **where), pytest.raises(SigningRefused) as refused:
        sign()
    assert refused.value.code == "certificate_revoked"
    assert LEADER in str(refused.value.message)


@pytest.mark.parametrize("mode", ["down", "slow", "nonsense", "stranger"])
def test_an_authority_that_does_not_answer_or_lies_signs_nothing(tmp_path, responder, mode):
    responder.ocsp = mode
    with asking(tmp_path / "k", responder, crl_at=False):
        with pytest.raises(SigningRefused) as refused:
            sign()
        assert refused.value.code == "revocation_unknown"
        responder.ocsp = "good"  # it is back, or the truth is told again: nothing was left behind
        responder.ended.set()
        assert sign().evidence.level is Level.LT


def test_a_list_that_is_away_signs_nothing(tmp_path, responder):
    responder.crl = "down"
    with asking(tmp_path / "k", responder, ocsp_at=False), pytest.raises(SigningRefused) as refused:
        sign()
    assert refused.value.code == "revocation_unknown"


def test_where_one_way_is_away_the_other_is_asked(tmp_path, responder):
    responder.ocsp = "down"
    with asking(tmp_path / "k", responder):
        signed = sign()
        assert signed.evidence.level is Level.LT
        assert set(responder.asked) == {"ocsp", "crl"}
        responder.crl = "revoked"
        with pytest.raises(SigningRefused) as refused:
            sign()
    assert refused.value.code == "certificate_revoked"


def test_an_authority_that_goes_away_between_the_look_and_the_signature(
    tmp_path, responder, monkeypatch
):
    with asking(tmp_path / "k", responder, crl_at=False):
        real = Responder.status

        def once(self, query):
            self.ocsp = "down"
            return real(self, query)

        monkeypatch.setattr(Responder, "status", once)
        with pytest.raises(SigningRefused) as refused:
            sign()
    assert refused.value.code == "revocation_unknown"


def test_a_file_of_somebody_else_makes_this_machine_ask_nobody(tmp_path, responder):
    with asking(tmp_path / "k", responder):
        signed = sign()
    responder.asked.clear()
    trust = registry.Trust(
        roots=(authorities().root.pem(),),
        certificates=(responder.issuing.pem(),),
        crls=(made.crl_make(authorities().root),),
        fetch=True,
    )
    found = file_check(signed.data, trust, now=clock.now())
    assert found.signatures[0].verdict in {Verdict.GOOD, Verdict.UNPROVED}
    assert responder.asked == []
