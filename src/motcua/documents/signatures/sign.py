"""Signing a PDF (PAdES): the key, the chain, the mark, the time-stamp, and a look at what came out.

Everything is bytes: nothing is stored and nothing is locked while a key or an authority is waited
for. What is made is checked as anybody will check it later; a signature that would not pass is
never handed out. With a time-stamp authority a signature is B-LT (or B-T where no revocation is
known), without one B-B.
"""

from __future__ import annotations

import hashlib
import io
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from asn1crypto import x509
from django.utils.translation import gettext as _
from pyhanko.pdf_utils.content import ImportedPdfPage
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import (
    AxisAlignment,
    BoxConstraints,
    Margins,
    SimpleBoxLayoutRule,
)
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator import CertificateValidator
from pyhanko_certvalidator import errors as chain_errors

from motcua.documents.signatures import registry, sheet, stamps
from motcua.documents.signatures.certificates import (
    context_make,
    name_of,
    signer_name,
    signer_unit,
)
from motcua.documents.signatures.check import file_check
from motcua.documents.signatures.keys import key_open
from motcua.documents.signatures.loop import waited
from motcua.documents.signatures.registry import Trust
from motcua.documents.signatures.sheet import Mark, Sheet
from motcua.documents.signatures.types import (
    Evidence,
    Level,
    Role,
    Signed,
    SigningRefused,
    Verdict,
)
from motcua.kernel import clock
from motcua.kernel.text import nfc

_WHOLE = SimpleBoxLayoutRule(
    x_align=AxisAlignment.ALIGN_MID, y_align=AxisAlignment.ALIGN_MID, margins=Margins()
)
_CHAIN = (chain_errors.PathError, chain_errors.ValidationError)
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclass(frozen=True)
class Order:
    """What is to be signed: by which key, as whom, with which mark.

    `expects` is the name that the certificate must bear; a key of somebody else is refused.
    """

    base: bytes
    role: Role
    key: str
    expects: str
    code: str
    sheet: Sheet | None = None  # put behind the document first
    number: str = ""
    visible: bool = True  # draw a mark on the last page, where there is a place for it
    reason: str = ""  # what the signature says of itself; empty: approval, or issue
    capacity: tuple[str, ...] = ()  # in which the signer signs, a line each; in the mark


def code_make() -> str:
    """Return a check code: 16 letters and digits, 80 bits."""
    return "".join(secrets.choice(_ALPHABET) for _place in range(16))


def code_read(text: str) -> str:
    """Return a check code as it is kept, from whatever was typed or scanned."""
    cleaned = "".join(text.upper().split()).replace("-", "")[:32]
    return cleaned.replace("O", "0").replace("I", "1").replace("L", "1")


def pdf_sign(order: Order) -> Signed:
    """Return the document with one more signature. Raises SigningRefused in plain words."""
    trust, at = registry.trust(), clock.now()
    try:
        with key_open(order.key, trust) as signer:
            certificate = signer.signing_cert
            _certificate_check(certificate, order.expects, trust, at)
            data = _base(order, at)
            data = waited(_sign(order, signer, data, trust, at))
    except SigningRefused:
        raise
    except (TimestampRequestError, *_CHAIN) as error:  # the signer's own chain was good before
        raise _stamp_away() from error
    except (SigningError, PdfError, ValueError, OSError) as error:
        if trust.fetch and _asked_in_vain(error):
            # A second time, for the proofs that go into the file: it answers no more.
            raise _revocation_unknown(order.expects) from error
        raise SigningRefused(
            "not_signed",
            _("The document could not be signed. Nothing was changed. Draw it up as a new PDF."),
        ) from error
    return _looked_at(order, data, trust, at, certificate)


def _stamp_away() -> SigningRefused:
    return SigningRefused(
        "time_stamp_away",
        _(
            "The time-stamp authority does not answer as it must, so nothing was signed and "
            "nothing was changed. Try again in a few minutes."
        ),
    )


def _asked_in_vain(error: BaseException | None) -> bool:
    """Tell whether an error comes of an authority that does not tell what it revoked."""
    while error is not None:
        if isinstance(error, (chain_errors.InsufficientRevinfoError, TimeoutError)):
            return True
        error = error.__cause__ or error.__context__
    return False


def _revocation_unknown(name: str) -> SigningRefused:
    return SigningRefused(
        "revocation_unknown",
        _(
            "Nobody can say at the moment whether the certificate of %(name)s was revoked. "
            "Nothing was changed. Try again later."
        )
        % {"name": name},
    )


def _base(order: Order, at: datetime) -> bytes:
    if order.sheet is None or sheet.is_signed(order.base):
        return order.base
    return sheet.sheet_add(order.base, order.sheet, at=at)


class _Pen(PdfSigner):
    """A signer whose clock is ours."""

    at: datetime

    def init_signing_session(self, *args: Any, **more: Any) -> Any:
        session = super().init_signing_session(*args, **more)
        session.system_time = clock.local(self.at)
        return session


