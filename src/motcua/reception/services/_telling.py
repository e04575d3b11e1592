"""What people are told of a visit: when officials come, that they are on the way, or why not."""

from __future__ import annotations

from datetime import date, datetime

from motcua.citizens.queries import person_get
from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.notices.services import notice_send
from motcua.notices.types import Channel, Notice, Recipient
from motcua.reception.models import Visit
from motcua.reception.services._reminding import centre_words

NOON = 12


def visit_tell(row: Visit, template: str, *, about: str = "") -> bool:
    """Tell it once; `about` tells one day from another. Who has no way to be reached is not told.

    A message to a telephone that others may read names neither the matter nor the reason.
    """
    with scope_use(SYSTEM):
        recipient = _recipient(row)
        if recipient is None:
            return False
        sent = notice_send(
            Notice(
                key=f"visit:{row.pk}:{template}:{about}",
                template=template,
                recipient=recipient,
                subject=f"visit:{row.pk}",
                values={
                    "unit": centre_words(row.unit_id),
                    "visit_on": clock.local(row.planned_for).date().isoformat()
                    if row.planned_for
                    else "",
                },
                path=f"/my/visits/{row.pk}/" if row.person_id else "",
            )
        )
    return sent is not None


def planned_tell(row: Visit) -> bool:
    """Tell on which day and in which half of it officials come; a changed plan is told again."""
    known = half_day(row.planned_for)
    if known is None:
        return False
    day, half = known
    return visit_tell(row, f"visit_{half}", about=f"{day:%Y%m%d}{half}")


def half_day(at: datetime | None) -> tuple[date, str] | None:
    """Return the day and the half of it in which an instant lies."""
    if at is None:
        return None
    local = clock.local(at)
    return local.date(), "morning" if local.hour < NOON else "afternoon"


def _recipient(row: Visit) -> Recipient | None:
    if row.person_id is not None:
        person = person_get(row.person_id)
        return Recipient(
            person_id=person.id,
            email=person.email,
            phone=person.phone or row.phone,
            language=person.language or row.language,
        )
    phone = row.phone or row.helper_phone
    if phone:
        return Recipient(phone=phone, language=row.language, ways=frozenset({Channel.SMS}))
    return None
