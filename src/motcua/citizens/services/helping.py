"""Somebody helps under an official name: community digital teams, postal staff, the counter.

The helper's page shows a short code; the citizen types it in their own sitting. The helper never
acts: the code lets the official's account be written down beside what the citizen does.
"""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from motcua.citizens.models import HelpCode, Session
from motcua.citizens.queries import help_digest
from motcua.identity.types import Action, Actor
from motcua.kernel import clock
from motcua.kernel.errors import Refused

LIFE = timedelta(minutes=10)
DIGITS = 6
_TRIES = 5


def help_code_make(*, actor: Actor) -> str:
    """Return a fresh code of six digits, good once for ten minutes; raises Forbidden."""
    posting = actor.posting_for(Action.CITIZEN_ASSIST)
    now = clock.now()
    HelpCode.objects.filter(expires_at__lt=now - timedelta(days=1)).delete()
    HelpCode.objects.filter(account_id=actor.account_id, used_at=None).update(expires_at=now)
    for _try in range(_TRIES):
        code = "".join(secrets.choice("0123456789") for _digit in range(DIGITS))
        HelpCode.objects.filter(digest=help_digest(code), expires_at__lte=now).delete()
        try:
            with transaction.atomic():
                HelpCode.objects.create(
                    digest=help_digest(code),
                    account_id=actor.account_id,
                    posting_id=posting.id,
                    expires_at=now + LIFE,
                )
        except IntegrityError:  # a living code of somebody else
            continue
        return code
    raise Refused("help_codes_spent", _("No code is free at the moment. Please try again."))


def help_accept(*, session_id: int, code: str) -> None:
    """Let the helper whose code it is assist this sitting; raises Refused for a dead code."""
    now = clock.now()
    row = (
        HelpCode.objects.select_for_update()
        .filter(digest=help_digest(code), used_at=None, expires_at__gt=now)
        .first()
    )
    if row is None:
        raise Refused(
            "help_code_unknown",
            _("This code is not good, or no longer. Ask the helper for a new one."),
        )
    HelpCode.objects.filter(pk=row.pk).update(used_at=now, session_id=session_id)
    Session.objects.filter(pk=session_id).update(helper_id=row.account_id)


def help_end(*, session_id: int, account_id: int | None = None) -> None:
    """End the help: by the citizen, or by the helper (`account_id`) whose help it is."""
    helped = Session.objects.filter(pk=session_id)
    if account_id is not None:
        helped = helped.filter(helper_id=account_id)
    helped.update(helper_id=None)
