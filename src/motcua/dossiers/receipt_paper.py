"""The receipt of a payment on paper; `payments` and `documents` do not know each other."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import override

from motcua.documents.forms import FeeReceipt, Issuer, ReceiptLine
from motcua.documents.pdf import form_pdf
from motcua.organisations.queries import unit_get, units_by_ids
from motcua.payments.types import Method, ReceiptView
from motcua.procedures.fee_words import money

METHODS = {
    Method.CASH: "tiền mặt tại quầy",
    Method.TRANSFER: "chuyển khoản ngân hàng",
    Method.PLATFORM: "nền tảng thanh toán quốc gia",
}


def check_url(receipt: ReceiptView) -> str:
    """Return the address in the receipt's QR code, where anybody may check it."""
    return f"{settings.PUBLIC_URL}/verify/receipt/?code={receipt.code}"


def receipt_form(receipt: ReceiptView) -> FeeReceipt:
    """Return everything that stands on the paper, in Vietnamese."""
    unit = unit_get(receipt.unit_id)
    parent = units_by_ids([unit.parent_id]).get(unit.parent_id) if unit.parent_id else None
    with override("vi"):
        lines = tuple(
            ReceiptLine(line.name, line.how, line.basis, money(line.amount_vnd))
            for line in receipt.lines
        )
        return FeeReceipt(
            issuer=Issuer(
                superior=parent.full_name if parent is not None else "",
                name=unit.full_name,
                place=parent.name if parent is not None else unit.name,
            ),
            number=receipt.number,
            issued_at=receipt.issued_at,
            payer=receipt.payer_name,
            purpose=receipt.purpose.get("vi", ""),
            lines=lines,
            total=money(receipt.amount_vnd),
            method=METHODS[receipt.method],
            code=" ".join(receipt.code[i : i + 4] for i in range(0, len(receipt.code), 4)),
            tracking_url=check_url(receipt),
            check_page=f"{settings.PUBLIC_URL.split('//')[-1]}/verify/receipt/",
            void=_void(receipt),
        )


def receipt_answer(receipt: ReceiptView) -> HttpResponse:
    """Return the receipt as a PDF to be shown or kept."""
    return HttpResponse(
        form_pdf(receipt_form(receipt)),
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'inline; filename="bien-lai-{receipt.code}.pdf"',
            "Cache-Control": "private, no-store",
        },
    )


def _void(receipt: ReceiptView) -> str:
    if not receipt.refunded_vnd:
        return ""
    if receipt.voided:
        return "ĐÃ HOÀN TRẢ TOÀN BỘ: biên lai này không còn giá trị."
    return f"Đã hoàn trả {money(receipt.refunded_vnd)}."
