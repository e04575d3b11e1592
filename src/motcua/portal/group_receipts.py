"""The one receipt of several procedures sent as one: on the page, and as PDF/A."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from motcua.citizens.types import CitizenActor
from motcua.documents.pdf import pdf_render
from motcua.documents.qr import qr_svg
from motcua.dossiers.services.citizen import answer_due
from motcua.dossiers.types import Receipt, Status
from motcua.filing.groups import group_title
from motcua.filing.queries import GroupView, PartView, group_by_code
from motcua.filing.services import group_receipt_again
from motcua.organisations.queries import units_by_ids
from motcua.ui import formats


@dataclass(frozen=True)
class GroupReceiptTold:
    """A parent's receipt with what happens next; `parts` are (title, body, code, when)."""

    receipt: Receipt
    group: GroupView
    name: str
    unit: str
    answer_due_at: datetime | None
    parts: tuple[tuple[str, str, str, str], ...]
    following: tuple[str, ...]

    @property
    def fresh(self) -> bool:
        """Whether nobody has answered yet."""
        return _fresh(self.group)


def group_receipt_told(citizen: CitizenActor, code: str) -> GroupReceiptTold | None:
    """Return the receipt of one's own parent, None where no parent of theirs has the code."""
    group = group_by_code(citizen, code)
    receipt = group_receipt_again(citizen, code) if group else None
    if group is None or receipt is None:
        return None
    units = units_by_ids([group.unit_id]) if group.unit_id else {}
    unit = next(iter(units.values()), None)
    due = answer_due(unit.id, group.sent_at) if unit else None
    return GroupReceiptTold(
        receipt=receipt,
        group=group,
        name=group_title(group.kind),
        unit=unit.full_name if unit else "",
        answer_due_at=due,
        parts=_parts(group),
        following=_following(unit.full_name if unit else "", due if _fresh(group) else None),
    )


def group_receipt_pdf(citizen: CitizenActor, told: GroupReceiptTold) -> bytes:
    """Return the receipt as PDF/A; papers are in Vietnamese."""
    receipt = told.receipt
    with override("vi"):
        data: dict[str, Any] = {
            "unit": told.unit,
            "competent": ", ".join(dict.fromkeys(body for _t, body, *_c in told.parts if body)),
            "dossier_code": receipt.code,
            "security_code": receipt.security_code,
            "at": formats.instant(receipt.at),
            "answer_by": formats.instant(told.answer_due_at) if told.answer_due_at else "",
            "procedure": group_title(told.group.kind),
            "applicant": citizen.person.name,
            "owner": citizen.subject.name,
            "papers": [
                [f"{title} ({body})" if body else title, code or when]
                for title, body, code, when in _parts(told.group)
            ],
            "fees": "",
            "following": list(_following(told.unit, told.answer_due_at if told.fresh else None)),
            "page": settings.PUBLIC_URL.partition("//")[2],
            "content_hash": receipt.content_hash,
            "signature": receipt.signature,
            "qr": qr_svg(receipt.tracking_url, border=0),
        }
    return pdf_render("receipt@1", data, at=receipt.at)


def _fresh(group: GroupView) -> bool:
    lead = group.parts[0].dossier
    return lead is not None and lead.status is Status.REGISTERED


def _parts(group: GroupView) -> tuple[tuple[str, str, str, str], ...]:
    return tuple(
        (
            one.title,
            one.dossier.competent_unit_name if one.dossier else "",
            one.dossier.code if one.dossier else "",
            _when(one) if one.dossier else _("could not be filed from home"),
        )
        for one in group.parts
    )


def _when(part: PartView) -> str:
    if part.dossier and part.earlier:
        at = {"at": formats.instant(part.dossier.submitted_at)}
        return _("filed again %(at)s") % at
    if not part.waits_for:
        return _("begins at once")
    return _("begins after: %(parts)s") % {"parts": ", ".join(part.waits_for)}


def _following(unit: str, due: datetime | None) -> tuple[str, ...]:
    lines = [
        _("When the first part has its result, the other bodies begin. Each tells you its date."),
        _("If a part fails, what is finished stays valid."),
        _("With the code above you follow all parts at once."),
    ]
    if due is not None:
        first = _("%(unit)s looks at it and answers at the latest on %(due)s.")
        lines.insert(0, first % {"unit": unit, "due": formats.instant(due)})
    return tuple(lines)
