"""Test certificates of the sample installation: plainly marked, made in its data folder.

A root, an issuing authority below it, revocation lists of both, a time-stamp authority, and one
key (PKCS#12) per sample leader and per sample unit. They prove nothing to anybody: only the
installation that made them trusts their root. The tests make theirs with the same functions.
"""

from __future__ import annotations

import functools
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from motcua.documents.signatures.stamps import stamper_use
from motcua.exchange.simulators.timestamps import authority

ORGANISATION = "Motcua Sample (not a real authority)"
SINCE = datetime(2025, 6, 1, tzinfo=UTC)
YEARS = timedelta(days=3650)
_BITS = 2048
T = TypeVar("T")


@dataclass(frozen=True)
class Holder:
    """A certificate with its key."""

    certificate: x509.Certificate
    key: rsa.RSAPrivateKey

    def pem(self) -> bytes:
        """Return the certificate as PEM."""
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    def key_der(self) -> bytes:
        """Return the key as PKCS#8, not enciphered."""
        return self.key.private_bytes(
            serialization.Encoding.DER,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )


def name_make(common: str, organisation: str = ORGANISATION) -> x509.Name:
    """Return a distinguished name of the sample."""
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, _short(organisation)),
            x509.NameAttribute(NameOID.COMMON_NAME, _short(common)),
        ]
    )


def _short(text: str) -> str:
    """Return as much of a name as fits; its 64 are counted in bytes of UTF-8."""
    return text.encode()[:64].decode(errors="ignore").strip()


def authority_make(common: str, above: Holder | None = None) -> Holder:
    """Return a certificate authority, signed by `above` or by itself."""
    key = rsa.generate_private_key(65537, _BITS)
    subject = name_make(common)
    builder = (
        _begin(subject, above.certificate.subject if above else subject, key, SINCE, SINCE + YEARS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(_usage(authority=True), critical=True)
    )
    return _finish(builder, key, above)


def signer_make(
    authority: Holder | None,
    common: str,
    organisation: str = ORGANISATION,
    *,
    since: datetime = SINCE,
    until: datetime = SINCE + YEARS,
    stamps: bool = False,
) -> Holder:
    """Return somebody's certificate; without an authority it is signed by itself."""
    key = rsa.generate_private_key(65537, _BITS)
    subject = name_make(common, organisation)
    issuer = authority.certificate.subject if authority else subject
    builder = (
        _begin(subject, issuer, key, since, until)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(authority=False), critical=True)
    )
    if stamps:
        usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        builder = builder.add_extension(usage, critical=True)
    return _finish(builder, key, authority)


def crl_make(authority: Holder, revoked: Iterable[Holder] = (), *, at: datetime = SINCE) -> bytes:
    """Return an authority's list of revoked certificates (revoked at `at`), as PEM."""
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(authority.certificate.subject)
        .last_update(at)
        .next_update(at + YEARS)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key()),
            critical=False,
        )
        .add_extension(x509.CRLNumber(1), critical=False)
    )
    for one in revoked:
        entry = x509.RevokedCertificateBuilder().serial_number(one.certificate.serial_number)
        builder = builder.add_revoked_certificate(entry.revocation_date(at).build())
    made = builder.sign(authority.key, hashes.SHA256())
    return made.public_bytes(serialization.Encoding.PEM)


def key_file(holder: Holder, passphrase: str, chain: Iterable[Holder] = ()) -> bytes:
    """Return a PKCS#12 file."""
    return pkcs12.serialize_key_and_certificates(
        b"signer",
        holder.key,
        holder.certificate,
        [one.certificate for one in chain] or None,
        serialization.BestAvailableEncryption(passphrase.encode()),
    )


@dataclass(frozen=True)
class Sample:
    """Whom the sample certificates are for: the name in the register, and on the certificate."""

    key: str  # unit:05528, account:bachquang.lanhdao
    common: str
    organisation: str


def folder_make(folder: Path, samples: Iterable[Sample]) -> Path:
    """Make authorities, keys and the file of signers; what is there already stays. Returns it."""
    listed = folder / "signers.toml"
    if listed.exists():
        return listed
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    root = authority_make("Motcua Sample Root")
    issuing = authority_make("Motcua Sample Issuing CA", root)
    stamps = signer_make(issuing, "Motcua Sample Time-stamps", stamps=True)
    for name, data in {
        "root.pem": root.pem(),
        "issuing.pem": issuing.pem(),
        "root.crl": crl_make(root),
        "issuing.crl": crl_make(issuing),
        "timestamps.crt": stamps.pem(),
        "timestamps.key": stamps.key_der(),
    }.items():
        _write(folder / name, data)
    secret = secrets.token_urlsafe(18)
    _write(folder / "passphrase", secret.encode())
    lines = [
        "# Sample certificates: made for this demonstration, without any legal value.",
        "[trust]",
        'roots = ["root.pem"]',
        'certificates = ["issuing.pem"]',
        'crls = ["root.crl", "issuing.crl"]',
        "",
    ]
    for number, one in enumerate(samples, start=1):
        holder = signer_make(issuing, one.common, one.organisation)
        _write(folder / f"{number}.p12", key_file(holder, secret, (issuing, root)))
        lines += [
            f'[signers."{one.key}"]',
            f'pkcs12 = "{number}.p12"',
            'passphrase_file = "passphrase"',
            "",
        ]
    _write(listed, "\n".join(lines).encode())
    return listed


def stamped(part: Callable[[T], str]) -> Callable[[T], str]:
    """Let a part of the sample have its time-stamps of this process, at the clock that it holds.

    The simulated authority runs only once the sample is built, and knows no other time than now.
    """

    @functools.wraps(part)
    def run(builder: T) -> str:
        if not authority.folder_named():
            return part(builder)
        with stamper_use(authority.Held()):
            return part(builder)

    return run


def _write(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    path.chmod(0o600)


def _begin(
    subject: x509.Name, issuer: x509.Name, key: rsa.RSAPrivateKey, since: datetime, until: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(until)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _finish(
    builder: x509.CertificateBuilder, key: rsa.RSAPrivateKey, above: Holder | None
) -> Holder:
    by = above.key if above else key
    identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(by.public_key())
    signed = builder.add_extension(identifier, critical=False).sign(by, hashes.SHA256())
    return Holder(signed, key)


def _usage(*, authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not authority,
        content_commitment=not authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )
