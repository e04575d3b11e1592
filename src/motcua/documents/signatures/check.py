"""What the signatures of a file are worth: pure bytes in, facts out; asks no address.

Each signature is judged at the time that its time-stamp proves; without one at the instant from
which our own records know the file (`known_at`), else now. Chain and revocation come from the file
(PAdES B-LT) and from what this installation trusts. Changes after a signature are judged by
pyHanko's strict policy: further signatures and proofs are allowed, everything else is a change.
"""

from __future__ import annotations

import hashlib
import io
import re
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from asn1crypto import crl, ocsp, x509
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESIndeterminate
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError, SignatureValidationError
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel

from motcua.documents.signatures.certificates import (
    context_make,
    name_of,
    signer_name,
    signer_unit,
)
from motcua.documents.signatures.loop import waited
from motcua.documents.signatures.registry import Trust
from motcua.documents.signatures.types import FileCheck, Found, Level, StampVerdict, Verdict

MAX_SIGNATURES: Final = 20
MAX_ENDS: Final = 20
_END = re.compile(rb"%%EOF[\r\n]{0,2}")
_WHY: dict[object, Verdict] = {
    AdESIndeterminate.REVOKED_NO_POE: Verdict.REVOKED,
    AdESIndeterminate.REVOKED_CA_NO_POE: Verdict.REVOKED,
    AdESIndeterminate.OUT_OF_BOUNDS_NO_POE: Verdict.EXPIRED,
    AdESIndeterminate.OUT_OF_BOUNDS_NOT_REVOKED: Verdict.EXPIRED,
    AdESIndeterminate.TRY_LATER: Verdict.UNPROVED,
}


