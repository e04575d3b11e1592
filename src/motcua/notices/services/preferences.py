"""What a person chooses about notices, and which ones were read."""

from __future__ import annotations

from django.utils.translation import gettext as _

from motcua.kernel import clock
from motcua.kernel.errors import FieldProblem, Invalid
from motcua.notices import models
from motcua.notices.types import Preference


def preference_set(*, person_id: int, preference: Preference) -> None:
    """Keep what a person chose; hours are whole hours from 0 to 23. Raises Invalid."""
    problems = [
        FieldProblem(name, _("Choose an hour of the day."))
        for name in ("quiet_from", "quiet_to")
        if not 0 <= getattr(preference, name) <= 23
    ]
    if problems:
        raise Invalid(problems)
    models.Preference.objects.update_or_create(
        person_id=person_id,
        defaults={
            "wants_mail": preference.email,
            "wants_sms": preference.sms,
            "language": preference.language,
            "quiet_from": preference.quiet_from,
            "quiet_to": preference.quiet_to,
            "changed_at": clock.now(),
        },
    )


def notice_read(*, person_id: int) -> int:
    """Mark a person's notices as read; return how many were new."""
    return models.Notice.objects.filter(person_id=person_id, read_at__isnull=True).update(
        read_at=clock.now()
    )
