"""After a report was sent: its paper, sealed where the unit has a certificate; the e-mail."""

from __future__ import annotations

from typing import Any

from motcua.documents.services import output_store
from motcua.documents.signatures import registry
from motcua.documents.signatures.sign import Order, pdf_sign
from motcua.documents.signatures.types import Role, SigningRefused
from motcua.kernel import clock
from motcua.kernel.outbox import Message, NotYet
from motcua.notices.services import notice_send
from motcua.notices.types import Channel, Notice, Recipient
from motcua.organisations.queries import unit_get
from motcua.oversight.frozen.models import FrozenReport, ReportFile
from motcua.oversight.frozen.papers import report_pdf
from motcua.oversight.frozen.queries import sheet_of, steps_of
from motcua.oversight.frozen.rules import stand
from motcua.oversight.frozen.services.looking import stored_problems
from motcua.oversight.frozen.services.telling import path_of


def report_sent(message: Message) -> None:
    """Make the paper of a sent report, once, and tell the address that the rule names.

    Raises NotYet while the seal cannot be reached: without the seal that the unit has, nothing
    goes out.
    """
    row = FrozenReport.objects.filter(pk=int(message.subject.partition(":")[2])).first()
    if row is None or ReportFile.objects.filter(report=row).exists():
        return
    if stored_problems(row):
        raise NotYet(f"{row.code} is not what was kept")
    unit = unit_get(row.unit_id)
    key, signatures = f"unit:{unit.code}", list[dict[str, Any]]()
    sealed = registry.may_sign(key)
    steps = steps_of([row.pk])[row.pk]
    data = report_pdf(sheet_of(row), row, stand(steps), sealed_by=unit.full_name if sealed else "")
    if sealed:
        try:
            signed = pdf_sign(Order(data, Role.SEAL, key, "", "", number=row.code, visible=False))
        except SigningRefused as refusal:
            raise NotYet(refusal.code) from refusal
        data = signed.data
        signatures.append(signed.evidence.data())
    stored = output_store(data=data, name=f"{row.code}.pdf")
    ReportFile.objects.create(
        report=row,
        unit_id=row.unit_id,
        file_id=stored.id,
        sha256=stored.sha256,
        signatures=signatures,
        made_at=clock.now(),
    )
    _mail(row)


def _mail(row: FrozenReport) -> None:
    """Write to the address that the rule names: that a report came, never what it says."""
    mail = row.rule.mail if row.rule is not None else ""
    if mail:
        notice_send(
            Notice(
                key=f"frozen:{row.code}:sent",
                template="report_sent",
                recipient=Recipient(email=mail, ways=frozenset({Channel.EMAIL})),
                subject=f"frozen:{row.pk}",
                values={"code": row.code, "digest": row.digest[:16]},
                path=path_of(row.code),
            )
        )
