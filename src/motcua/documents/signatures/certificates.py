"""Certificates and revocation lists read, and the context in which a chain is judged."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from asn1crypto import crl, pem, x509
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.fetchers import OwnedFetcherBackend
from pyhanko_certvalidator.fetchers.aiohttp_fetchers import AIOHttpFetcherBackend

from motcua.documents.signatures.registry import Trust

FETCH_SECONDS = 5  # for one answer of an authority


def certificates_read(blobs: Iterable[bytes]) -> list[x509.Certificate]:
    """Return certificates from PEM (one or several) or DER."""
    return [x509.Certificate.load(der) for blob in blobs for der in _ders(blob)]


def crls_read(blobs: Iterable[bytes]) -> list[crl.CertificateList]:
    """Return revocation lists from PEM or DER."""
    return [crl.CertificateList.load(der) for blob in blobs for der in _ders(blob)]


def _ders(blob: bytes) -> list[bytes]:
    if not pem.detect(blob):
        return [blob]
    return [der for _kind, _headers, der in pem.unarmor(blob, multiple=True)]


def context_make(
    trust: Trust,
    *,
    at: datetime | None = None,
    more_certificates: Iterable[x509.Certificate] = (),
    more_crls: Iterable[crl.CertificateList] = (),
    ocsps: Iterable[Any] = (),
    fetch: bool = False,
    strict: bool = True,
) -> ValidationContext:
    """Return how a chain is judged at an instant; without `strict`, revocation may be unknown.

    A file that somebody gave us never makes this machine ask an address that it names: `fetch` is
    for signing with our own certificates only.
    """
    return ValidationContext(
        trust_roots=certificates_read(trust.roots),
        other_certs=[*certificates_read(trust.certificates), *more_certificates],
        crls=[*crls_read(trust.crls), *more_crls],
        ocsps=list(ocsps),
        moment=at,
        allow_fetching=fetch,
        fetcher_backend=_asking() if fetch else None,
        revocation_mode="require" if strict else "soft-fail",
        retroactive_revinfo=True,
    )


def _asking() -> OwnedFetcherBackend:
    """Return how revocation is asked for: somebody waits at a page. The context closes it."""
    backend = AIOHttpFetcherBackend(per_request_timeout=FETCH_SECONDS)
    return OwnedFetcherBackend(backend)


def name_of(name: x509.Name, *keys: str) -> str:
    """Return the first of these parts that a distinguished name has (common name, …)."""
    parts = name.native
    for key in keys:
        found = parts.get(key)
        if found:
            return str(found[0] if isinstance(found, list) else found)
    return ""


def signer_name(certificate: x509.Certificate) -> str:
    """Return the name of whom a certificate is for."""
    return name_of(certificate.subject, "common_name", "organization_name")


def signer_unit(certificate: x509.Certificate) -> str:
    """Return the agency that a certificate names."""
    return name_of(certificate.subject, "organization_name")
