"""Words and files of the finance office's pages."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.documents.tables import Column, ColumnKind, table_csv, table_xlsx
from motcua.identity.queries import accounts_by_ids
from motcua.kernel import clock
from motcua.payments.queries import hand_overs_by_ids
from motcua.payments.queries.desk import day_entries, mismatches
from motcua.payments.types import (
    ChangeState,
    EntryKind,
    Method,
    MismatchKind,
    MismatchView,
    RefundState,
)

METHODS = {
    Method.PLATFORM: gettext_lazy("National payment platform"),
    Method.TRANSFER: gettext_lazy("Bank transfer"),
    Method.CASH: gettext_lazy("Cash at the counter"),
}
KINDS = {
    MismatchKind.THERE_NOT_HERE: gettext_lazy("Paid there, not known here"),
    MismatchKind.HERE_NOT_THERE: gettext_lazy("Paid here, not known there"),
    MismatchKind.AMOUNT: gettext_lazy("The amounts differ"),
    MismatchKind.TWICE: gettext_lazy("Paid twice"),
    MismatchKind.LATE: gettext_lazy("Paid after it was called off or had run out"),
    MismatchKind.REFUND_ONLY_HERE: gettext_lazy("Given back here only"),
    MismatchKind.REFUND_ONLY_THERE: gettext_lazy("Given back there only"),
    MismatchKind.CASH: gettext_lazy("Cash handed over is not what was taken"),
}
TO_DO = {
    MismatchKind.THERE_NOT_HERE: gettext_lazy(
        "Find out from the payer or the text of the transfer what it is for. Book it on the payment"
        " it belongs to, or send it back."
    ),
    MismatchKind.HERE_NOT_THERE: gettext_lazy(
        "Ask the platform for this payment by its number. Unless it confirms it, tell your"
        " administrator: a receipt was issued for money that did not come."
    ),
    MismatchKind.AMOUNT: gettext_lazy(
        "Ask the payer. Send back what came and let them pay anew, or ask for the rest."
    ),
    MismatchKind.TWICE: gettext_lazy("Send the second payment back to the payer."),
    MismatchKind.LATE: gettext_lazy(
        "The payment was not owed any more. Send the money back to the payer."
    ),
    MismatchKind.REFUND_ONLY_HERE: gettext_lazy(
        "Ask the platform whether the refund went out; otherwise pay it out by hand."
    ),
    MismatchKind.REFUND_ONLY_THERE: gettext_lazy(
        "Find out who gave this back, and on what decision."
    ),
    MismatchKind.CASH: gettext_lazy(
        "Count again together with the official, go through the receipts of the day, and write down"
        " what was found and who bears it."
    ),
}
TRANSFER_MISSING = gettext_lazy(
    "The counter booked this transfer because it saw it, and no bank statement has brought it."
    " Look for the money on the statements, also under another text or account, and ask the payer"
    " for the bank's proof. It clears by itself when a statement brings it."
)
CHANGES = {
    ChangeState.REFUSED: (gettext_lazy("Not taken"), "overdue"),
    ChangeState.WITHDRAWN: (gettext_lazy("Taken back"), "neutral"),
}
TILL = "till:"  # with the hand-over's number, the reference of a difference in cash
SAMPLE_VND = 10_000  # of a code to try an account with; nobody is to send it
ENTRIES = {
    EntryKind.RECEIPT: gettext_lazy("Received"),
    EntryKind.REFUND: gettext_lazy("Given back"),
    EntryKind.SUSPENSE: gettext_lazy("Received, not clear"),
    EntryKind.CLEARED: gettext_lazy("Made clear"),
}
REFUNDS = {
    RefundState.PROPOSED: (gettext_lazy("Proposed"), "neutral"),
    RefundState.REQUESTED: (gettext_lazy("Waits for approval"), "due_soon"),
    RefundState.APPROVED: (gettext_lazy("Approved"), "running"),
    RefundState.DONE: (gettext_lazy("Given back"), "done"),
    RefundState.FAILED: (gettext_lazy("Failed"), "overdue"),
    RefundState.REJECTED: (gettext_lazy("Not made"), "neutral"),
}
MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def to_do(found: MismatchView) -> Promise | str:
    """Return what is to be done about a difference."""
    missing = found.kind is MismatchKind.HERE_NOT_THERE and found.method is Method.TRANSFER
    return TRANSFER_MISSING if missing else TO_DO[found.kind]


def whose(*found: MismatchView) -> list[str]:
    """Return what each difference is about: a payment's code, or whose till it was."""
    tills = {one.id: int(one.reference.removeprefix(TILL)) for one in found if _is_till(one)}
    overs = hand_overs_by_ids(tills.values())
    people = accounts_by_ids(one.account_id for one in overs.values())
    names = {
        number: people[one.account_id].name
        for number, one in overs.items()
        if one.account_id in people
    }
    return [
        names.get(tills[one.id], "–")
        if one.id in tills
        else one.order_code or one.reference or one.external_id or "–"
        for one in found
    ]


def _is_till(found: MismatchView) -> bool:
    return found.kind is MismatchKind.CASH and found.reference.startswith(TILL)


def resolution(found: MismatchView) -> str:
    """Return how a difference was made clear: a person's words, or the statement's number."""
    if found.resolved_at is not None and found.resolved_by is None:
        return _("A bank statement brought it: %(number)s") % {"number": found.resolution}
    return found.resolution


def day_of(request: HttpRequest) -> date:
    """Return the day asked for, today when none or nonsense was."""
    try:
        return date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return clock.today()


def day_file(day: date, kind: str) -> bytes:
    """Return the movements and differences of a day as CSV or XLSX; amounts are whole dong."""
    columns = [
        Column(_("Time"), ColumnKind.TEXT),
        Column(_("What"), ColumnKind.TEXT),
        Column(_("Way"), ColumnKind.TEXT),
        Column(_("Amount (VND)"), ColumnKind.INTEGER),
        Column(_("Payment"), ColumnKind.TEXT),
        Column(_("Receipt"), ColumnKind.TEXT),
        Column(_("Number at the other side"), ColumnKind.TEXT),
        Column(_("How it was made clear"), ColumnKind.TEXT),
    ]
    rows: list[list[str | int]] = [
        [
            f"{clock.local(one.at):%H:%M:%S}", str(ENTRIES[one.kind]), str(METHODS[one.method]),
            one.amount_vnd, one.order_code or one.reference, one.receipt_number,
            one.external_id, "",
        ]
        for one in day_entries(day)
    ]  # fmt: skip
    rows += [
        [
            f"{clock.local(one.found_at):%H:%M:%S}", str(KINDS[one.kind]), str(METHODS[one.method]),
            one.there_vnd if one.there_vnd is not None else (one.here_vnd or 0),
            one.order_code or one.reference, "", one.external_id, resolution(one),
        ]
        for one in mismatches(day=day)
    ]  # fmt: skip
    if kind == "csv":
        return table_csv(columns, rows)
    return table_xlsx(_("Payments of %(day)s") % {"day": day.isoformat()}, columns, rows)
