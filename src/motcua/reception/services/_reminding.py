"""What people are told of their appointment, by the way they chose for messages."""

from __future__ import annotations

from motcua.citizens.queries import person_get
from motcua.kernel import clock
from motcua.notices.services import notice_send
from motcua.notices.types import Channel, Notice, Recipient
from motcua.organisations.queries import unit_get
from motcua.reception.models import Appointment


def appointment_tell(row: Appointment, template: str) -> bool:
    """Tell it once per half-hour; somebody without account or telephone is told nothing."""
    recipient = _recipient(row)
    if recipient is None:
        return False
    sent = notice_send(
        Notice(
            key=f"appointment:{row.pk}:{row.at:%Y%m%d%H%M}:{template}",
            template=template,
            recipient=recipient,
            subject=f"appointment:{row.pk}",
            values={
                "code": row.code,
                "starts_at": clock.local(row.at).isoformat(),
                "unit": centre_words(row.unit_id),
            },
            path=f"/my/appointments/{row.pk}/" if row.person_id else "",
        )
    )
    return sent is not None


def _recipient(row: Appointment) -> Recipient | None:
    if row.person_id is not None:
        person = person_get(row.person_id)
        return Recipient(
            person_id=person.id,
            email=person.email,
            phone=person.phone,
            language=person.language or row.language,
        )
    if row.phone:
        return Recipient(phone=row.phone, language=row.language, ways=frozenset({Channel.SMS}))
    return None


def centre_words(unit_id: int) -> str:
    """Return a centre with its commune: many centres have the same name."""
    unit = unit_get(unit_id)
    if unit.parent_id is None:
        return unit.full_name
    return f"{unit.full_name}, {unit_get(unit.parent_id).full_name}"