def file_check(
    data: bytes, trust: Trust, *, now: datetime, known_at: datetime | None = None
) -> FileCheck:
    """Return what a file is; never raises for what it contains.

    `known_at` is the instant at which our own records have exactly this file.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    if data.lstrip()[:5] != b"%PDF-":
        return FileCheck(sha256, "not_pdf")
    prefixes = _prefixes(data)
    try:
        return FileCheck(sha256, "", waited(_signatures(data, trust, now, known_at)), prefixes)
    except _Encrypted:
        return FileCheck(sha256, "encrypted", (), prefixes)
    except (RecursionError, MemoryError):
        return FileCheck(sha256, "complex", (), prefixes)
    except Exception:  # noqa: BLE001 - a parser may raise anything on a hostile file
        return FileCheck(sha256, "damaged", (), prefixes)


class _Encrypted(Exception):
    pass


def _prefixes(data: bytes) -> tuple[str, ...]:
    """Return the hashes of the file as it was at each of its earlier ends, newest first."""
    ends = {match.end() for match in _END.finditer(data)}
    ends |= {match.start() + 5 for match in _END.finditer(data)}
    ends |= {match.start() + 6 for match in _END.finditer(data)}
    earlier = sorted((end for end in ends if end < len(data)), reverse=True)[: 3 * MAX_ENDS]
    return tuple(hashlib.sha256(data[:end]).hexdigest() for end in earlier)


async def _signatures(
    data: bytes, trust: Trust, now: datetime, known_at: datetime | None
) -> tuple[Found, ...]:
    reader = PdfFileReader(io.BytesIO(data))
    if reader.encrypted:
        raise _Encrypted
    kept = _kept(reader)
    there = reader.embedded_regular_signatures[:MAX_SIGNATURES]
    return tuple([await _one(one, trust, kept, now, known_at, len(data)) for one in there])


class _Kept:
    """Certificates and revocation that the file itself carries."""

    def __init__(self) -> None:
        self.certificates: list[x509.Certificate] = []
        self.crls: list[crl.CertificateList] = []
        self.ocsps: list[ocsp.OCSPResponse] = []

    def __bool__(self) -> bool:
        return bool(self.crls or self.ocsps)


def _kept(reader: PdfFileReader) -> _Kept:
    kept = _Kept()
    try:
        store = DocumentSecurityStore.read_dss(reader)
    except (NoDSSFoundError, PdfError, ValueError):
        return kept
    kept.certificates = list(store.load_certs())
    kept.crls = [crl.CertificateList.load(ref.get_object().data) for ref in store.crls]
    kept.ocsps = [ocsp.OCSPResponse.load(ref.get_object().data) for ref in store.ocsps]
    return kept


async def _one(
    one: EmbeddedPdfSignature,
    trust: Trust,
    kept: _Kept,
    now: datetime,
    known_at: datetime | None,
    size: int,
) -> Found:
    stamped = _stamp_time(one)
    moment = stamped or known_at or now
    more: dict[str, Any] = {
        "more_certificates": kept.certificates,
        "more_crls": kept.crls,
        "ocsps": kept.ocsps,
    }
    status = await _status(one, trust, moment, more)
    stamp = _stamp(status, stamped)
    if stamped is not None and stamp is not StampVerdict.GOOD:
        # A time that nobody vouches for proves nothing: judged as if there were none.
        status = await _status(one, trust, known_at or now, more)
    certificate = one.signer_cert
    verdict, ends = _verdict(status), certificate.not_valid_after
    judged_at = (stamped if stamp is StampVerdict.GOOD else None) or known_at or now
    if verdict is Verdict.UNTRUSTED and judged_at > ends:
        # Too late to be proved, or never to be trusted? Asked at its last moment.
        then = await _status(one, trust, ends - timedelta(seconds=1), more)
        verdict = Verdict.EXPIRED if _verdict(then) is Verdict.GOOD else verdict
    return _found(one, status, verdict, (stamp, stamped), kept, size)


def _found(
    one: EmbeddedPdfSignature,
    status: PdfSignatureStatus | None,
    verdict: Verdict,
    time: tuple[StampVerdict, datetime | None],
    kept: _Kept,
    size: int,
) -> Found:
    stamp, stamped = time
    certificate = one.signer_cert
    whole = status is not None and status.coverage is SignatureCoverageLevel.ENTIRE_FILE
    token = None if status is None else status.timestamp_validity
    path = None if status is None else status.validation_path
    root = "" if path is None else name_of(path[0].subject, "common_name", "organization_name")
    end = one.byte_range[2] + one.byte_range[3]
    return Found(
        verdict=verdict,
        signer=signer_name(certificate),
        unit=signer_unit(certificate),
        serial=f"{certificate.serial_number:x}",
        fingerprint=certificate.sha256.hex(),
        issuer=name_of(certificate.issuer, "common_name", "organization_name"),
        root=root,
        claimed_at=one.self_reported_timestamp,
        stamp=stamp,
        stamped_at=stamped,
        stamper="" if token is None else signer_name(token.signing_cert),
        level=_level(stamp, kept),
        valid_from=certificate.not_valid_before,
        valid_to=certificate.not_valid_after,
        ends_at=int(end),
        whole=whole or int(end) == size,
        revoked_at=status.revocation_details.revocation_date
        if status is not None and status.revocation_details is not None
        else None,
    )


async def _status(
    one: EmbeddedPdfSignature, trust: Trust, moment: datetime, more: dict[str, Any]
) -> PdfSignatureStatus | None:
    strict = bool(trust.crls or more["more_crls"] or more["ocsps"])
    context = context_make(trust, at=moment, strict=strict, **more)
    try:
        return await async_validate_pdf_signature(one, context)
    except (SignatureValidationError, ValueError, TypeError, KeyError):
        return None


def _stamp_time(one: EmbeddedPdfSignature) -> datetime | None:
    tokens = list(extract_tst_data_iter(one.signer_info, signed=False))
    if len(tokens) != 1:  # several: nobody could say which of them is meant
        return None
    try:
        told = tokens[0]["encap_content_info"]["content"].parsed["gen_time"].native
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
    return told.astimezone(UTC) if isinstance(told, datetime) else None


def _stamp(status: PdfSignatureStatus | None, stamped: datetime | None) -> StampVerdict:
    if stamped is None:
        return StampVerdict.NONE
    token = None if status is None else status.timestamp_validity
    good = token is not None and token.valid and token.intact and token.trusted
    return StampVerdict.GOOD if good else StampVerdict.BAD


def _verdict(status: PdfSignatureStatus | None) -> Verdict:
    if status is None or not (status.intact and status.valid):
        return Verdict.CHANGED
    if status.coverage is None or status.coverage < SignatureCoverageLevel.ENTIRE_REVISION:
        return Verdict.CHANGED
    if status.modification_level is ModificationLevel.OTHER or status.docmdp_ok is False:
        return Verdict.CHANGED
    if status.revoked:
        return Verdict.REVOKED
    if not status.trusted:
        return _WHY.get(status.trust_problem_indic, Verdict.UNTRUSTED)
    return Verdict.GOOD


def _level(stamp: StampVerdict, kept: _Kept) -> Level:
    if stamp is not StampVerdict.GOOD:
        return Level.B
    return Level.LT if kept else Level.T
