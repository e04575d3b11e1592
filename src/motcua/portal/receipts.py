"""The receipt of a filing from home: on the page, on paper, and as PDF/A."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from motcua.citizens.types import CitizenActor
from motcua.documents.pdf import pdf_render
from motcua.documents.qr import qr_svg
from motcua.dossiers.queries import dossier_get
from motcua.dossiers.services import own_receipt
from motcua.dossiers.services.citizen import answer_due
from motcua.dossiers.types import Channel, Receipt, Status
from motcua.dossiers.views import DossierView
from motcua.kernel.errors import NotFound
from motcua.ui import formats


@dataclass(frozen=True)
class ReceiptTold:
    """A receipt with what happens next."""

    receipt: Receipt
    dossier: DossierView
    answer_due_at: datetime
    following: tuple[str, ...]
    papers: tuple[tuple[str, str], ...]  # name, how it came

    @property
    def waiting(self) -> bool:
        """Whether the counter has not answered yet."""
        return self.dossier.status is Status.REGISTERED


def receipt_told(citizen: CitizenActor, code: str) -> ReceiptTold:
    """Return the receipt of one's own dossier; raises NotFound for what is not filed online."""
    dossier = dossier_get(code)
    if dossier.channel is not Channel.ONLINE:
        raise NotFound("dossier_unknown", _("There is no such dossier here."))
    due = answer_due(dossier.receiving_unit.id, dossier.submitted_at)
    return ReceiptTold(
        receipt=own_receipt(citizen, code),
        dossier=dossier,
        answer_due_at=due,
        following=_following(dossier, due),
        papers=tuple((one.name, _came(one)) for one in dossier.components if _came(one)),
    )


def receipt_pdf(told: ReceiptTold) -> bytes:
    """Return the receipt as PDF/A; papers are in Vietnamese."""
    dossier, receipt = told.dossier, told.receipt
    with override("vi"):
        data: dict[str, Any] = {
            "unit": dossier.receiving_unit.full_name,
            "competent": dossier.competent_unit.full_name,
            "dossier_code": receipt.code,
            "security_code": receipt.security_code,
            "at": formats.instant(receipt.at),
            "answer_by": formats.instant(told.answer_due_at),
            "procedure": f"{dossier.procedure.name} ({dossier.procedure.code})",
            "applicant": dossier.applicant.name,
            "owner": dossier.owner.name,
            "papers": [[one.name, _came(one)] for one in dossier.components if _came(one)],
            "fees": formats.money(dossier.unpaid_vnd) if dossier.unpaid_vnd else "",
            "following": list(_following(dossier, told.answer_due_at)),
            "page": settings.PUBLIC_URL.partition("//")[2],
            "content_hash": receipt.content_hash,
            "signature": receipt.signature,
            "qr": qr_svg(receipt.tracking_url, border=0),
        }
    return pdf_render("receipt@1", data, at=receipt.at)


def dossier_url(code: str) -> str:
    """Return the page of somebody's own dossier."""
    try:
        return reverse("portal:my_dossier", args=[code])
    except NoReverseMatch:
        return reverse("portal:receipt", args=[code])


def _following(dossier: DossierView, due: datetime) -> tuple[str, ...]:
    unit = dossier.receiving_unit.full_name
    if dossier.status is not Status.REGISTERED:
        return (_("The counter has answered. See the dossier's page."),)
    lines = [
        _("%(unit)s looks at it and answers at the latest on %(due)s.")
        % {"unit": unit, "due": formats.instant(due)},
        _("It accepts the dossier and tells you the day of the result, or says what is missing."),
    ]
    if dossier.unpaid_vnd:
        lines.append(
            _("Please pay %(amount)s; work on the dossier begins without waiting for it.")
            % {"amount": formats.money(dossier.unpaid_vnd)}
        )
    if any(one.note and not one.given and not one.not_applicable for one in dossier.components):
        lines.append(_("Please bring the papers that you said you would bring."))
    return tuple(lines)


def _came(component: Any) -> str:
    if component.files:
        return _("sent as a file")
    if component.satisfied_by.startswith("form:"):
        return _("filled in on the page")
    if component.satisfied_by:
        return _("taken from the State's data")
    if component.not_applicable:
        return _("does not apply")
    return _("you bring the paper") if component.note else ""