async def _sign(order: Order, signer: Signer, data: bytes, trust: Trust, at: datetime) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    stamper = stamps.stamper()
    lasting = stamper is not None and bool(trust.crls or trust.fetch)
    certificate = signer.signing_cert
    mark = Mark(
        order.role,
        signer_name(certificate),
        signer_unit(certificate),
        at,
        order.number,
        sample=_is_sample(certificate),
        capacity=order.capacity,
    )
    field = _field(order.role, writer, visible=order.visible)
    context = context_make(trust, at=at, fetch=trust.fetch) if lasting else None
    meta = PdfSignatureMetadata(
        field_name=field.sig_field_name,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        embed_validation_info=lasting,
        validation_context=context,
        name=signer_name(certificate),
        reason=order.reason or ("Phê duyệt" if order.role is Role.PERSONAL else "Ban hành"),
    )
    pen = _Pen(
        meta,
        signer,
        timestamper=stamper,
        new_field_spec=field,
        stamp_style=_style(sheet.mark_pdf(mark)) if field.box is not None else None,
    )
    pen.at = at
    try:
        out: io.BytesIO = await pen.async_sign_pdf(writer)
    finally:
        if context is not None:
            await context.aclose()
    return out.getvalue()


class _Page(ImportedPdfPage):
    """A page out of bytes; pyHanko's own wants a file."""

    def __init__(self, data: bytes) -> None:
        super().__init__("")
        self.data = data

    def render(self) -> bytes:
        reader = PdfFileReader(io.BytesIO(self.data))
        mark = self._ensure_writer.import_page_as_xobject(reader)
        name = f"/Mark{secrets.token_hex(8)}"
        self.resources.xobject[name] = mark
        left, bottom, right, top = mark.get_object()["/BBox"]
        self.box = BoxConstraints(width=abs(right - left), height=abs(top - bottom))
        return name.encode() + b" Do"


def _style(page: bytes) -> StaticStampStyle:
    return StaticStampStyle(background=_Page(page), border_width=0, background_layout=_WHOLE)


def _field(role: Role, writer: IncrementalPdfFileWriter, *, visible: bool = True) -> SigFieldSpec:
    """Return a field of its own; on the sheet if there is one and its place is free."""
    names = {one.field_name for one in writer.prev.embedded_signatures}
    name = {Role.PERSONAL: "NguoiCoThamQuyen", Role.SEAL: "CoQuan"}[role]
    last = writer.prev.find_page_for_modification(-1)[0].get_object()
    is_sheet = abs(float(last["/MediaBox"][3]) - sheet.A4_HEIGHT) < 1
    free = visible and name not in names and not names - {"NguoiCoThamQuyen"} and is_sheet
    count = 2
    while name in names:
        name, count = f"{name}{count}", count + 1
    return SigFieldSpec(name, on_page=-1, box=sheet.box_of(role) if free else None)


def _is_sample(certificate: x509.Certificate) -> bool:
    return "MOTCUA SAMPLE" in name_of(certificate.issuer, "organization_name").upper()


def _certificate_check(
    certificate: x509.Certificate, expects: str, trust: Trust, at: datetime
) -> None:
    """Refuse, before anything is asked or signed, a certificate that nobody would believe."""
    told = {"name": signer_name(certificate), "day": f"{certificate.not_valid_after:%d/%m/%Y}"}
    if expects and nfc(told["name"]).casefold() != nfc(expects).casefold():
        raise SigningRefused(
            "wrong_certificate",
            _("The certificate is for %(name)s, not for whoever signs here.") % told,
        )
    if not certificate.not_valid_before <= at <= certificate.not_valid_after:
        raise SigningRefused(
            "certificate_expired",
            _("The certificate of %(name)s is not valid now (it ends on %(day)s).") % told,
        )
    try:
        waited(_chain_check(certificate, trust, at))
    except chain_errors.RevokedError as error:
        raise SigningRefused(
            "certificate_revoked", _("The certificate of %(name)s was revoked.") % told
        ) from error
    except (chain_errors.InsufficientRevinfoError, TimeoutError) as error:
        raise _revocation_unknown(told["name"]) from error
    except _CHAIN as error:
        raise SigningRefused(
            "certificate_untrusted",
            _("The certificate of %(name)s is of no authority that is trusted here.") % told,
        ) from error


async def _chain_check(certificate: x509.Certificate, trust: Trust, at: datetime) -> None:
    """Judge a chain; connections that were opened to ask for revocation are closed again."""
    strict = bool(trust.crls or trust.fetch)
    context = context_make(trust, at=at, fetch=trust.fetch, strict=strict)
    try:
        validator = CertificateValidator(certificate, validation_context=context)
        await validator.async_validate_usage({"non_repudiation"})
    finally:
        await context.aclose()


def _looked_at(
    order: Order, data: bytes, trust: Trust, at: datetime, certificate: x509.Certificate
) -> Signed:
    """Return what was signed, after it was checked as anybody will check it."""
    found = file_check(data, trust, now=at, known_at=at)
    mine = [one for one in found.signatures if one.fingerprint == certificate.sha256.hex()]
    if found.problem or not mine or mine[-1].verdict is not Verdict.GOOD:
        raise SigningRefused(
            "not_verified",
            _(
                "The signature does not pass its own check, so it was not used. "
                "Nothing was changed."
            ),
        )
    last = mine[-1]
    if stamps.stamper() is not None and last.level is Level.B:
        raise _stamp_away()
    return Signed(
        data=data,
        base_sha256=hashlib.sha256(order.base).hexdigest(),
        pages=sheet.pages_of(data),
        code=order.code,
        evidence=Evidence(
            role=order.role,
            signer=last.signer,
            unit=last.unit,
            serial=last.serial,
            fingerprint=last.fingerprint,
            issuer=last.issuer,
            at=last.stamped_at or at,
            level=last.level,
            capacity=order.capacity,
        ),
    )
